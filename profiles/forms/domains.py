"""What staff decides about domains."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from profiles.forms.fields import MEGABYTE, PLAIN_TYPING, LineField
from profiles.models import Verdict
from profiles.models.domain import REASON_LENGTH
from profiles.validators import clean_domain

# 20,000 lines, some 300 kB, take five seconds of a thread.
LIST_BYTES = MEGABYTE
NAMELESS = {"required": _("Name the domain first.")}
NO_RULE = "none"
# What follows from each, in full, for whoever has to choose.
FOLLOWS = [
    (Verdict.ALLOW, _("Allow: nothing is said")),
    (Verdict.LABEL, _("Label: the reason stands as a tag beside the link")),
    (Verdict.WARN, _("Warn: visitors read the reason before they go on")),
    (Verdict.BLOCK, _("Block: nobody gets there")),
    (NO_RULE, _("No rule any more")),
]


def _reason() -> LineField:
    return LineField(
        label=_("Reason"),
        help_text=_("Creators and visitors read it; the log keeps it."),
        error_messages={"required": _("Write the reason.")},
        max_length=REASON_LENGTH,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
    )


class RuleForm(forms.Form):
    """One domain, and what happens to links that lead there."""

    domain = forms.CharField(
        label=_("Domain"),
        help_text=_("A name like example.org, or an address there. Everything below it is meant too."),
        error_messages=NAMELESS,
        widget=forms.TextInput(PLAIN_TYPING),
    )
    verdict = forms.ChoiceField(
        label=_("Verdict"),
        choices=FOLLOWS,
        error_messages={"required": _("Choose what to do.")},
        widget=forms.RadioSelect,
    )
    reason = _reason()

    def clean_domain(self) -> str:
        """The domain, also of an address that begins with it."""
        typed: str = self.cleaned_data["domain"]
        return clean_domain(f"https://{typed.strip()}" if "/" in typed and "//" not in typed else typed)

    def clean_verdict(self) -> str:
        """The verdict; "" for no rule."""
        verdict: str = self.cleaned_data["verdict"]
        return "" if verdict == NO_RULE else verdict


class ListForm(forms.Form):
    """A list from elsewhere."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A text file with a domain on each line, and a verdict behind it if you like."),
        error_messages={"required": _("Choose the file first.")},
    )
    verdict = forms.ChoiceField(
        label=_("Verdict for lines without one"),
        choices=Verdict.choices,
        initial=Verdict.BLOCK,
        error_messages={"required": _("Choose what to do.")},
    )
    reason = _reason()

    def clean_file(self) -> list[str]:
        file: Any = self.cleaned_data["file"]
        if file.size > LIST_BYTES:
            said = _("This file is larger than %(limit)d MB. Split it, or import it from a shell.")
            raise ValidationError(said % {"limit": LIST_BYTES // MEGABYTE})
        try:
            return file.read().decode("utf-8-sig").splitlines()  # type: ignore[no-any-return]
        except UnicodeDecodeError:
            raise ValidationError(_("This is not a text file. Save it as UTF-8 and choose it again.")) from None
