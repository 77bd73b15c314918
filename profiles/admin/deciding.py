"""The one form behind every verb: what is about to happen, why, and then it has happened."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from profiles.forms.decision import DecisionForm
from profiles.models import Appeal, DomainRule, Page, Verb
from profiles.moderation import NothingToDo
from profiles.moderation.sentences import CONSEQUENCES, GRAVE, TITLES, describe_reports


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be decided. `act` does it, with a valid form and whoever decides, and returns what to tell them.

    `back` is where they go then.
    """

    verb: Verb
    subject: str
    back: str
    act: Callable[[DecisionForm, User], str]
    title: Any = ""
    note: Any = ""
    button: Any = ""
    # What visitors say about the page: for the moderator to judge, so nothing of it is chosen already.
    said: str = ""
    appeal: Appeal | None = None


def link_to(rule: DomainRule) -> str:
    """Its domain, leading to where it is decided about."""
    return format_html('<a href="{}">{}</a>', reverse("admin:profiles_domainrule_change", args=[rule.pk]), rule)


def form_about[F: DecisionForm](
    request: HttpRequest, page: Page, verb: Verb, form: type[F], **initial: Any
) -> tuple[str, F]:
    """What visitors say about the page, and the form, which may settle what was said when it was first shown."""
    said = describe_reports(page)
    initial["up_to"] = page.reports.open().newest()
    return said, form(request.POST or None, verb=verb, settles=bool(said), initial=initial)


def decide(request: HttpRequest, decision: Decision, form: DecisionForm) -> HttpResponse:
    """Ask for the reason, then act. For moderators only."""
    if not request.user.has_perm("profiles.moderate_page"):
        raise PermissionDenied
    if form.is_valid():
        try:
            done = decision.act(form, cast(User, request.user))
        except NothingToDo as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, done)
        return redirect(decision.back)
    title = decision.title or TITLES[decision.verb]
    context = admin.site.each_context(request) | {
        "title": title,
        "button": decision.button or GRAVE.get(decision.verb, title) % {"subject": decision.subject},
        "is_grave": decision.verb in GRAVE,
        "decision": decision,
        "consequence": decision.note or CONSEQUENCES.get(decision.verb, ""),
        "form": form,
    }
    return TemplateResponse(request, "admin/decide.html", context)
