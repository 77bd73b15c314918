"""What the wall shows, and the links that come by hashtag."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from profiles import wall
from profiles.forms.fields import PLAIN_TYPING
from profiles.forms.links import LinkForm
from profiles.forms.seen import SeenForm
from profiles.models import Wall
from profiles.models.video import WALL_LENGTH
from profiles.validators import normal
from tiktok_auth.payloads import POSTED_BETWEEN

# Of any time zone: nothing was posted before it.
FIRST_DAY = datetime.fromtimestamp(POSTED_BETWEEN.start, UTC).date() + timedelta(days=1)


class HashtagsField(forms.CharField):
    """Hashtags in any form people type them, stored as `wall.hashtags` reads them from a caption."""

    default_error_messages = {
        "unreadable": _("“%(word)s” is not a hashtag. Write letters, digits and _ only, like #soup.")
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=500, **options)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        self.run_validators(text)  # how long it may be, before each word is looked at
        words = text.replace(",", " ").replace("#", " ").split()
        return " ".join(sorted({self._read(word) for word in words}))

    def prepare_value(self, value: Any) -> Any:
        """As people write them; what was typed stays as it is."""
        return value if not value or "#" in value else " ".join(f"#{word}" for word in value.split())

    def _read(self, word: str) -> str:
        tag = normal("NFKC", word).casefold()
        if wall.hashtags(f"#{tag}") != {tag}:
            raise ValidationError(self.error_messages["unreadable"], code="unreadable", params={"word": word})
        return tag


class WallForm(SeenForm, forms.ModelForm):  # type: ignore[type-arg]
    """The rules of a creator's wall."""

    only_hashtags = HashtagsField(
        label=_("Only with one of these hashtags"),
        required=False,
        help_text=_("Like #soup #bread. Leave it empty to show all."),
        widget=forms.TextInput(PLAIN_TYPING | {"dir": "auto"}),
    )
    never_hashtags = HashtagsField(
        label=_("Never with one of these"),
        required=False,
        widget=forms.TextInput(PLAIN_TYPING | {"dir": "auto"}),
    )

    class Meta:
        model = Wall
        fields = ["length", "hide_after_days", "only_hashtags", "never_hashtags", "names_source"]
        help_texts = {
            "length": format_lazy(
                _("0 to {most}, pinned ones among them. With 0 only the pinned are shown."), most=WALL_LENGTH
            ),
            "hide_after_days": _("Leave it empty to keep them. Pinned ones always stay."),
            "names_source": _("Adds utm_source=tiktok and the TikTok's number to the links of a TikTok."),
        }
        error_messages = {
            "length": dict.fromkeys(
                ("required", "min_value", "invalid"),
                format_lazy(_("Write a number from 0 to {most}."), most=WALL_LENGTH),
            ),
            "hide_after_days": dict.fromkeys(("min_value", "invalid"), _("Write a number of days, or leave it empty.")),
        }
        widgets = {"names_source": forms.CheckboxInput}

    def clean_never_hashtags(self) -> str:
        never: str = self.cleaned_data["never_hashtags"]
        if both := set(never.split()).intersection(self.cleaned_data.get("only_hashtags", "").split()):
            raise ValidationError(_("#%(word)s stands above, too. Take it out of one."), params={"word": min(both)})
        return never


class OlderForm(forms.Form):
    """The day, by the clock in `zone`, before which TikToks are wanted."""

    before = forms.DateField(
        label=_("Posted before"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose the day first."),
            "invalid": _("Write the day like 2026-12-24."),
        },
    )

    def __init__(self, *args: Any, zone: tzinfo = UTC, **options: Any) -> None:
        super().__init__(*args, **options)
        self.zone = zone

    def clean_before(self) -> datetime:
        day: date = self.cleaned_data["before"]
        if not FIRST_DAY <= day <= now().date() + timedelta(days=2):
            said = _("Choose a day that has been, from %(first)s on.")
            raise ValidationError(said % {"first": FIRST_DAY.isoformat()})
        return datetime.combine(day, time.min, self.zone).astimezone(UTC)


class HashtagLinkForm(LinkForm):
    """A hashtag, and the link that TikToks with it get."""

    hashtag = HashtagsField(
        label=_("Hashtag"),
        error_messages={"required": _("Name the hashtag first, like #lamp.")},
        widget=forms.TextInput(PLAIN_TYPING | {"dir": "auto", "placeholder": "#lamp"}),
    )
    field_order = ["hashtag", "url", "title"]

    def clean_hashtag(self) -> str:
        hashtag = str(self.cleaned_data["hashtag"])
        if " " in hashtag:
            raise ValidationError(_("One hashtag at a time."))
        return hashtag
