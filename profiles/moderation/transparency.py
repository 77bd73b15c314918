"""One year of moderation in numbers, from the log alone: for a report as the Digital Services Act asks of larger sites.

Reports and unanswered appeals that an erased page took with it are not among them; what was done about it is.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from profiles.models import Appeal, DomainAct, Ground, Measure, Report, Verb
from profiles.models.domain import Verdict
from profiles.models.measure import TAKEDOWNS

DROPPED = ("", _("rule taken away"))

type Row = tuple[Any, Any, int]


def table(year: int) -> list[Row]:
    """What, of which kind, how often: in a fixed order, with what did not happen left out."""
    of_year = {"at__gte": datetime(year, 1, 1, tzinfo=UTC), "at__lt": datetime(year + 1, 1, 1, tzinfo=UTC)}
    measures = Measure.objects.filter(**of_year)
    appeals = Appeal.objects.filter(**of_year)
    decisions = DomainAct.objects.filter(**of_year)
    return [
        *_count(_("Reports by visitors"), Report.objects.filter(adds_to=None, **of_year), "ground", Ground.choices),
        *_count(_("Measures"), measures, "verb", Verb.choices),
        *_count(_("Suspensions and bans, by ground"), measures.filter(verb__in=TAKEDOWNS), "ground", Ground.choices),
        *_list_appeals(appeals),
        *_count(_("Decisions about domains"), decisions, "verdict", [*Verdict.choices, DROPPED]),
    ]


def _count(what: Any, rows: QuerySet[Any], column: str, kinds: Iterable[tuple[Any, Any]]) -> Iterator[Row]:
    numbers = dict(rows.order_by().values_list(column).annotate(Count("pk")))
    for kind, label in kinds:
        if number := numbers.get(kind):
            yield what, label, number


def _list_appeals(appeals: QuerySet[Appeal]) -> Iterator[Row]:
    turned_down = appeals.filter(answer__verb=Verb.UPHOLD).count()
    waiting = appeals.filter(answer=None).count()
    granted = appeals.count() - turned_down - waiting
    for kind, number in ((_("granted"), granted), (_("turned down"), turned_down), (_("waiting"), waiting)):
        if number:
            yield _("Appeals"), kind, number
