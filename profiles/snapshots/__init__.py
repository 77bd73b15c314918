"""TikTok data on a page: `reading` is what visitors get, `refreshing` how it comes, `retention` how it goes."""

from profiles.snapshots.reading import Profile, View, WallVideo, expire, is_stale, read, read_video, view_video
from profiles.snapshots.refreshing import Outcome, has_to_wait, keep_profile, look_back, refresh, renew
from profiles.snapshots.retention import erase, forget_unconfirmed

__all__ = [
    "Outcome",
    "Profile",
    "View",
    "WallVideo",
    "erase",
    "expire",
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
