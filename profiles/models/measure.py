from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from django.contrib.auth.models import User
from django.db import models
from django.utils.translation import gettext_lazy as _

from profiles.models.ground import Ground
from profiles.models.link import Link
from profiles.models.page import Page
from profiles.models.written import Written, WrittenQuerySet

# A strike that is older counts no more.
STRIKE_LIFE = timedelta(days=90)
# So many that hold are a reason to suspend; who decides is a person.
STRIKES_UNTIL_SERIOUS = 3


class Verb(models.TextChoices):
    """What staff can do, as it stands in the log afterwards."""

    DISMISS = "dismiss", _("reports dismissed")
    REOPEN = "reopen", _("reports opened again")
    WARN = "warn", _("warned")
    WITHDRAW = "withdraw", _("warning withdrawn")
    HIDE_LINK = "hide_link", _("link hidden")
    SHOW_LINK = "show_link", _("link shown again")
    MARK_SENSITIVE = "mark_sensitive", _("marked sensitive")
    UNMARK_SENSITIVE = "unmark_sensitive", _("mark taken away")
    LIMIT = "limit", _("limited")
    UNLIMIT = "unlimit", _("limit lifted")
    SUSPEND = "suspend", _("suspended")
    RESTORE = "restore", _("restored")
    BAN = "ban", _("banned")
    UNBAN = "unban", _("ban lifted")
    UPHOLD = "uphold", _("appeal turned down")


# What undoes what. Each undoes one measure, once.
COUNTERPARTS = {
    Verb.DISMISS: Verb.REOPEN,
    Verb.WARN: Verb.WITHDRAW,
    Verb.HIDE_LINK: Verb.SHOW_LINK,
    Verb.MARK_SENSITIVE: Verb.UNMARK_SENSITIVE,
    Verb.LIMIT: Verb.UNLIMIT,
    Verb.SUSPEND: Verb.RESTORE,
    Verb.BAN: Verb.UNBAN,
}
# What takes a page away as a whole.
TAKEDOWNS = {Verb.SUSPEND, Verb.BAN}
# What is between staff and those who report; its creator is not told.
INTERNAL = {Verb.DISMISS, Verb.REOPEN}
APPEALABLE = set(COUNTERPARTS) - INTERNAL
MOST_APPEALS = 3
STRIKES = {Verb.WARN, Verb.HIDE_LINK, Verb.SUSPEND}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What staff has decided, beside what is to be done: why, on which ground, and by whom, where it is somebody.

    `settles`: what is reported about the page is answered by it, as far as the report with the number `up_to`, where
    one is named. That is the last that whoever decides has read.
    """

    reason: str
    ground: Ground = Ground.OTHER
    by: User | None = None
    settles: bool = True
    up_to: int | None = None


class MeasureQuerySet(WrittenQuerySet["Measure"]):
    def in_force(self) -> Self:
        """Those that nobody has undone."""
        return self.filter(undone_by=None)

    def against(self, owner: int | None, people: models.QuerySet[models.Model]) -> Self:
        """Those against this creator: their page, or themselves at TikTok, whatever they have erased here since.

        `people` are the Addressees that they are.
        """
        # Found in two ways, each by its index: an OR of both would read the whole log.
        of_page = self.model.objects.order_by().filter(page__owner=owner).values("pk")
        return self.filter(pk__in=of_page.union(people.values("measure")))

    def marks(self) -> set[str]:
        """The marks of all that staff keeps hidden by these."""
        hidden = self.in_force().filter(verb=Verb.HIDE_LINK).values_list("marks", flat=True)
        return {mark for marks in hidden for mark in marks}

    def for_creator(self) -> Self:
        """What a creator is told about, newest first, with what it led to."""
        told = self.filter(verb__in=APPEALABLE).select_related("page", "undone_by")
        return told.prefetch_related("appeals__answer").order_by("-at", "-pk")

    def pressing(self, now: datetime) -> Self:
        """What still holds of that, what took the page away first; a warning is heard for as long as it counts."""
        held = self.in_force().for_creator().exclude(verb=Verb.WARN, at__lte=now - STRIKE_LIFE)
        return held.order_by(models.Case(models.When(verb__in=TAKEDOWNS, then=0), default=1), "-at", "-pk")

    def bans(self) -> Self:
        """Those by which somebody may have no page here now."""
        return self.in_force().filter(verb=Verb.BAN)

    def strikes(self, now: datetime) -> Self:
        """Those that count against a creator today."""
        return self.in_force().filter(verb__in=STRIKES, at__gt=now - STRIKE_LIFE)

    def give_back(self, page: Page) -> int:
        """Let these be about this page, as they were about one that is gone; returns how many they are."""
        return models.QuerySet.update(self, page=page)


class Measure(Written):
    """One act of moderation: who did what to which page, when and why.

    It outlives the page that it names; `about` says what its link was then.
    """

    page = models.ForeignKey(
        Page, null=True, on_delete=models.SET_NULL, related_name="measures", verbose_name=_("page")
    )
    link = models.ForeignKey(Link, null=True, on_delete=models.SET_NULL, related_name="measures")
    verb = models.CharField(_("act"), max_length=16, choices=Verb)
    ground = models.CharField(_("ground"), max_length=16, choices=Ground, default=Ground.OTHER)
    reason = models.TextField(_("reason"))
    # The link that it was about, as it was.
    about = models.TextField(_("about"), blank=True)
    # By what that link, and any that is the same to visitors, is known again: Link.marks.
    marks = models.JSONField(default=list, blank=True)
    undoes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="undone_by", verbose_name=_("undoes")
    )

    objects = MeasureQuerySet.as_manager()

    class Meta(Written.Meta):
        verbose_name = _("measure")
        verbose_name_plural = _("what was done")
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="measure_has_a_reason")]
        indexes = [
            # moderation.transparency: one year of it.
            models.Index(fields=["at"], name="measure_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.page or '—'} {self.get_verb_display()}"

    @property
    def is_in_force(self) -> bool:
        return self.verb in COUNTERPARTS and not hasattr(self, "undone_by")

    @property
    def may_be_appealed(self) -> bool:
        """Whether its creator can ask for a second look at it now: one at a time, and not for ever."""
        cases = list(self.appeals.all())
        is_open = any(case.answer_id is None for case in cases)
        return self.verb in APPEALABLE and self.is_in_force and not is_open and len(cases) < MOST_APPEALS

    @property
    def is_granted(self) -> bool:
        """Whether it was undone by the answer to an appeal, which says why."""
        return any(case.is_granted for case in self.appeals.all())

    @property
    def counts_until(self) -> datetime | None:
        """When it stops to be a strike; None when it is none."""
        return self.at + STRIKE_LIFE if self.verb in STRIKES and self.is_in_force else None
