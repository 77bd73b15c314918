"""Kinds of input that several forms share."""

from typing import Any

from django import forms

from profiles.validators import clean_destination, clean_text

PLAIN_TYPING = {
    "autocapitalize": "off",
    "autocomplete": "off",
    "autocorrect": "off",
    "spellcheck": "false",
    "dir": "ltr",
}


class LineField(forms.CharField):
    """One line of plain text."""

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "")


class DestinationField(forms.CharField):
    """An address that visitors can be sent to."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return clean_destination(text) if text else ""
