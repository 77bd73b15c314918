"""A page's wall as RSS, for feed readers: https://www.rssboard.org/rss-specification"""

import re

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Enclosure, Rss201rev2Feed
from django.utils.html import escape, linebreaks

from profiles import covers
from profiles.metadata import absolute, caption_of, describe_page, describe_video
from profiles.models import Page
from profiles.snapshots import View, WallVideo
from profiles.texts import plain

# What XML cannot say at all: https://www.w3.org/TR/xml/#charsets
UNSAYABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write_wall(page: Page, view: View) -> str:
    """The TikToks on the wall, each leading to its own page here. Readers take titles and descriptions for HTML."""
    preview = describe_page(page, view.profile)
    feed = Rss201rev2Feed(
        title=_escape(preview.title),
        link=preview.url,
        description=_escape(preview.description),
        language=page.language or settings.LANGUAGE_CODE,
        feed_url=absolute(reverse("feed", args=[page.handle])),
    )
    for video in view.videos:
        address = describe_video(page, view.profile, video).url
        feed.add_item(
            title=_escape(caption_of(video)),
            link=address,
            description=linebreaks(UNSAYABLE.sub("", plain(video.caption)), autoescape=True),
            unique_id=address,
            pubdate=video.posted_at,
            enclosures=_cover(video),
        )
    return feed.writeString("utf-8")


def _escape(text: str) -> str:
    return escape(UNSAYABLE.sub("", text))


def _cover(video: WallVideo) -> list[Enclosure]:
    picture = video.picture
    if picture is None:
        return []
    return [Enclosure(absolute(picture.large), str(covers.weigh(video.cover, covers.COVER)), "image/jpeg")]
