"""What creators say against a measure, and what comes of it."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from profiles.models import Appeal, Measure, Verb
from profiles.moderation.measures import NothingToDo, follow_up, hold, undo


@transaction.atomic
def appeal(measure: Measure, *, text: str) -> Appeal:
    """Ask for a second look at this measure. Raises NothingToDo where that is not possible, or asked already."""
    had_page = measure.page_id is not None
    page, measure = hold(measure)
    if measure.appeals.open().exists():
        raise NothingToDo(_("You have appealed already. We answer here."))
    # What is said by somebody who has just erased their page would stay for ever.
    if not measure.may_be_appealed or (had_page and page is None):
        raise NothingToDo(_("You cannot appeal against this now."))
    return Appeal.objects.create(measure=measure, text=text)


@transaction.atomic
def grant(appeal: Appeal, *, reason: str, by: User | None = None) -> Measure:
    """The creator is right: undo the measure. Raises NothingToDo when the appeal was answered already."""
    return undo(_waiting(appeal).measure, reason=reason, by=by)


@transaction.atomic
def uphold(appeal: Appeal, *, reason: str, by: User | None = None) -> Measure:
    """The measure was right and stays. Raises NothingToDo when the appeal was answered already."""
    waiting = _waiting(appeal)
    waiting.answer = follow_up(waiting.measure, Verb.UPHOLD, reason=reason, by=by)
    waiting.save(update_fields=["answer"])
    return waiting.answer


def _waiting(appeal: Appeal) -> Appeal:
    """The appeal as it is now, kept from everybody else who answers it."""
    _page, measure = hold(appeal.measure)
    waiting = measure.appeals.open().filter(pk=appeal.pk).first()
    if waiting is None:
        raise NothingToDo(_("This appeal was answered already."))
    return waiting
