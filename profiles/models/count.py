from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models

from profiles.models.page import Page


class CountQuerySet(models.QuerySet["Count"]):
    def of(self, pages: Iterable[int], days: Iterable[str]) -> Self:
        """What was counted for these pages on these days."""
        return self.filter(page__in=pages, day__in=days)

    def since(self, day: date | None) -> Self:
        """What was counted on this day and later; all there is with None."""
        return self.filter(day__gte=day) if day else self

    def by_subject(self) -> dict[str, int]:
        """How often each subject was counted."""
        return dict(self.values_list("subject").annotate(models.Sum("number")))

    def by_day(self, *, starts: str) -> dict[date, int]:
        """How often subjects that start like this were counted, by day."""
        return dict(self.filter(subject__startswith=starts).values_list("day").annotate(models.Sum("number")))


class Count(models.Model):
    """How often something of a page was seen or tapped on one day (UTC). `subject` is written by insights.py."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="counts")
    day = models.DateField()
    subject = models.CharField(max_length=40)
    number = models.PositiveBigIntegerField()

    objects = CountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "day", "subject"], name="count_once_per_day_and_subject")
        ]
        # insights.forget_old: the oldest.
        indexes = [models.Index(fields=["day"], name="count_by_day")]

    def __str__(self) -> str:
        return f"{self.page_id} {self.day} {self.subject}: {self.number}"


class Fold(models.Model):
    """A part of a batch of counts that has been added to the daily rows, so that it is never added twice."""

    batch = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.batch
