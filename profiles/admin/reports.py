"""The inbox: what is reported, a page at a time, the dangerous first."""

from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from profiles.admin.reading import ReadOnly
from profiles.models import Page, Report, Severity

PAGES_SHOWN = 50


@admin.register(Report)
class ReportAdmin(ReadOnly):
    fields = readonly_fields = (
        "page",
        "ground",
        "look",
        "at",
        "text",
        "reply_to",
        "adds_to",
        "video",
        "link",
        "answer",
    )
    change_form_template = "admin/profiles/report/change_form.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("page", "answer")

    @admin.display(description=_("Look"))
    def look(self, report: Report) -> str:
        """How soon somebody has to."""
        return report.get_severity_display()

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Pages with open reports. What was answered stands on each page's desk."""
        if not self.has_view_permission(request):
            return self.admin_site.login(request)
        shown = Paginator(Report.objects.by_page(), PAGES_SHOWN).get_page(request.GET.get("p"))
        cases = list(shown)
        pages = Page.objects.select_related("snapshot", "grant").in_bulk(case["page"] for case in cases)
        grounds = Report.objects.grounds_of(pages)
        rows = [
            case | {"page": pages[case["page"]], "grounds": grounds[case["page"]], "worst": Severity(case["worst"])}
            for case in cases
            if case["page"] in pages  # its creator may have left since
        ]
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": _("Inbox"), "rows": rows}
        context["shown"] = shown
        return TemplateResponse(request, "admin/profiles/report/inbox.html", context)
