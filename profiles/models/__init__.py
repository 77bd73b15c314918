from profiles.models.count import Count, Fold
from profiles.models.domain import DomainAct, DomainRule, Verdict
from profiles.models.handle import FormerHandle
from profiles.models.link import Kind, Link, State
from profiles.models.moderation import Measure, Verb
from profiles.models.page import Page, Step
from profiles.models.scan import Opinion, Reach, Scan
from profiles.models.snapshot import Snapshot
from profiles.models.video import Video
from profiles.models.wall import HashtagLink, Wall

__all__ = [
    "Count",
    "DomainAct",
    "DomainRule",
    "Fold",
    "FormerHandle",
    "HashtagLink",
    "Kind",
    "Link",
    "Measure",
    "Opinion",
    "Page",
    "Reach",
    "Scan",
    "Snapshot",
    "State",
    "Step",
    "Verb",
    "Verdict",
    "Video",
    "Wall",
]
