"""What was done: read by all staff, changed by nobody. What is in force can be undone from here."""

from functools import partial

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from profiles import moderation
from profiles.admin.deciding import Decision, decide, link_to
from profiles.admin.reading import ReadOnly, WordFilter
from profiles.forms.decision import DecisionForm
from profiles.models import Addressee, Measure, Page, Verb
from profiles.models.measure import COUNTERPARTS
from profiles.moderation.sentences import describe_blocked, describe_done


@admin.register(Measure)
class MeasureAdmin(ReadOnly):
    list_display = ["at", "page", "act", "ground", "reason", "by_name"]
    list_filter = [("verb", WordFilter), ("ground", WordFilter)]
    list_select_related = ["page", "undone_by"]
    search_fields = ["by_name"]
    search_help_text = _("The address of a page, or one it has left, or the name of a moderator, in full")
    fields = readonly_fields = ("at", "page", "verb", "ground", "reason", "about", "by_name", "undoes")
    change_form_template = "admin/profiles/measure/change_form.html"
    ordering = ["-pk"]

    def get_urls(self) -> list[URLPattern]:
        return [
            path("<int:pk>/undo/", self.admin_site.admin_view(self.undo), name="profiles_measure_undo"),
            *super().get_urls(),
        ]

    @admin.display(description=_("act"), ordering="verb")
    def act(self, measure: Measure) -> str:
        return render_to_string("admin/_act.html", {"measure": measure})

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Measure], search_term: str
    ) -> tuple[QuerySet[Measure], bool]:
        if not (words := search_term.strip().removeprefix("@")):
            return queryset, False
        found = Q(by_name=words)
        if page := Page.objects.at(words.lower()):
            found |= Q(page=page)
        return queryset.filter(found), False

    def undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The counterpart of this very measure, also where its page is gone."""
        measure = get_object_or_404(Measure.objects.select_related("page"), pk=pk)
        if measure.verb not in COUNTERPARTS:
            raise Http404
        verb = COUNTERPARTS[Verb(measure.verb)]
        decision = Decision(
            verb=verb,
            subject=str(measure),
            back=reverse("admin:profiles_measure_change", args=[measure.pk]),
            act=partial(_undo, measure),
            note=describe_blocked(measure.page, verb, link_to),
        )
        return decide(request, decision, DecisionForm(request.POST or None, verb=verb))


def _undo(measure: Measure, form: DecisionForm, by: User) -> str:
    return describe_done(moderation.undo(measure, reason=form.cleaned_data["reason"], by=by))


@admin.register(Addressee)
class AddresseeAdmin(ReadOnly):
    list_display = ["open_id", "measure", "is_in_force"]
    list_select_related = ["measure__page", "measure__undone_by"]
    search_fields = ["=open_id", "=union_id"]
    search_help_text = _("An open id, in full")
    fields = readonly_fields = ("open_id", "union_id", "measure")
    ordering = ["-pk"]

    @admin.display(description=_("in force"), boolean=True)
    def is_in_force(self, addressee: Addressee) -> bool:
        return addressee.measure.is_in_force
