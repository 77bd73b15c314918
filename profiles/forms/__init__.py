"""The only way a creator's input enters: one file per idea, every field named."""

from profiles.forms.address import AddressForm
from profiles.forms.appeal import AppealForm
from profiles.forms.design import BackdropForm, LookForm
from profiles.forms.fields import refuse_picture
from profiles.forms.kinds import EditForm, KindForm
from profiles.forms.links import LinkForm, guess_kind, guess_title
from profiles.forms.portability import (
    BringForm,
    BroughtLookForm,
    BroughtSettingsForm,
    BroughtVideoForm,
    ChoiceForm,
    StateForm,
    ViewsForm,
)
from profiles.forms.report import ReportForm
from profiles.forms.seen import SeenForm
from profiles.forms.settings import (
    AboutForm,
    AudienceForm,
    ClockForm,
    DeleteAccountForm,
    HandleForm,
    RegionForm,
    SearchForm,
    WatchForm,
)
from profiles.forms.thumbnails import ThumbnailForm
from profiles.forms.videos import HashtagLinkForm, OlderForm, WallForm

__all__ = [
    "AboutForm",
    "AddressForm",
    "AppealForm",
    "AudienceForm",
    "BackdropForm",
    "BringForm",
    "BroughtLookForm",
    "BroughtSettingsForm",
    "BroughtVideoForm",
    "ChoiceForm",
    "ClockForm",
    "DeleteAccountForm",
    "EditForm",
    "HandleForm",
    "HashtagLinkForm",
    "KindForm",
    "LinkForm",
    "LookForm",
    "OlderForm",
    "RegionForm",
    "ReportForm",
    "SearchForm",
    "SeenForm",
    "StateForm",
    "ThumbnailForm",
    "ViewsForm",
    "WallForm",
    "WatchForm",
    "guess_kind",
    "guess_title",
    "refuse_picture",
]
