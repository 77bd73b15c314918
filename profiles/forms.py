import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from profiles import themes, wall
from profiles.models import Wall
from profiles.models.link import TITLE_LENGTH
from profiles.models.theme import COLOR
from profiles.validators import clean_destination, clean_handle, clean_text, display_host

# Sites whose name is not their host. A host below one of these carries its name too.
SITE_NAMES = {
    "amazon.com": "Amazon",
    "apple.com": "Apple",
    "bsky.app": "Bluesky",
    "cash.app": "Cash App",
    "depop.com": "Depop",
    "discord.com": "Discord",
    "discord.gg": "Discord",
    "etsy.com": "Etsy",
    "facebook.com": "Facebook",
    "github.com": "GitHub",
    "instagram.com": "Instagram",
    "ko-fi.com": "Ko-fi",
    "linkedin.com": "LinkedIn",
    "music.apple.com": "Apple Music",
    "patreon.com": "Patreon",
    "paypal.com": "PayPal",
    "paypal.me": "PayPal",
    "pinterest.com": "Pinterest",
    "podcasts.apple.com": "Apple Podcasts",
    "reddit.com": "Reddit",
    "snapchat.com": "Snapchat",
    "soundcloud.com": "SoundCloud",
    "spotify.com": "Spotify",
    "substack.com": "Substack",
    "t.me": "Telegram",
    "threads.net": "Threads",
    "tiktok.com": "TikTok",
    "twitch.tv": "Twitch",
    "vimeo.com": "Vimeo",
    "vinted.com": "Vinted",
    "wa.me": "WhatsApp",
    "whatsapp.com": "WhatsApp",
    "x.com": "X",
    "youtu.be": "YouTube",
    "youtube.com": "YouTube",
}
PLAIN_TYPING = {
    "autocapitalize": "off",
    "autocomplete": "off",
    "autocorrect": "off",
    "spellcheck": "false",
    "dir": "ltr",
}


def guess_title(url: str) -> str:
    """What a link is called when its creator does not say: the site's name, else what the card shows anyway."""
    host = display_host(url)
    labels = host.split(".")
    parents = (".".join(labels[number:]) for number in range(len(labels)))
    return next((SITE_NAMES[parent] for parent in parents if parent in SITE_NAMES), host)[:TITLE_LENGTH]


class LineField(forms.CharField):
    """One line of plain text."""

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "")


class DestinationField(forms.CharField):
    """An address that visitors can be sent to."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return clean_destination(text) if text else ""


class LinkForm(forms.Form):
    """A pasted address; the title is guessed from it when it is left empty."""

    url = DestinationField(
        label=_("Address"),
        error_messages={"required": _("Paste an address first.")},
        widget=forms.TextInput(PLAIN_TYPING | {"inputmode": "url", "placeholder": "https://"}),
    )
    title = LineField(
        label=_("Title"),
        required=False,
        help_text=_("What visitors read. Leave it empty and we take the site's name."),
        validators=[
            MaxLengthValidator(
                TITLE_LENGTH, _("Keep the title to %(limit_value)d characters; this one has %(show_value)d.")
            )
        ],
        widget=forms.TextInput({"autocomplete": "off", "dir": "auto"}),
    )

    def clean(self) -> dict[str, Any]:
        if "url" in self.cleaned_data and not self.cleaned_data.get("title", "refused"):
            self.cleaned_data["title"] = guess_title(self.cleaned_data["url"])
        return self.cleaned_data


class HashtagsField(forms.CharField):
    """Hashtags in any form people type them, stored as `wall.hashtags` reads them from a caption."""

    default_error_messages = {
        "unreadable": _("“%(word)s” is no hashtag. Write letters, digits and _ only, like #soup.")
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=500, **options)

    def to_python(self, value: Any) -> str:
        words = (super().to_python(value) or "").replace(",", " ").replace("#", " ").split()
        return " ".join(sorted({self._read(word) for word in words}))

    def prepare_value(self, value: Any) -> Any:
        """As people write them; what was typed stays as it is."""
        return value if not value or "#" in value else " ".join(f"#{word}" for word in value.split())

    def _read(self, word: str) -> str:
        tag = unicodedata.normalize("NFKC", word).casefold()
        if wall.hashtags(f"#{tag}") != {tag}:
            raise ValidationError(self.error_messages["unreadable"], code="unreadable", params={"word": word})
        return tag


class WallForm(forms.ModelForm):  # type: ignore[type-arg]
    """The rules of a creator's wall."""

    only_hashtags = HashtagsField(
        label=_("Only with one of these hashtags"),
        required=False,
        help_text=_("Like #soup #bread. Leave it empty to show all."),
        widget=forms.TextInput(PLAIN_TYPING | {"dir": "auto"}),
    )
    never_hashtags = HashtagsField(
        label=_("Never with one of these"),
        required=False,
        widget=forms.TextInput(PLAIN_TYPING | {"dir": "auto"}),
    )

    class Meta:
        model = Wall
        fields = ["length", "hide_after_days", "only_hashtags", "never_hashtags", "names_source"]
        help_texts = {
            "length": _("1 to 12, pinned ones among them."),
            "hide_after_days": _("Leave it empty to keep them. Pinned ones always stay."),
            "names_source": _("Adds utm_source=tiktok and the TikTok's number to the links of a TikTok."),
        }
        widgets = {"names_source": forms.CheckboxInput}


class HashtagLinkForm(LinkForm):
    """A hashtag, and the link that TikToks with it get."""

    hashtag = HashtagsField(
        label=_("Hashtag"),
        error_messages={"required": _("Name the hashtag first, like #lamp.")},
        widget=forms.TextInput(PLAIN_TYPING | {"dir": "auto", "placeholder": "#lamp"}),
    )
    field_order = ["hashtag", "url", "title"]

    def clean_hashtag(self) -> str:
        hashtag = str(self.cleaned_data["hashtag"])
        if " " in hashtag:
            raise ValidationError(_("One hashtag at a time."))
        return hashtag


class AddressForm(forms.Form):
    """A page's freely chosen address."""

    handle = forms.CharField(
        label=_("Your address"),
        help_text=_("Letters a to z and digits, with a hyphen in it, like ada-bakes. It stays as you choose it now."),
        error_messages={"required": _("Type the address that you would like.")},
        widget=forms.TextInput(PLAIN_TYPING),
    )

    def clean_handle(self) -> str:
        return clean_handle(self.cleaned_data["handle"], chosen=True)


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
