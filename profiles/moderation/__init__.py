"""What visitors report, what moderators do about it, and what creators say to that."""

from profiles.moderation.measures import NothingToDo, act, possible, restore, suspend, undo

__all__ = ["NothingToDo", "act", "possible", "restore", "suspend", "undo"]
