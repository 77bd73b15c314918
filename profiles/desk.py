"""What needs somebody of the staff today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Window
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from profiles import freshness
from profiles.models import Appeal, Measure, Report, Scan, Severity
from profiles.models.measure import STRIKE_LIFE, STRIKES_UNTIL_SERIOUS

PAGES_NAMED = 5


@dataclass(frozen=True, slots=True)
class Need:
    """Something to do, where to do it, and how heavy it is: "urgent" or ""."""

    text: str
    url: str
    weight: str = ""


def needs() -> list[Need]:
    """What needs somebody today, the urgent first."""
    return [*_reports(), *_appeals(), *_strikes(), *_harmful(), *_freshness()]


def _reports() -> Iterator[Need]:
    """Each page once, where its gravest report puts it."""
    for severity, pages, since in Report.objects.by_severity():
        said = ngettext(
            "%(pages)d reported page to look at %(when)s. %(oldest)s",
            "%(pages)d reported pages to look at %(when)s. %(oldest)s",
            pages,
        )
        facts = {"pages": pages, "when": severity.label, "oldest": _describe_oldest(since)}
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
    serious = counted.filter(number__gte=STRIKES_UNTIL_SERIOUS).annotate(pages=Window(Count("*")))
    named = list(serious.order_by("-number", "page")[:PAGES_NAMED])
    for row in named:
        said = _("@%(handle)s has %(number)d strikes in %(days)d days. Is it time to suspend it?")
        facts = {"handle": row["page__handle"], "number": row["number"], "days": STRIKE_LIFE.days}
        yield Need(said % facts, reverse("admin:profiles_page_change", args=[row["page"]]))
    if named and (more := named[0]["pages"] - len(named)):
        yield _count_more(more)


def _count_more(pages: int) -> Need:
    """That there are so many beside those named."""
    said = ngettext(
        "%(pages)d more page has %(number)d strikes or more in %(days)d days: see what was done.",
        "%(pages)d more pages have %(number)d strikes or more in %(days)d days: see what was done.",
        pages,
    )
    facts = {"pages": pages, "number": STRIKES_UNTIL_SERIOUS, "days": STRIKE_LIFE.days}
    return Need(said % facts, reverse("admin:profiles_measure_changelist"))


def _harmful() -> Iterator[Need]:
    """What visitors are warned of, and could be spared."""
    number = Scan.objects.harmful().count()
    if number:
        said = ngettext(
            "%(number)d live link is called harmful: visitors are warned of it.",
            "%(number)d live links are called harmful: visitors are warned of them.",
            number,
        )
        yield Need(said % {"number": number}, f"{reverse('admin:profiles_scan_changelist')}?opinion__exact=harmful")


def _freshness() -> Iterator[Need]:
    for need in freshness.needs(freshness.status()):
        yield Need(need, reverse("freshness"), "urgent")
