"""Everything that staff does is in a log that cannot be changed."""

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, models
from django.db.models import ProtectedError

from profiles.models import Appeal, Ground, Kind, Link, Measure, Page, Verb
from profiles.models.written import AppendOnly
from tests import moderators
from tests.profiles.creators import make_page
from tests.profiles.measures import PAIRS, link, page, take

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["link", "page"]


@pytest.mark.parametrize(
    ("fields", "about"),
    [
        ({"title": "Shop", "url": "https://example.org/shop"}, "Shop, https://example.org/shop"),
        ({"kind": Kind.QUESTION, "title": "Why?", "note": "Because."}, "Why?"),
        ({"kind": Kind.TEXT, "note": "Welcome."}, "Welcome."),
    ],
)
def test_log_names_the_link_as_its_creator_knows_it(page: Page, fields: dict[str, str], about: str) -> None:
    link = page.links.create(**fields)
    assert moderators.act(page, Verb.HIDE_LINK, reason="spam", link=link).about == about


def test_each_act_is_written_down_with_who_and_why(page: Page) -> None:
    ada = User.objects.create_user("ada")
    moderators.suspend(page, reason="spam", by=ada, ground=Ground.SPAM)
    moderators.restore(page, reason="it was not")
    acts = Measure.objects.filter(page=page).order_by("pk").values_list("verb", "reason", "by", "by_name", "ground")
    assert list(acts) == [
        (Verb.SUSPEND, "spam", ada.pk, "ada", Ground.SPAM),
        (Verb.RESTORE, "it was not", None, "", Ground.SPAM),
    ]


@pytest.mark.parametrize(("verb", "counterpart"), PAIRS)
def test_every_verb_and_its_counterpart_leave_an_entry(page: Page, link: Link, verb: Verb, counterpart: Verb) -> None:
    first, second = take(page, verb, link), take(page, counterpart, link)
    assert second.undoes == first
    assert list(Measure.objects.order_by("pk").values_list("verb", flat=True)) == [verb, counterpart]


def test_no_verb_is_forgotten_by_these_tests() -> None:
    assert {verb for pair in PAIRS for verb in pair} == set(Verb) - {Verb.UPHOLD}


def test_hidden_link_is_written_down_as_it_was(page: Page, link: Link) -> None:
    take(page, Verb.HIDE_LINK, link)
    link.refresh_from_db()
    assert link.is_withheld
    assert not page.links.live().exists()
    Link.objects.update(url="https://example.com/other")
    assert Measure.objects.get().about == "Shop, https://example.org/shop"


def test_log_cannot_be_changed(page: Page) -> None:
    measure = moderators.suspend(page, reason="spam")
    measure.reason = "something nicer"
    for change in (
        measure.save,
        measure.delete,
        Measure.objects.all().delete,
        lambda: Measure.objects.update(reason="something nicer"),
        lambda: Measure.objects.bulk_update([measure], ["reason"]),
        lambda: page.measures.update(reason="something nicer"),
    ):
        with pytest.raises(AppendOnly):
            change()
    assert Measure.objects.get().reason == "spam"


@pytest.mark.needs_postgres
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE profiles_measure SET reason = 'nicer'",
        "UPDATE profiles_measure SET at = now()",
        "DELETE FROM profiles_measure",
        "TRUNCATE profiles_measure CASCADE",
        "UPDATE profiles_measure SET page_id = (SELECT max(id) FROM profiles_page)",
    ],
)
def test_log_cannot_be_changed_past_the_software(page: Page, statement: str) -> None:
    moderators.suspend(page, reason="spam")
    make_page("otto.knits")
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute(statement)
    assert (Measure.objects.get().reason, Measure.objects.get().page) == ("spam", page)


def test_log_outlives_page_link_and_staff(page: Page, link: Link) -> None:
    ann = User.objects.create_user("ann")
    moderators.act(page, Verb.HIDE_LINK, link=link, reason="spam", by=ann)
    page.owner.delete()
    ann.delete()
    measure = Measure.objects.get()
    assert (measure.page, measure.link, measure.by, measure.by_name) == (None, None, None, "ann")


def test_measure_that_something_leans_on_stays(page: Page) -> None:
    measure = moderators.suspend(page, reason="spam")
    Appeal.objects.create(measure=measure, text="No.")
    with pytest.raises(ProtectedError):
        models.QuerySet(Measure).delete()  # past the log's own refusal
