"""A page's wall as RSS, for feed readers: https://www.rssboard.org/rss-specification"""

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Enclosure, Rss201rev2Feed
from django.utils.html import escape, linebreaks

from profiles import covers
from profiles.metadata import absolute, caption_of, describe_page, describe_video
from profiles.models import Page
from profiles.snapshots import View, WallVideo
from profiles.templatetags.creator import plain


def write_wall(page: Page, view: View) -> str:
    """The TikToks on the wall, each leading to its own page here. Readers take titles and descriptions for HTML."""
    preview = describe_page(page, view.profile)
    feed = Rss201rev2Feed(
        title=escape(preview.title),
        link=preview.url,
        description=escape(preview.description),
        language=page.language or settings.LANGUAGE_CODE,
        feed_url=absolute(reverse("feed", args=[page.handle])),
    )
    for video in view.videos:
        address = describe_video(page, view.profile, video).url
        feed.add_item(
            title=escape(caption_of(video)),
            link=address,
            description=linebreaks(plain(video.caption), autoescape=True),
            unique_id=address,
            pubdate=video.posted_at,
            enclosures=_cover(video),
        )
    return feed.writeString("utf-8")


def _cover(video: WallVideo) -> list[Enclosure]:
    picture = video.picture
    if picture is None:
        return []
    return [Enclosure(absolute(picture.large), str(covers.weigh(video.cover, covers.COVER)), "image/jpeg")]
