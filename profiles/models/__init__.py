from profiles.models.count import Count, Fold
from profiles.models.link import Kind, Link, State
from profiles.models.moderation import Measure, Verb
from profiles.models.page import Page
from profiles.models.snapshot import Snapshot
from profiles.models.video import Video
from profiles.models.wall import HashtagLink, Wall

__all__ = [
    "Count",
    "Fold",
    "HashtagLink",
    "Kind",
    "Link",
    "Measure",
    "Page",
    "Snapshot",
    "State",
    "Verb",
    "Video",
    "Wall",
]
