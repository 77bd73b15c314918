"""What a creator says against a measure."""

from django import forms
from django.utils.translation import gettext_lazy as _

from profiles.forms.fields import LinesField, at_most
from profiles.models.appeal import APPEAL_TEXT_LENGTH


class AppealForm(forms.Form):
    """Why the measure should go, in the creator's words."""

    text = LinesField(
        label=_("Why should we look again?"),
        help_text=_("What did we get wrong, or what have you changed since?"),
        error_messages={"required": _("Write a sentence or two first.")},
        validators=[at_most(APPEAL_TEXT_LENGTH)],
        widget=forms.Textarea({"rows": 6, "dir": "auto"}),
    )
