"""The only way a creator's input enters: one file per idea, every field named."""

from profiles.forms.address import AddressForm
from profiles.forms.appeal import AppealForm
from profiles.forms.design import LookForm
from profiles.forms.kinds import EditForm, KindForm
from profiles.forms.links import LinkForm, guess_kind, guess_title
from profiles.forms.portability import BringForm, BroughtVideoForm, ChoiceForm, Part, StateForm, ViewsForm
from profiles.forms.report import ReportForm
from profiles.forms.thumbnails import ThumbnailForm
from profiles.forms.videos import HashtagLinkForm, WallForm

__all__ = [
    "AddressForm",
    "AppealForm",
    "BringForm",
    "BroughtVideoForm",
    "ChoiceForm",
    "EditForm",
    "HashtagLinkForm",
    "KindForm",
    "LinkForm",
    "LookForm",
    "Part",
    "ReportForm",
    "StateForm",
    "ThumbnailForm",
    "ViewsForm",
    "WallForm",
    "guess_kind",
    "guess_title",
]
