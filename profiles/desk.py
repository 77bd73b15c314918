"""The operators' desk in the admin."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from profiles import freshness


def show_freshness(request: HttpRequest) -> HttpResponse:
    """What `manage.py freshness` says."""
    report = freshness.report()
    context = {
        **admin.site.each_context(request),
        "title": _("Freshness"),
        "report": report,
        "rows": freshness.rows(report),
        "needs": list(freshness.needs(report)),
    }
    return TemplateResponse(request, "admin/freshness.html", context)
