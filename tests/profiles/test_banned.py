"""Those who come back: what stood against them stands, they are told why, and the banned get no other page."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from time_machine import travel

from profiles import erasure, links, moderation
from profiles.models import Addressee, Appeal, Measure, Page, Verb
from profiles.moderation import appeals
from profiles.pages import Banned, create_page
from tests import moderators
from tests.crowd import meanwhile
from tests.markup import tags, words
from tests.profiles.creators import load, make_page
from tests.profiles.desk import page
from tests.profiles.notices import NOTICES, notice_of
from tests.profiles.pages import make_link
from tests.tiktok import log_in
from tiktok_auth.models import Grant
from tiktok_auth.sandbox import control

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["page"]


def ban(page: Page) -> Measure:
    return moderators.act(load(page), Verb.BAN, reason="phishing, again and again")


def asks_for_a_link(response: Any) -> bool:
    return any(field.get("name") == "url" for field in tags(response, "input"))


def test_banned_creator_logs_in_and_reads_why(client: Client, page: Page) -> None:
    measure = ban(page)
    log_in(client, "ada.bakes")
    assert "phishing, again and again" in words(client.get("/studio/"))
    assert "Send the appeal" in words(client.get(notice_of(measure)))
    assert client.get("/studio/export/page.json").json()
    assert client.get("/@ada.bakes").status_code == 410


def test_banned_creator_is_offered_to_take_the_page_along_and_not_to_change_it(client: Client, page: Page) -> None:
    warning = moderators.act(page, Verb.WARN, reason="careful")
    measure = ban(page)
    client.force_login(page.owner)
    for path in ("/studio/", notice_of(measure), notice_of(warning)):
        shown = client.get(path)
        assert "You can still take your whole page with you. Take your page" in words(shown)
        assert "change your page" not in words(shown)
        assert not asks_for_a_link(shown)
    assert "No links yet" not in words(client.get("/studio/"))


def test_creator_of_a_suspended_page_is_told_that_it_may_be_changed(client: Client, page: Page) -> None:
    measure = moderators.suspend(page, reason="spam")
    client.force_login(page.owner)
    assert "You can still change your page, and take all of it with you." in words(client.get(notice_of(measure)))
    assert asks_for_a_link(client.get("/studio/"))


def test_banned_person_who_erased_everything_gets_no_page_under_any_name(client: Client, page: Page) -> None:
    with travel("2026-11-29T12:00Z", tick=False):
        measure = ban(page)
    page.owner.delete()
    control.rename("ada.bakes", "sweet.ada")
    log_in(client, "sweet.ada")
    assert not Page.objects.exists()
    shown = client.get("/studio/", follow=True)
    assert shown.redirect_chain[-1][0] == NOTICES
    assert "Since 29 November 2026, 12:00 UTC. The reason: phishing, again and again" in words(shown)
    client.post("/studio/address/", {"handle": "sweet-ada"})
    assert not Page.objects.exists()
    client.post(notice_of(measure), {"text": "I have changed."})
    appeals.grant(Appeal.objects.get(), reason="A new beginning.")
    log_in(client, "sweet.ada")
    assert Page.objects.get().handle == "sweet.ada"


def test_suspended_creator_who_erased_their_page_finds_it_suspended_when_they_come_back(
    client: Client, page: Page
) -> None:
    measure = moderators.suspend(page, reason="phishing")
    erasure.erase(page.owner)
    control.rename("ada.bakes", "sweet.ada")
    log_in(client, "sweet.ada")
    shown = words(client.get("/studio/", follow=True))
    assert not Page.objects.exists()
    assert "We have taken your page offline" in shown
    assert "phishing" in shown
    client.post(notice_of(measure), {"text": "It was a mistake."})
    appeals.grant(Appeal.objects.get(), reason="So it was.")
    assert "Your TikTok name is free." in words(client.get("/studio/", follow=True))
    client.post("/studio/address/", {"handle": "sweet.ada"})
    assert client.get("/@sweet.ada").status_code == 200


def test_creator_whose_page_was_restored_comes_back_to_a_new_one(client: Client, page: Page) -> None:
    moderators.suspend(page, reason="phishing")
    moderators.restore(page, reason="a mistake of ours")
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


def come_back(page: Page) -> Page:
    """Its creator erases everything and logs in again, under another name."""
    erasure.erase(page.owner)
    assert Addressee.objects.exists()
    control.rename("ada.bakes", "sweet.ada")
    log_in(Client(), "sweet.ada")
    assert not Addressee.objects.exists()
    return Page.objects.get()


@pytest.mark.parametrize("verb", [Verb.LIMIT, Verb.MARK_SENSITIVE, Verb.WARN])
def test_measure_meets_whoever_erased_their_page_when_they_come_back(page: Page, verb: Verb) -> None:
    measure = moderators.act(page, verb, reason="spam")
    back = come_back(page)
    assert (back.is_limited, back.is_sensitive) == (verb == Verb.LIMIT, verb == Verb.MARK_SENSITIVE)
    assert list(back.measures.pressing(timezone.now())) == [measure]
    assert back.measures.strikes(timezone.now()).count() == (verb == Verb.WARN)
    moderation.undo(back.measures.get(), reason="a mistake of ours")
    assert not load(back).is_limited
    assert not load(back).is_sensitive


@pytest.mark.needs_postgres
def test_page_of_whoever_comes_back_just_as_a_measure_is_undone_is_free_of_it(page: Page) -> None:
    measure = moderators.act(page, Verb.LIMIT, reason="spam")
    erasure.erase(page.owner)
    measure.refresh_from_db()
    meanwhile(partial(make_page, "ada.bakes"), partial(moderation.undo, measure, reason="a mistake of ours"))
    measure = Measure.objects.get(pk=measure.pk)
    assert (measure.is_in_force, Page.objects.get().is_limited) == (False, False)


def test_link_that_staff_hid_stays_hidden_from_whoever_erased_their_page(page: Page) -> None:
    hidden = make_link(page, "Shop", "https://bad.example.org/")
    moderators.act(page, Verb.HIDE_LINK, reason="spam", link=hidden)
    back = come_back(page)
    with pytest.raises(ValidationError, match="Staff has hidden this"):
        links.add_link(back, title="Again", url="http://www.bad.example.org/?utm_source=x")
    moderation.undo(back.measures.get(), reason="a mistake of ours")
    links.add_link(back, title="Again", url=hidden.url)


def test_warning_that_counts_no_more_is_not_kept_for_whoever_erased_their_page(page: Page) -> None:
    moderators.act(page, Verb.WARN, reason="spam")
    with travel(timezone.now() + timedelta(days=91)):
        erasure.erase(load(page).owner)
    assert not Addressee.objects.exists()


@pytest.mark.parametrize("verb", [Verb.WARN, Verb.LIMIT])
def test_nobody_is_remembered_for_what_holds_no_more(page: Page, verb: Verb) -> None:
    measure = moderators.act(page, verb, reason="spam")
    erasure.erase(page.owner)
    if verb == Verb.LIMIT:
        moderation.undo(Measure.objects.get(pk=measure.pk), reason="a mistake of ours")
    for days, is_remembered in ((89, True), (91, False)):
        with travel(timezone.now() + timedelta(days=days)):
            moderation.forget_spent()
            assert Addressee.objects.exists() == is_remembered
    assert Measure.objects.filter(verb=verb).exists()


def test_words_of_an_appeal_that_nobody_can_find_any_more_are_forgotten(page: Page) -> None:
    measure = ban(page)
    erasure.erase(page.owner)
    appeals.appeal(Measure.objects.get(pk=measure.pk), text="I have changed.")
    appeals.grant(Appeal.objects.get(), reason="A new beginning.")
    for days, text in ((89, "I have changed."), (91, "")):
        with travel(timezone.now() + timedelta(days=days)):
            moderation.forget_spent()
            assert Appeal.objects.get().text == text


@pytest.mark.needs_postgres
def test_what_stands_against_a_creator_is_found_without_reading_the_whole_log(page: Page) -> None:
    assert page.grant
    told = Measure.objects.against(page.owner_id, Addressee.objects.of(page.grant)).for_creator()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # as if there were many rows
        plan = told.explain().splitlines()
    looks = [place for place, line in enumerate(plan) if " on profiles_measure" in line]
    assert looks
    assert all("Cond:" in plan[place + 1] for place in looks)


def test_somebody_without_tiktok_is_told_nothing(client: Client, page: Page) -> None:
    moderators.suspend(page, reason="spam")
    client.force_login(User.objects.create_user("una"))
    assert "spam" not in words(client.get(NOTICES))
