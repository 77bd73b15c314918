"""What visitors report."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from profiles.models import Ground, Link, Page, Report, Video
from profiles.moderation import evidence

MOST_A_DAY = 10
# So many are enough to know; who floods a page with more changes nothing by it.
MOST_OPEN = 100
SENDER_LIFE = timedelta(days=1)
# What visitors wrote, where to answer them, and the copy of the page go this long after the report was settled.
SETTLED_LIFE = timedelta(days=180)


class TooMany(Exception):
    """This sender has sent enough for today."""


@transaction.atomic
def report(
    page: Page,
    *,
    ground: Ground,
    sender: str,
    text: str = "",
    reply_to: str = "",
    video: Video | None = None,
    link: Link | None = None,
) -> None:
    """Keep what a visitor says about a page, with the page as it is now. Raises TooMany.

    What one sender says twice is kept once, what they add counts as one with what they said first, and what hundreds
    say is not kept for ever; what is graver always is.
    """
    Page.objects.held().only("pk").get(pk=page.pk)
    sent = Report.objects.filter(sender=sender, at__gt=timezone.now() - SENDER_LIFE)
    if sent.count() >= MOST_A_DAY:
        raise TooMany
    as_grave = page.reports.open().filter(severity__gte=ground.severity)
    said = sent.filter(page=page, video=video, link=link, ground=ground, answer=None)
    earlier = list(said.order_by("pk").defer("evidence"))
    if _is_known(earlier, text, reply_to) or as_grave.number() >= MOST_OPEN:
        return
    Report.objects.create(
        page=page,
        video=video,
        link=link,
        ground=ground,
        severity=ground.severity,
        text=text,
        reply_to=reply_to,
        evidence=evidence.record(page, video=video, link=link),
        sender=sender,
        adds_to=(earlier[0].adds_to or earlier[0].pk) if earlier else None,
    )


def forget_old() -> int:
    """Let go of what is not needed any more, and say of how many reports: senders after a day, and what was written and
    copied half a year after the report was settled. That there was one stays, for the yearly table."""
    now = timezone.now()
    unknown = Report.objects.exclude(sender="").filter(at__lte=now - SENDER_LIFE).update(sender="")
    settled = Report.objects.filter(answer__at__lte=now - SETTLED_LIFE).exclude(evidence={})
    return unknown + settled.update(text="", reply_to="", evidence={})


def _is_known(earlier: Sequence[Report], text: str, reply_to: str) -> bool:
    """Whether a report would say nothing that these did not."""
    texts, addresses = {one.text for one in earlier}, {one.reply_to for one in earlier}
    return bool(earlier) and text in {"", *texts} and reply_to in {"", *addresses}
