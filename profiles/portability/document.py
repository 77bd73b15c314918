"""A page as one JSON document, complete and the same for the same page. Its format: docs/export.md."""

import json
from collections import defaultdict
from typing import Any

from django.db.models import F, QuerySet

from profiles import insights, wall
from profiles.models import Link, Page, Video
from profiles.portability.fields import LOOK, SETTINGS, picture, values

FORMAT = "linkbio-page"
VERSION = 1

type Counts = dict[str, dict[str, int]]


def write(page: Page) -> bytes:
    """The whole document: no token, nothing about visitors but counts by day."""
    return json.dumps(describe(page), ensure_ascii=False, separators=(",", ":")).encode()


def describe(page: Page) -> dict[str, Any]:
    """The page as the document has it, ready for JSON."""
    counts = _counts(page)
    return {
        "format": FORMAT,
        "version": VERSION,
        "page": values(page) | {"views": counts[insights.VIEW]},
        "former_handles": [values(former) for former in page.former_handles.order_by("pk")],
        "settings": values(page, SETTINGS) | picture(page, "portrait"),
        "look": values(page, LOOK) | picture(page, "backdrop"),
        "rules": values(wall.rules_of(page)),
        "hashtag_links": [values(rule) for rule in page.hashtag_links.all()],
        "links": [_describe_link(link, counts) for link in all_links(page)],
        "profile": values(page.snapshot),
        "videos": [_describe_video(video, counts) for video in page.videos.order_by("-posted_at", "tiktok_id")],
    }


def all_links(page: Page) -> QuerySet[Link]:
    """The links of the page, then those of its videos, the deleted ones among them, each in their order."""
    in_order = page.links.there().select_related("video", "thumbnail_video")
    return in_order.order_by(F("video__tiktok_id").asc(nulls_first=True), "position", "pk")


def _describe_link(link: Link, counts: Counts) -> dict[str, Any]:
    videos = {"video": _number(link.video), "thumbnail_video": _number(link.thumbnail_video)}
    return values(link) | picture(link, "thumbnail") | videos | {"taps": counts[insights.tap_on(link)]}


def _describe_video(video: Video, counts: Counts) -> dict[str, Any]:
    visits, plays = counts[insights.visit_of(video.pk)], counts[insights.play_of(video.pk)]
    return values(video) | {"visits": visits, "plays": plays}


def _number(video: Video | None) -> str | None:
    return video.tiktok_id if video else None


def _counts(page: Page) -> Counts:
    """Number by day, by subject."""
    counts: Counts = defaultdict(dict)
    for subject, day, number in page.counts.order_by("day").values_list("subject", "day", "number"):
        counts[subject][day.isoformat()] = number
    return counts
