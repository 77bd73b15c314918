"""TikTok data on a page: `reading` is what visitors get, `refreshing` how it comes, `retention` how it goes."""

from profiles.snapshots.reading import (
    Profile,
    View,
    WallVideo,
    erase_copy,
    expire,
    is_stale,
    read,
    read_video,
    view_video,
)
from profiles.snapshots.refreshing import Outcome, keep_profile, look_back, refresh, renew
from profiles.snapshots.retention import forget_tiktok_data, forget_unconfirmed
from profiles.snapshots.troubles import has_to_wait

__all__ = [
    "Outcome",
    "Profile",
    "View",
    "WallVideo",
    "erase_copy",
    "expire",
    "forget_tiktok_data",
    "forget_unconfirmed",
    "has_to_wait",
    "is_stale",
    "keep_profile",
    "look_back",
    "read",
    "read_video",
    "refresh",
    "renew",
    "view_video",
]
