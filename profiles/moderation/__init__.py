"""What visitors report, what moderators do about it, and what creators say to that."""

from profiles.moderation.measures import NothingToDo, act, forget_spent, outlive, possible, resume, undo

__all__ = ["NothingToDo", "act", "forget_spent", "outlive", "possible", "resume", "undo"]
