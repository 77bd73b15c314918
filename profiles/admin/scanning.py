"""What was found when links were looked at again."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from profiles.admin.reading import ReadOnly, WordFilter
from profiles.models import Opinion, Reach, Scan

OPINIONS = {
    Opinion.UNCHECKED: _("not asked yet"),
    Opinion.CLEAR: _("knows nothing bad"),
    Opinion.HARMFUL: _("calls it harmful"),
}
REACHES = {
    Reach.UNKNOWN: _("not looked at yet"),
    Reach.REACHED: _("there"),
    Reach.MISSING: _("not there"),
}


class OpinionFilter(admin.ChoicesFieldListFilter):
    """By what the scanner says, in the words of its column."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = _("scanner")

    def choices(self, changelist: Any) -> Iterator[Any]:
        everything, *others = super().choices(changelist)
        yield everything
        for choice, name in zip(others, OPINIONS.values(), strict=True):
            yield {**choice, "display": capfirst(str(name))}


@admin.register(Scan)
class ScanAdmin(ReadOnly):
    list_display = ["link", "url", "verdict", "scanner", "opened"]
    list_filter = [("verdict", WordFilter), ("opinion", OpinionFilter)]
    list_select_related = ["link"]
    fields = readonly_fields = ("link", "url", "verdict", "scanner", "opinion_at", "opened", "reach_at", "misses")
    ordering = ["-pk"]

    @admin.display(description=_("scanner"), ordering="opinion")
    def scanner(self, scan: Scan) -> Any:
        is_undecided = scan.opinion_at and scan.opinion == Opinion.UNCHECKED
        return _("could not judge it") if is_undecided else OPINIONS[Opinion(scan.opinion)]

    @admin.display(description=_("when opened"), ordering="reach")
    def opened(self, scan: Scan) -> Any:
        """Whoever turned us away may let visitors in."""
        turned_away = scan.reach_at and scan.reach == Reach.UNKNOWN
        return _("we could not tell") if turned_away else REACHES[Reach(scan.reach)]
