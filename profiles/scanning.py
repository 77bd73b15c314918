"""Looks at links again and again, in the background and a few at a time: at the domain rules, at what a service that
knows harmful sites says, and, where their creator wants it, at whether they are still there.

Nothing here protects visitors by itself but a harmful opinion: pages and /go/ read the rules as they are.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone

from profiles import opinions
from profiles.models import Link, Opinion, Reach, Scan
from profiles.models.link import LinkQuerySet
from tiktok_auth.errors import Unavailable
from tiktok_auth.transport import DESTINATIONS, send

# How many are looked at in one go; a task a minute goes round all of them.
RULES_BATCH, OPINIONS_BATCH, LOOKS_BATCH = 1000, 60, 30
LOOK_AGAIN = timedelta(days=1)
# Whoever was called harmful is told about for no longer than they are.
ASK_AGAIN = timedelta(days=1)
ASK_AGAIN_ABOUT_HARMFUL = timedelta(minutes=30)
HOST_RESTS_SECONDS = 60
LOOK_SECONDS, LOOK_BYTES = 5.0, 2048
NOT_THERE = {404, 410}


def compare_with_rules() -> int:
    """Note for the desk which of the next links a rule has something against; returns how many were looked at.

    Whatever was found at an older address of theirs is dropped.
    """
    links = _next("rules", Link.objects.kept().select_related("scan"), RULES_BATCH, LinkQuerySet.judged)
    Scan.objects.filter(link__in=links).exclude(url=F("link__url")).delete()
    found = [(link, link.rule.verdict if link.rule else "") for link in links]
    changed = [
        Scan(link=link, url=link.url, verdict=verdict) for link, verdict in found if verdict != _verdict_on(link)
    ]
    Scan.objects.bulk_create(changed, update_conflicts=True, unique_fields=["link"], update_fields=["verdict"])
    return len(links)


def ask_for_opinions() -> int:
    """Ask about the next links, where there is somebody to ask; returns how many were asked about.

    Each once a day, and the harmful ones twice an hour.
    """
    ask = opinions.adviser()
    if ask is None:
        return 0
    live = Link.objects.live().filter(url__startswith="http").select_related("scan")
    links = [link for link in _next("opinions", live, OPINIONS_BATCH) if _is_to_be_asked_about(link)]
    for link in links:
        if opinion := ask(link.url):  # who cannot be asked now does not take back what they said
            _note(link, opinion=opinion, opinion_at=timezone.now())
    return len(links)


def look_at_links() -> int:
    """See whether the next links of creators who want that are still there; returns how many were looked at.

    Each once a day at most, and no host more than once a minute.
    """
    watched = Link.objects.live().filter(page__watches_links=True, url__startswith="http").select_related("scan")
    links = [link for link in _next("looks", watched, LOOKS_BATCH) if _is_due(link) and _may_ask(link)]
    for link in links:
        reach = look_at(link.url)
        scan = scan_of(link)
        misses = min((scan.misses if scan else 0) + 1, 100) if reach == Reach.MISSING else 0
        _note(link, reach=reach, reach_at=timezone.now(), misses=misses)
    return len(links)


def look_at(url: str) -> Reach:
    """What one short request shows. Only "not there" counts against a link: sites turn machines away in many ways."""
    try:
        agent = f"linkbio dead-link watch (+{settings.SITE_URL})"
        reply = send("GET", url, policy=DESTINATIONS, deadline=LOOK_SECONDS, max_bytes=LOOK_BYTES, agent=agent)
        status = reply.status
    except Unavailable as error:  # what it sends to elsewhere, or is longer than we read, has a status all the same
        if error.code == "no_such_name":
            return Reach.MISSING
        status = error.status
    if status in NOT_THERE:
        return Reach.MISSING
    return Reach.REACHED if 200 <= status < 400 else Reach.UNKNOWN


def scan_of(link: Link) -> Scan | None:
    """What is known about the address that the link has now, if anything."""
    scan: Scan | None = getattr(link, "scan", None)
    return scan if scan and scan.url == link.url else None


def _next(name: str, links: LinkQuerySet, size: int, read: Callable[[LinkQuerySet], list[Link]] = list) -> list[Link]:
    """The links after those of the last time, by their ids; after the last of all it begins anew."""
    key = f"scan:{name}"
    batch = read(links.filter(pk__gt=cache.get(key, 0)).order_by("pk")[:size])
    cache.set(key, batch[-1].pk if len(batch) == size else 0, None)
    return batch


def _verdict_on(link: Link) -> str:
    scan = scan_of(link)
    return scan.verdict if scan else ""


def _is_due(link: Link) -> bool:
    scan = scan_of(link)
    return scan is None or scan.reach_at is None or scan.reach_at <= timezone.now() - LOOK_AGAIN


def _is_to_be_asked_about(link: Link) -> bool:
    scan = scan_of(link)
    if scan is None or scan.opinion_at is None:
        return True
    rest = ASK_AGAIN_ABOUT_HARMFUL if scan.opinion == Opinion.HARMFUL else ASK_AGAIN
    return scan.opinion_at <= timezone.now() - rest


def _may_ask(link: Link) -> bool:
    """Whether its host was left alone for a minute; if so, it is this link's turn."""
    return bool(cache.add(f"scan:host:{urlsplit(link.url).hostname}", 1, HOST_RESTS_SECONDS))


def _note(link: Link, **found: Any) -> None:
    """Write down what was found at this address. Whatever was about an older one is dropped."""
    stale = Scan.objects.filter(link=link).exclude(url=link.url)
    stale.update(url=link.url, opinion=Opinion.UNCHECKED, opinion_at=None, reach=Reach.UNKNOWN, reach_at=None, misses=0)
    with suppress(IntegrityError):  # the link went for good while somebody was asked about it
        Scan.objects.update_or_create(link=link, defaults=found, create_defaults={"url": link.url, **found})
