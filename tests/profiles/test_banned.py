"""The banned and the suspended who come back: they are told why, and get no other page."""

import pytest
from django.test import Client

from profiles import erasure, moderation
from profiles.models import Appeal, Measure, Page, Verb
from profiles.moderation import appeals
from profiles.pages import Banned, create_page
from tests.markup import words
from tests.profiles.creators import load, make_page
from tests.profiles.notices import NOTICES, notice_of
from tests.tiktok import log_in
from tiktok_auth.models import Grant
from tiktok_auth.sandbox import control

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("ada_without_videos")]


@pytest.fixture
def page() -> Page:
    return make_page("ada.bakes")


def ban(page: Page) -> Measure:
    return moderation.act(load(page), Verb.BAN, reason="phishing, again and again")


def test_banned_creator_logs_in_and_reads_why(client: Client, page: Page) -> None:
    measure = ban(page)
    log_in(client, "ada.bakes")
    assert "phishing, again and again" in words(client.get("/studio/"))
    assert "Send the appeal" in words(client.get(notice_of(measure)))
    assert client.get("/studio/export/page.json").json()
    assert client.get("/@ada.bakes").status_code == 410


def test_banned_person_who_erased_everything_gets_no_page_under_any_name(client: Client, page: Page) -> None:
    measure = ban(page)
    page.owner.delete()
    control.rename("ada.bakes", "sweet.ada")
    log_in(client, "sweet.ada")
    assert not Page.objects.exists()
    shown = client.get("/studio/", follow=True)
    assert shown.redirect_chain[-1][0] == NOTICES
    assert "phishing, again and again" in words(shown)
    client.post("/studio/address/", {"handle": "sweet-ada"})
    assert not Page.objects.exists()
    client.post(notice_of(measure), {"text": "I have changed."})
    appeals.grant(Appeal.objects.get(), reason="A new beginning.")
    log_in(client, "sweet.ada")
    assert Page.objects.get().handle == "sweet.ada"


def test_suspended_creator_who_erased_their_page_finds_it_suspended_when_they_come_back(
    client: Client, page: Page
) -> None:
    measure = moderation.suspend(page, reason="phishing")
    erasure.erase(page.owner)
    control.rename("ada.bakes", "sweet.ada")
    log_in(client, "sweet.ada")
    shown = words(client.get("/studio/", follow=True))
    assert not Page.objects.exists()
    assert "We have taken your page offline" in shown
    assert "phishing" in shown
    client.post(notice_of(measure), {"text": "It was a mistake."})
    appeals.grant(Appeal.objects.get(), reason="So it was.")
    log_in(client, "sweet.ada")
    assert client.get("/@sweet.ada").status_code == 200


def test_creator_whose_page_was_restored_comes_back_to_a_new_one(client: Client, page: Page) -> None:
    moderation.suspend(page, reason="phishing")
    moderation.restore(page, reason="a mistake of ours")
    erasure.erase(page.owner)
    log_in(client, "ada.bakes")
    assert client.get("/@ada.bakes").status_code == 200


def test_ban_meets_the_same_person_behind_another_open_id(page: Page) -> None:
    Grant.objects.update(union_id="one person")
    ban(page)
    other = make_page("otto.knits").grant
    assert other
    Page.objects.filter(grant=other).delete()
    other.union_id = "one person"
    other.save()
    with pytest.raises(Banned):
        create_page(owner=other.account.user, grant=other, handle="otto-knits")


def test_ban_meets_nobody_else(client: Client, page: Page) -> None:
    Grant.objects.update(union_id="")
    ban(page)
    control.add_account("nina.paints", videos=0)
    log_in(client, "nina.paints")
    assert client.get("/@nina.paints").status_code == 200
