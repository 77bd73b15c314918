"""What a page looks like."""

from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from profiles import themes
from profiles.models.theme import COLOR


def _part_field(label: Any, choices: type[TextChoices]) -> forms.ChoiceField:
    as_it_is = ("", _("As the preset has it"))
    return forms.ChoiceField(
        label=label, choices=[as_it_is, *choices.choices], required=False, widget=forms.RadioSelect
    )


class LookForm(forms.Form):
    """How the page looks. A preset alone is a whole look; what else is chosen replaces parts of it."""

    preset = forms.ChoiceField(choices=themes.Preset.choices, widget=forms.HiddenInput)
    mode = _part_field(_("Light or dark"), themes.Mode)
    shape = _part_field(_("Links"), themes.Shape)
    layout = _part_field(_("Arrangement"), themes.Layout)
    typeface = _part_field(_("Type"), themes.Typeface)
    background = _part_field(_("Background"), themes.Background)
    avatar = _part_field(_("Picture"), themes.Avatar)
    own_accent = forms.BooleanField(label=_("A colour of my own"), required=False)
    accent = forms.CharField(
        label=_("Colour"), required=False, validators=[COLOR], widget=forms.TextInput({"type": "color"})
    )

    @property
    def parts(self) -> list[forms.BoundField]:
        return [self[name] for name in ("mode", "shape", "layout", "typeface", "background", "avatar")]

    @property
    def look(self) -> themes.Look:
        """What was chosen. A colour field always has a colour; it counts when its box is ticked."""
        chosen = dict(self.cleaned_data)
        accent = chosen["accent"].lower() if chosen.pop("own_accent") else ""
        return themes.Look(**chosen | {"accent": accent})
