"""What moderators do to pages. Each act is one row of Measure; what visitors see follows from the rows in force."""

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles import covers, page_cache
from profiles.models import Addressee, Appeal, Link, Measure, Page, Verb
from profiles.models.measure import COUNTERPARTS, TAKEDOWNS, Decided

UNDOES = {counterpart: verb for verb, counterpart in COUNTERPARTS.items()}
# What may be done again while an earlier one is in force.
REPEATABLE = {Verb.WARN, Verb.DISMISS}
# What follows from the measures in force: _settle.
SETTLED = ("suspended_at", "suspended_because", "limited_at", "sensitive_at")


class NothingToDo(Exception):
    """The act makes no sense as things stand; the message says why, for whoever tried."""


class DoneAlready(NothingToDo):
    """The same was done, and is in force."""


@transaction.atomic
def act(page: Page, verb: Verb, decided: Decided, *, link: Link | None = None) -> Measure:
    """Do this to the page, or to one link of it. Where all reports that were read are settled by now, there is nothing
    left to decide; each link is a decision of its own.

    A verb that undoes another undoes its latest measure in force. Raises NothingToDo.
    """
    marks = _catch_up(page, link)
    if verb in UNDOES:
        measure = undo(_find(page, UNDOES[verb], link), reason=decided.reason, by=decided.by)
        page.refresh_from_db(fields=SETTLED)
    else:
        settles, up_to = decided.settles or verb == Verb.DISMISS, decided.up_to
        _refuse(page, verb, link, up_to if settles and verb != Verb.HIDE_LINK else None)
        about = ", ".join(filter(None, (str(link), link.url))) if link else ""
        said = {"about": about, "marks": marks, "ground": decided.ground, "reason": decided.reason}
        measure = write(verb, by=decided.by, page=page, link=link, **said)
        if verb == Verb.BAN:
            _address(measure, page)
        if settles:
            known = Q() if up_to is None else Q(pk__lte=up_to)
            page.reports.open().filter(known).update(answer=measure)
        _settle(page)
        _withdraw(measure, page)
    if link:
        link.refresh_from_db(fields=["withheld_at"])
    return measure


@transaction.atomic
def undo(measure: Measure, *, reason: str, by: User | None = None) -> Measure:
    """Undo this measure; an open appeal against it is granted by that. Raises NothingToDo when it is undone already."""
    page, measure = hold(measure)
    if not measure.is_in_force:
        raise NothingToDo(_("This was undone already."))
    answer = follow_up(measure, COUNTERPARTS[Verb(measure.verb)], undoes=measure, reason=reason, by=by)
    measure.appeals.open().update(answer=answer)
    if measure.verb == Verb.DISMISS:
        measure.reports.update(answer=None)
    if page:
        _settle(page)
    return answer


def outlive(page: Page) -> None:
    """Before erasure, tie measures in force to the creator's TikTok account, so that they apply again on return."""
    for measure in page.measures.pressing(timezone.now()).filter(addressee=None):
        _address(measure, page)


def resume(page: Page) -> None:
    """Apply to this new page the measures that were in force when its creator erased an earlier one."""
    people = Addressee.objects.of(page.grant) if page.grant else Addressee.objects.none()
    if Measure.objects.filter(addressee__in=people, page=None).give_back(page):
        people.delete()
        _settle(page)


def forget_spent() -> None:
    """Forget whom those measures were about that hold nothing against anybody any more, and what they said to that."""
    spent = Addressee.objects.spent(timezone.now())
    Appeal.objects.filter(measure__in=spent.values("measure"), measure__page=None).forget()
    spent.delete()


def possible(page: Page) -> list[Verb]:
    """What can be done to this page as things stand."""
    in_force = set(page.measures.in_force().values_list("verb", flat=True))
    verbs = [verb for verb in COUNTERPARTS if verb not in in_force or verb in REPEATABLE]
    verbs += [counterpart for verb, counterpart in COUNTERPARTS.items() if verb in in_force]
    left_out = {Verb.HIDE_LINK, Verb.SHOW_LINK}
    left_out |= {Verb.DISMISS} if not page.reports.open().exists() else set()
    left_out |= {Verb.BAN} if page.grant is None else set()
    return [verb for verb in Verb if verb in verbs and verb not in left_out]


def hold(measure: Measure) -> tuple[Page | None, Measure]:
    """The measure as it is now, with its page where there is one, kept from everybody else until the transaction ends.

    Whoever answers a measure or an appeal begins here, so that all of them wait for each other in one order. Raises
    TransactionManagementError outside a transaction, where nothing would be kept.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A measure is held within a transaction.")
    while True:
        with transaction.atomic():
            page = Page.objects.held().filter(pk=measure.page_id or 0).first()
            measure = Measure.objects.select_related("undone_by").select_for_update(of=("self",)).get(pk=measure.pk)
            if measure.page_id == (page and page.pk):
                return page, measure
            # Its creator has come back meanwhile. The measure is let go again, for the page comes first.
            transaction.set_rollback(True)


def write(verb: Verb, *, by: User | None, **facts: object) -> Measure:
    """One more line of the log. Who it names is called there what they are called now."""
    measure: Measure = Measure.objects.create(verb=verb, by=by, by_name=by.get_username() if by else "", **facts)
    return measure


def follow_up(measure: Measure, verb: Verb, **facts: Any) -> Measure:
    """One more line of the log, about the same page and link as this one."""
    same = {name: getattr(measure, name) for name in ("page_id", "link_id", "about", "marks", "ground")}
    return write(verb, **same, **facts)


def _catch_up(page: Page, link: Link | None) -> list[str]:
    """Lock the page row; reload page and link; return the link's marks, old and new. Raises NothingToDo.

    A link that its creator has just edited is hidden for both: for what staff saw, and for what stands there now.
    """
    marks = link.marks if link else set()
    try:
        page.refresh_from_db(from_queryset=Page.objects.held())
        if link:
            link.refresh_from_db()
            marks |= link.marks
    except Page.DoesNotExist:
        raise NothingToDo(_("This page is gone: its creator has deleted it meanwhile.")) from None
    except Link.DoesNotExist:
        raise NothingToDo(_("This link is gone: it was deleted for good meanwhile.")) from None
    return sorted(marks)


def _address(measure: Measure, page: Page) -> None:
    if page.grant:
        Addressee.objects.create(measure=measure, open_id=page.grant.account.uid, union_id=page.grant.union_id)


def _find(page: Page, verb: Verb, link: Link | None) -> Measure:
    found = _in_force(page, verb, link)
    if not found:
        raise NothingToDo(_("There is nothing to undo: no such measure is in force."))
    return found[0]


def _in_force(page: Page, verb: Verb, link: Link | None) -> list[Measure]:
    """What was done of this kind to the page itself, or to a link that is the same to visitors; the latest first."""
    found = page.measures.in_force().filter(verb=verb).order_by("-at", "-pk")
    return [measure for measure in found if (link.marks & set(measure.marks) if link else not measure.marks)]


def _refuse(page: Page, verb: Verb, link: Link | None, up_to: int | None) -> None:
    if verb not in REPEATABLE and _in_force(page, verb, link):
        raise DoneAlready(_("That was done already, and is in force."))
    if up_to and not page.reports.open().filter(pk__lte=up_to).exists():
        raise NothingToDo(_("The reports that you read were settled meanwhile, so nothing was done."))
    if verb == Verb.DISMISS and not page.reports.open().exists():
        raise NothingToDo(_("No report about this page is open."))
    if verb == Verb.BAN and page.grant is None:
        raise NothingToDo(_("This page has no TikTok account any more that could be banned. Suspend it instead."))


def _settle(page: Page) -> None:
    """Bring what visitors' answers are chosen by into line with the measures in force."""
    holding = list(page.measures.in_force().order_by("at", "pk"))
    in_force = {measure.verb: measure for measure in holding}
    closed = in_force.get(Verb.BAN) or in_force.get(Verb.SUSPEND)
    limited, sensitive = in_force.get(Verb.LIMIT), in_force.get(Verb.MARK_SENSITIVE)
    page.suspended_at, page.suspended_because = (closed.at, closed.reason) if closed else (None, "")
    page.limited_at = limited.at if limited else None
    page.sensitive_at = sensitive.at if sensitive else None
    page.save(update_fields=SETTLED)
    # Before any picture goes: no kept answer may name one that is gone.
    page_cache.expire(page.handle)
    _withhold(page, [measure for measure in holding if measure.verb == Verb.HIDE_LINK])


def _withdraw(measure: Measure, page: Page) -> None:
    """Leave nothing at the addresses of those pictures that visitors do not see any more because of this."""
    if measure.verb in TAKEDOWNS:
        covers.withdraw(page)
    if measure.verb == Verb.HIDE_LINK:
        covers.withdraw_thumbnails(page, page.links.filter(withheld_at=measure.at))


def _withhold(page: Page, hidden: list[Measure]) -> None:
    """Withhold every link that is the same to visitors as one that staff has hidden, the oldest first, and no other."""
    since = [(measure.at, set(measure.marks)) for measure in hidden]
    changed = []
    for link in page.links.all():
        at = next((at for at, marks in since if marks & link.marks), None)
        if link.withheld_at != at:
            link.withheld_at = at
            changed.append(link)
    Link.objects.bulk_update(changed, ["withheld_at"])
