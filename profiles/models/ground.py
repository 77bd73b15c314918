from django.db import models
from django.utils.translation import gettext_lazy as _


class Severity(models.IntegerChoices):
    """How soon somebody has to look."""

    LOW = 1, _("this week")
    SERIOUS = 2, _("today")
    URGENT = 3, _("now")


class Ground(models.TextChoices):
    """What may be wrong with a page, in the words of somebody who has just met it."""

    PHISHING = "phishing", _("It asks for passwords or card numbers")
    MALWARE = "malware", _("It wants me to install something harmful")
    CHILD = "child", _("It endangers a child")
    SCAM = "scam", _("It cheats people out of money")
    IMITATION = "impersonation", _("It pretends to be me or somebody else")
    THREAT = "threat", _("It threatens somebody or calls for violence")
    HATE = "hate", _("It attacks people for who they are")
    PRIVATE = "private", _("It shows private things without consent")
    ILLEGAL = "illegal", _("It sells something illegal or dangerous")
    ADULT = "adult", _("It is for adults and does not say so")
    RIGHTS = "rights", _("It uses what belongs to somebody else")
    SPAM = "spam", _("It is spam")
    OTHER = "other", _("Something else")

    @property
    def severity(self) -> Severity:
        return SEVERITIES.get(self, Severity.SERIOUS)


SEVERITIES = {
    **dict.fromkeys((Ground.PHISHING, Ground.MALWARE, Ground.CHILD), Severity.URGENT),
    **dict.fromkeys((Ground.ADULT, Ground.RIGHTS, Ground.SPAM, Ground.OTHER), Severity.LOW),
}
