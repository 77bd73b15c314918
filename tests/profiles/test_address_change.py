"""Creators change their address, and the old one leads to the new one."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from time_machine import travel

from profiles import erasure, pages
from profiles.models import FormerHandle, Page, Snapshot
from profiles.models.handle import digest
from profiles.pages import create_page
from tests.markup import tags, words
from tests.profiles.creators import grant_access
from tests.profiles.pages import make_page as make_other
from tests.profiles.pages import stored
from tests.profiles.studio import page
from tests.profiles.studio_settings import SETTINGS, keep, values

pytestmark = pytest.mark.django_db

__all__ = ["page"]


@pytest.mark.parametrize("typed", ["mina-bakes", " @Mina-Bakes "])
def test_address_changes_and_the_old_one_leads_there(mina: Client, page: Page, typed: str) -> None:
    assert "Your page is at @mina-bakes now. The old address leads there." in words(keep(mina, "handle", handle=typed))
    assert stored(page).handle == "mina-bakes"
    assert Client().get("/@mina.eats")["Location"] == "/@mina-bakes"


def test_address_becomes_the_new_name_on_tiktok(mina: Client, page: Page) -> None:
    Snapshot.objects.filter(page=page).update(username="Mina.Cooks")
    for place in (SETTINGS, "/studio/"):
        answer = mina.get(place)
        assert "On TikTok you are @mina.cooks now." in words(answer)
        assert "Move my page to @mina.cooks" in words(answer)
        assert "Your old address leads to the new one." in words(answer)
        button = [field for field in tags(answer, "input") if field.get("type") == "hidden"]
    mina.post(f"{SETTINGS}#handle", {field["name"]: field.get("value", "") for field in button})
    assert stored(page).handle == "mina.cooks"
    assert "On TikTok you are" not in words(mina.get("/studio/"))


def test_chosen_address_is_not_asked_to_follow_tiktok(mina: Client, page: Page) -> None:
    keep(mina, "handle", handle="mina-bakes")
    Snapshot.objects.filter(page=page).update(username="mina.cooks")
    assert "On TikTok you are" not in words(mina.get("/studio/"))


def test_address_that_stays_the_same_is_no_change(mina: Client, page: Page) -> None:
    assert "Saved." in words(keep(mina, "handle", handle="mina.eats"))
    assert not page.former_handles.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("otto-knits", "Somebody has this address, or had it until lately."),
        ("otto.knits", "Put a hyphen in it"),
        ("ad-min", "looks like the site's own"),
        ("", "Type the address that you would like."),
    ],
)
def test_address_refused_says_why_and_stays_typed(mina: Client, page: Page, typed: str, sentence: str) -> None:
    make_other("otto-knits")
    answer = keep(mina, "handle", handle=typed)
    assert sentence in words(answer)
    assert values(answer)["handle"] == typed
    assert stored(page).handle == "mina.eats"


def test_name_of_a_disconnected_tiktok_proves_nothing(mina: Client, page: Page) -> None:
    Snapshot.objects.filter(page=page).update(username="mina.cooks")
    Page.objects.filter(pk=page.pk).update(grant=None)
    assert "Put a hyphen in it" in words(keep(mina, "handle", handle="mina.cooks"))


def test_addresses_are_not_collected(mina: Client, page: Page) -> None:
    for number in range(5):
        keep(mina, "handle", handle=f"mina-{number}")
    assert "5 times in 90 days" in words(keep(mina, "handle", handle="mina-again"))
    assert stored(page).handle == "mina-4"
    keep(mina, "handle", handle="mina.eats")
    assert stored(page).handle == "mina.eats"
    with travel(timezone.now() + timedelta(days=91)):
        mina.force_login(page.owner)
        keep(mina, "handle", handle="mina-again")
    assert stored(page).handle == "mina-again"


def come_back(handle: str) -> Page:
    """Ada logs in once more, having deleted her account."""
    grant = grant_access("ada.bakes")
    return create_page(owner=grant.account.user, grant=grant, handle=handle)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("had", ["squat-0", "squat-5", "ada.bakes"])
def test_addresses_are_not_collected_by_deleting_the_account(ada_at_tiktok: None, had: str) -> None:
    """Whoever has left as many has one of them again, or their name on TikTok, and no other."""
    page = come_back("squat-0")
    for number in range(1, 6):
        pages.change_handle(page, handle=f"squat-{number}")
    erasure.erase(page.owner)
    with pytest.raises(ValidationError, match="5 times in 90 days"):
        come_back("squat-6")
    page = come_back(had)
    with pytest.raises(ValidationError, match="5 times in 90 days"):
        pages.change_handle(page, handle="squat-6")
    assert page.handle == stored(page).handle == had
    pages.change_handle(page, handle="squat-3")
    assert stored(page).handle == "squat-3"


def test_creator_who_left_too_many_reads_so_where_they_choose_one(client: Client, ada_at_tiktok: None) -> None:
    grant = grant_access("ada.bakes", scopes=["user.info.basic"])
    for number in range(6):
        FormerHandle.objects.create(handle=digest(f"squat-{number}"), left_by=digest(grant.account.uid))
    client.force_login(grant.account.user)
    answer = client.post("/studio/address/", {"handle": "squat-6"})
    assert "You may change your address 5 times in 90 days. Take one you had" in words(answer)
    assert not Page.objects.exists()
    client.post("/studio/address/", {"handle": "squat-3"})
    assert Page.objects.get().handle == "squat-3"


# ---- two windows ----


def test_later_of_two_windows_moves_the_page_from_where_it_is_by_then(page: Page) -> None:
    later = stored(page)
    pages.change_handle(page, handle="mina-bakes")
    pages.change_handle(later, handle="mina-cooks")
    assert stored(page).handle == "mina-cooks"
    assert set(page.former_handles.values_list("handle", flat=True)) == {"mina.eats", "mina-bakes"}


def test_address_that_is_saved_twice_at_once_is_one_change(page: Page) -> None:
    later = stored(page)
    for one in (page, later):
        pages.change_handle(one, handle="mina-bakes")
    assert stored(page).handle == later.handle == "mina-bakes"
    assert [former.handle for former in page.former_handles.all()] == ["mina.eats"]
