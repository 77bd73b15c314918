"""What staff reads beside the tables: how fresh the pages are, the year in numbers."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles import freshness
from profiles.forms.year import YearForm
from profiles.moderation import transparency


def show_freshness(request: HttpRequest) -> HttpResponse:
    """How fresh the pages are, and who needs somebody."""
    status = freshness.status()
    context = {
        **admin.site.each_context(request),
        "title": _("Freshness"),
        "status": status,
        "rows": freshness.rows(status),
        "needs": list(freshness.needs(status)),
    }
    return TemplateResponse(request, "admin/freshness.html", context)


def show_transparency(request: HttpRequest) -> HttpResponse:
    """What `manage.py transparency` says: `?year=` in the address, this one where none is named."""
    this_year = timezone.now().year
    form = YearForm(request.GET or None, initial={"year": this_year})
    rows = [] if form.errors else transparency.table(form.cleaned_data["year"] if form.is_bound else this_year)
    context = {"title": _("The year in numbers"), "form": form, "rows": rows}
    return TemplateResponse(request, "admin/transparency.html", admin.site.each_context(request) | context)
