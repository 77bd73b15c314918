"""The creators whose pages stand in phones on our front page, and the drawn one while there are none."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from profiles import snapshots
from profiles.models import Kind, Link, Page, Video, judge
from profiles.scanning import is_risky

PHONES = 3
CANDIDATES = 12
LINKS = 3
# Of so many some are left that staff does not warn of.
LINKS_LOOKED_AT = 12
VIDEOS = 4
SAMPLE_COLORS = ("#35524a", "#d9a441", "#8c3b2e")


@dataclass(frozen=True, slots=True)
class Phone:
    """As much of a creator's page as a phone shows at first."""

    page: Page
    profile: snapshots.Profile
    links: Sequence[Link]
    videos: Sequence[snapshots.WallVideo]


def choose_phones() -> list[Phone]:
    """The newest creators with pictures that staff has nothing against, or a sample."""
    return [_recommend(page) for page in _vary(newest()[:CANDIDATES])[:PHONES]] or [_draw_sample()]


def newest() -> QuerySet[Page]:
    """The pages that may stand in a phone, the newest first."""
    with_cover = Video.objects.shown().filter(page=OuterRef("pk")).exclude(cover="")
    pages = Page.objects.for_public_page().presentable().filter(Exists(with_cover)).exclude(snapshot__avatar="")
    return pages.order_by("-pk")  # which has an index, unlike when they came


def preview(page: Page) -> Phone:
    """The page as its creator tries looks on it, with drawn links and TikToks where it has none yet."""
    phone = _show(page)
    return replace(phone, links=phone.links[:LINKS] or _draw_links(), videos=phone.videos or _draw_videos())


def _recommend(page: Page) -> Phone:
    """Without what staff warns of: on our front page it would be ours."""
    phone = _show(page)
    return replace(phone, links=[link for link in phone.links if not is_risky(link)][:LINKS])


def _show(page: Page) -> Phone:
    view = snapshots.read(page)
    links = page.links.of_page().live().with_thumbnails().select_related("scan").filter(kind=Kind.LINK)
    return Phone(page, view.profile, links[:LINKS_LOOKED_AT].judged(), view.videos[:VIDEOS])


def _vary(pages: Iterable[Page]) -> list[Page]:
    """First one page of each preset, then the others, each in the order given."""
    seen: Counter[str] = Counter()
    turns = []
    for page in pages:
        turns.append((seen[page.preset], page))
        seen[page.preset] += 1
    return [page for _turn, page in sorted(turns, key=itemgetter(0))]


def _draw_sample() -> Phone:
    bio = gettext("What you say about yourself on TikTok stands here, in your own words.")
    profile = snapshots.Profile(gettext("Your name"), "you", bio, "", False, 12_400, 310_000, None, "")
    return Phone(Page(handle="you"), profile, _draw_links(), _draw_videos())


def _draw_links() -> list[Link]:
    titles = [gettext("Your shop"), gettext("The recipe everybody asks for"), gettext("Write to me")]
    addresses = ["https://shop.example.com/", "https://example.org/", "mailto:you@example.com"]
    return judge([Link(title=title, url=url) for title, url in zip(titles, addresses, strict=True)])


def _draw_videos() -> list[snapshots.WallVideo]:
    captions = [gettext("Your newest TikTok"), gettext("The one before"), gettext("And the one that took all night")]
    return [_draw_video(caption, color) for caption, color in zip(captions, SAMPLE_COLORS, strict=True)]


def _draw_video(caption: str, color: str) -> snapshots.WallVideo:
    now = timezone.now()
    return snapshots.WallVideo("", caption, "", now, None, None, False, now, "", color)
