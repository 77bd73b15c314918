from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from profiles.models.page import Page
from tiktok_auth.errors import UNANSWERED, UNUSABLE, Code


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def wanted(self, now: datetime) -> Self:
        """Those that creators and visitors wait for, in their turn."""
        return self.filter(due_at__isnull=False, wanted_at__lte=now).order_by("wanted_at")

    def due(self, now: datetime) -> Self:
        """Those that TikTok has to confirm though nobody waits for them, longest due first."""
        return self.filter(wanted_at=None, due_at__lte=now).order_by("due_at")

    def put_off(self, until: datetime) -> Self:
        """Those whose turn, or whose lock or rest, lies beyond that moment."""
        turn = Q(wanted_at__gt=until) | Q(wanted_at=None, due_at__gt=until)
        return self.filter(turn | Q(queued_until__gt=until) | Q(rests_until__gt=until), due_at__isnull=False)

    def unconfirmed(self, before: datetime) -> Self:
        """Those with something that TikTok last confirmed before that: with an answer, or a login and none since."""
        has_names = ~Q(page__grant__account__extra_data={})
        since_login = Q(has_names, fetched_at=None, page__grant__granted_at__lt=before)
        return self.filter(Q(fetched_at__lt=before) | since_login)

    def verified(self) -> Self:
        """Those of creators whom TikTok says to have verified."""
        return self.filter(is_verified=True)

    def looking_back(self) -> Self:
        """Those whose creator waits for older TikToks that TikTok has not been asked for."""
        return self.filter(older_than__isnull=False, older_found=None)

    def latest_tried_first(self) -> Self:
        """These, those last that were never tried, or not since TikTok's data went: PostgreSQL would put them first."""
        return self.order_by(F("attempted_at").desc(nulls_last=True), "-pk")

    def free(self, now: datetime) -> Self:
        """Those that nobody refreshes, or is about to, and that have no rest."""
        return self.exclude(queued_until__gt=now).exclude(claimed_until__gt=now).exclude(rests_until__gt=now)

    def refreshable(self) -> Self:
        """Those that TikTok may be asked about at all: Page.may_refresh."""
        return self.filter(page__suspended_at=None, page__grant__isnull=False, page__grant__ended_at=None)

    def renewing(self, now: datetime) -> Self:
        """Those whose access token has run out: TikTok has to be asked for another one first."""
        return self.filter(page__grant__access_expires_at__lte=now)

    def revise(self, page: Page, **said: Any) -> None:
        """Update the row and bump `revision`, which invalidates the copy in Redis."""
        self.filter(page=page).update(**said, revision=F("revision") + 1)


class Snapshot(models.Model):
    """The last good copy of a creator's TikTok profile. An error never overwrites it.

    A field that the creator did not grant is empty or None. `fetched_at` is the last success, `attempted_at` the
    last try; `trouble` names why the last try failed ("" when it did not), `trouble_reference` finds it in the log and
    `trouble_log_id` at TikTok. Whose turn it is by the moments below: planner.py.
    """

    # Trouble that only the creator can mend, whatever TikTok calls it: log in again, or allow more.
    RECONNECT, SCOPE = "reconnect", "scope"
    # Trouble that they can mend by logging in again. A token may be rejected because TikTok rejects what it issues to
    # everybody: then it passes. The missing key the operator can put back.
    NEEDS_LOGIN = (RECONNECT, Code.ACCESS_TOKEN_INVALID, Code.KEY_MISSING)

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="snapshot")
    display_name = models.TextField(blank=True)
    username = models.TextField(blank=True)
    bio = models.TextField(blank=True)
    profile_url = models.TextField(blank=True)
    is_verified = models.BooleanField(default=False)
    followers = models.PositiveBigIntegerField(null=True)
    likes = models.PositiveBigIntegerField(null=True)
    video_count = models.PositiveBigIntegerField(null=True)
    avatar = models.CharField(max_length=64, blank=True)
    avatar_source = models.CharField(max_length=64, blank=True)
    fetched_at = models.DateTimeField(null=True)
    attempted_at = models.DateTimeField(null=True)
    # When TikTok has to be asked though nobody waits; None: not before the creator logs in again.
    due_at = models.DateTimeField(null=True, default=timezone.now)
    # The turn of a page that its creator asked for, or whose data somebody has met stale; None: nobody has.
    wanted_at = models.DateTimeField(null=True)
    # From then on a refresh asks for the profile too, which changes less often than the videos.
    profile_due_at = models.DateTimeField(default=timezone.now)
    # Counts what was written, so that a copy of something older is recognised.
    revision = models.PositiveIntegerField(default=0)
    # Until then a message about this page is under way to a worker; after that it is lost.
    queued_until = models.DateTimeField(null=True)
    # Until then a sweep passes it over: there was nothing left to spend, or TikTok asked to wait.
    rests_until = models.DateTimeField(null=True)
    # Until then one process refreshes this page; the claim of a killed one runs out by itself.
    claimed_until = models.DateTimeField(null=True)
    # The creator asked for TikToks posted before this, and TikTok has named so many of them; None: not yet.
    older_than = models.DateTimeField(null=True)
    older_found = models.PositiveSmallIntegerField(null=True)
    trouble = models.CharField(max_length=64, blank=True)
    trouble_reference = models.CharField(max_length=16, blank=True)
    trouble_log_id = models.CharField(max_length=64, blank=True)
    # Tries in a row that ended in trouble.
    failures = models.PositiveSmallIntegerField(default=0)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        indexes = [
            # SnapshotQuerySet.wanted: the sweep, in their turn.
            models.Index(fields=["wanted_at"], condition=Q(wanted_at__isnull=False), name="snapshot_wanted"),
            # SnapshotQuerySet.due: the sweep, longest due first.
            models.Index(fields=["due_at"], condition=Q(wanted_at=None), name="snapshot_due"),
            # planner.take_turns: how many are under way.
            models.Index(fields=["queued_until"], condition=Q(queued_until__isnull=False), name="snapshot_queued"),
            # SnapshotQuerySet.put_off: whose rest a clock that was ahead has made too long.
            models.Index(fields=["rests_until"], condition=Q(rests_until__isnull=False), name="snapshot_resting"),
            # freshness: the oldest, the median.
            models.Index(fields=["fetched_at"], name="snapshot_by_age"),
            # freshness: the latest trouble.
            models.Index(fields=["-attempted_at"], condition=~Q(trouble=""), name="snapshot_in_trouble"),
            # SnapshotQuerySet.verified: the few of many.
            models.Index(fields=["page"], condition=Q(is_verified=True), name="snapshot_verified"),
            # covers.delete_unused: does another page show this very picture?
            models.Index(fields=["avatar"], condition=~Q(avatar=""), name="snapshot_by_avatar"),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def is_looking_back(self) -> bool:
        """Whether TikTok has yet to be asked for the older TikToks that the creator waits for."""
        return self.older_than is not None and self.older_found is None

    @property
    def needs_login(self) -> bool:
        return self.trouble in self.NEEDS_LOGIN

    @property
    def lacks_key(self) -> bool:
        """Whether it is this site, and not TikTok, that cannot go on with what the creator allowed."""
        return self.trouble == Code.KEY_MISSING

    @property
    def lacks_scope(self) -> bool:
        """Whether TikTok says that the creator did not allow a part of it."""
        return self.trouble == self.SCOPE

    @property
    def is_unanswered(self) -> bool:
        return self.trouble in UNANSWERED

    @property
    def is_unusable(self) -> bool:
        """Whether what came could not be used."""
        return self.trouble in UNUSABLE
