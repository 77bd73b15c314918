"""What creators are told about what staff did, and what they can say to it."""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from profiles import moderation
from profiles.models import Appeal, Measure, Page, Verb
from profiles.models.measure import APPEALABLE, MOST_APPEALS
from profiles.moderation import appeals
from profiles.templatetags.studio import HEADLINES, PAST_HEADLINES
from tests import moderators
from tests.markup import tags, words
from tests.profiles.creators import load, make_page, report
from tests.profiles.desk import page
from tests.profiles.notices import NOTICES, notice_of
from tests.profiles.pages import make_link

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["page"]


@pytest.mark.parametrize("verb", HEADLINES)
def test_creator_reads_what_why_and_since_when(ada: Client, page: Page, verb: Verb) -> None:
    link = page.links.create(title="Shop", url="https://example.org/")
    meant = link if verb == Verb.HIDE_LINK else None
    measure = moderators.act(page, verb, reason="It sells <b>pills</b>", link=meant)
    for path in ("/studio/", NOTICES, notice_of(measure)):
        told = words(ada.get(path))
        assert str(HEADLINES[verb]) in told
        assert "It sells <b>pills</b>" in told
        assert ", your time. The reason:" in told
        assert ("https://example.org/" in told) or not meant


def test_every_measure_that_can_be_appealed_has_words_for_its_creator() -> None:
    assert set(HEADLINES) == set(PAST_HEADLINES) == APPEALABLE


def test_who_reported_and_what_was_dismissed_is_not_told(ada: Client, page: Page) -> None:
    report(page, text="secret words")
    moderators.act(page, Verb.DISMISS, reason="nothing to it")
    told = words(ada.get(NOTICES)) + words(ada.get("/studio/"))
    assert "nothing to it" not in told
    assert "secret words" not in told
    assert "All is well" in told


def test_name_of_the_moderator_is_not_told(ada: Client, page: Page) -> None:
    measure = moderators.suspend(page, reason="spam", by=User.objects.create_user("inspector.ann"))
    assert "inspector.ann" not in words(ada.get(notice_of(measure)))


def test_old_warning_leaves_the_studio_and_stays_among_the_notices(ada: Client, page: Page) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=91)):
        moderators.act(page, Verb.WARN, reason="careful")
    assert "careful" not in words(ada.get("/studio/"))
    assert "careful" in words(ada.get(NOTICES))


def test_strikes_are_those_of_ninety_days_that_hold(page: Page) -> None:
    now = timezone.now()
    with time_machine.travel(now - timedelta(days=91)):
        moderators.act(page, Verb.WARN, reason="long ago")
    withdrawn = moderators.act(page, Verb.WARN, reason="a mistake")
    moderation.undo(withdrawn, reason="it was one")
    counting = moderators.suspend(page, reason="spam")
    assert list(page.measures.strikes(now)) == [counting]
    assert counting.counts_until and counting.counts_until > now


def test_creator_is_told_until_when_a_strike_counts(ada: Client, page: Page) -> None:
    with time_machine.travel("2026-11-25T12:00Z"):
        measure = moderators.act(page, Verb.WARN, reason="careful")
        ada.force_login(page.owner)
        assert "until 23 February 2027" in words(ada.get(notice_of(measure)))


def test_creator_appeals_once_at_a_time(ada: Client, page: Page) -> None:
    measure = moderators.suspend(page, reason="spam")
    told = words(ada.post(notice_of(measure), {"text": "It is my own shop."}, follow=True))
    assert "Your appeal has arrived" in told
    assert "It is my own shop." in told
    assert "Send the appeal" not in told
    again = words(ada.post(notice_of(measure), {"text": "Hello?"}, follow=True))
    assert "You have appealed already. We answer here." in again
    assert Appeal.objects.count() == 1


IN_ANOTHER_TAB = partial(appeals.appeal, text="No.")
AT_THE_DESK = partial(moderation.undo, reason="it was not")


@pytest.mark.parametrize(("meanwhile", "said", "kept"), [(IN_ANOTHER_TAB, "already", 1), (AT_THE_DESK, "cannot", 0)])
def test_appeal_that_comes_too_late_is_refused(
    page: Page, meanwhile: Callable[[Measure], object], said: str, kept: int
) -> None:
    measure = Measure.objects.for_creator().get(pk=moderators.suspend(page, reason="spam").pk)
    assert measure.may_be_appealed
    meanwhile(Measure.objects.get(pk=measure.pk))
    with pytest.raises(moderation.NothingToDo, match=said):
        appeals.appeal(measure, text="No!")
    assert Appeal.objects.count() == kept


@pytest.mark.parametrize("text", ["", "  \n ", "a" * 3001])
def test_appeal_without_fitting_words_is_asked_for_again(ada: Client, page: Page, text: str) -> None:
    measure = moderators.suspend(page, reason="spam")
    assert "Send the appeal" in words(ada.post(notice_of(measure), {"text": text}))
    assert not Appeal.objects.exists()


def test_appeal_that_is_too_long_is_told_and_never_cut(ada: Client, page: Page) -> None:
    answer = ada.post(notice_of(moderators.suspend(page, reason="spam")), {"text": "a" * 3001})
    assert "Keep it to 3,000 characters; this has 3,001." in words(answer)
    assert "a" * 3001 in answer.text
    assert [field for field in tags(answer, "textarea") if "maxlength" in field] == []


def test_granted_appeal_undoes_the_measure_and_tells(ada: Client, page: Page) -> None:
    appeal = appeals.appeal(moderators.suspend(page, reason="spam"), text="No.")
    answer = appeals.grant(appeal, reason="You are right.")
    assert not load(page).is_suspended
    appeal.refresh_from_db()
    assert (appeal.answer, appeal.is_granted) == (answer, True)
    told = words(ada.get(notice_of(appeal.measure)))
    assert "Your appeal was right" in told
    assert "You are right." in told


def test_appeal_that_is_turned_down_leaves_the_measure_and_tells(ada: Client, page: Page) -> None:
    ann = User.objects.create_user("ann")
    appeal = appeals.appeal(moderators.suspend(page, reason="spam"), text="No.")
    answer = appeals.uphold(appeal, reason="It is spam still.", by=ann)
    assert (answer.verb, answer.by, answer.page) == (Verb.UPHOLD, ann, page)
    assert load(page).is_suspended
    told = words(ada.get(notice_of(appeal.measure)))
    assert "Your appeal was turned down" in told
    assert "It is spam still." in told


@pytest.mark.parametrize("answer", [appeals.uphold, appeals.grant])
def test_appeal_is_answered_once(page: Page, answer: Callable[..., Measure]) -> None:
    appeal = appeals.appeal(moderators.suspend(page, reason="spam"), text="No.")
    appeals.uphold(appeal, reason="Yes.")
    with pytest.raises(moderation.NothingToDo):
        answer(appeal, reason="Yes!")
    assert load(page).is_suspended
    assert Measure.objects.filter(verb=Verb.UPHOLD).count() == 1


def test_restoring_by_itself_grants_what_is_open(page: Page) -> None:
    appeal = appeals.appeal(moderators.suspend(page, reason="spam"), text="No.")
    restored = moderators.restore(page, reason="a mistake")
    appeal.refresh_from_db()
    assert appeal.answer == restored


def test_there_are_only_so_many_appeals(ada: Client, page: Page) -> None:
    measure = moderators.suspend(page, reason="spam")
    for number in range(MOST_APPEALS):
        ada.post(notice_of(measure), {"text": f"No, {number}"})
        appeals.uphold(Appeal.objects.open().get(), reason="Yes.")
    ada.post(notice_of(measure), {"text": "No, again"})
    assert Appeal.objects.count() == MOST_APPEALS
    assert "Send the appeal" not in words(ada.get(notice_of(measure)))


def test_what_is_over_cannot_be_appealed(ada: Client, page: Page) -> None:
    measure = moderators.suspend(page, reason="spam")
    moderators.restore(page, reason="a mistake")
    shown = words(ada.get(notice_of(measure)))
    assert "Not in force any more" in shown
    assert "a mistake" in shown
    ada.post(notice_of(measure), {"text": "Thank you"})
    assert not Appeal.objects.exists()


def test_notices_of_somebody_else_are_not_there(ada: Client) -> None:
    foreign = moderators.suspend(make_page("otto.knits"), reason="spam")
    assert ada.get(notice_of(foreign)).status_code == 404
    assert ada.post(notice_of(foreign), {"text": "Mine"}).status_code == 404
    assert "spam" not in words(ada.get(NOTICES))


@pytest.mark.parametrize("path", [NOTICES, f"{NOTICES}1/"])
def test_notices_are_for_those_who_are_logged_in(client: Client, path: str) -> None:
    assert client.get(path)["Location"].startswith("/accounts/login/")


def test_notices_cost_the_same_for_one_and_for_many(ada: Client, page: Page) -> None:
    appeals.appeal(moderators.suspend(page, reason="spam"), text="No.")
    with CaptureQueriesContext(connection) as one:
        ada.get(NOTICES)
    for number in range(5):
        appeals.appeal(moderators.act(page, Verb.WARN, reason=f"careful {number}"), text="No.")
    with CaptureQueriesContext(connection) as many:
        ada.get(NOTICES)
    assert len(many) == len(one)


def test_suspended_creator_still_takes_everything_along(ada: Client, page: Page) -> None:
    measure = moderators.suspend(page, reason="spam")
    assert "Take your page" in words(ada.get(notice_of(measure)))
    assert ada.get("/studio/export/page.json").json()


def test_address_that_staff_hid_comes_back_in_no_other_link(ada: Client, page: Page) -> None:
    hidden, told = make_link(page, "Shop", "https://bad.example.org/"), "Staff has hidden this on your page."
    other = make_link(page, "Blog", "https://blog.example.org/")
    moderators.act(page, Verb.HIDE_LINK, reason="spam", link=hidden)
    for link, url in ((other, hidden.url), (hidden, "https://elsewhere.example.org/")):
        answer = ada.post(f"/studio/links/{link.pk}/", {"title": "Typed", "url": url, "version": link.version})
        assert told in words(answer)
        assert 'value="Typed"' in answer.content.decode()
    document = json.dumps({"format": "linkbio-page", "version": 1, "links": [{"title": "Again", "url": hidden.url}]})
    assert told in words(ada.post("/studio/import/accept/", {"document": document, "link": "0"}, follow=True))
    assert sorted(page.links.live().values_list("url", flat=True)) == [other.url]


def test_link_that_staff_hid_cannot_be_shown_added_or_copied(ada: Client, page: Page) -> None:
    link = page.links.create(title="Shop", url="https://example.org/")
    moderators.act(page, Verb.HIDE_LINK, reason="spam", link=link)
    assert "Hidden by staff" in words(ada.get("/studio/"))
    ada.post(f"/studio/links/{link.pk}/show/")
    ada.post(f"/studio/links/{link.pk}/duplicate/")
    ada.post("/studio/", {"url": "https://example.org/"})
    assert not page.links.live().exists()
    assert page.links.count() == 1
