from django.db import models
from django.utils import timezone

from profiles.models.page import Page


class Snapshot(models.Model):
    """The last good copy of a creator's TikTok profile. An error never overwrites it.

    A field that the creator did not grant is empty or None. `fetched_at` is the last success, `attempted_at` the
    last try; `trouble` names why the last try failed ("" when it did not) and `trouble_reference` finds it in the log.
    `due_at` is when to ask TikTok again: None means not before the creator logs in again.
    """

    # Trouble that only the creator can mend: log in again, or allow more.
    RECONNECT, SCOPE = "reconnect", "scope"

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="snapshot")
    display_name = models.TextField(blank=True)
    username = models.TextField(blank=True)
    bio = models.TextField(blank=True)
    profile_url = models.TextField(blank=True)
    is_verified = models.BooleanField(default=False)
    followers = models.PositiveBigIntegerField(null=True)
    following = models.PositiveBigIntegerField(null=True)
    likes = models.PositiveBigIntegerField(null=True)
    video_count = models.PositiveBigIntegerField(null=True)
    avatar = models.CharField(max_length=64, blank=True)
    avatar_source = models.CharField(max_length=64, blank=True)
    fetched_at = models.DateTimeField(null=True)
    attempted_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True, default=timezone.now)
    # Counts what was written, so that a copy of something older is recognised.
    revision = models.PositiveIntegerField(default=0)
    # Until then one process refreshes this page; the claim of a killed one runs out by itself.
    claimed_until = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=64, blank=True)
    trouble_reference = models.CharField(max_length=16, blank=True)

    class Meta:
        indexes = [
            # PageQuerySet.due_for_refresh: the sweep, longest due first.
            models.Index(fields=["due_at"], name="snapshot_due"),
            # covers.delete_unused: does another page show this very picture?
            models.Index(fields=["avatar"], condition=~models.Q(avatar=""), name="snapshot_by_avatar"),
        ]

    def __str__(self) -> str:
        return self.display_name
