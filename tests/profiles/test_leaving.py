"""Who goes in two ways at one moment, as when TikTok tells of an end while an account is deleted, is gone once."""

from functools import partial
from threading import Event

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from profiles import erasure, snapshots
from profiles.models import Page
from tests.crowd import PATIENCE_SECONDS, at_once, let_somebody_wait, meanwhile
from tests.profiles.creators import load, make_page
from tiktok_auth import tokens
from tiktok_auth.models import Ended, Grant

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("ada_at_tiktok"),
    pytest.mark.needs_postgres,
]


@pytest.mark.parametrize("is_whole", [True, False])
def test_creator_parts_while_they_part_or_are_deleted(is_whole: bool) -> None:
    page = load(make_page("ada.bakes"))
    part = partial(snapshots.erase, load(page))
    meanwhile(partial(erasure.erase, page.owner) if is_whole else partial(snapshots.erase, page), part)
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
