from dataclasses import replace
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from profiles.themes import Avatar, Background, Layout, LinkShape, Look, Mode, Preset, Typeface, with_backdrop

CHOICE_LENGTH = 16
COLOR = RegexValidator(r"\A#[0-9a-fA-F]{6}\Z", _("Choose a colour, or write one as # and six digits, like #1f3f78."))


def _choice(label: Any, choices: type[models.TextChoices]) -> Any:
    """One part of a look; empty is as the preset has it."""
    return models.CharField(label, max_length=CHOICE_LENGTH, choices=choices, blank=True, default="")


class Themed(models.Model):
    """How a page looks: a preset, and what its creator chose instead of parts of it."""

    preset = models.CharField(_("preset"), max_length=CHOICE_LENGTH, choices=Preset, default=Preset.PAPER)
    mode = _choice(_("light or dark"), Mode)
    shape = _choice(_("links"), LinkShape)
    typeface = _choice(_("type"), Typeface)
    background = _choice(_("background"), Background)
    avatar = _choice(_("picture"), Avatar)
    layout = _choice(_("arrangement"), Layout)
    accent = models.CharField(_("colour"), max_length=7, blank=True, default="", validators=[COLOR])
    # Name of our own copy of a picture the creator gave us (covers); it stays while another background is chosen.
    backdrop = models.CharField(_("background picture"), max_length=64, blank=True, default="")

    class Meta:
        abstract = True

    @property
    def interstitial_look(self) -> Look:
        """The look of what stands before and around the page: without its picture, which not everybody may see yet."""
        return replace(self.look, backdrop="")

    @property
    def look(self) -> Look:
        look = Look(
            preset=self.preset,
            mode=self.mode,
            shape=self.shape,
            typeface=self.typeface,
            background=self.background,
            avatar=self.avatar,
            layout=self.layout,
            accent=self.accent,
        )
        return with_backdrop(look, self.backdrop)
