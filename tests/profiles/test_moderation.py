"""What staff does to a page, what undoes it, and what is refused."""

from collections.abc import Callable
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from profiles import moderation, snapshots
from profiles.models import Addressee, Appeal, Ground, Link, Measure, Page, Verb
from profiles.models.measure import COUNTERPARTS
from profiles.moderation import appeals, reports
from tests import moderators
from tests.crowd import at_once
from tests.profiles.creators import is_remembered, load, remember, report
from tests.profiles.measures import PAIRS, link, page, take

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["link", "page"]


def test_suspending_takes_the_page_offline_with_its_reason(page: Page) -> None:
    moderators.suspend(page, reason="sells what is not theirs")
    suspended = load(page)
    assert suspended.is_suspended
    assert suspended.suspended_because == "sells what is not theirs"


def test_restoring_puts_the_page_online_again(page: Page) -> None:
    moderators.suspend(page, reason="spam")
    moderators.restore(page, reason="it was not")
    restored = load(page)
    assert not restored.is_suspended
    assert restored.suspended_because == ""


@pytest.mark.parametrize(("verb", "counterpart"), PAIRS)
def test_counterpart_leaves_the_page_as_it_was(page: Page, link: Link, verb: Verb, counterpart: Verb) -> None:
    columns = ("suspended_at", "suspended_because", "limited_at", "sensitive_at", "links__withheld_at")
    before = Page.objects.values(*columns).get()
    take(page, verb, link)
    changed = Page.objects.values(*columns).get() != before
    assert changed == (verb not in {Verb.DISMISS, Verb.WARN})
    take(page, counterpart, link)
    assert Page.objects.values(*columns).get() == before


def test_page_and_link_at_hand_are_as_each_act_leaves_them(page: Page, link: Link) -> None:
    seen = []
    for verb in (Verb.SUSPEND, Verb.HIDE_LINK, Verb.SHOW_LINK, Verb.RESTORE):
        moderators.act(page, verb, reason="because", link=link if "link" in verb else None)
        seen.append((page.is_suspended, link.is_withheld))
    assert seen == [(True, False), (True, True), (True, False), (False, False)]


@pytest.mark.parametrize(("verb", "counterpart"), PAIRS)
def test_counterpart_without_anything_in_force_is_refused(
    page: Page, link: Link, verb: Verb, counterpart: Verb
) -> None:
    with pytest.raises(moderation.NothingToDo):
        take(page, counterpart, link)
    assert not Measure.objects.exists()


@pytest.mark.parametrize("verb", [Verb.SUSPEND, Verb.LIMIT, Verb.MARK_SENSITIVE, Verb.BAN, Verb.HIDE_LINK])
def test_what_is_in_force_is_not_done_again(page: Page, link: Link, verb: Verb) -> None:
    take(page, verb, link)
    with pytest.raises(moderation.NothingToDo):
        take(page, verb, link)
    assert Measure.objects.count() == 1


def test_nothing_is_dismissed_where_nothing_is_reported(page: Page) -> None:
    with pytest.raises(moderation.NothingToDo):
        moderators.act(page, Verb.DISMISS, reason="fine")


def test_each_of_two_warnings_is_withdrawn_by_itself(page: Page, link: Link) -> None:
    first, second = take(page, Verb.WARN, link), take(page, Verb.WARN, link)
    assert [take(page, Verb.WITHDRAW, link).undoes, take(page, Verb.WITHDRAW, link).undoes] == [second, first]


def test_measure_is_undone_once(page: Page) -> None:
    measure = moderators.suspend(page, reason="spam")
    moderation.undo(measure, reason="it was not")
    with pytest.raises(moderation.NothingToDo):
        moderation.undo(Measure.objects.get(pk=measure.pk), reason="again")


@pytest.mark.parametrize("verb", list(COUNTERPARTS))
def test_what_is_possible_can_be_done(page: Page, link: Link, verb: Verb) -> None:
    report(page)
    if verb == Verb.HIDE_LINK:
        assert verb not in moderation.possible(page)  # one chooses a link for it
        return
    assert verb in moderation.possible(load(page))
    take(page, verb, link)
    assert COUNTERPARTS[verb] in moderation.possible(load(page))


def test_suspension_reads_what_is_in_force_before_and_after(page: Page) -> None:
    with CaptureQueriesContext(connection) as asked:
        moderators.suspend(page, reason="spam")
    assert sum('FROM "profiles_measure"' in query["sql"] for query in asked) == 2


def test_page_without_a_grant_cannot_be_banned(page: Page) -> None:
    Page.objects.update(grant=None)
    assert Verb.BAN not in moderation.possible(load(page))
    with pytest.raises(moderation.NothingToDo, match="Suspend it instead"):
        moderators.act(load(page), Verb.BAN, reason="spam")


def test_ban_stays_when_the_suspension_goes(page: Page) -> None:
    moderators.suspend(page, reason="spam")
    moderators.act(load(page), Verb.BAN, reason="again and again")
    assert load(page).suspended_because == "again and again"
    moderators.restore(load(page), reason="the first was a mistake")
    assert load(page).is_suspended
    moderators.act(load(page), Verb.UNBAN, reason="the second too")
    assert not load(page).is_suspended


def test_ban_knows_the_person_and_not_the_name(page: Page) -> None:
    assert page.grant
    moderators.act(page, Verb.BAN, reason="spam")
    banned = Addressee.objects.get()
    assert (banned.open_id, banned.union_id) == (page.grant.account.uid, page.grant.union_id)
    assert "ada.bakes" not in (banned.open_id, banned.union_id)


def test_act_without_a_reason_changes_nothing(page: Page) -> None:
    with pytest.raises(IntegrityError):
        moderators.suspend(page, reason="")
    assert not load(page).is_suspended
    assert not Measure.objects.exists()


@pytest.mark.parametrize(("verb", "counterpart"), PAIRS)
def test_every_verb_forgets_the_rendered_page(page: Page, link: Link, verb: Verb, counterpart: Verb) -> None:
    for act in (verb, counterpart):
        remember(page)
        take(page, act, link)
        assert not is_remembered(page)


def test_act_that_is_rolled_back_leaves_the_rendered_page(page: Page) -> None:
    remember(page)
    with transaction.atomic():
        moderators.suspend(page, reason="spam")
        transaction.set_rollback(True)
    assert is_remembered(page)
    assert not load(page).is_suspended


def test_restored_page_is_refreshed_again(page: Page) -> None:
    moderators.suspend(page, reason="spam")
    assert snapshots.refresh(load(page), force=True) == snapshots.Outcome.NOT_ALLOWED
    moderators.restore(load(page), reason="it was not")
    assert snapshots.refresh(load(page), force=True) == snapshots.Outcome.REFRESHED


@pytest.mark.needs_postgres
def test_undoing_at_the_same_time_undoes_once(page: Page) -> None:
    suspension = moderators.suspend(page, reason="spam")

    def undo(measure: Measure) -> str:
        try:
            return moderation.undo(measure, reason="it was not").verb
        except moderation.NothingToDo:
            return "nothing to do"

    seen = [Measure.objects.select_related("undone_by").get(pk=suspension.pk) for _ in range(4)]
    answers = at_once(partial(undo, measure) for measure in seen)
    assert sorted(answers) == ["nothing to do"] * 3 + [Verb.RESTORE]


@pytest.mark.needs_postgres
def test_page_that_is_banned_while_its_suspension_is_undone_stays_offline(page: Page) -> None:
    suspension = moderators.suspend(page, reason="spam")
    ban = partial(moderators.act, page, Verb.BAN, reason="again")
    at_once([ban, partial(moderation.undo, suspension, reason="it was not")])
    assert load(page).is_suspended


@pytest.mark.needs_postgres
def test_report_sent_many_times_at_once_is_kept_once(page: Page) -> None:
    at_once([partial(reports.report, page, ground=Ground.SPAM, sender="somebody")] * 6)
    assert page.reports.count() == 1


@pytest.mark.needs_postgres
def test_appeal_granted_while_the_page_is_restored_has_one_answer(page: Page) -> None:
    suspension = moderators.suspend(page, reason="spam")
    appeal = Appeal.objects.create(measure=suspension, text="No.")

    def answer(act: Callable[[], Measure]) -> set[Measure]:
        try:
            return {act()}
        except moderation.NothingToDo:
            return set()

    acts = [partial(appeals.grant, appeal, reason="sorry"), partial(moderators.restore, page, reason="it was not")]
    answers = at_once(partial(answer, act) for act in acts)
    assert answers[0] | answers[1] == {Appeal.objects.get().answer}


def test_one_appeal_is_open_for_a_measure(page: Page) -> None:
    measure = moderators.suspend(page, reason="spam")
    Appeal.objects.create(measure=measure, text="No.")
    with pytest.raises(IntegrityError):
        Appeal.objects.create(measure=measure, text="No, no.")


def test_measure_answers_what_is_reported_unless_told_otherwise(page: Page) -> None:
    first, second = report(page), report(page)
    moderators.act(page, Verb.WARN, reason="careful", settles=False)
    assert page.reports.open().count() == 2
    measure = moderators.suspend(page, reason="spam")
    assert page.reports.open().count() == 0
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.answer == second.answer == measure


def test_reopening_opens_what_was_dismissed(page: Page, link: Link) -> None:
    take(page, Verb.DISMISS, link)
    assert not page.reports.open().exists()
    take(page, Verb.REOPEN, link)
    assert page.reports.open().count() == 1
