"""Who goes in two ways at one moment, as when TikTok tells of an end while an account is deleted, is gone once."""

from functools import partial
from threading import Event
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models.signals import post_init
from django.utils import timezone

from profiles import erasure, snapshots
from profiles.models import Page
from tests.crowd import PATIENCE_SECONDS, at_once, let_somebody_wait, meanwhile
from tests.profiles.creators import load, make_page
from tiktok_auth import events, models, tokens
from tiktok_auth.models import Ended, Grant

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("ada_at_tiktok"),
    pytest.mark.needs_postgres,
]


@pytest.mark.parametrize("is_whole", [True, False])
def test_creator_parts_while_they_part_or_are_deleted(is_whole: bool) -> None:
    page = load(make_page("ada.bakes"))
    part = partial(snapshots.forget_tiktok_data, load(page))
    meanwhile(partial(erasure.erase, page.owner) if is_whole else partial(snapshots.forget_tiktok_data, page), part)
    assert Page.objects.exists() is not is_whole


def test_tiktok_tells_of_the_end_while_the_account_is_deleted() -> None:
    page = make_page("ada.bakes")
    grant = Grant.objects.get()
    tokens.end(grant, Ended.DISCONNECTED)
    is_held = Event()

    @transaction.atomic
    def tell() -> None:
        held = Grant.objects.select_for_update().get()
        is_held.set()
        let_somebody_wait()
        tokens.end(held, Ended.GONE)

    def delete() -> None:
        assert is_held.wait(PATIENCE_SECONDS)
        erasure.erase(page.owner)

    at_once([tell, delete])
    assert not User.objects.exists()


def test_event_is_handled_while_the_account_is_deleted() -> None:
    page, open_id = make_page("ada.bakes"), SocialAccount.objects.get().uid
    told = models.Event.objects.create(
        digest="x", name=events.REMOVED, open_id=open_id, reason=1, created_at=timezone.now()
    )
    is_held = Event()

    def hold(**_asked: Any) -> None:
        post_init.disconnect(hold, sender=models.Event)  # once, as soon as the event is locked
        is_held.set()
        let_somebody_wait()

    def handle() -> None:
        events.handle(told.pk)

    def delete() -> None:
        assert is_held.wait(PATIENCE_SECONDS)
        erasure.erase(page.owner)

    post_init.connect(hold, sender=models.Event)
    at_once([handle, delete])
    assert not User.objects.exists()
    assert not models.Event.objects.exclude(open_id="").exists()


def test_what_tiktok_has_not_confirmed_goes_while_the_account_is_deleted() -> None:
    page = make_page("ada.bakes")
    tokens.end(Grant.objects.get(), Ended.EXPIRED)
    page, is_held = load(page), Event()

    @transaction.atomic
    def forget() -> None:
        Page.objects.held().get(pk=page.pk)
        is_held.set()
        let_somebody_wait()
        snapshots.forget_tiktok_data(page)

    def delete() -> None:
        assert is_held.wait(PATIENCE_SECONDS)
        erasure.erase(page.owner)

    at_once([forget, delete])
    assert not User.objects.exists()
