"""The moderators' desk, in Django's admin."""

from profiles.admin.appeals import AppealAdmin
from profiles.admin.domains import DomainActAdmin, DomainRuleAdmin
from profiles.admin.links import LinkAdmin
from profiles.admin.log import AddresseeAdmin, MeasureAdmin
from profiles.admin.pages import PageAdmin
from profiles.admin.reports import ReportAdmin
from profiles.admin.scanning import ScanAdmin

__all__ = [
    "AddresseeAdmin",
    "AppealAdmin",
    "DomainActAdmin",
    "DomainRuleAdmin",
    "LinkAdmin",
    "MeasureAdmin",
    "PageAdmin",
    "ReportAdmin",
    "ScanAdmin",
]
