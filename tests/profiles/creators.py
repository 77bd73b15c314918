"""Creators who are here already, without the walk through the login that test_receivers shows."""

import time
from collections.abc import Sequence
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User

from profiles import page_cache
from profiles.models import Ground, Page, Report
from profiles.pages import create_page
from tiktok_auth import tokens
from tiktok_auth.models import Grant
from tiktok_auth.payloads import Tokens
from tiktok_auth.sandbox import control
from tiktok_auth.sandbox.grants import SCOPES

PROFILE = tuple(scope for scope in SCOPES if scope != "video.list")


def grant_access(username: str, *, scopes: Sequence[str] = SCOPES) -> Grant:
    """The grant of this person of the sandbox, as a login stores it; a second one renews the first."""
    pair = control.issue_tokens(username, scopes=tuple(scopes))
    account = SocialAccount.objects.filter(provider="tiktok", uid=pair.open_id).first()
    if account is None:
        user = User.objects.create_user(f"tiktok-{pair.open_id}"[:150])
        account = SocialAccount.objects.create(user=user, provider="tiktok", uid=pair.open_id)
    access_seconds = int(pair.access_expires_at - time.time())
    refresh_seconds = int(pair.refresh_expires_at - time.time())
    pair_of_tokens = Tokens(
        pair.open_id, pair.scope, pair.access_token, access_seconds, pair.refresh_token, refresh_seconds
    )
    return tokens.keep(account, pair_of_tokens)


def make_page(username: str, *, scopes: Sequence[str] = SCOPES) -> Page:
    """The connected page of this person of the sandbox, before its first refresh."""
    grant = grant_access(username, scopes=scopes)
    return create_page(owner=grant.account.user, grant=grant, handle=username)


def load(page: Page) -> Page:
    """The page as it is in the database now, read as a task reads it."""
    return Page.objects.for_refresh().get(pk=page.pk)


def remember(page: Page) -> None:
    """Share a rendered answer of this page, as the edge does."""
    path = page.get_absolute_url()
    version, _ = page_cache.get(path)
    page_cache.keep(path, page_cache.prepare(str(page.pk), "200 OK", [], b"as it was"), version=version)


def is_remembered(page: Page) -> bool:
    return page_cache.get(page.get_absolute_url())[1] is not None


def report(page: Page, ground: Ground = Ground.SPAM, **facts: Any) -> Report:
    """What a visitor told us about this page, without the form."""
    return Report.objects.create(page=page, ground=ground, severity=ground.severity, evidence={}, **facts)
