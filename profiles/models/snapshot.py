from django.db import models

from profiles.models.page import Page


class Snapshot(models.Model):
    """The last good copy of a creator's TikTok profile. An error never overwrites it.

    A field that the creator did not grant is empty or None. `fetched_at` is the last success, `attempted_at` the
    last try; `trouble` names why the last try failed ("" when it did not) and `trouble_reference` finds it in the log.
    """

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
    trouble = models.CharField(max_length=32, blank=True)
    trouble_reference = models.CharField(max_length=16, blank=True)

    def __str__(self) -> str:
        return self.display_name
