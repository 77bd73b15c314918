"""The address of a page."""

import re
import unicodedata
from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from profiles.forms.fields import PLAIN_TYPING
from profiles.imitation import refuse_imitation
from profiles.validators import clean_handle, normal


def spell(typed: str) -> str:
    """What is typed, as an address spells it: "Otto Knits!" is "otto-knits". static/js/studio.js does the same.

    Letters that an address cannot hold stay, and are refused: without them it would be another name.
    """
    text = normal("NFKD", typed.strip().removeprefix("@").lower())
    plain = "".join(character for character in text if not unicodedata.combining(character))
    return re.sub(r"[^\w.-]+", "-", plain).strip("-")


class AddressForm(forms.Form):
    """A page's freely chosen address, or one of those `known`, which nobody has to prove again."""

    current = ""
    handle = forms.CharField(
        label=_("Your address"),
        help_text=_(
            "3 to 40 letters a to z or digits, with a hyphen, like “ada-bakes”. Addresses without one are kept for"
            " TikTok names."
        ),
        error_messages={"required": _("Type the address that you would like.")},
        widget=forms.TextInput(PLAIN_TYPING),
    )

    def __init__(self, *args: Any, known: Collection[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = {*known} - {""}

    def clean_handle(self) -> str:
        typed = spell(self.cleaned_data["handle"])
        if typed in self.known:
            return clean_handle(typed, chosen="-" in typed)
        handle = clean_handle(typed, chosen=True)
        refuse_imitation(handle, own_handle=self.current)
        return handle
