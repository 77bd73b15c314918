"""Nobody chooses a name here that people would take for a creator's whom TikTok has verified.

Only for what is typed: a name that comes from TikTok is TikTok's to judge, and who was here first does not matter.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from profiles.models import Snapshot
from profiles.validators import likeness

# What is put around a name to pass for whoever has it.
ADDED = ("the", "real", "official", "oficial", "officiel", "offiziell", "ufficiale", "tv")
AROUND = re.compile("^(?:{0})+|(?:{0})+$".format("|".join(map(likeness, ADDED))))
# What is left of a shorter name by that is somebody else's: Theresa is no Resa.
FEWEST_LETTERS = 5


def refuse_imitation(name: str, *, own_handle: str = "") -> None:
    """Raises ValidationError when `name`, or what it is without what is put around it, looks like the name or the
    username of somebody verified on this site.

    `own_handle` is the address of whoever chooses it: everybody may be called like themselves.
    """
    looks_like = _likenesses(name)
    others = Snapshot.objects.verified().exclude(page__handle=own_handle)
    names = others.values_list("username", "display_name")
    if looks_like and any(looks_like & {likeness(one) for one in pair} for pair in names.iterator()):
        raise ValidationError(_("This looks like the name of a creator whom TikTok has verified. Choose another one."))


def _likenesses(name: str) -> set[str]:
    whole = likeness(name)
    bare = AROUND.sub("", whole)
    return {whole, bare if len(bare) >= FEWEST_LETTERS else whole} - {""}
