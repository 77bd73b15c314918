"""A page as it is now, to be looked at when it has changed."""

from typing import Any

from profiles.models import Link, Page, Video
from profiles.models.video import WALL_LENGTH

MOST_LINKS_RECORDED = 200


def record(page: Page, *, video: Video | None = None, link: Link | None = None) -> dict[str, Any]:
    """What visitors can read on the page, as JSON; and the TikTok and the link that were meant."""
    snapshot = page.snapshot
    links = page.links.live().select_related("video")[:MOST_LINKS_RECORDED]
    return {
        "handle": page.handle,
        "name": page.name,
        "bio": page.bio or snapshot.bio,
        "username": snapshot.username,
        "links": [_describe_link(one) for one in links],
        "videos": [_describe_video(one) for one in page.videos.shown()[:WALL_LENGTH]],
        "video": _describe_video(video) if video else None,
        "link": _describe_link(link) if link else None,
    }


def _describe_link(link: Link) -> dict[str, str]:
    said = {name: getattr(link, name) for name in ("note", "code", "email", "phone")}
    return {"title": str(link), "url": link.url, "key": link.key} | {name: text for name, text in said.items() if text}


def _describe_video(video: Video) -> dict[str, str]:
    return {"id": video.tiktok_id, "caption": video.caption, "url": video.address}
