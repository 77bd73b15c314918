"""A link, pasted or edited."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from profiles.forms.fields import PLAIN_TYPING, DestinationField, LineField
from profiles.models.link import TITLE_LENGTH
from profiles.validators import display_host

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


def guess_title(url: str) -> str:
    """What a link is called when its creator does not say: the site's name, else what the card shows anyway."""
    host = display_host(url)
    labels = host.split(".")
    parents = (".".join(labels[number:]) for number in range(len(labels)))
    return next((SITE_NAMES[parent] for parent in parents if parent in SITE_NAMES), host)[:TITLE_LENGTH]


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
