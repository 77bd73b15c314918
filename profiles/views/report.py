"""Reports by visitors: no login, no cookie, no script.

The form needs no protection from forgery: nobody is logged in here, so a forged report does nothing that its forger
could not do openly, and counts against the same sender.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from profiles.forms import ReportForm
from profiles.models import Page, Video
from profiles.moderation import reports
from profiles.moderation.senders import hash_sender
from profiles.rendering import render_gone, way_to
from profiles.views.access import FORM_METHODS
from profiles.views.public import for_reading, page_at, redirect_with_query


@csrf_exempt
@require_http_methods(FORM_METHODS)
def report(request: HttpRequest, handle: str, tiktok_id: str = "", *, is_warned: bool = False) -> HttpResponse:
    """Report the page, one TikTok on it, or one of the links there; as one who was told whom the page is for, or not.

    The way back is the way past that question only for those who were.
    """
    page = page_at(handle)
    # What is written already is kept, wherever its page has moved to meanwhile.
    if (handle != page.handle or (is_warned and not page.is_sensitive)) and request.method != "POST":
        where = ["report_video", tiktok_id] if tiktok_id else ["report"]
        return redirect_with_query(request, page.way_to(*where, is_warned=is_warned))
    if page.is_gone:
        return render_gone(request, page)
    video = get_object_or_404(page.videos.with_doorway(), tiktok_id=tiktok_id) if tiktok_id else None
    with page.in_its_language():
        return _ask(request, page, video, is_warned=is_warned)


@for_reading
def thanks(request: HttpRequest, handle: str, *, is_warned: bool = False) -> HttpResponse:
    """What happens next."""
    page = page_at(handle)
    context = {"page": page, "back": way_to(page, is_warned=is_warned)}
    with page.in_its_language():
        return render(request, "public/report_thanks.html", context)


def _ask(request: HttpRequest, page: Page, video: Video | None, *, is_warned: bool) -> HttpResponse:
    data, chosen = request.POST if request.method == "POST" else None, {"link": request.GET.get("link", "")}
    form = ReportForm(data, initial=chosen, links=page.links.live().filter(video=video))
    if form.is_valid() and _keep(request, form, page, video):
        return redirect(page.way_to("report_thanks", is_warned=is_warned))
    back = way_to(page, video.tiktok_id if video else "", is_warned=is_warned)
    context = {"page": page, "video": video, "form": form, "back": back}
    # What is said of the whole form is that this sender has sent enough.
    status = 429 if form.non_field_errors() else 400 if form.errors else 200
    return render(request, "public/report.html", context, status=status)


def _keep(request: HttpRequest, form: ReportForm, page: Page, video: Video | None) -> bool:
    """Whether the visitor can be thanked. A machine is too, and nothing is kept."""
    facts = dict(form.cleaned_data)
    if facts.pop("website"):
        return True
    try:
        reports.report(page, video=video, sender=hash_sender(request), **facts)
    except Page.DoesNotExist:
        raise Http404 from None
    except reports.TooMany:
        form.add_error(None, _("You have sent us many reports today; we look at each. Come back tomorrow for more."))
        return False
    return True
