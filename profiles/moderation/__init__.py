"""What visitors report, what moderators do about it, and what creators say to that."""

from profiles.moderation.measures import NothingToDo, act, outlive, possible, restore, suspend, undo

__all__ = ["NothingToDo", "act", "outlive", "possible", "restore", "suspend", "undo"]
