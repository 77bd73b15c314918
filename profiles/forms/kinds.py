"""What a link of each kind says, and when visitors see it."""

from datetime import UTC, tzinfo
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from profiles.forms.fields import (
    PLAIN_TYPING,
    DestinationField,
    EmailField,
    LineField,
    LinesField,
    MomentField,
    PhoneField,
    Rules,
    UnseenInput,
    at_most,
)
from profiles.forms.links import fill_title
from profiles.forms.seen import tell
from profiles.models import Kind, Link
from profiles.models.link import CODE_LENGTH, EMAIL_LENGTH, NOTE_LENGTH, TITLE_LENGTH

TIMES = ("starts_at", "ends_at")
WARNINGS = ("is_sensitive", "is_ad")
# Where a contact card leads: one of them is enough.
REACH = ("phone", "email", "url")
FIELDS: dict[str, tuple[str, ...]] = {
    Kind.LINK: ("url", "title", "kind", *TIMES, *WARNINGS),
    Kind.SOCIAL: ("url", "title", "kind", *TIMES, *WARNINGS),
    Kind.HEADING: ("title", *TIMES),
    Kind.TEXT: ("note", *TIMES),
    Kind.CODE: ("title", "code", "note", "url", *TIMES, *WARNINGS),
    Kind.QUESTION: ("title", "note", *TIMES),
    Kind.CONTACT: ("title", "note", "phone", "email", "url", *TIMES),
}
LABELS: dict[tuple[str, str], Any] = {
    (Kind.HEADING, "title"): _("Heading"),
    (Kind.TEXT, "note"): _("Text"),
    (Kind.CODE, "title"): _("What it gives"),
    (Kind.CODE, "note"): _("Conditions"),
    (Kind.CODE, "url"): _("Address of the shop"),
    (Kind.QUESTION, "title"): _("Question"),
    (Kind.QUESTION, "note"): _("Answer"),
    (Kind.CONTACT, "title"): _("Name"),
    (Kind.CONTACT, "note"): _("What you do"),
    (Kind.CONTACT, "url"): _("Website"),
}
OPTIONAL: set[tuple[str, str]] = {
    (Kind.LINK, "title"),
    (Kind.SOCIAL, "title"),
    (Kind.CODE, "note"),
    (Kind.CODE, "url"),
} | {(Kind.CONTACT, name) for name in ("note", *REACH)}
MISSING: dict[tuple[str, str], Any] = {
    (Kind.HEADING, "title"): _("Write the heading first."),
    (Kind.TEXT, "note"): _("Write the text first."),
    (Kind.CODE, "title"): _("Write first what the code gives, like “15 % off”."),
    (Kind.QUESTION, "title"): _("Write the question first."),
    (Kind.QUESTION, "note"): _("Write the answer first."),
    (Kind.CONTACT, "title"): _("Write your name first."),
}
PLAIN = forms.TextInput(PLAIN_TYPING)


class KindForm(forms.Form):
    """The fields that a link of this kind has. Times are as the clock in `zone` shows them.

    `is_of_video`: it stands on a TikTok, which has no row of icons; what would be one is a link of its own there.
    `rules`: those about the destinations in it, where they have been looked up.
    """

    url = DestinationField(label=_("Address"))
    title = LineField(
        label=_("Title"),
        validators=[at_most(TITLE_LENGTH)],
        widget=forms.TextInput({"autocomplete": "off", "dir": "auto"}),
    )
    code = LineField(
        label=_("Code"),
        error_messages={"required": _("Write the code that visitors copy.")},
        validators=[at_most(CODE_LENGTH)],
        widget=PLAIN,
    )
    note = LinesField(
        label=_("Note"),
        validators=[at_most(NOTE_LENGTH)],
        widget=forms.Textarea({"rows": 4, "dir": "auto"}),
    )
    phone = PhoneField(
        label=_("Phone"),
        widget=forms.TextInput(PLAIN_TYPING | {"inputmode": "tel"}),
    )
    email = EmailField(
        label=_("E-mail"),
        validators=[at_most(EMAIL_LENGTH)],
        widget=forms.TextInput(PLAIN_TYPING | {"inputmode": "email"}),
    )
    kind = forms.ChoiceField(
        label=_("Show it as"),
        required=False,
        choices=[(Kind.LINK, _("A link of its own")), (Kind.SOCIAL, _("An icon in your row"))],
        widget=forms.RadioSelect,
    )
    starts_at = MomentField(label=_("Visitors see it from"), required=False)
    ends_at = MomentField(label=_("Until"), required=False)
    is_sensitive = forms.BooleanField(
        label=_("Not for everyone"), required=False, help_text=_("Visitors are told before they go there.")
    )
    is_ad = forms.BooleanField(
        label=_("Advertising"), required=False, help_text=_("Somebody pays you for it: it carries #ad.")
    )

    def __init__(
        self,
        *args: Any,
        kind: str,
        is_of_video: bool = False,
        zone: tzinfo = UTC,
        rules: Rules | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self._kind = Kind.LINK if is_of_video and kind == Kind.SOCIAL else Kind(kind)
        self.initial.setdefault("kind", kind)
        self.zone = zone
        self.fields = {name: self.fields[name] for name in FIELDS[self._kind] if not (is_of_video and name == "kind")}
        for name, field in self.fields.items():
            field.label = LABELS.get((self._kind, name), field.label)
            field.required = field.required and (self._kind, name) not in OPTIONAL
            if (self._kind, name) in MISSING:
                field.error_messages["required"] = MISSING[self._kind, name]
            if isinstance(field, MomentField):
                field.zone = zone
            if isinstance(field, DestinationField):
                field.rules = rules

    def words(self) -> list[forms.BoundField]:
        """What it says, without what has a place of its own below."""
        apart = {*TIMES, *WARNINGS, *(field.name for field in self.reach())}
        return [field for field in self.visible_fields() if field.name not in apart]

    def reach(self) -> list[forms.BoundField]:
        """Where a contact card leads."""
        return [self[name] for name in REACH] if self._kind == Kind.CONTACT else []

    def warnings(self) -> list[forms.BoundField]:
        """What can be ticked about a link of this kind."""
        return [self[name] for name in WARNINGS if name in self.fields]

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        fill_title(said)
        if self._kind == Kind.CONTACT and not self.errors and not (said["phone"] or said["email"] or said["url"]):
            raise ValidationError(_("Give a phone number, an e-mail address or a website: a card needs one of them."))
        starts_at, ends_at = said.get("starts_at"), said.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("This is not after the beginning. Choose a later time."))
        if said.get("kind") == Kind.SOCIAL and said.get("is_ad"):
            self.add_error("kind", _("Advertising stays a link of its own, with #ad in sight."))
        return said | {"kind": said.get("kind") or self._kind}


class EditForm(KindForm):
    """The same for a link that is there already. `version` is the one that its creator saw."""

    # A discarded draft leaves the one that it began from.
    version = forms.IntegerField(required=False, widget=UnseenInput)

    def __init__(self, *args: Any, link: Link, **options: Any) -> None:
        initial = {name: getattr(link, name) for name in (*FIELDS[link.kind], "version")}
        super().__init__(*args, kind=link.kind, is_of_video=link.video_id is not None, initial=initial, **options)
        self.fields["version"] = self.base_fields["version"]

    def clean(self) -> dict[str, Any]:
        for name in self.fields.keys() & TIMES:
            field, stands = self.fields[name], self.initial[name]
            if stands and isinstance(field, MomentField) and field.shows(stands, self.data.get(name)):
                self.cleaned_data[name] = stands
        return super().clean()

    def tell_changes(self, link: Link) -> None:
        """Say what the link says by now; sent once more, this form replaces it."""
        theirs = {name: getattr(link, name) for name in self.fields if name != "version"}
        tell(self, ((self.fields[name], value) for name, value in theirs.items() if value != self.cleaned_data[name]))
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["version"] = str(link.version)  # type: ignore[index]
