"""Nobody chooses a name here that people would take for a creator's whom TikTok has verified.

Only for what is typed: a name that comes from TikTok is TikTok's to judge, and who was here first does not matter.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from profiles.models import Snapshot
from profiles.validators import likeness


def refuse_imitation(name: str, *, own_handle: str = "") -> None:
    """Raises ValidationError when `name` looks like the name or the username of somebody verified on this site.

    `own_handle` is the address of whoever chooses it: everybody may be called like themselves.
    """
    looks_like = likeness(name)
    others = Snapshot.objects.verified().exclude(page__handle=own_handle)
    names = others.values_list("username", "display_name")
    if looks_like and any(looks_like in {likeness(one) for one in pair} for pair in names.iterator()):
        raise ValidationError(_("This looks like the name of a creator whom TikTok has verified. Choose another one."))
