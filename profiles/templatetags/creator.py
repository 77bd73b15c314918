"""How a creator's words and numbers are shown, and how they are read out."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy, ngettext

from profiles import covers, insights, sites
from profiles.contrast import BLACK, WHITE, best
from profiles.models import Kind, Link, Page, Video
from profiles.snapshots import Profile
from profiles.texts import first_line, initial, is_right_to_left, or_nameless, plain
from profiles.validators import bounded, display_host, display_place, grouped, write_number

register = template.Library()
register.filter("host", display_host)
register.filter("place", display_place)
register.filter(plain)
register.filter(first_line)
register.filter(initial)
register.filter(or_nameless)
register.filter(grouped)

UNITS = (
    (1_000_000_000, gettext_lazy("%sB"), gettext_lazy("%s billion")),
    (1_000_000, gettext_lazy("%sM"), gettext_lazy("%s million")),
    (1_000, gettext_lazy("%sK"), gettext_lazy("%s thousand")),
)


@register.simple_tag
def way_to(page: Page, name: str, *more: str, is_warned: bool = True) -> str:
    return page.way_to(name, *more, is_warned=is_warned)


@register.filter
def rel(link: Link) -> str:
    """What the way out says of itself to search engines: paid for, or somebody's own words."""
    return f"noopener nofollow {'sponsored' if link.is_ad else 'ugc'}"


@register.filter
def name_on(profile: Profile, page: Page) -> str:
    """What the creator is called on their page: at least what its address calls them."""
    return profile.display_name or page.handle


@register.filter
def legible(text: str) -> SafeString:
    """The text as its writer styled it, with ordinary letters beside it for a screen reader where they differ."""
    return _spoken(bounded(text), plain(text))


@register.filter
def direction(text: str) -> str:
    """Which way the text runs, as `dir="auto"` finds it; but known before a picture that stands in front of the text is
    drawn, so that nothing jumps when the text arrives."""
    return "rtl" if is_right_to_left(text) else "ltr"


@register.filter
def tally(number: int) -> SafeString:
    """1234567 as "1.2M", read out as "1.2 million". Rounded down: nobody is shown more than they have."""
    for size, short, spoken in UNITS:
        if number >= size:
            digits = _tenths(number * 10 // size)
            return _spoken(short % digits, spoken % digits)
    return conditional_escape(write_number(number))


@register.filter
def length_in_words(seconds: int) -> SafeString:
    """75 as "1:15", read out as "1 minute, 15 seconds"."""
    minutes, rest = divmod(seconds, 60)
    spoken = ngettext("%(number)d second", "%(number)d seconds", rest) % {"number": rest}
    if minutes:
        longer = ngettext("%(number)d minute", "%(number)d minutes", minutes) % {"number": minutes}
        spoken = gettext("%(minutes)s, %(seconds)s") % {"minutes": longer, "seconds": spoken}
    return _spoken(f"{minutes}:{rest:02}", spoken)


@register.filter
def cover(video: Video) -> covers.Picture | None:
    """A stored video's picture, where there is one."""
    return covers.urls(video.cover)


@register.filter
def thumbnail(link: Link) -> covers.Picture | None:
    """The picture beside a link: its creator's own, or a TikTok's cover as long as that may be shown."""
    if link.thumbnail:
        return covers.urls(link.thumbnail, covers.THUMBNAIL)
    video = link.thumbnail_video
    return covers.urls(video.cover) if video and video.may_show_cover else None


@register.filter
def icon(link: Link) -> str:
    """The shape that stands for where a link leads, as an SVG path; "" where there is none of its own.

    In the row of icons there is always one.
    """
    name = sites.find(link.url).icon if link.url else ""
    return sites.ICONS.get(name or ("globe" if link.kind == Kind.SOCIAL else ""), "")


@register.filter
def shares_title(link: Link, links: Iterable[Link]) -> bool:
    """Whether another one of these is called the same."""
    return any(other.title == link.title and other.pk != link.pk for other in links)


@register.filter
def of(numbers: Mapping[Any, int] | None, subject: Any) -> int:
    """How often a subject was counted: nothing, where it is not among the numbers or nobody counted."""
    return numbers.get(subject, 0) if numbers else 0


@register.filter
def taps(numbers: Mapping[str, int], link: Link) -> int:
    """How often a link was followed, by `insights.totals`."""
    return numbers.get(insights.tap_on(link), 0)


@register.filter
def visits(numbers: Mapping[str, int], video: Video) -> int:
    """How often a video's own page was opened, likewise."""
    return numbers.get(insights.visit_of(video.pk), 0)


@register.filter
def plays(numbers: Mapping[str, int], video: Video) -> int:
    """How often it was played there, likewise."""
    return numbers.get(insights.play_of(video.pk), 0)


@register.filter
def href(link: Link) -> str:
    """Where a tap leads: through /go/, which looks at the link once more, unless the phone itself opens it."""
    return reverse("go", args=[link.key]) if link.is_counted else link.url


@register.filter
def ink_on(color: str) -> str:
    """Whichever of black and white is easier to read on this "#rrggbb": always at least 4.5:1 (WCAG 2.2, 1.4.3)."""
    return "black" if best((BLACK, WHITE), [color]) == BLACK else "white"


def _tenths(tenths: int) -> str:
    return write_number(tenths / 10, decimal_pos=1 if tenths % 10 else 0)


def _spoken(shown: str, spoken: str) -> SafeString:
    if shown == spoken:
        return conditional_escape(shown)
    return format_html('<span aria-hidden="true">{}</span><span class="words">{}</span>', shown, spoken)
