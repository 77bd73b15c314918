"""The queue of appeals, the longest waiting first."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from profiles.admin.deciding import Decision, decide, link_to
from profiles.admin.reading import ReadOnly
from profiles.forms.decision import DecisionForm
from profiles.models import Appeal, Measure, Verb
from profiles.models.measure import COUNTERPARTS
from profiles.moderation import appeals
from profiles.moderation.sentences import GONE, describe_blocked, describe_done
from tiktok_auth.admin import DefaultFilter

# What is decided about an appeal, and what follows from it.
TITLES = {
    Verb.WITHDRAW: _("Grant the appeal: withdraw the warning of %(page)s"),
    Verb.SHOW_LINK: _("Grant the appeal: show a link of %(page)s again"),
    Verb.UNMARK_SENSITIVE: _("Grant the appeal: take the mark of %(page)s away"),
    Verb.UNLIMIT: _("Grant the appeal: lift the limit of %(page)s"),
    Verb.RESTORE: _("Grant the appeal: lift the suspension of %(page)s"),
    Verb.UNBAN: _("Grant the appeal: lift the ban of %(page)s"),
    Verb.UPHOLD: _("Turn down the appeal of %(page)s"),
}
BUTTONS = {"grant": _("Grant the appeal"), "uphold": _("Turn the appeal down")}

MOST_SHOWN = 140


class OpenFilter(DefaultFilter):
    """Those that wait, unless the others are asked for."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("waiting", _("Waiting")), ("answered", _("Answered")), ("all", _("All"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        asked = {"all": queryset, "answered": queryset.exclude(answer=None)}
        return asked.get(self.value(), queryset.filter(answer=None))


@admin.register(Appeal)
class AppealAdmin(ReadOnly):
    list_display = ["at", "page", "act", "beginning", "answer"]
    list_filter = [OpenFilter]
    list_select_related = ["measure__page", "answer__page"]
    fields = readonly_fields = ("at", "page", "act", "reason", "text", "answer")
    change_form_template = "admin/profiles/appeal/change_form.html"
    ordering = ["at"]

    def get_urls(self) -> list[URLPattern]:
        decide_appeal = self.admin_site.admin_view(self.decide)
        return [path("<int:pk>/decide/<slug:how>/", decide_appeal, name="profiles_appeal_decide"), *super().get_urls()]

    @admin.display(description=_("page"))
    def page(self, appeal: Appeal) -> str:
        return str(appeal.measure.page or "—")

    @admin.display(description=_("against"))
    def act(self, appeal: Appeal) -> str:
        return appeal.measure.get_verb_display()

    @admin.display(description=_("what they say"))
    def beginning(self, appeal: Appeal) -> str:
        return Truncator(appeal.text or "—").chars(MOST_SHOWN)

    @admin.display(description=_("the reason was"))
    def reason(self, appeal: Appeal) -> str:
        return appeal.measure.reason

    def decide(self, request: HttpRequest, pk: int, how: str) -> HttpResponse:
        """Grant the appeal, or turn it down."""
        if how not in {"grant", "uphold"}:
            raise Http404
        appeal = Appeal.objects.select_related("measure__page").filter(pk=pk).first()
        if appeal is None:
            self.message_user(request, _("This appeal is gone: its creator has deleted their account."), "error")
            return redirect("admin:profiles_appeal_changelist")
        verb = COUNTERPARTS[Verb(appeal.measure.verb)] if how == "grant" else Verb.UPHOLD
        answer = appeals.grant if how == "grant" else appeals.uphold
        page = appeal.measure.page or GONE
        decision = Decision(
            verb=verb,
            subject=str(page),
            back=reverse("admin:profiles_appeal_changelist"),
            act=partial(_answer, answer, appeal),
            title=TITLES[verb] % {"page": page},
            note=describe_blocked(appeal.measure.page, verb, link_to),
            button=BUTTONS[how],
            appeal=appeal,
        )
        return decide(request, decision, DecisionForm(request.POST or None, verb=verb))


def _answer(answer: Callable[..., Measure], appeal: Appeal, form: DecisionForm, by: User) -> str:
    return describe_done(answer(appeal, reason=form.cleaned_data["reason"], by=by))
