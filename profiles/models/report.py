from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from profiles.models.ground import Ground, Severity
from profiles.models.link import Link
from profiles.models.measure import Measure
from profiles.models.page import Page
from profiles.models.video import Video

REPORT_TEXT_LENGTH = 2000
# What one sender adds counts as one with what they said first.
NUMBER = Count(Coalesce("adds_to", "pk"), distinct=True)


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> Self:
        """Those that nobody has answered."""
        return self.filter(answer=None)

    def number(self) -> int:
        """How many there are, with what was added to each."""
        return int(self.aggregate(number=NUMBER)["number"])

    def newest(self) -> int:
        """The number of the one that came last; 0 when there is none."""
        return self.order_by("-pk").values_list("pk", flat=True).first() or 0

    def by_page(self) -> Any:
        """The inbox: a row for each page with open reports, the dangerous and the old first."""
        cases = self.open().order_by().values("page")
        told = cases.annotate(number=NUMBER, worst=Max("severity"), since=Min("at"))
        return told.order_by("-worst", "since", "page")

    def by_severity(self) -> Iterator[tuple[Severity, int, datetime]]:
        """How many pages have open reports, and since when, by the gravest about each, the dangerous first: one row."""
        pages = {f"pages_{severity}": Count("page", filter=Q(worst=severity)) for severity in Severity}
        since = {f"since_{severity}": Min("since", filter=Q(worst=severity)) for severity in Severity}
        found = self.by_page().order_by().aggregate(**pages, **since)
        for severity in sorted(Severity, reverse=True):
            if number := found[f"pages_{severity}"]:
                yield severity, number, found[f"since_{severity}"]

    def count_pages(self, most: int) -> int:
        """How many pages have open reports. No more than `most` are counted."""
        return self.open().order_by().values("page").distinct()[:most].count()

    def by_ground(self) -> list[tuple[Any, int]]:
        """What is said in these, in words, and how often; the worst and the most often said first."""
        said = self.order_by().values_list("ground").annotate(number=NUMBER, worst=Max("severity"))
        told = said.order_by("-worst", "-number", "ground").values_list("ground", "number")
        return [(Ground(ground).label, number) for ground, number in told]

    def grounds_of(self, pages: Iterable[int]) -> Mapping[int, list[Any]]:
        """What is said about each of these pages, in words, the worst and the most often said first."""
        said = self.open().filter(page__in=list(pages)).order_by().values_list("page", "ground", "severity")
        found: dict[int, list[Any]] = defaultdict(list)
        for page, ground, *_numbers in said.annotate(number=NUMBER).order_by("-severity", "-number", "ground"):
            found[page].append(Ground(ground).label)
        return found


class Report(models.Model):
    """What a visitor told us about a page, with the page as it was then. Who they are is not known."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="reports", verbose_name=_("page"))
    video = models.ForeignKey(
        Video, null=True, on_delete=models.SET_NULL, related_name="reports", verbose_name=_("TikTok")
    )
    link = models.ForeignKey(Link, null=True, on_delete=models.SET_NULL, related_name="reports", verbose_name=_("link"))
    ground = models.CharField(_("ground"), max_length=16, choices=Ground)
    severity = models.PositiveSmallIntegerField(_("severity"), choices=Severity)
    text = models.TextField(_("what they wrote"), blank=True)
    reply_to = models.CharField(_("where to answer"), max_length=254, blank=True)
    # What moderation.evidence recorded: the page, and the video and the link that were meant.
    evidence = models.JSONField(_("as it was"))
    # A keyed hash of the sender's network address; the key is thrown away after a day, this a day later.
    sender = models.CharField(max_length=32, blank=True, editable=False)
    # The number of the report that this one adds to: the first that the same sender sent of it that day.
    adds_to = models.PositiveBigIntegerField(_("adds to report"), null=True, editable=False)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    # The measure that settled it; None while it is open.
    answer = models.ForeignKey(
        Measure, null=True, on_delete=models.PROTECT, related_name="reports", verbose_name=_("answer")
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-severity", "at"]
        indexes = [
            # ReportQuerySet.open: the inbox, grouped by page; and what is open about one page.
            models.Index(fields=["page"], condition=models.Q(answer=None), name="report_open"),
            # moderation.reports: how many came from one sender today.
            models.Index(fields=["sender"], condition=~models.Q(sender=""), name="report_by_sender"),
            # moderation.transparency: one year of them.
            models.Index(fields=["at"], name="report_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.get_ground_display()}"

    @property
    def how_soon(self) -> Severity:
        return Severity(self.severity)
