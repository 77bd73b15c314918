from collections.abc import Sequence
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class Ended(models.TextChoices):
    """Why a grant is over."""

    EXPIRED = "expired", _("TikTok no longer accepts it")
    LEFT = "left", _("the creator removed us in TikTok")
    GONE = "gone", _("the TikTok account is gone")
    DISCONNECTED = "disconnected", _("disconnected here")


class Grant(models.Model):
    """What a creator allowed us to do, and the sealed tokens to do it with. Read them through tokens.py only."""

    account = models.OneToOneField(SocialAccount, on_delete=models.CASCADE, related_name="grant")
    union_id = models.TextField(blank=True)
    scope = models.TextField(blank=True)
    sealed_access = models.TextField(blank=True)
    sealed_refresh = models.TextField(blank=True)
    # Not used from here on, which is a little before TikTok's own time.
    access_expires_at = models.DateTimeField(null=True)
    refresh_expires_at = models.DateTimeField(null=True)
    # Counts the token pairs stored: an answer about an older pair says nothing about this one.
    generation = models.PositiveIntegerField(default=0)
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=16, choices=Ended, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_because="")
                | models.Q(ended_at__isnull=False, sealed_access="", sealed_refresh="") & ~models.Q(ended_because=""),
                name="grant_ended_has_reason_and_no_tokens",
            )
        ]

    def __str__(self) -> str:
        return f"TikTok grant {self.pk}"

    @property
    def is_live(self) -> bool:
        return self.ended_at is None

    @property
    def scopes(self) -> Sequence[str]:
        """What TikTok said was granted, in its words."""
        return [scope for scope in self.scope.split(",") if scope]

    @property
    def missing_scopes(self) -> Sequence[str]:
        """Those we ask for and did not get, in the order we ask; the basic one belongs to every app."""
        return [scope for scope in settings.TIKTOK_SCOPES if scope not in {"user.info.basic", *self.scopes}]


class Event(models.Model):
    """Something TikTok reported. TikTok numbers nothing, so a digest of all it said tells a repetition."""

    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=64)
    # Forgotten once it is handled: whose it was is not known for longer than needed.
    open_id = models.CharField(max_length=128, blank=True)
    reason = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField()  # by TikTok's clock
    received_at = models.DateTimeField(auto_now_add=True)
    handled_at = models.DateTimeField(null=True, blank=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"


class Session(AbstractBaseSession):
    """Somebody's visit to the site, and whose it is once they have logged in; it goes when they go."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="sessions")
    # What they came with, in a few words: sessions.name_browser.
    browser = models.CharField(max_length=64, blank=True)
    used_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.browser} {self.used_at}"

    @classmethod
    def get_session_store_class(cls) -> Any:
        return import_string(f"{settings.SESSION_ENGINE}.SessionStore")
