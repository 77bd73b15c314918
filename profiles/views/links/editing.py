"""What takes more than a tap: a new link of any kind, its words and times, its picture, and the bin."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from profiles import covers, insights, links
from profiles.forms import EditForm, KindForm, ThumbnailForm, refuse_picture
from profiles.models import Kind, Link
from profiles.views.access import form_view, own_link, own_page, read_view
from profiles.views.answers import arrive_at_new, back_to, list_of

MOST_SHOWN = 200
COVERS_SHOWN = 24


@form_view
def add(request: HttpRequest, kind: str, video: int | None = None) -> HttpResponse:
    """A new one of this kind on the page, or on one of its TikToks."""
    page = own_page(request)
    of_video = get_object_or_404(page.videos.listed(), pk=video) if video else None
    if kind not in Kind or (of_video and kind == Kind.SOCIAL):
        raise Http404
    form = KindForm(request.POST or None, kind=kind, is_of_video=bool(of_video), zone=page.zone)
    if form.is_valid():
        try:
            link, is_new = links.add_link(page, video=of_video, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return arrive_at_new(request, link, is_new=is_new)
    place = list_of(Link(page=page, video=of_video))
    return render(request, "studio/add_link.html", {"page": page, "form": form, "kind": Kind(kind), "list": place})


@form_view
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The link's own page; a script asks for its form alone, and gets the link's row when it is saved."""
    link = own_link(request, pk)
    # Its own ids: in the list it stands beside the form for a new link.
    form = EditForm(request.POST or None, link=link, zone=link.page.zone, auto_id=f"link-{link.pk}-%s")
    is_in_place = "X-In-Place" in request.headers
    if form.is_valid() and _save(link, form):
        if is_in_place:
            context = {
                "link": link.judged(),
                "page": link.page,
                "totals": insights.totals(link.page, [insights.tap_on(link)]),
            }
            return render(request, "studio/_link.html", context)
        messages.success(request, _("Saved."))
        return back_to(link)
    part, status = ("#form", 422 if form.is_bound else 200) if is_in_place else ("", 200)
    context = {"page": link.page, "link": link.judged(), "form": form, "list": list_of(link)}
    return render(request, f"studio/link.html{part}", context, status=status)


@form_view
def thumbnail(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture beside a link: the creator's own, the cover of one of their TikToks, or none."""
    link = own_link(request, pk)
    videos = link.page.videos.shown().exclude(cover="")
    form = ThumbnailForm(request.POST or None, request.FILES or None, videos=videos)
    if form.is_valid():
        upload = form.cleaned_data["picture"]
        try:
            links.set_thumbnail(link, picture=upload.read() if upload else b"", video=form.cleaned_data["video"])
        except (covers.Unfit, covers.Unkept) as refusal:
            refuse_picture(form, refusal.code)
        except ValidationError as refusal:
            form.add_error("video", refusal)
        else:
            messages.success(request, _("Saved."))
            return back_to(link)
    context = {"page": link.page, "link": link, "form": form, "videos": videos[:COVERS_SHOWN], "list": list_of(link)}
    return render(request, "studio/thumbnail.html", context)


@read_view
def bin(request: HttpRequest) -> HttpResponse:
    """What was deleted in the last thirty days, the latest first, a part at a time: `p` says which, counted from 1."""
    page = own_page(request)
    shown = Paginator(page.links.binned(), MOST_SHOWN).get_page(request.GET.get("p"))
    context = {"page": page, "shown": shown, "days": links.BIN_DAYS, "most": links.MOST_BINNED}
    return render(request, "studio/bin.html", context)


def _save(link: Link, form: EditForm) -> bool:
    """Whether it could be saved; if not, the form says what somebody else changed meanwhile, and would replace it."""
    said = dict(form.cleaned_data)
    try:
        links.edit_link(link, seen=said.pop("version"), **said)
    except links.Changed:
        link.refresh_from_db()
        form.tell_changes(link)
        return False
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True
