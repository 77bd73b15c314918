"""A link, pasted or edited."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from profiles import sites
from profiles.forms.fields import DestinationField, LineField, Rules, at_most
from profiles.models import Kind
from profiles.models.link import TITLE_LENGTH


def guess_title(url: str) -> str:
    """What a link is called when its creator does not say: the site's name, else what the card shows anyway."""
    return sites.find(url).name[:TITLE_LENGTH]


def guess_kind(url: str, title: str) -> Kind:
    """What a pasted address becomes on the page: somebody's own place on a social site joins the row of icons, unless
    its title says more than the site's name."""
    says_more = title.casefold() != guess_title(url).casefold()
    return Kind.LINK if says_more or not sites.is_profile(url) else Kind.SOCIAL


def fill_title(said: dict[str, Any]) -> None:
    """Give a link that may go without a title the one we guess; what was refused stays away."""
    if said.get("title") == "" and "url" in said:
        said["title"] = guess_title(said["url"])


class LinkForm(forms.Form):
    """A pasted address; the title is guessed from it when it is left empty.

    `rules`: those about where it leads, where they have been looked up.
    """

    url = DestinationField(label=_("Address"))
    title = LineField(
        label=_("Title"),
        required=False,
        help_text=_("What visitors read. Leave it empty and we take the site's name."),
        validators=[at_most(TITLE_LENGTH)],
        widget=forms.TextInput({"autocomplete": "off", "dir": "auto"}),
    )

    def __init__(self, *args: Any, rules: Rules | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(DestinationField, self.fields["url"]).rules = rules

    def clean(self) -> dict[str, Any]:
        fill_title(self.cleaned_data)
        return self.cleaned_data
