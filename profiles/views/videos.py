"""A creator's TikToks: the wall, its rules, and each TikTok's own links. Every view starts at the creator's page."""

from copy import copy
from datetime import datetime

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from profiles import insights, links, shelf, snapshots, tasks, videos, wall
from profiles.forms import HashtagLinkForm, LinkForm, OlderForm, WallForm
from profiles.links import Move
from profiles.models import HashtagLink, Page, Video
from profiles.texts import isolate
from profiles.validators import clean_text
from profiles.views.access import form_view, own_page, post_only, read_view
from profiles.views.answers import arrive_at_new, back_to, go_near, name, say

OLDER_PAUSE_SECONDS = 30


@read_view
def all_videos(request: HttpRequest) -> HttpResponse:
    """The wall as visitors see it, what is not on it and why, and the rules.

    `q` searches the captions; `before` is the shelf.Bookmark from which on the others are shown, or those found.
    """
    return _render_videos(request, own_page(request))


@post_only
def fetch_older(request: HttpRequest) -> HttpResponse:
    """Ask TikTok for those posted before a day, twice a minute at most, and show what is here of them."""
    page = own_page(request)
    form = OlderForm(request.POST, zone=page.zone)
    if not form.is_valid():
        return _render_videos(request, page, older=form)
    moment: datetime = form.cleaned_data["before"]
    if not page.may_refresh:
        messages.error(request, _("We cannot ask TikTok about your page now."))
    elif cache.add(f"older-asked:{page.pk}", 1, OLDER_PAUSE_SECONDS):
        snapshots.look_back(page, before=moment)
        tasks.queue_refresh(page)
    else:
        messages.info(request, _("We have just asked TikTok. Try again in half a minute."))
    return redirect(f"{resolve_url('studio_videos')}?before={int(moment.timestamp())}#others")


@post_only
def set_rules(request: HttpRequest) -> HttpResponse:
    """Keep the rules of the wall; with `preview`, only show what they would do."""
    page = own_page(request)
    form = WallForm(request.POST, instance=copy(wall.rules_of(page)), auto_id="rule-%s")
    if not form.is_valid() or "preview" in request.POST or not form.is_current():
        return _render_videos(request, page, rules=form)
    videos.set_rules(form.save(commit=False))
    messages.success(request, _("Saved. Your wall follows these rules now."))
    return redirect("studio_videos")


@post_only
def add_hashtag(request: HttpRequest) -> HttpResponse:
    """Let a hashtag bring a link to every new TikTok."""
    page = own_page(request)
    form = HashtagLinkForm(request.POST, auto_id="hashtag-%s")
    if form.is_valid():
        try:
            rule = videos.add_hashtag_link(page, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(
                request, _("New TikToks with %(name)s get this link.") % {"name": isolate(f"#{rule.hashtag}")}
            )
            return redirect(f"{resolve_url('studio_videos')}#hashtags")
    return _render_videos(request, page, hashtag=form)


@post_only
def delete_hashtag(request: HttpRequest, pk: int) -> HttpResponse:
    rule = _own_rule(request, pk)
    videos.delete_hashtag_link(rule)
    said = _("New TikToks with %(name)s no longer get the link. Those that have it keep it.")
    said %= {"name": isolate(f"#{rule.hashtag}")}
    again = {"hashtag": rule.hashtag, "title": rule.title, "url": rule.url}
    say(request, said, undo=resolve_url("studio_hashtags"), **again)
    return redirect(f"{resolve_url('studio_videos')}#hashtags")


@post_only
def apply_hashtag(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the hashtag's link to the TikToks that are here already, too."""
    rule = _own_rule(request, pk)
    count = videos.attach_to_all(rule)
    said = ngettext("%(count)d of your TikToks got the link.", "%(count)d of your TikToks got the link.", count)
    if not count:
        said = _("No TikTok got the link: those here with %(name)s have had it already, or there are none.")
    messages.success(request, said % {"count": count, "name": isolate(f"#{rule.hashtag}")})
    return redirect(f"{resolve_url('studio_videos')}#hashtags")


@form_view
def video(request: HttpRequest, pk: int) -> HttpResponse:
    """One TikTok and its links; a POST adds a link."""
    video = _own_video(request, pk)
    form = LinkForm(request.POST or None)
    if form.is_valid():
        try:
            link, is_new = links.add_link(video.page, video=video, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return arrive_at_new(request, link, is_new=is_new)
    shown = video.links.kept().with_thumbnails().select_related("scan").judged()
    totals = insights.totals(video.page, [*insights.on_videos([pk]), *map(insights.tap_on, shown)])
    context = {"page": video.page, "video": video, "form": form, "links": shown, "totals": totals}
    return render(request, "studio/video.html", context)


@post_only
def pin(request: HttpRequest, pk: int) -> HttpResponse:
    video = _own_video(request, pk)
    try:
        videos.pin_video(video)
    except ValidationError as refusal:
        messages.error(request, refusal.message)
    else:
        said = _("%(name)s is pinned.")
        if video.is_hidden:
            said = _("%(name)s is pinned, but hidden: visitors do not see it.")
        say(request, said % {"name": name(video)}, undo=resolve_url("studio_unpin_video", pk))
    return back_to(video)


@post_only
def unpin(request: HttpRequest, pk: int) -> HttpResponse:
    video = _own_video(request, pk)
    videos.unpin_video(video)
    messages.success(request, _("%(name)s is no longer pinned.") % {"name": name(video)})
    return back_to(video)


@post_only
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move it one place or to the top among the pinned: `to` says which way."""
    video = _own_video(request, pk)
    if request.POST.get("to") in Move and (place := videos.move_pin(video, to=Move(request.POST["to"]))):
        messages.success(request, _("%(name)s is number %(place)d now.") % {"name": name(video), "place": place})
    return back_to(video)


@post_only
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    video = _own_video(request, pk)
    on_wall = wall.choose(video.page.videos.for_wall())
    videos.hide_video(video)
    said = _("%(name)s is hidden here. On TikTok it stays as it is.") % {"name": name(video)}
    say(request, said, undo=resolve_url("studio_show_video", pk))
    return go_near(neighbour) if (neighbour := _find_neighbour(video, on_wall)) else back_to(video)


@post_only
def show(request: HttpRequest, pk: int) -> HttpResponse:
    video = _own_video(request, pk)
    videos.show_video(video)
    said = _("%(name)s is no longer hidden.")
    if wall.object_to(video, wall.rules_of(video.page)):
        said = _("%(name)s is no longer hidden, but the rules of your wall leave it out.")
    messages.success(request, said % {"name": name(video)})
    return back_to(video)


def _render_videos(
    request: HttpRequest,
    page: Page,
    *,
    rules: WallForm | None = None,
    hashtag: HashtagLinkForm | None = None,
    older: OlderForm | None = None,
) -> HttpResponse:
    """All of it, with forms as they were sent where they were; rules that were sent and make sense are tried out."""
    stored = wall.rules_of(page)
    tried = rules.instance if rules and rules.is_valid() else stored
    search, start = clean_text(request.GET.get("q", "")), shelf.read_bookmark(request.GET.get("before", ""))
    found = shelf.fill(page, tried, search=search, start=start)
    context = {
        "page": page,
        "shelf": found,
        "search": search,
        "before": start and start.moment,
        "older": older or OlderForm(initial={"before": shelf.suggest_day(page, found, start)}),
        "rules": rules or WallForm(instance=stored, auto_id="rule-%s"),
        "is_tried": tried is not stored,
        "hashtag": hashtag or HashtagLinkForm(auto_id="hashtag-%s"),
        "hashtag_links": page.hashtag_links.all(),
        "totals": insights.totals(page, insights.on_videos(video.pk for video in found.videos)),
    }
    return render(request, "studio/videos.html", context)


def _own_video(request: HttpRequest, pk: int) -> Video:
    return get_object_or_404(own_page(request).videos.listed(), pk=pk)


def _own_rule(request: HttpRequest, pk: int) -> HashtagLink:
    return get_object_or_404(own_page(request).hashtag_links, pk=pk)


def _find_neighbour(video: Video, on_wall: list[Video]) -> Video | None:
    """What will stand where it stood on the wall; None, where it did not stand there or alone."""
    if video not in on_wall:
        return None
    place = on_wall.index(video)
    return next(iter([*on_wall[place + 1 :], *reversed(on_wall[:place])]), None)
