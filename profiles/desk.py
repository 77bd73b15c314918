"""What needs somebody of the staff today."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from profiles import freshness
from profiles.models import Appeal, Measure, Report, Severity
from profiles.models.measure import STRIKES_UNTIL_SERIOUS

PAGES_NAMED = 5


@dataclass(frozen=True, slots=True)
class Need:
    """Something to do, where to do it, and how heavy it is: "urgent" or ""."""

    text: str
    url: str
    weight: str = ""


def needs() -> list[Need]:
    """What needs somebody today, the urgent first."""
    return [*_reports(), *_appeals(), *_strikes(), *_freshness()]


def _reports() -> Iterator[Need]:
    """Each page once, where its gravest report puts it."""
    by_severity: dict[Severity, list[datetime]] = defaultdict(list)
    for row in Report.objects.by_page():
        by_severity[Severity(row["worst"])].append(row["since"])
    for severity, since in sorted(by_severity.items(), reverse=True):
        said = ngettext(
            "%(pages)d reported page to look at %(when)s. %(oldest)s",
            "%(pages)d reported pages to look at %(when)s. %(oldest)s",
            len(since),
        )
        facts = {"pages": len(since), "when": severity.label, "oldest": _describe_oldest(min(since))}
        weight = "urgent" if severity == Severity.URGENT else ""
        yield Need(said % facts, reverse("admin:profiles_report_changelist"), weight)


def _appeals() -> Iterator[Need]:
    waiting = Appeal.objects.open().order_by().aggregate(number=Count("pk"), since=Min("at"))
    if waiting["number"]:
        said = ngettext(
            "%(number)d appeal to answer. %(oldest)s",
            "%(number)d appeals to answer. %(oldest)s",
            waiting["number"],
        )
        facts = {"number": waiting["number"], "oldest": _describe_oldest(waiting["since"])}
        yield Need(said % facts, reverse("admin:profiles_appeal_changelist"))


def _describe_oldest(since: datetime) -> str:
    if timezone.now() - since < timedelta(minutes=1):
        return str(_("The oldest came just now."))
    return _("The oldest has waited %(age)s.") % {"age": timesince(since)}


def _strikes() -> Iterator[Need]:
    online = Measure.objects.strikes(timezone.now()).filter(page__suspended_at=None, page__isnull=False)
    counted = online.order_by().values("page", "page__handle").annotate(number=Count("pk"))
    for row in counted.filter(number__gte=STRIKES_UNTIL_SERIOUS).order_by("-number")[:PAGES_NAMED]:
        said = _("@%(handle)s has %(number)d strikes in 90 days. Is it time to suspend it?")
        facts = {"handle": row["page__handle"], "number": row["number"]}
        yield Need(said % facts, reverse("admin:profiles_page_change", args=[row["page"]]))


def _freshness() -> Iterator[Need]:
    for need in freshness.needs(freshness.status()):
        yield Need(need, reverse("freshness"), "urgent")
