"""How creators choose what their page looks like, and what we say when we had to mend a colour of theirs."""

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from profiles import covers, pages, themes
from profiles.contrast import to_oklch
from profiles.models import Page
from profiles.themes import Background, Look

GREY_CHROMA = 0.03
# The names that most people give to hues, each up to this angle of OKLCH.
HUES = (
    (12, _("pink")),
    (42, _("red")),
    (78, _("orange")),
    (118, _("yellow")),
    (165, _("green")),
    (215, _("teal")),
    (285, _("blue")),
    (325, _("purple")),
    (360, _("pink")),
)
MENDED = {
    ("light",): _("We darkened your %(color)s where it is text, so that everyone can read it."),
    ("dark",): _("We lightened your %(color)s where it is text, so that everyone can read it."),
    ("light", "dark"): _(
        "Where it is text, we darkened your %(color)s by day and lightened it by night, so that everyone can read it."
    ),
}


@transaction.atomic
def choose_look(page: Page, *, look: Look) -> None:
    """Dress the page in this look; visitors see it at once."""
    pages.change(page, **look.choices)


def set_backdrop(page: Page, *, picture: bytes) -> None:
    """Show this picture behind the page, and delete the one before. Raises covers.Unfit and Unkept."""
    with covers.kept(picture, covers.BACKDROP) as name:
        _hang(page, name)


def remove_backdrop(page: Page) -> None:
    """Take the picture away, for good; where it was the background, that is the preset's again."""
    _hang(page, "")


def describe_mending(look: Look) -> str:
    """What became of the creator's own colour, in a sentence; "" when it is used just as it was chosen."""
    mended = tuple(themes.mended(look))
    return str(MENDED[mended]) % {"color": name_color(look.accent)} if mended else ""


@transaction.atomic
def _hang(page: Page, backdrop: str) -> None:
    page.refresh_from_db(fields=["background", "backdrop"], from_queryset=Page.objects.held())
    before, bare = page.backdrop, "" if page.background == Background.PICTURE else page.background
    pages.change(page, background=Background.PICTURE if backdrop else bare, backdrop=backdrop)
    covers.delete_once_committed([before], covers.BACKDROP)


def name_color(color: str) -> str:
    """What people call a "#rrggbb"."""
    lightness, chroma, hue = to_oklch(color)
    if chroma >= GREY_CHROMA:
        return str(next(name for end, name in HUES if hue <= end))
    return gettext("black") if lightness < 0.25 else gettext("white") if lightness > 0.93 else gettext("grey")
