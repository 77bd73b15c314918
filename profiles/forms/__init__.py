"""The only way a creator's input enters: one file per idea, every field named."""

from profiles.forms.address import AddressForm
from profiles.forms.design import LookForm
from profiles.forms.links import LinkForm, guess_title
from profiles.forms.videos import HashtagLinkForm, WallForm

__all__ = ["AddressForm", "HashtagLinkForm", "LinkForm", "LookForm", "WallForm", "guess_title"]
