"""What visitors report."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from profiles.forms.fields import PLAIN_TYPING, LinesField, at_most
from profiles.models import Ground, Link
from profiles.models.report import REPORT_TEXT_LENGTH


class ReportForm(forms.Form):
    """What is wrong, with which link, and more in the visitor's own words if they like."""

    ground = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=Ground.choices,
        error_messages={"required": _("Choose what fits best."), "invalid_choice": _("Choose one of these.")},
        widget=forms.RadioSelect,
    )
    link = forms.ChoiceField(
        label=_("Is it about one of the links?"),
        required=False,
        error_messages={"invalid_choice": _("This link is not there any more. Choose again.")},
    )
    text = LinesField(
        label=_("What should we know?"),
        required=False,
        help_text=_("If you like. Leave out passwords and card numbers."),
        validators=[at_most(REPORT_TEXT_LENGTH)],
        widget=forms.Textarea({"rows": 5, "dir": "auto"}),
    )
    # Django's own: a reporter may well have their address at the domain that is reported and blocked.
    reply_to = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        help_text=_("Only if we may ask you something. Nobody else sees it."),
        max_length=254,
        error_messages={"invalid": _("Write one e-mail address, like ada@example.org, with nothing after it.")},
        widget=forms.TextInput(PLAIN_TYPING | {"inputmode": "email", "autocomplete": "email"}),
    )
    # People do not see it and machines fill it in.
    website = forms.CharField(required=False, widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}))

    def __init__(self, *args: Any, links: Iterable[Link], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.links = {link.key: link for link in links}
        named = [(key, str(link)) for key, link in self.links.items()]
        self.fields["link"].choices = [("", _("No, about the page")), *named]  # type: ignore[attr-defined]

    def clean_ground(self) -> Ground:
        return Ground(self.cleaned_data["ground"])

    def clean_link(self) -> Link | None:
        return self.links.get(self.cleaned_data["link"])
