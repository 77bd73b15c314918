"""What visitors report, what moderators do about it, and what creators say to that."""

from profiles.moderation.measures import DoneAlready, NothingToDo, act, forget_spent, outlive, possible, resume, undo

__all__ = ["DoneAlready", "NothingToDo", "act", "forget_spent", "outlive", "possible", "resume", "undo"]
