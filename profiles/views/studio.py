"""The creator's studio: home, the page's address, and the connection with TikTok."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles import connection, insights, links, pages, tasks
from profiles.forms import AddressForm, LinkForm, guess_kind
from profiles.models import Addressee, Page, Scan, Step, Verb
from profiles.pages import Banned, HandleTaken, create_page
from profiles.validators import suggest_handle
from profiles.views.access import form_view, own_page, own_pages, post_only, read_view
from profiles.views.answers import STILL_ALLOWED, arrive_at_new
from tiktok_auth import tokens, waiting
from tiktok_auth.csp import may_start_login
from tiktok_auth.models import Ended, Grant
from tiktok_auth.payloads import UserInfo


@form_view
@may_start_login
def home(request: HttpRequest) -> HttpResponse:
    """The creator's links, and how things stand with TikTok; a POST adds a link."""
    page = own_pages(request).first()
    if page is None:
        return redirect("studio_address")
    form = LinkForm(request.POST or None)
    if form.is_valid():
        try:
            link, is_new = links.add_link(page, kind=guess_kind(**form.cleaned_data), **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return arrive_at_new(request, link, is_new=is_new)
    shown = page.links.of_page().kept().with_thumbnails().select_related("scan").judged()
    context = {"page": page, "form": form, "links": shown, "connection": connection.describe(page)}
    notices = list(page.measures.pressing(timezone.now()))
    context |= {"notices": notices, "is_banned": any(notice.verb == Verb.BAN for notice in notices)}
    context["broken"] = Scan.objects.broken(page) if page.watches_links else []
    context |= {"totals": insights.totals(page, map(insights.tap_on, shown))}
    context["steps"] = _steps_left(page, has_links=bool(shown))
    return render(request, "studio/home.html", context)


@form_view
@may_start_login
def choose_address(request: HttpRequest) -> HttpResponse:
    """For a creator whose TikTok name we do not know or cannot give them: they choose an address.

    Whose name has become free meanwhile, or who may have a page again, finds it typed already.
    """
    if own_pages(request).exists():
        return redirect("studio")
    grant = Grant.objects.select_related("account__user").filter(account__user=request.user.pk).first()
    if grant is None:
        return render(request, "studio/no_page.html")
    if Addressee.objects.of(grant).barred().exists():
        return redirect("studio_notices")
    if not grant.is_live:
        return render(request, "studio/no_page.html", {"grant": grant})
    return _choose(request, grant)


@read_view
@may_start_login
def status(request: HttpRequest) -> HttpResponse:
    """How things stand with TikTok, alone, for the script that waits for the first TikToks."""
    page = own_page(request)
    return render(request, "studio/status.html", {"page": page, "connection": connection.describe(page)})


@read_view
def share(request: HttpRequest) -> HttpResponse:
    """The page's address in every form: to copy, to print, to put on TikTok."""
    return render(request, "studio/share.html", {"page": own_page(request)})


@post_only
def sync(request: HttpRequest) -> HttpResponse:
    """Ask TikTok now, once a minute at most."""
    page = own_page(request)
    if not page.may_refresh:
        messages.error(request, _("We cannot ask TikTok about your page now. The reason stands below."))
    elif not connection.sync(page):
        messages.info(request, _("We asked TikTok less than a minute ago. Try again in a minute."))
    return redirect("studio")


@post_only
def finish_step(request: HttpRequest, step: str) -> HttpResponse:
    """Do not ask for this step of the first minute again: it is done elsewhere, or skipped."""
    page = own_page(request)
    if step not in Step:
        raise Http404
    pages.finish_step(page, step=Step(step))
    return redirect("studio")


@form_view
def disconnect(request: HttpRequest) -> HttpResponse:
    """Say what goes and what stays, then give TikTok its permission back."""
    page = own_page(request)
    if page.grant is None or page.grant.ended_because == Ended.DISCONNECTED:
        messages.info(request, _("TikTok is disconnected already. Your page and your links are still here."))
        return redirect("studio")
    if request.method == "POST":
        with waiting.place():
            is_taken_back = tokens.disconnect(page.grant)
        messages.success(request, _("TikTok is disconnected. Your page and your links are still here."))
        if not is_taken_back:
            messages.warning(request, STILL_ALLOWED)
        return redirect("studio")
    return render(request, "studio/disconnect.html", {"page": page})


def _choose(request: HttpRequest, grant: Grant) -> HttpResponse:
    said = {name: grant.account.extra_data.get(name, "") for name in ("display_name", "username")}
    profile = UserInfo(grant.account.uid, **said)
    name = pages.free_name(grant)
    suggested = {"handle": name or suggest_handle(profile.display_name)}
    form = AddressForm(request.POST or None, initial=suggested, known={profile.username.lower()})
    if form.is_valid():
        try:
            page = create_page(owner=grant.account.user, grant=grant, profile=profile, **form.cleaned_data)
        except HandleTaken:
            form.add_error("handle", _("Somebody has this address already. Change it a little."))
        except ValidationError as refusal:
            form.add_error("handle", refusal)
        except Banned:
            return redirect("studio_notices")
        else:
            tasks.queue_refresh(page)
            return redirect("studio")
    context = {"form": form, "grant": grant, "profile": profile, "has_free_name": bool(name)}
    return render(request, "studio/address.html", context)


def _steps_left(page: Page, *, has_links: bool) -> list[Step]:
    """What the first minute still asks for: nothing where there is no page to visit."""
    if page.is_gone:
        return []
    done = {*page.steps_done, *([Step.LINK] if has_links else [])}
    return [step for step in Step if step not in done]
