"""Rules about domains: what one would meet is said before it is set; and what was decided about which."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from profiles import domains
from profiles.admin.reading import ReadOnly, WordFilter, find, read_domain
from profiles.forms.domains import ListForm, RuleForm
from profiles.models import DomainAct, DomainRule, Verdict

LIST = "admin:profiles_domainrule_changelist"
UNREAD_SHOWN = 5
BUTTONS = {
    Verdict.ALLOW: gettext_lazy("Allow %(domain)s"),
    Verdict.LABEL: gettext_lazy("Label %(domain)s"),
    Verdict.WARN: gettext_lazy("Warn about %(domain)s"),
    Verdict.BLOCK: gettext_lazy("Block %(domain)s"),
    "": gettext_lazy("Take the rule for %(domain)s away"),
}

# What a moderator reads once it is decided.
DECIDED = {
    Verdict.ALLOW: gettext_lazy("The domain %(domain)s is allowed now: %(extent)s."),
    Verdict.LABEL: gettext_lazy("The domain %(domain)s is labelled now: %(extent)s."),
    Verdict.WARN: gettext_lazy("Visitors are warned of %(domain)s now: %(extent)s."),
    Verdict.BLOCK: gettext_lazy("The domain %(domain)s is blocked now: %(extent)s."),
}


class OfDomains(ReadOnly):
    """A table of domains: an address that was pasted finds its own."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return super().get_search_results(request, queryset, read_domain(search_term))


@admin.register(DomainRule)
class DomainRuleAdmin(OfDomains):
    list_display = ["domain", "verdict", "reason", "by", "at"]
    list_filter = [("verdict", WordFilter)]
    list_select_related = ["by"]
    search_fields = ["domain"]
    search_help_text = gettext_lazy("A domain or an address")
    change_list_template = "admin/profiles/domainrule/change_list.html"
    ordering = ["-at", "domain"]

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("decide/", wrap(self.decide), name="profiles_domainrule_decide"),
            path("import/", wrap(self.bring), name="profiles_domainrule_import"),
        ]
        return own + super().get_urls()

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """The rule as it is; what a moderator changes about it is a decision."""
        if not _may_decide(request):
            return super().change_view(request, object_id, *args, **kwargs)
        rule = find(DomainRule.objects.all(), object_id)
        return self._ask(request, RuleForm(initial={"domain": rule.domain, "verdict": rule.verdict}))

    def decide(self, request: HttpRequest) -> HttpResponse:
        """Say how many links on how many pages it meets; then, when the same comes back as `sure`, do it. What is asked
        for in the address is filled in."""
        refuse_readers(request)
        form = RuleForm(request.POST or None, initial=request.GET.dict())
        if not form.is_valid():
            return self._ask(request, form)
        said = form.cleaned_data
        sure = f"{said['domain']}={said['verdict']}"
        if request.POST.get("sure") != sure:
            return self._ask(request, form, sure=sure, button=BUTTONS[said["verdict"]] % said, **_count(said))
        messages.success(request, _keep(form, cast(User, request.user)))
        return redirect(LIST)

    def bring(self, request: HttpRequest) -> HttpResponse:
        """Add the rules of a file. What was decided here before stays."""
        refuse_readers(request)
        form = ListForm(request.POST or None, request.FILES or None)
        if not form.is_valid():
            return self._ask(request, form, title=_("Import a list"))
        said = form.cleaned_data
        verdict, by = Verdict(said["verdict"]), cast(User, request.user)
        done = domains.import_rules(said["file"], verdict=verdict, reason=said["reason"], by=by)
        counts = {"added": done.added, "known": done.known}
        messages.success(request, _("Rules added: %(added)d. Domains that had one already: %(known)d.") % counts)
        if done.unread:
            unread = {"count": len(done.unread), "lines": ", ".join(done.unread[:UNREAD_SHOWN])}
            messages.warning(request, _("Lines that could not be read, %(count)d: %(lines)s") % unread)
        return redirect(LIST)

    def _ask(self, request: HttpRequest, form: RuleForm | ListForm, **more: Any) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "title": _("Decide about a domain"), "form": form, **more}
        return TemplateResponse(request, "admin/profiles/domainrule/decide.html", context)


@admin.register(DomainAct)
class DomainActAdmin(OfDomains):
    list_display = ["at", "domain", "verdict", "reason", "met", "by_name"]
    list_filter = [("verdict", WordFilter)]
    search_fields = ["=domain"]
    search_help_text = gettext_lazy("A domain, in full, or an address")
    fields = readonly_fields = ("at", "domain", "verdict", "reason", "links", "pages", "by_name")
    ordering = ["-pk"]

    @admin.display(description=gettext_lazy("met"))
    def met(self, act: DomainAct) -> str:
        return str(domains.extent_at(act))


def _may_decide(request: HttpRequest) -> bool:
    return request.user.has_perm("profiles.add_domainrule")


def refuse_readers(request: HttpRequest) -> None:
    """Raises PermissionDenied for whoever may not decide about domains."""
    if not _may_decide(request):
        raise PermissionDenied


def _count(said: dict[str, Any]) -> dict[str, Any]:
    """What the form says about how much this would meet."""
    domain, is_grave = said["domain"], said["verdict"] == Verdict.BLOCK
    extent = domains.extent_of(domain)
    return {"domain": domain, "is_grave": is_grave, "extent": extent, "longer": extent.describe_longer()}


def _keep(form: RuleForm, by: User) -> str:
    """Do what was decided; returns what to say about it."""
    said = form.cleaned_data
    if said["verdict"]:
        act = domains.set_rule(said["domain"], verdict=Verdict(said["verdict"]), reason=said["reason"], by=by)
        return str(DECIDED[said["verdict"]] % {"domain": act.domain, "extent": domains.extent_at(act)})
    for rule in DomainRule.objects.filter(domain=said["domain"]):
        domains.drop_rule(rule, reason=said["reason"], by=by)
    return _("There is no rule for %(domain)s any more.") % said
