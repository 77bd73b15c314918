"""The moderators' desk: find a page, see what is on it, suspend it with a reason, restore it."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import ActionLocation
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from profiles import moderation
from profiles.models import Link, Measure, Page, Verb

SHOWN = ("handle", "display_name", "username", "created_at", "fetched_at", "suspended_at", "suspended_because")
EVERYWHERE = [ActionLocation.CHANGE_LIST, ActionLocation.CHANGE_FORM]
TITLES = {Verb.SUSPEND: _("Suspend"), Verb.RESTORE: _("Restore")}


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Kept in the log for good."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ReadOnly:
    """Shown to staff, changed by nobody here."""

    def has_add_permission(self, *args: Any) -> bool:
        return False

    def has_change_permission(self, *args: Any) -> bool:
        return False

    def has_delete_permission(self, *args: Any) -> bool:
        return False


class MeasureInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = Measure
    fields = readonly_fields = ("at", "verb", "reason", "by")


class LinkInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = Link
    fields = readonly_fields = ("title", "url", "is_hidden", "created_at", "deleted_at")
    ordering = ["position", "pk"]


@admin.register(Page)
class PageAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["handle", "display_name", "is_online", "created_at", "fetched_at"]
    list_filter = [("suspended_at", admin.EmptyFieldListFilter), "created_at"]
    list_select_related = ["snapshot", "grant"]
    search_fields = ["handle", "snapshot__display_name", "snapshot__username", "grant__account__uid"]
    search_help_text = _("Address, name, TikTok username or open id")
    fields = readonly_fields = SHOWN
    inlines = [MeasureInline, LinkInline]
    actions = ["suspend", "restore"]
    ordering = ["-created_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Page | None = None) -> bool:
        return False

    @admin.display(description=_("name"), ordering="snapshot__display_name")
    def display_name(self, page: Page) -> str:
        return page.snapshot.display_name

    @admin.display(description=_("TikTok username"))
    def username(self, page: Page) -> str:
        return page.snapshot.username

    @admin.display(description=_("last fetched"), ordering="snapshot__fetched_at")
    def fetched_at(self, page: Page) -> Any:
        return page.snapshot.fetched_at

    @admin.display(description=_("online"), boolean=True, ordering="suspended_at")
    def is_online(self, page: Page) -> bool:
        return not page.is_gone

    @admin.action(description=TITLES[Verb.SUSPEND], permissions=["change"], location=EVERYWHERE)
    def suspend(self, request: HttpRequest, pages: QuerySet[Page]) -> HttpResponse | None:
        return self._moderate(request, pages.filter(suspended_at=None), Verb.SUSPEND)

    @admin.action(description=TITLES[Verb.RESTORE], permissions=["change"], location=EVERYWHERE)
    def restore(self, request: HttpRequest, pages: QuerySet[Page]) -> HttpResponse | None:
        return self._moderate(request, pages.exclude(suspended_at=None), Verb.RESTORE)

    def _moderate(self, request: HttpRequest, pages: QuerySet[Page], verb: Verb) -> HttpResponse | None:
        """Ask for the reason first, then act."""
        form = ReasonForm(request.POST if "reason" in request.POST else None)
        if not form.is_valid():
            context = {**self.admin_site.each_context(request), "opts": self.opts, "title": TITLES[verb]}
            context |= {"action_checkbox_name": ACTION_CHECKBOX_NAME, "pages": pages, "verb": verb, "form": form}
            return TemplateResponse(request, "admin/profiles/page/reason.html", context)
        for page in pages:
            measure = moderation.act(page, verb, reason=form.cleaned_data["reason"], by=cast(User, request.user))
            self.message_user(request, f"{page}: {measure.get_verb_display()}", messages.SUCCESS)
        return None


@admin.register(Link)
class LinkAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["title", "url", "page", "is_hidden", "created_at", "deleted_at"]
    list_select_related = ["page"]
    search_fields = ["title", "url", "page__handle"]
    ordering = ["-created_at"]
