"""Reasons to choose from. Each is written for the creator, who reads it in their studio, and may be edited first."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from profiles.models import Ground, Verb
from profiles.models.measure import COUNTERPARTS

# Not one of these: the moderator writes it.
OWN_WORDS = "own"

AGAINST = {
    Ground.PHISHING: _("A link on your page leads to a site that asks for passwords or card numbers in a false name."),
    Ground.MALWARE: _("A link on your page leads to a site that tries to install something harmful."),
    Ground.CHILD: _("Your page endangers a child. We report such things to the police."),
    Ground.SCAM: _("Your page, or a link on it, cheats people out of their money."),
    Ground.IMITATION: _("Your page pretends to belong to somebody else."),
    Ground.THREAT: _("Your page threatens somebody or calls for violence."),
    Ground.HATE: _("Your page attacks people for who they are."),
    Ground.PRIVATE: _("Your page shows private things of somebody who has not agreed to that."),
    Ground.ILLEGAL: _("Your page, or a link on it, offers something that is illegal or dangerous."),
    Ground.ADULT: _("Your page, or a link on it, is for adults only and did not say so."),
    Ground.RIGHTS: _("Your page uses what belongs to somebody else, who has complained."),
    Ground.SPAM: _("Your page is spam: many links that nobody asked for."),
}
# The same about a domain that is blocked, for everybody else who links there and for visitors.
RULED = {
    Ground.PHISHING: _("It asks for passwords or card numbers in a false name."),
    Ground.MALWARE: _("It tries to install something harmful."),
    Ground.CHILD: _("It endangers children."),
    Ground.SCAM: _("It cheats people out of their money."),
    Ground.IMITATION: _("It pretends to belong to somebody else."),
    Ground.THREAT: _("It threatens people or calls for violence."),
    Ground.HATE: _("It attacks people for who they are."),
    Ground.PRIVATE: _("It shows private things of people who have not agreed to that."),
    Ground.ILLEGAL: _("It offers something illegal or dangerous."),
    Ground.ADULT: _("It is for adults only and does not say so."),
    Ground.RIGHTS: _("It uses what belongs to somebody else, who has complained."),
    Ground.SPAM: _("It is spam."),
}
UNDONE = {
    "mistake": _("We looked again, and it was our mistake. We are sorry."),
    "mended": _("What was wrong is mended. Thank you."),
}
UPHELD = {
    "same": _("We looked again, and it is as we said."),
    "not mended": _("What was wrong is still there. Mend it and appeal again."),
}
DISMISSED = {
    "fine": _("Nothing on the page breaks our rules."),
    "vague": _("The report does not say what is wrong, and we found nothing."),
}


def choices(verb: Verb) -> dict[str, Any]:
    """The reasons that fit this verb, by a name for each."""
    if verb == Verb.DISMISS:
        return DISMISSED
    if verb == Verb.UPHOLD:
        return UPHELD
    return {str(ground): text for ground, text in AGAINST.items()} if verb in COUNTERPARTS else UNDONE
