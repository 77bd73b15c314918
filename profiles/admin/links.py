"""Links, found by where they lead; hidden, shown again, or blocked with all that lead there."""

from contextlib import suppress
from functools import partial
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from profiles import domains, moderation
from profiles.admin.deciding import Decision, decide, form_about
from profiles.admin.domains import refuse_readers
from profiles.admin.reading import ReadOnly
from profiles.forms.decision import BlockForm, DecisionForm
from profiles.models import Link, Verb, judge
from profiles.models.domain import Verdict
from profiles.moderation.sentences import describe_done
from profiles.states import describe_for_staff
from profiles.validators import clean_domain

BLOCKED = _("%(page)s is taken down, and %(domain)s is blocked: %(extent)s. The creator can read why and appeal.")
BLOCKED_ALONE = _("%(page)s was taken down already. %(domain)s is blocked now: %(extent)s.")

# What a link says beside its title, and since when or until when it is what it is.
SAID = ("code", "email", "phone", "note")
TIMES = ("starts_at", "ends_at", "withheld_at", "created_at", "deleted_at")


class Judged(ChangeList):
    """The links on one screen of the list, each with the rule it meets. Takes one more query for all of them."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list: Any = judge(list(self.result_list))


@admin.register(Link)
class LinkAdmin(ReadOnly):
    list_display = ["name", "url", "page", "state", "created_at", "deleted_at"]
    list_select_related = ["page__grant", "video", "scan"]
    # The newest stand first; no index has another order, and a million rows would be sorted for one screen.
    sortable_by = ()
    search_fields = ["url"]
    search_help_text = _("A domain, like example.org, or words of the title or the address")
    fields = readonly_fields = ("page", "video", "state", "kind", "title", "url", *SAID, *TIMES)
    change_form_template = "admin/profiles/link/change_form.html"
    ordering = ["-pk"]

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("<int:pk>/act/<slug:verb>/", wrap(self.act), name="profiles_link_act"),
            path("<int:pk>/block/", wrap(self.block), name="profiles_link_block"),
        ]
        return own + super().get_urls()

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return Judged

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Link | None:
        """The link, judged: how it stands depends on the rule it meets."""
        link: Link | None = super().get_object(request, object_id, from_field)
        return link.judged() if link else None

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Link], search_term: str
    ) -> tuple[QuerySet[Link], bool]:
        """A domain finds all that lead below it; anything else is looked for in addresses and titles."""
        if not (words := search_term.strip()):
            return queryset, False
        if "." in words and " " not in words and "/" not in words:
            with suppress(ValidationError):
                return queryset.below(clean_domain(words)), False  # type: ignore[attr-defined]
        return queryset.filter(Q(url__icontains=words) | Q(title__icontains=words)), False

    @admin.display(description=_("title"))
    def name(self, link: Link) -> str:
        return str(link)

    @admin.display(description=_("state"))
    def state(self, link: Link) -> str:
        return describe_for_staff(link)

    def act(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        """Hide one link, or show it again."""
        link = get_object_or_404(Link.objects.select_related("page"), pk=pk)
        if verb not in {Verb.HIDE_LINK, Verb.SHOW_LINK}:
            raise Http404
        chosen = Verb(verb)
        said, form = form_about(request, link.page, chosen, DecisionForm)
        decision = Decision(
            verb=chosen,
            subject=f"{link.page}, {link}",
            back=_desk_of(link),
            act=partial(_act, link, chosen),
            said=said,
        )
        return decide(request, decision, form)

    def block(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Suspend the page and block the domain that the link leads to, everywhere."""
        link = get_object_or_404(Link.objects.select_related("page__grant__account"), pk=pk)
        if not link.domain:
            raise Http404
        refuse_readers(request)
        said, form = form_about(request, link.page, Verb.SUSPEND, BlockForm, domain=link.domain)
        wider = form.ask_again() if form.is_valid() else ""
        decision = Decision(
            verb=Verb.SUSPEND,
            subject=str(link.page),
            back=_desk_of(link),
            act=partial(_block, link),
            title=_("Suspend the page and block the domain"),
            note=_describe_extent(wider or link.domain),
            button=_("Suspend %(page)s and block the domain") % {"page": link.page},
            said=said,
        )
        return decide(request, decision, form)


def _act(link: Link, verb: Verb, form: DecisionForm, by: User) -> str:
    return describe_done(moderation.act(link.page, verb, form.decided(by), link=link))


@transaction.atomic
def _block(link: Link, form: DecisionForm, by: User) -> str:
    said = form.cleaned_data
    act = domains.set_rule(said["domain"], verdict=Verdict.BLOCK, reason=said["about"], by=by)
    done = BLOCKED
    try:
        moderation.act(link.page, Verb.SUSPEND, form.decided(by))
    except moderation.DoneAlready:
        done = BLOCKED_ALONE
    return done % {"page": link.page, "domain": act.domain, "extent": domains.extent_at(act)}


def _describe_extent(domain: str) -> str:
    said = _("The page is taken down. %(domain)s and all below it are blocked: now that is %(extent)s.")
    extent = domains.extent_of(domain)
    return f"{said % {'domain': domain, 'extent': extent}} {extent.describe_longer()}".rstrip()


def _desk_of(link: Link) -> str:
    return reverse("admin:profiles_page_change", args=[link.page_id])
