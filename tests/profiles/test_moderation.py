import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from profiles import moderation, snapshots
from profiles.models import Measure, Page, Verb
from tests.profiles.creators import is_remembered, load, make_page, remember
from tiktok_auth.sandbox import control

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page() -> Page:
    control.reset()
    control.add_account("ada.bakes", videos=2)
    return make_page("ada.bakes")


def test_suspending_takes_the_page_offline_with_its_reason(page: Page) -> None:
    moderation.suspend(page, reason="sells what is not theirs")
    suspended = load(page)
    assert suspended.is_suspended
    assert suspended.suspended_because == "sells what is not theirs"


def test_restoring_puts_the_page_online_again(page: Page) -> None:
    moderation.suspend(page, reason="spam")
    moderation.restore(page, reason="it was not")
    restored = load(page)
    assert not restored.is_suspended
    assert restored.suspended_because == ""


def test_each_act_is_written_down_with_who_and_why(page: Page) -> None:
    ada = User.objects.create_user("ada")
    moderation.suspend(page, reason="spam", by=ada)
    moderation.restore(page, reason="it was not")
    acts = Measure.objects.filter(page=page).order_by("at").values_list("verb", "reason", "by")
    assert list(acts) == [(Verb.SUSPEND, "spam", ada.pk), (Verb.RESTORE, "it was not", None)]


def test_act_without_a_reason_changes_nothing(page: Page) -> None:
    with pytest.raises(IntegrityError):
        moderation.suspend(page, reason="")
    assert not load(page).is_suspended
    assert not Measure.objects.exists()


@pytest.mark.parametrize("verb", moderation.VERBS)
def test_act_forgets_the_rendered_page(page: Page, verb: Verb) -> None:
    remember(page)
    moderation.VERBS[verb](page, reason="spam")
    assert not is_remembered(page)


def test_act_that_is_rolled_back_leaves_the_rendered_page(page: Page) -> None:
    remember(page)
    with transaction.atomic():
        moderation.suspend(page, reason="spam")
        transaction.set_rollback(True)
    assert is_remembered(page)
    assert not load(page).is_suspended


def test_restored_page_is_refreshed_again(page: Page) -> None:
    moderation.suspend(page, reason="spam")
    assert snapshots.refresh(load(page), force=True) == snapshots.Outcome.NOT_ALLOWED
    moderation.restore(load(page), reason="it was not")
    assert snapshots.refresh(load(page), force=True) == snapshots.Outcome.REFRESHED
