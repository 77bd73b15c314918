from profiles.models.addressee import Addressee
from profiles.models.appeal import Appeal
from profiles.models.count import Count, Fold
from profiles.models.domain import DomainAct, DomainRule, Verdict
from profiles.models.ground import Ground, Severity
from profiles.models.handle import FormerHandle
from profiles.models.link import Kind, Link
from profiles.models.measure import Measure, Verb
from profiles.models.page import Page, Step
from profiles.models.report import Report
from profiles.models.ruled import Unjudged, judge
from profiles.models.scan import Opinion, Reach, Scan
from profiles.models.snapshot import Snapshot
from profiles.models.video import Video
from profiles.models.wall import HashtagLink, Wall

__all__ = [
    "Addressee",
    "Appeal",
    "Count",
    "DomainAct",
    "DomainRule",
    "Fold",
    "FormerHandle",
    "Ground",
    "HashtagLink",
    "Kind",
    "Link",
    "Measure",
    "Opinion",
    "Page",
    "Reach",
    "Report",
    "Scan",
    "Severity",
    "Snapshot",
    "Step",
    "Unjudged",
    "Verb",
    "Verdict",
    "Video",
    "Wall",
    "judge",
]
