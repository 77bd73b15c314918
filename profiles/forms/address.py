"""The address of a page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from profiles.forms.fields import PLAIN_TYPING
from profiles.imitation import refuse_imitation
from profiles.validators import clean_handle


class AddressForm(forms.Form):
    """A page's freely chosen address."""

    current = ""
    handle = forms.CharField(
        label=_("Your address"),
        help_text=_("Use 3 to 40 letters a to z or digits. Put a hyphen in it, like 'ada-bakes'."),
        error_messages={"required": _("Type the address that you would like.")},
        widget=forms.TextInput(PLAIN_TYPING),
    )

    def clean_handle(self) -> str:
        handle = clean_handle(self.cleaned_data["handle"], chosen=True)
        refuse_imitation(handle, own_handle=self.current)
        return handle
