"""The picture beside a link."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from profiles.forms.fields import CUT_PICTURE, UploadField
from profiles.models import Video


class ThumbnailForm(forms.Form):
    """A picture of the creator's, one of these videos for its cover, or `none`; nothing of it is refused."""

    picture = UploadField(
        label=_("Your own picture"),
        required=False,
        help_text=CUT_PICTURE,
    )
    video = forms.ModelChoiceField(
        Video.objects.none(),
        label=_("The cover of a TikTok"),
        required=False,
        error_messages={"invalid_choice": _("This TikTok is not on your page any more. Choose another one.")},
    )
    none = forms.BooleanField(required=False)

    def __init__(self, *args: Any, videos: QuerySet[Video], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["video"].queryset = videos  # type: ignore[attr-defined]

    def clean(self) -> None:
        if not self.errors and not any(self.cleaned_data.values()):
            self.add_error("picture", _("Choose a picture first."))
