"""Rules about domains, set without the walk through the admin that test_domain_desk shows."""

from profiles import domains
from profiles.models import DomainAct, Verdict


def block(domain: str, verdict: Verdict = Verdict.BLOCK, reason: str = "Steals passwords") -> DomainAct:
    return domains.set_rule(domain, verdict=verdict, reason=reason)
