"""What a creator says about themselves and their page."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from profiles.forms.address import AddressForm
from profiles.forms.fields import CUT_PICTURE, PLAIN_TYPING, LineField, LongSelect, UploadField, at_most
from profiles.forms.seen import SeenForm
from profiles.imitation import refuse_imitation
from profiles.models import Page
from profiles.models.own import BIO_LENGTH, DISPLAY_NAME_LENGTH, SEARCH_DESCRIPTION_LENGTH, SEARCH_TITLE_LENGTH

WRITING = {"autocomplete": "off", "dir": "auto"}
# Old names of countries' clocks, and clocks of no place.
UNPLACED = ("Etc/", "US/", "Canada/", "Brazil/", "Mexico/", "Chile/", "SystemV/")


def _line(label: Any, length: int, **options: Any) -> LineField:
    options = {"widget": forms.TextInput(WRITING)} | options
    return LineField(label=label, required=False, validators=[at_most(length)], **options)


def _languages() -> list[tuple[str, Any]]:
    """By the names that those who speak them give them."""
    names = [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]
    return [("", _("As the site")), *((code, name[0].upper() + name[1:]) for code, name in names)]


@cache
def _time_zones() -> list[tuple[str, str]]:
    """By continent and city, as the IANA names them."""
    zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(UNPLACED))
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in zones)]


class AboutForm(SeenForm, forms.Form):
    """Who the creator is; what is left empty comes from TikTok.

    A draft is not compared with the names of verified creators, which takes long: that is for saving.
    """

    # What the page itself holds; a picture is kept by a verb of its own.
    OF_PAGE = ("display_name", "bio", "hides_counts")

    display_name = _line(_("Name"), DISPLAY_NAME_LENGTH)
    bio = _line(_("Bio"), BIO_LENGTH, widget=forms.Textarea(WRITING | {"rows": 3}))
    picture = UploadField(
        label=_("Picture"),
        required=False,
        help_text=CUT_PICTURE,
    )
    drop_picture = forms.BooleanField(label=_("Use the picture from TikTok again"), required=False)
    hides_counts = forms.BooleanField(label=_("Keep to myself how many followers and likes I have"), required=False)

    def __init__(self, *args: Any, page: Page, is_draft: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.page, self.is_draft = page, is_draft
        for name in ("display_name", "bio"):
            if said := getattr(page.snapshot, name):
                self.fields[name].help_text = format_html(str(_("On TikTok: <bdi>{}</bdi>")), said)

    def clean_display_name(self) -> str:
        name: str = self.cleaned_data["display_name"]
        if not self.is_draft and name not in {self.page.display_name, self.page.snapshot.display_name}:
            refuse_imitation(name, own_handle=self.page.handle)
        return name


class HandleForm(SeenForm, AddressForm):
    """Another address for a page: its creator's own TikTok name, or a chosen one."""

    def __init__(self, *, current: str, proven: str, **options: Any) -> None:
        super().__init__(initial={"handle": current}, known={current, proven}, **options)
        self.fields["handle"].help_text = _(
            "Your TikTok name. Or 3 to 40 letters a to z or digits, with a hyphen, like “ada-bakes”."
        )
        self.current = current


class SearchForm(SeenForm, forms.Form):
    """What search engines are told."""

    search_title = _line(
        _("Title"), SEARCH_TITLE_LENGTH, help_text=_("Leave it empty and it is your name and address.")
    )
    search_description = _line(
        _("Description"), SEARCH_DESCRIPTION_LENGTH, widget=forms.Textarea(WRITING | {"rows": 3})
    )
    is_noindex = forms.BooleanField(label=_("Ask search engines to leave my page out"), required=False)


class AudienceForm(SeenForm, forms.Form):
    """For whom the page is."""

    is_adult = forms.BooleanField(label=_("My page is for people of 18 and over"), required=False)


class WatchForm(SeenForm, forms.Form):
    """Whether links are looked at now and then."""

    watches_links = forms.BooleanField(
        label=_("Look at my links once a day, and tell me here when one is dead"), required=False
    )


class ClockForm(forms.Form):
    """Where a creator's clock is."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=_time_zones,
        help_text=_("The times that you choose for links are meant by it."),
        widget=LongSelect,
    )


class RegionForm(SeenForm, ClockForm):
    """The page's language, and its creator's clock."""

    field_order = ("language", "time_zone")
    language = forms.ChoiceField(
        label=_("Language of your page"),
        choices=_languages,
        required=False,
        help_text=_("Dates and the reading direction follow it, and screen readers pronounce it right."),
        widget=LongSelect,
    )


class DeleteAccountForm(forms.Form):
    """The address of one's page, typed: nobody deletes everything by a slip. Who has no page types nothing."""

    handle = forms.CharField(widget=forms.TextInput(PLAIN_TYPING), required=False)

    def __init__(self, *args: Any, current: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.current = current
        self.fields["handle"].label = _("Type %(handle)s to go on") % {"handle": current}
        if not current:
            del self.fields["handle"]

    def clean_handle(self) -> str:
        typed: str = self.cleaned_data["handle"].strip().removeprefix("@").lower()
        if typed != self.current:
            raise ValidationError(_("That is not the address of your page. Nothing is deleted yet."))
        return typed
