"""Kinds of input that several forms share."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from profiles.models import DomainRule
from profiles.shapes import MOST_PIXELS
from profiles.validators import clean_destination, clean_text, grouped

# By the destinations that they are about.
type Rules = Mapping[str, DomainRule]

MEGABYTE = 1024 * 1024
UPLOAD_BYTES = 8 * MEGABYTE
# What a picture may be, for the sentences that say so.
LIMITS = {"size": UPLOAD_BYTES // MEGABYTE, "pixels": MOST_PIXELS // 1_000_000}
# What is said where a picture is asked for.
CUT_PICTURE = format_lazy(
    _("JPEG, PNG or WebP, up to {size} MB and {pixels} megapixels. We cut a square from its middle."), **LIMITS
)
PLAIN_TYPING = {
    "autocapitalize": "off",
    "autocomplete": "off",
    "autocorrect": "off",
    "spellcheck": "false",
    "dir": "ltr",
}


def at_most(length: int) -> Callable[[str], None]:
    """A validator of texts of so many characters at most. What is longer is told, and never cut."""

    def check(text: str) -> None:
        if len(text) > length:
            said = _("Keep it to %(limit)s characters; this has %(count)s.")
            raise ValidationError(said, params={"limit": grouped(length), "count": grouped(len(text))})

    return check


class UnseenInput(forms.TextInput):
    """An input that is not shown. In one of the type "hidden" what a script has put there would outlive a reset.

    https://html.spec.whatwg.org/multipage/input.html#dom-input-value-default
    """

    is_hidden = True

    def __init__(self) -> None:
        super().__init__({"hidden": True, "autocomplete": "off"})


class LongSelect(forms.Select):
    """A hundred choices and more, ungrouped: Django would render a template for each, every time."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        attrs = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        return format_html("<select{}>{}</select>", flatatt(attrs), _options(tuple(self.choices), str(value)))


@lru_cache(64)
def _options(choices: tuple[tuple[Any, Any], ...], chosen: str) -> SafeString:
    return format_html_join(
        "\n",
        '<option value="{}"{}>{}</option>',
        ((key, " selected" if str(key) == chosen else "", label) for key, label in choices),
    )


class LineField(forms.CharField):
    """One line of plain text."""

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "")


class LinesField(forms.CharField):
    """Some lines of plain text, with at most one empty one between two."""

    def to_python(self, value: Any) -> str:
        lines = (super().to_python(value) or "").splitlines()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(map(clean_text, lines))).strip()


class DestinationField(forms.CharField):
    """An address that visitors can be sent to, and that staff has not blocked; `rules` as for refuse_blocked."""

    widget = forms.TextInput(PLAIN_TYPING | {"inputmode": "url", "placeholder": "https://"})
    default_error_messages = {"required": _("Paste an address first.")}
    rules: Rules | None = None

    def to_python(self, value: Any) -> str:
        url = self.read(value)
        refuse_blocked(url, self.rules)
        return url

    def read(self, value: Any) -> str:
        """The destination that is meant, blocked or not; "" for none. Raises ValidationError."""
        text = super().to_python(value) or ""
        return clean_destination(text) if text else ""


def refuse_blocked(url: str, rules: Rules | None = None) -> None:
    """Raises ValidationError, with the reason, for a destination that visitors would not be let through to.

    `rules`, by destination, saves looking them up: for many destinations at once.
    """
    rule = (DomainRule.objects.by_url([url]) if rules is None else rules).get(url)
    if rule and rule.blocks:
        said = _("Links to %(domain)s are blocked on this site: %(reason)s")
        raise ValidationError(said, params={"domain": rule.domain, "reason": rule.reason})


class EmailField(DestinationField):
    """One e-mail address, as a mailto: link could hold it."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value).removeprefix("mailto:")

    def read(self, value: Any) -> str:
        text = (value or "").strip()
        return super().read(f"mailto:{text.partition('?')[0]}" if text else "")


class PhoneField(forms.CharField):
    """One phone number, as a tel: link could hold it."""

    def to_python(self, value: Any) -> str:
        text = (super().to_python(value) or "").strip()
        return clean_destination(f"tel:{text}").removeprefix("tel:") if text else ""


class UploadField(forms.FileField):
    """A picture from somebody's phone or computer. Whether it is one, covers.keep_bytes has to judge."""

    widget = forms.FileInput({"accept": "image/jpeg,image/png,image/webp"})
    default_error_messages = {
        "empty": _("This file is empty. Choose another one."),
        "large": format_lazy(_("This picture has more than {size} MB. Choose a smaller one."), **LIMITS),
        "unfit": format_lazy(
            _("We cannot read this picture. Choose a JPEG, PNG or WebP of up to {pixels} megapixels."), **LIMITS
        ),
        "unkept": _("We could not keep this picture. Nothing was changed; try again later."),
    }

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if upload and (upload.size or 0) > UPLOAD_BYTES:
            raise ValidationError(self.error_messages["large"], code="large")
        return upload


def refuse_picture(form: forms.BaseForm, code: str) -> None:
    """Say at the form's field `picture` why its picture is not kept, by one of the codes of UploadField."""
    form.add_error("picture", form.fields["picture"].error_messages[code])


YEARS = range(2000, 2100)


class MomentField(forms.DateTimeField):
    """A moment as the clock in `zone` shows it, kept as the same moment in UTC; one that names its own offset keeps it.

    Of an hour that the clock shows twice the first is meant; one that it skips is refused, as is a year that some other
    clock could not show.
    """

    widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    # Beside what browsers and documents write. 03/04 is in March for some and in April for others: it is not guessed.
    input_formats = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d")
    default_error_messages = {
        "invalid": _("Write day and time like 2026-12-24 18:00."),
        "year": _("Write a year from 2000 to 2099, or leave it empty."),
        "skipped": _("The clock skips this time that night. Choose one an hour later."),
    }
    zone: tzinfo = UTC

    def prepare_value(self, value: Any) -> Any:
        return value.astimezone(self.zone).replace(tzinfo=None) if isinstance(value, datetime) else value

    def shows(self, moment: datetime, typed: object) -> bool:
        """Whether this is what the field shows of the moment, without seconds and which of two equal hours it is."""
        return self.widget.format_value(self.prepare_value(moment)) == typed

    def to_python(self, value: Any) -> datetime | None:
        moment = super().to_python(value)
        if moment is None:
            return None
        if moment.year not in YEARS:
            raise ValidationError(self.error_messages["year"], code="year")
        parsed = parse_datetime(str(value).strip())
        if parsed and parsed.tzinfo:
            return parsed.astimezone(UTC)
        shown = moment.replace(tzinfo=None)
        meant = shown.replace(tzinfo=self.zone).astimezone(UTC)
        if meant.astimezone(self.zone).replace(tzinfo=None) != shown:
            raise ValidationError(self.error_messages["skipped"], code="skipped")
        return meant
