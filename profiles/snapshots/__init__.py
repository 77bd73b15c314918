"""How TikTok data gets onto a page: `reading` is what visitors get, `refreshing` is the road from TikTok."""

from profiles.snapshots.reading import Profile, View, WallVideo, is_stale, read
from profiles.snapshots.refreshing import Outcome, erase, keep_profile, refresh

__all__ = ["Outcome", "Profile", "View", "WallVideo", "erase", "is_stale", "keep_profile", "read", "refresh"]
