"""What an address of ours says of itself to others: search engines, chats, feed readers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from profiles import cards, covers
from profiles.models import Page
from profiles.models.video import TIKTOK
from profiles.snapshots import Profile, WallVideo
from profiles.texts import first_line, or_nameless, plain

DESCRIPTION_LENGTH = 200
CAPTION_LENGTH = 100
# Inside <script> these end the block or begin a comment; two are line ends to JavaScript and not to JSON.
UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class Preview:
    """A public address in a few words and a picture. `data` is JSON-LD, and safe to stand inside of <script>."""

    title: str
    description: str
    url: str
    image: str
    size: covers.Size
    kind: str = "website"
    profile_url: str = ""
    data: SafeString | None = None
    is_indexed: bool = True


def describe_page(page: Page, profile: Profile) -> Preview:
    name = name_of(page, profile)
    bio = plain(" ".join(profile.bio.split()))
    about = page.search_description or bio or _("Links and TikToks of %(name)s") % {"name": name}
    tiktok = f"{TIKTOK}/@{profile.username}" if profile.username else ""
    return Preview(
        title=page.search_title or f"{name} (@{page.handle})",
        description=Truncator(about).chars(DESCRIPTION_LENGTH),
        url=absolute(page.get_absolute_url()),
        image=_card_url(page, profile),
        size=cards.SIZE,
        kind="profile",
        profile_url=tiktok,
        data=_to_script(_describe_person(page, profile, tiktok)),
        is_indexed=not page.is_unlisted,
    )


def describe_video(
    page: Page, profile: Profile, video: WallVideo, *, has_links: bool = True, is_indexed: bool = True
) -> Preview:
    """A TikTok's own page. Its picture is the cover, or the page's card while the cover may not be shown.

    Without links it says no more than TikTok's own page does: search engines need no second one.
    """
    name, picture = name_of(page, profile), video.picture
    links = _("The links of this TikTok by %(name)s") % {"name": name}
    caption = plain(" ".join(or_nameless(video.caption).split()))
    return Preview(
        title=f"{caption_of(video)} · {name} (@{page.handle})",
        description=links if has_links else Truncator(caption).chars(DESCRIPTION_LENGTH),
        url=absolute(reverse("doorway", args=[page.handle, video.tiktok_id])),
        image=absolute(picture.large) if picture else _card_url(page, profile),
        size=covers.COVER.large if picture else cards.SIZE,
        is_indexed=is_indexed and has_links and not page.is_unlisted,
    )


def name_of(page: Page, profile: Profile) -> str:
    """The creator's name in ordinary letters, or where their page is."""
    return plain(profile.display_name) or page.handle


def caption_of(video: WallVideo) -> str:
    """What a TikTok is called, in ordinary letters and not many of them."""
    return Truncator(plain(first_line(or_nameless(video.caption)))).chars(CAPTION_LENGTH)


def absolute(path: str) -> str:
    """The address of this path for others: from SITE_URL, never from a request."""
    return f"{settings.SITE_URL}{path}"


def _card_url(page: Page, profile: Profile) -> str:
    """With the name of the drawing, so that those who keep pictures for weeks ask again when it changes."""
    name = cards.name_card(cards.of_page(page, profile, name_of(page, profile)))
    return f"{absolute(reverse('card', args=[page.handle]))}?{name}"


def _describe_person(page: Page, profile: Profile, tiktok: str) -> dict[str, Any]:
    """A ProfilePage: https://developers.google.com/search/docs/appearance/structured-data/profile-page"""
    person: dict[str, Any] = {"@type": "Person", "name": name_of(page, profile), "alternateName": f"@{page.handle}"}
    if profile.bio:
        person["description"] = plain(profile.bio)
    if picture := profile.picture:
        person["image"] = absolute(picture.large)
    if tiktok:
        person["sameAs"] = [tiktok]
    if profile.followers is not None:
        person["interactionStatistic"] = {
            "@type": "InteractionCounter",
            "interactionType": "https://schema.org/FollowAction",
            "userInteractionCount": profile.followers,
        }
    url = absolute(page.get_absolute_url())
    return {"@context": "https://schema.org", "@type": "ProfilePage", "url": url, "mainEntity": person}


def _to_script(data: Mapping[str, Any]) -> SafeString:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # Safe because nothing is left in it that HTML could take for its own.
    return mark_safe(text.translate(UNSAFE))
