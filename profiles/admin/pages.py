"""Find a page, see what is on it, what is said about it and what was done, and act."""

from functools import partial
from typing import Any, cast

from django.contrib import admin
from django.contrib.admin import ActionLocation
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles import moderation
from profiles.admin.deciding import Decision, decide, form_about, link_to
from profiles.admin.reading import MOST_COUNTED, IsSetFilter, ReadOnly, find, is_number
from profiles.forms.decision import DecisionForm
from profiles.models import Appeal, FormerHandle, Measure, Page, Report, Snapshot, Verb
from profiles.models.measure import STRIKE_LIFE, STRIKES_UNTIL_SERIOUS
from profiles.moderation.sentences import TITLES, describe_blocked, describe_done
from profiles.page_cache import PAGE_HEADER
from profiles.rendering import render_page

LINKS_SHOWN = 500
# Of so many reports the page as it was stands beside them, of the others on their own pages: it may hold 200 links.
EVIDENCE_SHOWN = 5
MEASURES_SHOWN = 50
MOST_FOUND = 1000
MOST_AT_ONCE = 100


@admin.register(Page)
class PageAdmin(ReadOnly):
    list_display = ["handle", "name", "state", "created_at", "fetched_at"]
    list_filter = [("suspended_at", IsSetFilter), ("limited_at", IsSetFilter)]
    list_select_related = ["snapshot", "grant"]
    search_fields = ["handle"]
    search_help_text = _("Address, name, TikTok username or open id")
    actions = ["suspend", "restore"]
    # The newest first, by the index that is there.
    ordering = ["-pk"]

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("<int:pk>/act/<slug:verb>/", wrap(self.act), name="profiles_page_act"),
            path("<int:pk>/preview/", wrap(self.preview), name="profiles_page_preview"),
        ]
        return own + super().get_urls()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Page], search_term: str
    ) -> tuple[QuerySet[Page], bool]:
        """By each column for itself, so that each has its index: one question about four tables would read them all."""
        if not (words := search_term.strip().removeprefix("@")):
            return queryset, False
        by_handle = Page.objects.filter(handle__contains=words.lower()).values_list("pk")
        shown = Q(display_name__icontains=words) | Q(username__icontains=words)
        by_name = Snapshot.objects.filter(shown).values_list("page")
        by_person = Page.objects.filter(grant__account__uid=words).values_list("pk")
        by_former_handle = FormerHandle.objects.filter(handle=words.lower()).values_list("page")
        found = by_handle.union(by_name, by_person, by_former_handle)[:MOST_FOUND]
        return queryset.filter(pk__in=[pk for (pk,) in found]), False

    @admin.display(description=_("name"))
    def name(self, page: Page) -> str:
        return page.name

    @admin.display(description=_("fetched"))
    def fetched_at(self, page: Page) -> Any:
        return page.snapshot.fetched_at

    @admin.display(description=_("state"), ordering="suspended_at")
    def state(self, page: Page) -> str:
        return render_to_string("admin/_state.html", {"page": page})

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list; a verb that was chosen for none of its pages is answered here, in our words."""
        ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if request.method == "POST" and not (ticked and all(map(is_number, ticked))):
            self.message_user(request, _("Tick some pages first."), "warning")
            return redirect(request.get_full_path())
        return super().changelist_view(request, extra_context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Everything about one page at a glance, with what can be done."""
        if not self.has_view_permission(request):
            return self.admin_site.login(request)
        page = find(Page.objects.for_refresh().select_related("owner"), object_id)
        now = timezone.now()
        reports = page.reports.open() if request.user.has_perm("profiles.view_report") else Report.objects.none()
        reports = reports.select_related("video", "link").order_by("-severity", "at", "pk")
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": str(page),
            "page": page,
            "verbs": [(verb, TITLES[verb]) for verb in moderation.possible(page)],
            "may_moderate": self.has_moderate_permission(request),
            "reports": [*reports[:EVIDENCE_SHOWN], *reports.defer("evidence")[EVIDENCE_SHOWN:LINKS_SHOWN]],
            "evidence_shown": EVIDENCE_SHOWN,
            "links": page.links.kept().select_related("video", "scan")[:LINKS_SHOWN].judged(),
            "links_count": page.links.kept().count(),
            "measures": page.measures.select_related("undone_by")[:MEASURES_SHOWN],
            "appeals": Appeal.objects.open().filter(measure__page=page).select_related("measure"),
            "pages_in_inbox": Report.objects.count_pages(MOST_COUNTED),
            "strikes": page.measures.strikes(now).count(),
            "strike_days": STRIKE_LIFE.days,
            "enough_strikes": STRIKES_UNTIL_SERIOUS,
        }
        return TemplateResponse(request, "admin/profiles/page/desk.html", context)

    def act(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        """One verb, about the page as a whole."""
        page = get_object_or_404(Page.objects.for_refresh(), pk=pk)
        if verb not in TITLES or verb in {Verb.HIDE_LINK, Verb.SHOW_LINK, Verb.UPHOLD}:
            raise Http404
        chosen = Verb(verb)
        said, form = form_about(request, page, chosen, DecisionForm)
        decision = Decision(
            verb=chosen,
            subject=str(page),
            back=reverse("admin:profiles_page_change", args=[page.pk]),
            act=partial(_act, page, chosen),
            note=describe_blocked(page, chosen, link_to),
            said=said,
        )
        return decide(request, decision, form)

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What visitors would see if it were online: for staff only, and kept nowhere."""
        if not self.has_view_permission(request):
            return self.admin_site.login(request)
        response = render_page(request, get_object_or_404(Page.objects.for_public_page(), pk=pk))
        del response.headers[PAGE_HEADER]
        response.headers["Cache-Control"] = "private, no-store"
        return response

    @admin.action(description=TITLES[Verb.SUSPEND], permissions=["moderate"], location=[ActionLocation.CHANGE_LIST])
    def suspend(self, request: HttpRequest, pages: QuerySet[Page]) -> HttpResponse | None:
        return self._act_on_all(request, pages.filter(suspended_at=None), Verb.SUSPEND)

    @admin.action(description=TITLES[Verb.RESTORE], permissions=["moderate"], location=[ActionLocation.CHANGE_LIST])
    def restore(self, request: HttpRequest, pages: QuerySet[Page]) -> HttpResponse | None:
        suspended = Measure.objects.in_force().filter(verb=Verb.SUSPEND)
        return self._act_on_all(request, pages.filter(pk__in=suspended.values("page")), Verb.RESTORE)

    def _act_on_all(self, request: HttpRequest, pages: QuerySet[Page], verb: Verb) -> HttpResponse | None:
        """Ask for one reason for all of them first, then act; on MOST_AT_ONCE, where more are chosen."""
        chosen, pages = pages.count(), pages[:MOST_AT_ONCE]
        form = DecisionForm(request.POST if "choice" in request.POST else None, verb=verb)
        if not pages or not form.is_valid():
            context = {**self.admin_site.each_context(request), "opts": self.opts, "title": TITLES[verb]}
            context |= {"action_checkbox_name": ACTION_CHECKBOX_NAME, "pages": pages, "verb": verb, "form": form}
            context |= {"chosen": chosen, "most": MOST_AT_ONCE}
            return TemplateResponse(request, "admin/profiles/page/reason.html", context)
        for page in pages:
            try:
                done = _act(page, verb, form, cast(User, request.user))
            except moderation.NothingToDo as refusal:
                self.message_user(request, f"{page}: {refusal}", "error")
            else:
                self.message_user(request, done, "success")
        return redirect(request.get_full_path())


def _act(page: Page, verb: Verb, form: DecisionForm, by: User) -> str:
    return describe_done(moderation.act(page, verb, form.decided(by)))
