"""Where news from tiktok_auth crosses into pages."""

from contextlib import suppress
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.dispatch import receiver

from profiles import covers, snapshots, tasks
from profiles.models import Page
from profiles.pages import Banned, HandleTaken, create_page
from profiles.validators import clean_handle
from tiktok_auth import tokens
from tiktok_auth.models import Ended, Grant
from tiktok_auth.payloads import UserInfo
from tiktok_auth.signals import creator_connected, creator_disconnected


@receiver(creator_connected)
def welcome(grant: Grant, profile: UserInfo, **kwargs: Any) -> None:
    """After a login: the creator's page, new or renewed. Without a free TikTok name the studio asks for an address.

    Who is banned gets none, and reads there why."""
    page = Page.objects.filter(owner=grant.account.user).first()
    if page:
        _renew(page, grant, profile)
    else:
        with suppress(ValidationError, HandleTaken, Banned):
            handle = clean_handle(profile.username, chosen=False)
            page = create_page(owner=grant.account.user, grant=grant, handle=handle, profile=profile)
    if page:
        transaction.on_commit(partial(tasks.queue_refresh, page))


@receiver(creator_disconnected)
def part(grant: Grant, **kwargs: Any) -> None:
    """After a creator left: TikTok's data goes, their page and links stay. When access merely expired it all stays.

    Where the TikTok account is gone the page is down, and its own pictures leave the addresses that visitors know.
    """
    if grant.ended_because == Ended.EXPIRED:
        return
    if not (page := Page.objects.filter(grant=grant).first()):
        tokens.forget_names(grant)
        return
    snapshots.forget_tiktok_data(page)
    if grant.ended_because == Ended.GONE:
        covers.withdraw(page)


@transaction.atomic
def _renew(page: Page, grant: Grant, profile: UserInfo) -> None:
    """The page keeps its address, whatever the creator is called by now."""
    page.grant = grant
    page.save(update_fields=["grant"])
    snapshots.renew(page, profile)
