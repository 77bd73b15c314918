"""How TikTok data gets onto a page: `reading` is what visitors get, `refreshing` is the road from TikTok."""

from profiles.snapshots.reading import Profile, View, WallVideo, forget, is_stale, read, read_video
from profiles.snapshots.refreshing import Outcome, erase, keep_profile, refresh

__all__ = [
    "Outcome",
    "Profile",
    "View",
    "WallVideo",
    "erase",
    "forget",
    "is_stale",
    "keep_profile",
    "read",
    "read_video",
    "refresh",
]
