"""What visitors report, what moderators do about it, and what creators say to that."""

from profiles.moderation.measures import TAKEDOWNS, NothingToDo, act, forget_spent, outlive, possible, resume, undo

__all__ = ["TAKEDOWNS", "NothingToDo", "act", "forget_spent", "outlive", "possible", "resume", "undo"]
