from functools import partial

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from profiles import snapshots
from profiles.covers import COVER, keep_bytes
from profiles.models import Page
from profiles.pages import HandleTaken, create_page
from tests.crowd import at_once
from tests.profiles.creators import grant_access, is_remembered, load, remember
from tests.profiles.pictures import draw, kept_files
from tests.profiles.test_withdrawn import fill, names_on
from tests.tiktok import log_in
from tiktok_auth import tokens
from tiktok_auth.models import Ended, Grant
from tiktok_auth.sandbox import control

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("ada_at_tiktok")]


def connected_page(client: Client, username: str) -> Page:
    """The page after a login and its first refresh."""
    log_in(client, username)
    page = Page.objects.for_refresh().get(handle=username)
    snapshots.refresh(page)
    page.links.create(title="Shop", url="https://example.org/")
    return page


def test_first_login_makes_a_page_at_the_tiktok_username(client: Client) -> None:
    log_in(client, "ada.bakes")
    page = load(Page.objects.get())
    assert page.handle == "ada.bakes"
    assert page.grant and page.grant.is_live
    assert (page.snapshot.display_name, page.snapshot.username) == ("Ada Bakes", "ada.bakes")
    assert page.snapshot.followers
    assert snapshots.is_stale(page)


def test_username_in_capitals_makes_a_lower_case_address(client: Client) -> None:
    control.rename("ada.bakes", "Ada.Bakes")
    log_in(client, "Ada.Bakes")
    assert Page.objects.get().handle == "ada.bakes"


@pytest.mark.parametrize("scopes", [["user.info.basic"], ["user.info.basic", "video.list"]])
def test_login_without_a_proven_username_makes_no_page_yet(client: Client, scopes: list[str]) -> None:
    log_in(client, "ada.bakes", scopes=scopes)
    assert Grant.objects.exists()
    assert not Page.objects.exists()


def test_reserved_username_makes_no_page_yet(client: Client) -> None:
    control.rename("ada.bakes", "support")
    log_in(client, "support")
    assert not Page.objects.exists()


def test_taken_username_leaves_the_other_page_alone(client: Client) -> None:
    ada = connected_page(client, "ada.bakes")
    control.rename("ada.bakes", "ada.moved")
    control.rename("otto.knits", "ada.bakes")
    log_in(Client(), "ada.bakes", scopes=["user.info.basic", "user.info.profile"])
    assert list(Page.objects.all()) == [ada]
    assert load(ada).owner_id == ada.owner_id
    assert load(ada).grant == ada.grant
    assert load(ada).snapshot.display_name == "Ada Bakes"


def test_later_login_renews_names_and_keeps_the_address(client: Client) -> None:
    page = connected_page(client, "ada.bakes")
    control.rename("ada.bakes", "ada.cooks")
    control.change_account("ada.cooks", name="Ada Cooks")
    log_in(Client(), "ada.cooks")
    renewed = load(Page.objects.get())
    assert (renewed.pk, renewed.handle, renewed.owner_id) == (page.pk, "ada.bakes", page.owner_id)
    assert (renewed.snapshot.display_name, renewed.snapshot.username) == ("Ada Cooks", "ada.cooks")
    assert snapshots.read(renewed).profile.display_name == "Ada Cooks"
    assert renewed.links.count() == 1


def test_later_login_makes_a_refresh_due_and_ends_trouble(client: Client) -> None:
    page = connected_page(client, "ada.bakes")
    control.revoke_by_user("ada.bakes")
    snapshots.refresh(page, force=True)
    assert not snapshots.is_stale(load(page))
    log_in(Client(), "ada.bakes")
    assert snapshots.is_stale(load(page))
    snapshot = load(page).snapshot
    assert (snapshot.trouble, snapshot.trouble_log_id, snapshot.failures) == ("", "", 0)
    assert snapshots.refresh(load(page)) == snapshots.Outcome.REFRESHED


def test_creator_who_leaves_keeps_page_and_links_without_tiktok_s_data(client: Client, settings: Settings) -> None:
    page = connected_page(client, "ada.bakes")
    remember(page)
    assert page.grant
    tokens.disconnect(page.grant)
    left = load(page)
    assert snapshots.read(left) == snapshots.View(snapshots.Profile("", "", "", "", False, None, None, None, ""), ())
    assert left.links.count() == 1
    assert not is_remembered(page)
    assert kept_files(settings) == []
    assert not snapshots.is_stale(left)


@pytest.mark.parametrize("because", [Ended.LEFT, Ended.GONE])
def test_data_goes_however_the_creator_left(client: Client, because: Ended) -> None:
    page = connected_page(client, "ada.bakes")
    assert page.grant
    tokens.end(page.grant, because)
    assert load(page).snapshot.display_name == ""
    assert not page.videos.exists()


def test_own_pictures_leave_their_addresses_when_the_account_is_gone(client: Client, settings: Settings) -> None:
    page = connected_page(client, "ada.bakes")
    before = fill(page, cover=keep_bytes(draw(), shape=COVER).name)
    tokens.end(Grant.objects.get(), Ended.GONE)
    after = names_on(page)
    assert {shape for shape, _name in after} == {"avatar", "backdrop", "thumbnail"}
    assert {(path.parts[-3], path.name.split("-")[0]) for path in kept_files(settings)} & {*before, *after} == after
    assert after.isdisjoint(before)


def test_data_stays_when_access_merely_expired(client: Client) -> None:
    page = connected_page(client, "ada.bakes")
    assert page.grant
    tokens.end(page.grant, Ended.EXPIRED)
    assert load(page).snapshot.display_name == "Ada Bakes"
    assert page.videos.exists()


def test_creator_who_comes_back_has_the_same_page_filled_again(client: Client) -> None:
    page = connected_page(client, "ada.bakes")
    assert page.grant
    tokens.disconnect(page.grant)
    log_in(Client(), "ada.bakes")
    assert snapshots.refresh(load(page)) == snapshots.Outcome.REFRESHED
    assert Page.objects.get() == page
    assert snapshots.read(load(page)).videos


def test_account_without_a_page_may_leave(client: Client) -> None:
    log_in(client, "ada.bakes", scopes=["user.info.basic"])
    tokens.end(Grant.objects.get(), Ended.LEFT)
    assert not Page.objects.exists()


# What the receivers and the studio share


def test_creating_a_page_at_a_taken_address_is_refused() -> None:
    ada, otto = grant_access("ada.bakes"), grant_access("otto.knits")
    create_page(owner=ada.account.user, grant=ada, handle="our-place")
    with pytest.raises(HandleTaken):
        create_page(owner=otto.account.user, grant=otto, handle="our-place")
    assert Page.objects.get().owner == ada.account.user


def test_owner_of_a_page_gets_the_one_they_have() -> None:
    ada = grant_access("ada.bakes")
    first = create_page(owner=ada.account.user, grant=ada, handle="our-place")
    assert create_page(owner=ada.account.user, grant=ada, handle="elsewhere") == first
    assert Page.objects.get().handle == "our-place"


def test_logins_at_the_same_time_make_one_page() -> None:
    grant = grant_access("ada.bakes")
    owner: User = grant.account.user
    pages = at_once([partial(create_page, owner=owner, grant=grant, handle="ada.bakes")] * 4)
    assert pages == [Page.objects.get()] * 4
