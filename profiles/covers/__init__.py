"""Pictures: fetched from TikTok's image hosts only, or brought by creators; checked, and always drawn anew.

What is kept is our own encoding, so that its address may be cached for ever: of TikTok's pictures named by the content,
of creators' own by chance. What is taken down or deleted is given another name.
"""

from profiles.covers.encoding import Unfit
from profiles.covers.files import Unkept, disk_fault
from profiles.covers.keeping import (
    Cover,
    are_missing,
    delete_once_committed,
    delete_unused,
    drop_aged,
    keep,
    keep_bytes,
    kept,
    names_of,
    read,
    renew_avatar,
    renew_cover,
    source_of,
    weigh,
)
from profiles.covers.withdrawing import withdraw, withdraw_overdue, withdraw_thumbnails
from profiles.shapes import AVATAR, BACKDROP, COVER, THUMBNAIL, Picture, Shape, Size, urls

__all__ = [
    "AVATAR",
    "BACKDROP",
    "COVER",
    "THUMBNAIL",
    "Cover",
    "Picture",
    "Shape",
    "Size",
    "Unfit",
    "Unkept",
    "are_missing",
    "delete_once_committed",
    "delete_unused",
    "disk_fault",
    "drop_aged",
    "keep",
    "keep_bytes",
    "kept",
    "names_of",
    "read",
    "renew_avatar",
    "renew_cover",
    "source_of",
    "urls",
    "weigh",
    "withdraw",
    "withdraw_overdue",
    "withdraw_thumbnails",
]
