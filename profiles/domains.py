"""What staff decide about links to a domain and to all below it. Each act is one row of DomainAct, never changed.

A rule needs no second look at the links it meets: pages and /go/ read the rules as they are, and a new rule has every
rendered page made anew.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import batched

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from profiles import page_cache
from profiles.models import DomainAct, DomainRule, Link, Verdict
from profiles.models.domain import reverse_labels
from profiles.models.link import LinkQuerySet
from profiles.validators import clean_domain, clean_text

BATCH = 1000
LONGER_NAMED = 5


@dataclass(frozen=True, slots=True)
class Extent:
    """How much a rule meets: links that are kept, and the pages they are on.

    `longer`: the domains below that have rules of their own, as far as they were asked for.
    """

    links: int
    pages: int
    longer: tuple[str, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        links = ngettext("%(links)d link", "%(links)d links", self.links) % {"links": self.links}
        pages = ngettext("%(pages)d page", "%(pages)d pages", self.pages) % {"pages": self.pages}
        return _("%(links)s on %(pages)s") % {"links": links, "pages": pages}

    def describe_longer(self) -> str:
        """Which rules it leaves alone, and what they are for; "" where there are none."""
        if not self.longer:
            return ""
        named = ", ".join(self.longer[:LONGER_NAMED])
        if more := len(self.longer[LONGER_NAMED:]):
            named = _("%(domains)s and %(more)d more") % {"domains": named, "more": more}
        return _("Not counted: links that a rule of their own decides about (%(domains)s).") % {"domains": named}


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a list: rules that are new, domains that had one already, and lines that could not be read."""

    added: int
    known: int
    unread: tuple[str, ...]


def extent_of(domain: str) -> Extent:
    """What a rule for this domain meets now: all that leads below it, but for what a longer rule decides about."""
    kept = Link.objects.kept().below(domain)
    longer = tuple(DomainRule.objects.below(domain).values_list("domain", flat=True))
    if not longer:
        return Extent(**kept.aggregate(links=Count("pk"), pages=Count("page", distinct=True)))
    below, decided = reverse_labels(domain), tuple(map(reverse_labels, longer))
    pages = [
        page
        for page, *hosts in _hosts_of(kept)
        if any(host.startswith(below) and not host.startswith(decided) for host in hosts)
    ]
    return Extent(len(pages), len(set(pages)), longer)


def extent_at(act: DomainAct) -> Extent:
    """What it met when it was done."""
    return Extent(act.links, act.pages)


@transaction.atomic
def set_rule(domain: str, *, verdict: Verdict, reason: str, by: User | None = None) -> DomainAct:
    """Decide about a clean domain, in place of what was decided before. Visitors notice within seconds."""
    DomainRule.objects.update_or_create(domain=domain, defaults={"verdict": verdict, "reason": reason, "by": by})
    return _write_down(domain, verdict, reason, by)


@transaction.atomic
def drop_rule(rule: DomainRule, *, reason: str, by: User | None = None) -> DomainAct:
    """Decide nothing about it any more."""
    rule.delete()
    return _write_down(rule.domain, "", reason, by)


def import_rules(lines: Iterable[str], *, verdict: Verdict, reason: str, by: User | None = None) -> Imported:
    """Add the rules of a list: a domain on each line, with a verdict behind it where it is not `verdict`.

    What was decided before stays: a list from elsewhere does not overrule anybody here. `#` begins a remark.
    """
    rules: dict[str, DomainRule] = {}
    unread = []
    for line in filter(None, (line.partition("#")[0].strip() for line in lines)):
        try:
            domain, its_verdict = _read_line(line, verdict)
        except ValidationError:
            unread.append(line)
        else:
            rules.setdefault(domain, DomainRule(domain=domain, verdict=its_verdict, reason=reason, by=by))
    added = sum(_add(batch) for batch in batched(rules.values(), BATCH))
    return Imported(added, len(rules) - added, tuple(unread))


def _hosts_of(links: LinkQuerySet) -> Iterator[tuple[int, str, str]]:
    """The page of each, and the hosts that its address and its e-mail lead to, turned round."""
    for page, host, email in links.order_by().values_list("page", "reversed_host", "email").iterator(BATCH):
        yield page, host.lower(), reverse_labels(email.rpartition("@")[2].lower())


def _read_line(line: str, verdict: Verdict) -> tuple[str, Verdict]:
    domain, *rest = re.split(r"[\s,;]+", clean_text(line).lower())
    if len(rest) > 1 or (rest and rest[0] not in Verdict):
        raise ValidationError(_("A line holds a domain and a verdict."))
    return clean_domain(domain), Verdict(rest[0]) if rest else verdict


@transaction.atomic
def _add(rules: Iterable[DomainRule]) -> int:
    """Add those whose domain has no rule yet; returns how many."""
    rules = list(rules)
    known = _find(rules)
    new = [rule for rule in rules if rule.domain not in known]
    DomainRule.objects.bulk_create(new, ignore_conflicts=True)
    # What somebody else decides at this moment stays, and says another one.
    moments = {domain: rule.at for domain, rule in _find(new).items()}
    added = [rule for rule in new if moments.get(rule.domain) == rule.at]
    DomainAct.objects.bulk_create(_acts(added))
    page_cache.expire_all()
    return len(added)


def _find(rules: Iterable[DomainRule]) -> dict[str, DomainRule]:
    """The rules that stand for the domains of these."""
    return DomainRule.objects.in_bulk([rule.domain for rule in rules], field_name="domain")


def _acts(rules: Iterable[DomainRule]) -> Iterator[DomainAct]:
    for rule in rules:
        who = {"by": rule.by, "by_name": _name(rule.by)}
        yield DomainAct(domain=rule.domain, verdict=rule.verdict, reason=rule.reason, **who)


def _write_down(domain: str, verdict: str, reason: str, by: User | None) -> DomainAct:
    page_cache.expire_all()
    extent = extent_of(domain)
    return DomainAct.objects.create(
        domain=domain,
        verdict=verdict,
        reason=reason,
        links=extent.links,
        pages=extent.pages,
        by=by,
        by_name=_name(by),
    )


def _name(by: User | None) -> str:
    return by.get_username() if by else ""
