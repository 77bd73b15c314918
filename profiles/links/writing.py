"""What a link says and shows, and when."""

from datetime import datetime, timedelta
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles import covers
from profiles.links.changing import changing, count_for_one_more, place, refuse_withheld
from profiles.models import Link, Page, Video
from profiles.models.link import LinkQuerySet

DOUBLE_TAP = timedelta(seconds=3)


class LinkFields(TypedDict, total=False):
    """What its creator says of a link; clean, and all that its kind needs."""

    kind: str
    title: str
    url: str
    note: str
    code: str
    email: str
    phone: str
    starts_at: datetime | None
    ends_at: datetime | None
    is_sensitive: bool
    is_ad: bool


class Changed(Exception):
    """Somebody changed the link after it was read; it is left as it is now."""


def add_link(page: Page, *, video: Video | None = None, **fields: Unpack[LinkFields]) -> tuple[Link, bool]:
    """A link at the end of the page or of one of its videos, and whether it is new: what is added twice at once is one.

    Raises ValidationError when there is no room for another, or the TikTok has gone meanwhile.
    """
    with changing(page):
        _refuse_gone(page, video)
        if twin := _just_added(page).filter(video=video, **fields).first():
            return twin, False
        link = Link(page=page, video=video, **fields)
        link.position = count_for_one_more(link)
        link.save()
    return link, True


def edit_link(link: Link, *, seen: int | None = None, **fields: Unpack[LinkFields]) -> None:
    """Write these fields.

    Raises Changed unless the link is at the version that was `seen`, where one is named, and ValidationError where
    staff has hidden what it becomes, or what it was: that would be free to come back.
    """
    with changing(link.page):
        link.refresh_from_db(fields=["version", *fields])
        if seen not in (None, link.version):
            raise Changed
        changed = {name: value for name, value in fields.items() if getattr(link, name) != value}
        before = link.marks
        for name, value in changed.items():
            setattr(link, name, value)
        if link.marks != before:
            refuse_withheld(link.page, link.marks | before)
        link.version += bool(changed)
        link.save(update_fields=["version", *changed])


def duplicate_link(link: Link) -> Link:
    """A copy right behind it, hidden until its creator shows it; what is copied twice at once has one.

    Raises ValidationError when there is no room.
    """
    with changing(link.page):
        link.refresh_from_db()
        said = _said(link)
        hidden = _just_added(link.page).filter(video=link.video_id, is_hidden=True).exclude(pk=link.pk)
        if twin := hidden.filter(**said).first():
            return twin
        count_for_one_more(link)
        copy = Link(page=link.page, video=link.video, is_hidden=True, is_pinned=link.is_pinned, **said)
        copy.thumbnail, copy.thumbnail_video = link.thumbnail, link.thumbnail_video
        copy.save()
        place(copy, at=link.position + 1)
    return copy


def hide_link(link: Link) -> None:
    """Keep it in the studio and take it off the page."""
    _set_hidden(link, is_hidden=True)


def show_link(link: Link) -> None:
    _set_hidden(link, is_hidden=False)


def set_thumbnail(link: Link, *, picture: bytes = b"", video: Video | None = None) -> None:
    """Show a picture of the creator's beside it, the cover of one of their TikToks, or none.

    Raises covers.Unfit and Unkept, and ValidationError where the TikTok has gone meanwhile.
    """
    with covers.kept(picture, covers.THUMBNAIL) as name, changing(link.page):
        _refuse_gone(link.page, video)
        link.refresh_from_db(fields=["thumbnail"])
        covers.delete_once_committed([link.thumbnail], covers.THUMBNAIL)
        link.thumbnail, link.thumbnail_video = name, None if name else video
        link.save(update_fields=["thumbnail", "thumbnail_video"])


def _said(link: Link) -> LinkFields:
    """What its creator says of this one."""
    return {
        "kind": link.kind,
        "title": link.title,
        "url": link.url,
        "note": link.note,
        "code": link.code,
        "email": link.email,
        "phone": link.phone,
        "starts_at": link.starts_at,
        "ends_at": link.ends_at,
        "is_sensitive": link.is_sensitive,
        "is_ad": link.is_ad,
    }


def _set_hidden(link: Link, *, is_hidden: bool) -> None:
    with changing(link.page):
        link.is_hidden = is_hidden
        link.save(update_fields=["is_hidden"])


def _refuse_gone(page: Page, video: Video | None) -> None:
    if video and not page.videos.filter(pk=video.pk).exists():
        raise ValidationError(_("This TikTok is not on your page any more. Choose another one."))


def _just_added(page: Page) -> LinkQuerySet:
    """Those among which a second tap finds what the first one has added."""
    return page.links.kept().filter(created_at__gt=timezone.now() - DOUBLE_TAP)
