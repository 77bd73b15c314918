from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from profiles.models.domain import ReversedHostField, reverse_labels
from profiles.models.page import Page
from profiles.models.ruled import Ruled, judge
from profiles.validators import HOST_LENGTH, host_of, place_of

TITLE_LENGTH = 100
NOTE_LENGTH = 1000
CODE_LENGTH = 40
PHONE_LENGTH = 24
EMAIL_LENGTH = 254
MOST_LINKS_OF_VIDEO = 20
BIN_DAYS = 30


def new_key() -> str:
    """A name for `/go/<key>` that cannot be guessed or counted through."""
    return get_random_string(12)


class Kind(models.TextChoices):
    """What a link is on the page. E-mail addresses and phone numbers are links by their scheme."""

    LINK = "link", _("Link")
    HEADING = "heading", _("Heading")
    TEXT = "text", _("Text")
    SOCIAL = "social", _("Icon in your row")
    CODE = "code", _("Discount code")
    QUESTION = "question", _("Question and answer")
    CONTACT = "contact", _("Contact card")


# What a link of each kind cannot be without.
NEEDS = {
    Kind.LINK: ~Q(title="") & ~Q(url=""),
    Kind.SOCIAL: ~Q(title="") & ~Q(url=""),
    Kind.HEADING: ~Q(title="") & Q(url=""),
    Kind.TEXT: ~Q(note="") & Q(url=""),
    Kind.CODE: ~Q(title="") & ~Q(code=""),
    Kind.QUESTION: ~Q(title="") & ~Q(note="") & Q(url=""),
    Kind.CONTACT: ~Q(title="") & ~Q(email="", phone="", url=""),
}


class LinkQuerySet(models.QuerySet["Link"]):
    def kept(self) -> Self:
        """Those the creator has not deleted, in the order of the page."""
        return self.filter(deleted_at=None).order_by("position", "pk")

    def binned(self) -> Self:
        """Those the creator deleted and may still bring back, the latest first."""
        return self.filter(deleted_at__gt=_binned_since()).order_by("-deleted_at", "-pk")

    def there(self) -> Self:
        """Those that are there for their creator, the deleted ones for their days in the bin, emptied or not."""
        return self.filter(Q(deleted_at=None) | Q(deleted_at__gt=_binned_since()))

    def aged(self) -> Self:
        """Those that are not there any more, and wait for the bin to be emptied."""
        return self.filter(deleted_at__lte=_binned_since())

    def on_view(self) -> Self:
        """Those a visitor sees when it is their time, on the page or on one of its videos."""
        on_view = Q(video=None) | Q(video__is_listed=True, video__is_hidden=False)
        return self.kept().filter(on_view, is_hidden=False, withheld_at=None)

    def live(self) -> Self:
        """Those a visitor sees now."""
        now = timezone.now()
        has_begun, goes_on = Q(starts_at=None) | Q(starts_at__lte=now), Q(ends_at=None) | Q(ends_at__gt=now)
        return self.on_view().filter(has_begun, goes_on)

    def of_page(self) -> Self:
        """Those of the page itself, not of one of its videos."""
        return self.filter(video=None)

    def tappable(self, *, tapped: list[int]) -> Self:
        """Those that can be tapped, and those that were: a code may have lost the address that it was tapped for."""
        return self.filter(~Q(url="") | Q(kind=Kind.CONTACT) | Q(pk__in=tapped))

    def with_thumbnails(self) -> Self:
        """With the TikTok whose cover they show, in the same query."""
        return self.select_related("thumbnail_video")

    def places(self) -> Self:
        """With nothing but what their order is made of."""
        return self.only("is_pinned", "position")

    def below(self, domain: str) -> Self:
        """Those that lead to this domain or to anything below it, contact cards by their e-mail too."""
        mail = Q(email__iendswith=f"@{domain}") | Q(email__iendswith=f".{domain}")
        return self.filter(Q(reversed_host__startswith=reverse_labels(domain)) | ~Q(email="") & mail)

    def judged(self) -> list["Link"]:
        """These, each with the rule for where it leads. Takes one more query for all of them."""
        return judge(list(self))


class Link(Ruled, models.Model):
    """A link on a page, or on one of its videos: or what else stands among them, by its `kind`.

    Its place there is `position`, the pinned before the others; its identity never changes. `title` is a heading's
    words, a question, or whose card it is; `note` a text, an answer, what a code is good for, or what a person does.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="links", verbose_name=_("page"))
    video = models.ForeignKey(
        "profiles.Video",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="links",
        verbose_name=_("TikTok"),
    )
    key = models.CharField(max_length=16, unique=True, editable=False, default=new_key)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.LINK)
    title = models.CharField(_("title"), max_length=TITLE_LENGTH, blank=True)
    url = models.TextField(_("address"), blank=True)
    reversed_host = ReversedHostField(max_length=HOST_LENGTH + 1, blank=True, editable=False)
    note = models.TextField(_("note"), max_length=NOTE_LENGTH, blank=True)
    code = models.CharField(_("code"), max_length=CODE_LENGTH, blank=True)
    email = models.EmailField(_("e-mail"), max_length=EMAIL_LENGTH, blank=True)
    phone = models.CharField(_("phone"), max_length=PHONE_LENGTH, blank=True)
    # Name of our own copy of an uploaded picture (covers), or the TikTok whose cover stands there; at most one.
    thumbnail = models.CharField(max_length=64, blank=True)
    thumbnail_video = models.ForeignKey(
        "profiles.Video", null=True, blank=True, on_delete=models.SET_NULL, related_name="thumbnail_of"
    )
    position = models.PositiveIntegerField(default=0)
    is_pinned = models.BooleanField(_("pinned on top"), default=False)
    is_hidden = models.BooleanField(_("hidden"), default=False)
    is_sensitive = models.BooleanField(_("not for everyone"), default=False)
    is_ad = models.BooleanField(_("advertising"), default=False)
    starts_at = models.DateTimeField(_("from"), null=True, blank=True)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    # Counts what the creator changed in it, so that an edit that began before another one is recognised.
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("added"), auto_now_add=True)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True)
    # Since when staff keeps it from visitors; its creator cannot show it again.
    withheld_at = models.DateTimeField(_("hidden by staff"), null=True, blank=True)
    # Its own picture has yet to leave the address that visitors know: covers.withdraw_thumbnails.
    awaits_withdrawal = models.BooleanField(default=False)

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        constraints = [
            models.CheckConstraint(
                condition=Q(*(Q(kind=kind) & needs for kind, needs in NEEDS.items()), _connector=Q.OR),
                name="link_has_what_its_kind_needs",
            ),
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="link_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(thumbnail="") | Q(thumbnail_video=None), name="link_has_one_thumbnail_at_most"
            ),
            # A TikTok has no row of icons.
            models.CheckConstraint(condition=Q(video=None) | ~Q(kind=Kind.SOCIAL), name="link_of_video_is_no_icon"),
        ]
        indexes = [
            # The page's links in order: the public page and the studio.
            models.Index(fields=["page", "position"], name="link_page_in_order"),
            # covers.delete_unused: does another link show this very picture?
            models.Index(fields=["thumbnail"], condition=~Q(thumbnail=""), name="link_by_thumbnail"),
            # covers.withdraw_overdue: those that wait.
            models.Index(fields=["page"], condition=Q(awaits_withdrawal=True), name="link_awaits_withdrawal"),
            # links.empty_bins: the sweep.
            models.Index(fields=["deleted_at"], condition=Q(deleted_at__isnull=False), name="link_binned_by_age"),
            # LinkQuerySet.below: the links to a domain, however many there are.
            models.Index(fields=["reversed_host"], opclasses=["varchar_pattern_ops"], name="link_below_domain"),
            # And the few that hold an e-mail address beside their own.
            models.Index(fields=["email"], condition=~Q(email=""), name="link_with_email"),
        ]

    def __str__(self) -> str:
        return self.title or Truncator(self.note).chars(TITLE_LENGTH)

    def save(self, *, update_fields: Any = None, **options: Any) -> None:
        if update_fields is not None and "url" in update_fields:
            update_fields = {*update_fields, "reversed_host"}
        super().save(update_fields=update_fields, **options)

    @property
    def destinations(self) -> list[str]:
        """The addresses that a visitor can be led to from here."""
        return [url for url in (self.url, f"mailto:{self.email}" if self.email else "") if url]

    @property
    def host(self) -> str:
        """Whose site or mail it leads to; "" where it leads to none."""
        return next(filter(None, map(host_of, self.destinations)), "")

    @property
    def domain(self) -> str:
        """What a rule about all that leads there would name; "" where it leads to no host."""
        return self.host.removeprefix("www.")

    @property
    def marks(self) -> set[str]:
        """Normalised destinations, or the text where there is none.

        Two links that share one are equal for a hide_link measure.
        """
        ways = {place_of(way) for way in (*self.destinations, f"tel:{self.phone}" if self.phone else "") if way}
        return ways or {" ".join((self.title, self.note, self.code)).casefold()}

    @property
    def is_counted(self) -> bool:
        """Whether a tap comes by us on its way; the phone itself opens the others."""
        return not self.url.startswith(("mailto:", "tel:"))

    @property
    def days_left(self) -> int:
        """For how many days it can still come back from the bin, the one that has begun among them."""
        gone = timezone.now() - (self.deleted_at or timezone.now())
        return max(BIN_DAYS - gone // timedelta(days=1), 0)

    @property
    def is_withheld(self) -> bool:
        return self.withheld_at is not None


def _binned_since() -> datetime:
    return timezone.now() - timedelta(days=BIN_DAYS)
