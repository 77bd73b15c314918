"""What was found when links were looked at again."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from profiles.admin.reading import ReadOnly, WordFilter
from profiles.models import Opinion, Reach, Scan


@admin.register(Scan)
class ScanAdmin(ReadOnly):
    list_display = ["link", "url", "verdict", "scanner", "opened"]
    list_filter = [("verdict", WordFilter), ("opinion", WordFilter)]
    list_select_related = ["link"]
    # What is looked for is found by the filters, as with links; no index has another order.
    sortable_by = ()
    fields = readonly_fields = ("link", "url", "verdict", "scanner", "opinion_at", "opened", "reach_at", "misses")
    ordering = ["-pk"]

    @admin.display(description=_("scanner"))
    def scanner(self, scan: Scan) -> Any:
        is_undecided = scan.opinion_at and scan.opinion == Opinion.UNCHECKED
        return _("could not judge it") if is_undecided else scan.get_opinion_display()

    @admin.display(description=_("when opened"))
    def opened(self, scan: Scan) -> Any:
        """Whoever turned us away may let visitors in."""
        turned_away = scan.reach_at and scan.reach == Reach.UNKNOWN
        return _("we could not tell") if turned_away else scan.get_reach_display()
