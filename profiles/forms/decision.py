"""What staff decides, and why."""

from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from profiles.forms.domains import NAMELESS
from profiles.forms.fields import LineField, LinesField
from profiles.models import Ground, Verb
from profiles.models.domain import REASON_LENGTH
from profiles.models.measure import COUNTERPARTS, INTERNAL, Decided
from profiles.reasons import OWN_WORDS, RULED, choices
from profiles.validators import clean_domain


class DecisionForm(forms.Form):
    """A reason, chosen or in the moderator's own words; from the choice follows the ground."""

    choice = forms.ChoiceField(
        label=_("Reason"), error_messages={"required": _("Choose a reason first.")}, widget=forms.RadioSelect
    )
    reason = LinesField(
        label=_("In your own words"),
        required=False,
        help_text=_("Leave it empty to use the sentence above as it stands. The creator reads it; the log keeps it."),
        max_length=2000,
        widget=forms.Textarea({"rows": 4, "dir": "auto"}),
    )
    # The last report that was there when the form was shown: what came later nobody has read.
    up_to = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    settles = forms.BooleanField(label=_("Settle what is reported about this page"), required=False, initial=True)

    def __init__(self, *args: Any, verb: Verb, settles: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = choices(verb)
        self.fields["choice"].choices = [*self.texts.items(), (OWN_WORDS, _("Something else"))]  # type: ignore[attr-defined]
        if verb in INTERNAL:
            self.fields["reason"].help_text = _("Leave it empty to use the sentence above. Only staff read it.")
        was_asked = "settles" in self.data  # what is settled by now was open when the form was shown
        if not ((settles or was_asked) and verb in COUNTERPARTS and verb != Verb.DISMISS):
            del self.fields["settles"]

    def clean(self) -> dict[str, Any]:
        choice = self.cleaned_data.get("choice", "")
        self.cleaned_data["reason"] = self.cleaned_data.get("reason") or str(self.texts.get(choice, ""))
        # One that is too long is written, and told so already.
        if choice == OWN_WORDS and not self.cleaned_data["reason"] and "reason" not in self.errors:
            raise ValidationError({"reason": _("Write the reason.")})
        return self.cleaned_data

    def decided(self, by: User) -> Decided:
        """What of it `moderation.act` takes."""
        said = self.cleaned_data
        settled = {"settles": said.get("settles", False), "up_to": said["up_to"]}
        return Decided(reason=said["reason"], ground=self.ground, by=by, **settled)

    @property
    def ground(self) -> Ground:
        choice = self.cleaned_data["choice"]
        return Ground(choice) if choice in Ground else Ground.OTHER


class BlockForm(DecisionForm):
    """The same, with the domain that is blocked, and why: a reason about the domain, not about this creator."""

    domain = forms.CharField(
        label=_("Domain"),
        help_text=_("Everything below it is blocked too."),
        error_messages=NAMELESS,
        widget=forms.TextInput({"dir": "ltr"}),
    )
    about = LineField(
        label=_("What others read about the domain"),
        required=False,
        help_text=_("Every creator who links there and every visitor reads it. Leave it empty to use our sentence."),
        max_length=REASON_LENGTH,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
    )
    # The domain whose extent was read before the button was pressed.
    sure = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ["domain"]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        choice = said.get("choice", "")
        said["about"] = said.get("about") or str(RULED[Ground(choice)] if choice in RULED else "")
        if choice == OWN_WORDS and not said["about"] and "about" not in self.errors:
            self.add_error("about", _("Write what others read about the domain."))
        return said

    def clean_domain(self) -> str:
        """One that the link leads to, whose host is the form's initial domain."""
        domain = clean_domain(self.cleaned_data["domain"])
        if not f".{self.initial['domain']}".endswith(f".{domain}"):
            raise ValidationError(_("This link does not lead there. Decide about it under Rules about domains."))
        return domain

    def ask_again(self) -> str:
        """The valid form's domain, where it is wider than the link's host and its extent is unread yet; "" otherwise.

        The form is not valid then: what the domain meets is to be read before the button is pressed once more.
        """
        domain: str = self.cleaned_data["domain"]
        if domain in {self.initial["domain"], self.cleaned_data["sure"]}:
            return ""
        self.data = data = cast(QueryDict, self.data).copy()
        data["sure"] = domain
        self.add_error("domain", _("That is wider than where the link leads. Press again if you mean all of it."))
        return domain
