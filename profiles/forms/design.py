"""What a page looks like."""

from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from profiles import themes
from profiles.forms.fields import LIMITS, UploadField
from profiles.forms.seen import SeenForm
from profiles.models.theme import COLOR


def _part_field(label: Any, choices: type[TextChoices]) -> forms.ChoiceField:
    as_it_is = ("", _("As in this look"))
    return forms.ChoiceField(
        label=label, choices=[as_it_is, *choices.choices], required=False, widget=forms.RadioSelect
    )


class LookForm(SeenForm, forms.Form):
    """How the page looks. A preset alone is a whole look; what else is chosen replaces parts of it.

    A picture behind the page can be chosen where there is one (BackdropForm).
    """

    preset = forms.ChoiceField(choices=themes.Preset.choices, widget=forms.HiddenInput)
    mode = _part_field(_("Light or dark"), themes.Mode)
    shape = _part_field(_("Links"), themes.LinkShape)
    layout = _part_field(_("Arrangement"), themes.Layout)
    typeface = _part_field(_("Type"), themes.Typeface)
    background = _part_field(_("Background"), themes.Background)
    avatar = _part_field(_("Shape of your picture"), themes.Avatar)
    own_accent = forms.BooleanField(label=_("A colour of my own"), required=False)
    accent = forms.CharField(
        label=_("Colour"), required=False, validators=[COLOR], widget=forms.TextInput({"type": "color"})
    )

    def __init__(self, *args: Any, has_backdrop: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        if not has_backdrop:
            choices = self.fields["background"].choices  # type: ignore[attr-defined]
            choices = [choice for choice in choices if choice[0] != themes.Background.PICTURE]
            self.fields["background"].choices = choices  # type: ignore[attr-defined]

    @cached_property
    def changed_data(self) -> list[str]:
        """Without the colour where none is wanted: the one that is suggested differs from look to look."""
        is_colored = self["own_accent"].value()
        return [name for name in super().changed_data if name != "accent" or is_colored]

    @property
    def parts(self) -> list[forms.BoundField]:
        return [self[name] for name in ("mode", "shape", "layout", "typeface", "background", "avatar")]

    @property
    def look(self) -> themes.Look:
        """What was chosen. A colour field always has a colour; it counts when its box is ticked."""
        chosen = {name: self.cleaned_data[name] for name in themes.Look().choices}
        accent = chosen["accent"].lower() if self.cleaned_data["own_accent"] else ""
        return themes.Look(**chosen | {"accent": accent})


class BackdropForm(forms.Form):
    """The creator's own picture behind the page."""

    picture = UploadField(
        label=_("A picture of my own"),
        help_text=format_lazy(
            _(
                "JPEG, PNG or WebP, up to {size} MB and {pixels} megapixels, best an upright one. A veil over it keeps"
                " your words readable."
            ),
            **LIMITS,
        ),
        error_messages={"required": _("Choose a picture first.")},
    )
