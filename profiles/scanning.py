"""Looks at links again and again, in the background and a few at a time: at the domain rules, at what a service that
knows harmful sites says, and, where their creator wants it, at whether they are still there.

A harmful opinion brings a warning before the link. Domain rules hold without this: pages and /go/ read them directly,
and what is noted here about them is for the desk.
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError
from django.db.models import Case, F, Q, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.crypto import get_random_string

from profiles import opinions
from profiles.models import Link, Opinion, Reach, Scan, judge
from profiles.models.link import LinkQuerySet
from profiles.validators import host_of
from tiktok_auth.addresses import Policy
from tiktok_auth.errors import Code, Unavailable
from tiktok_auth.transport import send

# Where a look may go.
DESTINATIONS = Policy(lambda: settings.WATCHED_HOSTS)
# How many are looked at in one go, at most; a task a minute.
RULES_BATCH, OPINIONS_BATCH, LOOKS_BATCH = 1000, 60, 60
# No question and no look begins later in a task than this: the next task comes after a minute.
MOST_SECONDS = 50.0
# After that somebody else may begin, though a task that was killed has not said that it is over.
KILLED_SECONDS = 120
# How far the comparison with the rules has come.
COMPARED = "scan:rules"
LOOK_AGAIN = timedelta(days=1)
# Harmful verdicts are re-checked sooner, so that a cleared site stops being warned about.
ASK_AGAIN = timedelta(days=1)
ASK_AGAIN_ABOUT_HARMFUL = timedelta(minutes=30)
HOST_RESTS_SECONDS = 60
LOOK_SECONDS, LOOK_BYTES = 5.0, 2048
NOT_THERE = {404, 410}


def compare_with_rules() -> int:
    """Note for the desk which of the next links a rule has something against; returns how many were looked at.

    Whatever was found at an older address of theirs is dropped, unless it was harmful: that may hold (`is_harmful`).
    """
    links = judge(_next_to_compare())
    harmless = [link for link in links if not is_harmful(link)]
    Scan.objects.filter(link__in=harmless).exclude(url=F("link__url")).delete()
    found = [(link, link.rule.verdict if link.rule else "") for link in links]
    changed = [
        Scan(link=link, url=link.url, verdict=verdict) for link, verdict in found if verdict != _verdict_on(link)
    ]
    Scan.objects.bulk_create(changed, update_conflicts=True, unique_fields=["link"], update_fields=["verdict"])
    return len(links)


def ask_for_opinions() -> int:
    """Ask about links, where there is somebody to ask; returns how many were asked about.

    First about those never asked about, then about the harmful (twice an hour), then about the others (once a day).
    When no answer comes it ends: what was said before stays, and that link waits for others to be asked about.
    """
    ask = opinions.adviser()
    if ask is None:
        return 0
    asked = 0
    with _in_time("opinions", _to_be_asked_about()) as links:
        for link in links:
            if cache.get(_unanswered_key(link)):
                continue
            try:
                opinion = ask(link.url)
            except Unavailable:
                cache.set(_unanswered_key(link), 1, ASK_AGAIN_ABOUT_HARMFUL.total_seconds())
                break
            # Who has no opinion of it now does not take back what they said.
            said = {"opinion": opinion} if opinion else {}
            _note(link, **said, opinion_at=timezone.now())
            asked += 1
    return asked


def look_at_links() -> int:
    """See whether links of creators who want that are still there; returns how many were looked at.

    Each once a day at most, those never looked at first, and no host more than once a minute.
    """
    looked_at = 0
    with _in_time("looks", _to_be_looked_at()) as links:
        for link in filter(_may_ask, links):
            reach = look_at(link.url)
            scan = scan_of(link)
            misses = min((scan.misses if scan else 0) + 1, 100) if reach == Reach.MISSING else 0
            _note(link, reach=reach, reach_at=timezone.now(), misses=misses)
            looked_at += 1
    return looked_at


def look_at(url: str) -> Reach:
    """What one short request shows. Only "not there" counts against a link: sites turn machines away in many ways."""
    try:
        agent = f"linkbio dead-link watch (+{settings.SITE_URL})"
        reply = send("GET", url, policy=DESTINATIONS, deadline=LOOK_SECONDS, max_bytes=LOOK_BYTES, agent=agent)
        status = reply.status
    except Unavailable as error:  # what it sends to elsewhere, or is longer than we read, has a status all the same
        if error.code == Code.NO_SUCH_NAME:
            return Reach.MISSING
        status = error.status
    if status in NOT_THERE:
        return Reach.MISSING
    return Reach.REACHED if 200 <= status < 400 else Reach.UNKNOWN


def scan_of(link: Link) -> Scan | None:
    """What is known about the address that the link has now, if anything."""
    scan: Scan | None = getattr(link, "scan", None)
    return scan if scan and scan.url == link.url else None


def is_harmful(link: Link) -> bool:
    """Whether the second opinion says so of its address; of a new one, until it was asked about, of the one before on
    the same site."""
    scan: Scan | None = getattr(link, "scan", None)
    return scan is not None and scan.opinion == Opinion.HARMFUL and host_of(scan.url) == host_of(link.url)


def is_risky(link: Link) -> bool:
    """Whether visitors are warned before they go there: by a rule or for its harm. It has to be `judged`."""
    return (link.rule is not None and link.rule.warns) or is_harmful(link)


def _next_to_compare() -> list[Link]:
    """The links after those of the last time, by their ids; after the last of all it begins anew."""
    links = Link.objects.kept().select_related("scan").filter(pk__gt=cache.get(COMPARED, 0))
    batch = list(links.order_by("pk")[:RULES_BATCH])
    cache.set(COMPARED, batch[-1].pk if len(batch) == RULES_BATCH else 0, None)
    return batch


def _to_be_asked_about() -> LinkQuerySet:
    now, harmful = timezone.now(), Q(scan__opinion=Opinion.HARMFUL)
    links = _with_last("opinion_at", Link.objects.live())
    due = _due(now - ASK_AGAIN) | harmful & _due(now - ASK_AGAIN_ABOUT_HARMFUL)
    urgency = Case(When(last_at=None, then=0), When(harmful, then=1), default=2)
    return links.filter(due).select_related("scan").order_by(urgency, F("last_at"), "pk")[:OPINIONS_BATCH]


def _to_be_looked_at() -> LinkQuerySet:
    """One of each host, so that none with many links holds up the others."""
    links = _with_last("reach_at", Link.objects.live().filter(page__watches_links=True))
    oldest_first = [F("last_at").asc(nulls_first=True), F("pk").asc()]
    place = Window(RowNumber(), partition_by="reversed_host", order_by=oldest_first)
    due = links.filter(_due(timezone.now() - LOOK_AGAIN)).alias(place=place).filter(place=1)
    return due.select_related("scan").order_by(*oldest_first)[:LOOKS_BATCH]


def _with_last(moment: str, links: LinkQuerySet) -> LinkQuerySet:
    """Those that lead to a site, with `last_at`: the last such moment of a look at the address that they have now."""
    last_at = Case(When(scan__url=F("url"), then=f"scan__{moment}"))
    return links.filter(url__startswith="http").annotate(last_at=last_at)


def _due(before: datetime) -> Q:
    return Q(last_at=None) | Q(last_at__lte=before)


@contextmanager
def _in_time(kind: str, links: Iterable[Link]) -> Iterator[Iterator[Link]]:
    """These links, one after the other, for MOST_SECONDS; none while another task of this kind is at work."""
    key, claim, ends = f"scan:at-work:{kind}", get_random_string(8), time.monotonic() + MOST_SECONDS
    is_alone = cache.add(key, claim, KILLED_SECONDS)
    try:
        yield takewhile(lambda _link: time.monotonic() < ends, links if is_alone else ())
    finally:
        if cache.get(key) == claim:  # who was held up for KILLED_SECONDS ends nobody else's turn
            cache.delete(key)


def _unanswered_key(link: Link) -> str:
    return f"scan:unanswered:{link.pk}"


def _verdict_on(link: Link) -> str:
    scan = scan_of(link)
    return scan.verdict if scan else ""


def _may_ask(link: Link) -> bool:
    """Whether its host was left alone for a minute; if so, it is this link's turn."""
    return bool(cache.add(f"scan:host:{urlsplit(link.url).hostname}", 1, HOST_RESTS_SECONDS))


def _note(link: Link, **found: Any) -> None:
    """Write down what was found at this address. What was about an older one is dropped, unless it holds still."""
    stale = Scan.objects.filter(link=link).exclude(url=link.url)
    opinion = Opinion.HARMFUL if is_harmful(link) else Opinion.UNCHECKED
    stale.update(url=link.url, opinion=opinion, opinion_at=None, reach=Reach.UNKNOWN, reach_at=None, misses=0)
    with suppress(IntegrityError):  # the link went for good while somebody was asked about it
        Scan.objects.update_or_create(link=link, defaults=found, create_defaults={"url": link.url, **found})
