"""What a creator brings along. Every link in it goes through KindForm besides, like one that was typed."""

import binascii
import re
from base64 import b64decode
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles.forms.design import LookForm
from profiles.forms.fields import MomentField
from profiles.forms.settings import AboutForm, AudienceForm, RegionForm, SearchForm, WatchForm
from profiles.models.link import BIN_DAYS
from profiles.portability.contents import Part

PICTURE_BYTES = 200_000
MOST_DAYS = 1000
MOST_A_DAY = 10**9
TIKTOK_ID = r"\A[0-9]{1,20}\Z"


class BringForm(forms.Form):
    """A pasted text, or a file instead."""

    text = forms.CharField(
        label=_("Paste it here"),
        required=False,
        strip=False,
        help_text=_("A list of addresses, a table, or what a file of yours says."),
        widget=forms.Textarea({"rows": 6, "dir": "auto", "spellcheck": "false", "autocomplete": "off"}),
    )
    file = forms.FileField(
        label=_("Or choose a file"),
        required=False,
        help_text=_("What you took from here (JSON, CSV), a table of yours, or a Linktree page you saved (HTML)."),
        widget=forms.FileInput({"accept": ".json,.csv,.tsv,.txt,.html,.htm"}),
        error_messages={"empty": _("There is nothing in this file. Choose another one.")},
    )

    def clean(self) -> dict[str, Any]:
        if not (self.errors or self.cleaned_data["file"] or self.cleaned_data["text"].strip()):
            raise ValidationError(_("Paste something, or choose a file."))
        return self.cleaned_data


class CountsField(forms.Field):
    """Numbers by day, `{"2026-11-01": 3}`: days that were, with numbers above 0."""

    default_error_messages = {"unreadable": _("The counts by day cannot be read.")}

    def to_python(self, value: Any) -> dict[date, int]:
        if not isinstance(value or {}, dict) or len(value or {}) > MOST_DAYS:
            raise ValidationError(self.error_messages["unreadable"], code="unreadable")
        today = timezone.now().date()
        return dict(self._read(day, number, today) for day, number in (value or {}).items())

    def _read(self, text: str, number: Any, today: date) -> tuple[date, int]:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = date.max
        if day > today or type(number) is not int or not 0 < number <= MOST_A_DAY:
            raise ValidationError(self.error_messages["unreadable"], code="unreadable")
        return day, number


class PictureField(forms.Field):
    """A picture as a data: address; its bytes, which covers.keep_bytes has to judge."""

    default_error_messages = {"unreadable": _("The picture cannot be read.")}

    def to_python(self, value: Any) -> bytes:
        head, _comma, body = value.partition(",") if isinstance(value, str) else ("", "", "")
        if not head.startswith("data:image/") or len(body) > PICTURE_BYTES:
            if value:
                raise ValidationError(self.error_messages["unreadable"], code="unreadable")
            return b""
        try:
            return b64decode(body, validate=True)
        except (binascii.Error, ValueError):
            raise ValidationError(self.error_messages["unreadable"], code="unreadable") from None


class TikTokField(forms.RegexField):
    """The number that TikTok gives a video; "" for none."""

    def __init__(self, **options: Any) -> None:
        said = {"invalid": _("The number of its TikTok cannot be read.")}
        super().__init__(TIKTOK_ID, required=False, error_messages=said, **options)


class BroughtSettingsForm(AboutForm, SearchForm, RegionForm, AudienceForm, WatchForm):
    """What a creator said of themselves and their page, their picture as data."""

    picture = None  # type: ignore[assignment]
    drop_picture = None  # type: ignore[assignment]
    portrait = PictureField(label=_("Picture"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["time_zone"].required = False

    @property
    def said(self) -> dict[str, Any]:
        """What the document names of it, and nothing else. A clock that nobody has chosen is none."""
        said = {name: value for name, value in self.cleaned_data.items() if name in self.data}
        return {name: value for name, value in said.items() if name != "time_zone" or value}


class BroughtLookForm(LookForm):
    """How a page looked, the picture behind it as data."""

    backdrop = PictureField(required=False)


class StateForm(forms.Form):
    """Where a brought link stood, and how: what is not said in KindForm."""

    video = TikTokField()
    thumbnail_video = TikTokField()
    thumbnail = PictureField(required=False)
    is_pinned = forms.BooleanField(required=False)
    is_hidden = forms.BooleanField(required=False)
    position = forms.IntegerField(required=False, min_value=0, max_value=10**6)
    deleted_at = MomentField(label=_("Deleted"), required=False)
    taps = CountsField(required=False)
    had = forms.IntegerField(required=False, min_value=0, max_value=10**6)

    def __init__(self, *args: Any, zone: tzinfo = UTC, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(MomentField, self.fields["deleted_at"]).zone = zone

    def clean_deleted_at(self) -> datetime | None:
        """Its days in the bin begin by now, as nothing was deleted later; once they are over it does not come along."""
        deleted_at: datetime | None = self.cleaned_data["deleted_at"]
        now = timezone.now()
        if deleted_at and deleted_at <= now - timedelta(days=BIN_DAYS):
            raise ValidationError(_("Its %(days)d days are over."), params={"days": BIN_DAYS})
        return deleted_at and min(deleted_at, now)


class BroughtVideoForm(forms.Form):
    """What a creator said about a TikTok, and how often it was seen here."""

    tiktok_id = forms.RegexField(TIKTOK_ID)
    pin_position = forms.IntegerField(required=False, min_value=0, max_value=1000)
    is_hidden = forms.BooleanField(required=False)
    visits = CountsField(required=False)
    plays = CountsField(required=False)


class ViewsForm(forms.Form):
    """How often a page was seen."""

    views = CountsField(required=False)


class NumbersField(forms.TypedMultipleChoiceField):
    """Places in a list, counted from 0; whether there is anything is for the list to say."""

    def __init__(self) -> None:
        super().__init__(coerce=int, required=False)

    def valid_value(self, value: Any) -> bool:
        return bool(re.fullmatch("[0-9]{1,4}", str(value)))


class ChoiceForm(forms.Form):
    """What of an offer is wanted: the document it was made of, and the numbers and names that were ticked; with the
    file, where it has what the document was too small for."""

    document = forms.CharField()
    file = forms.FileField(
        label=_("Choose the same file once more"),
        required=False,
        allow_empty_file=True,  # it is another one, and told so
        help_text=_("Then that comes along, too. Without it everything else does."),
        widget=forms.FileInput({"accept": ".json"}),
    )
    link = NumbersField()
    part = forms.MultipleChoiceField(choices=Part.choices, required=False)
