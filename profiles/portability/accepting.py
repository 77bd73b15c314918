"""Adding what somebody chose of an offer: their links in one transaction, then the parts, each by its own verb."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles import covers, easel, insights, pages, videos
from profiles.design import choose_look, set_backdrop
from profiles.links.bin import MOST_BINNED
from profiles.links.changing import MOST_LINKS, beside, changing, describe_limit, number, refuse_withheld
from profiles.models import Count, Link, Page, Video
from profiles.models.link import MOST_LINKS_OF_VIDEO
from profiles.portability.contents import Part
from profiles.portability.entries import Entry, by_likeness
from profiles.portability.offer import MOST_PICTURES, Offer
from profiles.portability.parts import Parts
from profiles.themes import Look
from profiles.validators import grouped

# More than a picture beside a link has where it is written.
MOST_PIXELS = 160_000
# TikToks that are kept for what was said of them, while TikTok does not name them.
MOST_UNLISTED = 2000

type Subjects = Mapping[str, Mapping[date, int]]


@dataclass(frozen=True, slots=True)
class Choice:
    """What was ticked: links of the page by the numbers of their entries, and parts."""

    links: Collection[int]
    parts: Collection[str]


@easel.slot()
def accept(page: Page, offer: Offer, choice: Choice) -> list[Link]:
    """Add what was chosen; the links that are new on the page or on its TikToks since the offer was made.

    The same button pressed once more, or twice at once, adds nothing more. Raises ValidationError when nothing was
    chosen, there is no room for all of them or for their pictures, or staff has hidden one here, and slots.Busy, and
    adds nothing.
    """
    chosen = [entry for entry in offer.entries if _is_chosen(entry, choice)]
    if not (chosen or choice.parts):
        raise ValidationError(_("Tick what to bring along first."))
    pictures: dict[int, str] = {}
    try:
        _keep_pictures(chosen, pictures)
        with changing(page):
            known = _know_videos(page, offer, choice)
            came = _find_those_that_came(page, chosen)
            new = [entry for entry in chosen if entry.number not in came]
            _add(page, new, known, pictures)
    finally:
        # Those of links that were not added after all.
        covers.delete_unused([*pictures.values()], covers.THUMBNAIL)
    _add_parts(page, offer.parts, choice, known)
    if Part.COUNTS in choice.parts:
        _add_counts(page, _subjects(offer.parts, new, known))
    links = [came.get(entry.number, entry.link) for entry in chosen]
    return [link for link in links if not link.deleted_at]


def _is_chosen(entry: Entry, choice: Choice) -> bool:
    if entry.is_of_page:
        return entry.number in choice.links
    return not entry.is_known and (Part.BIN if entry.state["deleted_at"] else Part.TIKTOKS) in choice.parts


def _find_those_that_came(page: Page, entries: Iterable[Entry]) -> Mapping[int, Link]:
    """Links that are there since the offer was made, by the numbers of the entries that would add them once more."""
    here, came = by_likeness(page), {}
    for entry in entries:
        links, had = here[entry.likeness], entry.state["had"]
        if len(links) > had:
            came[entry.number] = links.pop(had)
    return came


def _know_videos(page: Page, offer: Offer, choice: Choice) -> dict[str, Video]:
    """The page's TikToks by number. One that TikTok has not named yet waits under its bare number until it does, as
    those of a creator who is away do (snapshots.forget_tiktok_data)."""
    named = {entry.state[name] for entry in offer.entries for name in ("video", "thumbnail_video")}
    if Part.TIKTOKS in choice.parts:
        named |= {video["tiktok_id"] for video in offer.parts.videos if _is_told(video)}
        known = set(page.videos.filter(tiktok_id__in=named).values_list("tiktok_id", flat=True))
        bare = {"page": page, "is_listed": False, "posted_at": timezone.now(), "confirmed_at": timezone.now()}
        new = [Video(tiktok_id=tiktok_id, **bare) for tiktok_id in sorted(named - known - {""})]
        if new and page.videos.filter(is_listed=False).count() + len(new) > MOST_UNLISTED:
            raise ValidationError(_("These are more TikTok numbers than we keep. Untick those on your TikToks."))
        Video.objects.bulk_create(new, ignore_conflicts=True)
    return {video.tiktok_id: video for video in page.videos.filter(tiktok_id__in=named)}


def _is_told(video: Mapping[str, object]) -> bool:
    """Whether its creator said anything about it."""
    return video["pin_position"] is not None or bool(video["is_hidden"])


def _keep_pictures(entries: Iterable[Entry], kept: dict[int, str]) -> None:
    """Our own copies of their pictures, by number. What is no picture, or a larger one than we write, is left out."""
    keep = cache(partial(covers.keep_bytes, shape=covers.THUMBNAIL, most_pixels=MOST_PIXELS, is_unguessable=True))
    pictured = [entry for entry in entries if entry.state["thumbnail"]][:MOST_PICTURES]
    for entry in pictured:
        try:
            kept[entry.number] = keep(entry.state["thumbnail"]).name
        except covers.Unfit:
            continue
        except covers.Unkept:
            sentence = _("We could not keep the pictures. Nothing was changed; try again later.")
            raise ValidationError(sentence) from None


def _add(page: Page, entries: Sequence[Entry], known: Mapping[str, Video], pictures: Mapping[int, str]) -> None:
    refuse_withheld(page, {mark for entry in entries for mark in entry.link.marks})
    places: Counter[int | None] = Counter(page.links.kept().values_list("video", flat=True))
    for entry in entries:
        link = entry.link
        link.video = known.get(entry.state["video"])
        link.thumbnail = pictures.get(entry.number, "")
        link.thumbnail_video = None if link.thumbnail else known.get(entry.state["thumbnail_video"])
        link.position = (entry.state["position"] or 0) if link.deleted_at else places[link.video_id]
        places[link.video_id] += not link.deleted_at
    _refuse_crowd(places)
    Link.objects.bulk_create([entry.link for entry in entries])
    if page.links.binned().count() > MOST_BINNED:
        said = _("You may have %(limit)s deleted links; these would be more. Untick the deleted ones.")
        raise ValidationError(said % {"limit": grouped(MOST_BINNED)})
    for link in {link.video_id: link for link in (entry.link for entry in entries)}.values():
        number(beside(link))


def _refuse_crowd(places: Mapping[int | None, int]) -> None:
    if places.get(None, 0) > MOST_LINKS:
        said = _("%(limit)s This would be %(over)d too many. Untick some.")
        over = places[None] - MOST_LINKS
        raise ValidationError(said % {"limit": describe_limit(is_of_video=False), "over": over})
    if any(count > MOST_LINKS_OF_VIDEO for video, count in places.items() if video):
        said = _("%(limit)s One of yours would have more.")
        raise ValidationError(said % {"limit": describe_limit(is_of_video=True)})


def _add_parts(page: Page, parts: Parts, choice: Choice, known: Mapping[str, Video]) -> None:
    if Part.SETTINGS in choice.parts and parts.settings:
        _say(page, parts.settings)
    if Part.LOOK in choice.parts and parts.look:
        _dress(page, parts.look, parts.backdrop)
    if Part.RULES in choice.parts and parts.rules:
        videos.set_rules(parts.rules)
    if Part.HASHTAGS in choice.parts:
        _add_hashtags(page, parts)
    if Part.TIKTOKS in choice.parts:
        _mark_videos(page, parts, known)


def _say(page: Page, settings: Mapping[str, Any]) -> None:
    said = dict(settings)
    with suppress(covers.Unfit, covers.Unkept):
        if portrait := said.pop("portrait", b""):
            pages.set_portrait(page, picture=portrait)
    # A file may bring a warning, not take it away, one from another window neither.
    pages.change(page, **{name: value for name, value in said.items() if name != "is_adult" or value})


def _dress(page: Page, look: Look, backdrop: bytes) -> None:
    with suppress(covers.Unfit, covers.Unkept):
        if backdrop:
            set_backdrop(page, picture=backdrop)
    # Afterwards: a picture may come along that is not shown now.
    choose_look(page, look=look)


def _add_hashtags(page: Page, parts: Parts) -> None:
    there = set(page.hashtag_links.values_list("hashtag", "url"))
    for rule in parts.hashtags:
        if (rule["hashtag"], rule["url"]) not in there:
            with suppress(ValidationError):  # there are as many as there may be
                videos.add_hashtag_link(page, **rule)


def _mark_videos(page: Page, parts: Parts, known: Mapping[str, Video]) -> None:
    told = [(said, known[said["tiktok_id"]]) for said in parts.videos if said["tiktok_id"] in known]
    pinned = sorted((said["pin_position"], video.pk) for said, video in told if said["pin_position"] is not None)
    hidden = [video.pk for said, video in told if said["is_hidden"]]
    videos.mark_videos(page, pinned=[pk for _place, pk in pinned], hidden=hidden)


def _subjects(parts: Parts, entries: Iterable[Entry], known: Mapping[str, Video]) -> Subjects:
    """What was counted for what is here now."""
    subjects = {insights.VIEW: parts.views}
    subjects |= {insights.tap_on(entry.link): entry.state["taps"] for entry in entries}
    for said in parts.videos:
        if video := known.get(said["tiktok_id"]):
            subjects |= {insights.visit_of(video.pk): said["visits"], insights.play_of(video.pk): said["plays"]}
    return subjects


def _add_counts(page: Page, subjects: Subjects) -> None:
    """Where something was counted here on that day, that stays: nothing counts twice."""
    rows = [
        Count(page=page, day=day, subject=subject, number=number)
        for subject, days in subjects.items()
        for day, number in days.items()
    ]
    Count.objects.bulk_create(rows, ignore_conflicts=True)
