"""How a page comes to be, changes its address, goes and comes back."""

from contextlib import suppress
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles import covers, moderation, page_cache, snapshots
from profiles.models import Addressee, FormerHandle, Page, Snapshot, Step
from profiles.models.handle import REST
from profiles.validators import clean_handle
from tiktok_auth.models import Grant
from tiktok_auth.payloads import UserInfo

# As many addresses may rest for one creator beside the one they have: nobody collects them.
MOST_FORMER_HANDLES = 5


class HandleTaken(Exception):
    """Somebody else's page is at this address, or has left it not long ago."""


class Banned(Exception):
    """This person may not have a page here, at no address."""


def create_page(*, owner: User, grant: Grant, handle: str, profile: UserInfo | None = None) -> Page:
    """The owner's page: a new one at this address, or the one they have already.

    Raises HandleTaken, Banned, and ValidationError when too many rest already and TikTok has not proven this one. The
    handle comes from clean_handle. Videos and pictures come with the first refresh, which is due at once.
    """
    if Addressee.objects.of(grant).barred().exists():
        raise Banned
    try:
        with transaction.atomic():
            page = Page.objects.create(owner=owner, grant=grant, handle=handle)
            if "-" in handle:  # a name that TikTok proves is never refused
                _refuse_collecting(page, handle)
            _take_over_address(page)
            Snapshot.objects.create(page=page)
            moderation.resume(page)
    except IntegrityError:
        # Two logins at once, or the address went to somebody else a moment ago.
        own = Page.objects.filter(owner=owner).first()
        if own is None:
            raise HandleTaken(handle) from None
        page = own
    if profile:
        snapshots.keep_profile(page, profile)
    return page


def free_name(grant: Grant) -> str:
    """Their name on TikTok where it can be the address of their page now; "" where it is not known or somebody's."""
    with suppress(ValidationError):
        name = clean_handle(grant.account.extra_data.get("username", ""), chosen=False)
        newcomer, left = Page(grant=grant), FormerHandle.objects.of(name)
        if not Page.objects.filter(handle=name).exists() and all(one.is_free_for(newcomer) for one in left):
            return name
    return ""


def change_handle(page: Page, *, handle: str) -> None:
    """Move the page to this address; the old one leads there from now on. Raises HandleTaken, and ValidationError when
    too many rest already.

    The handle comes from clean_handle. Of two at once the later one moves it from where it is by then.
    """
    try:
        with transaction.atomic():
            page.refresh_from_db(fields=["handle"], from_queryset=Page.objects.held())
            if handle != page.handle:
                _move(page, handle)
    except (IntegrityError, HandleTaken):
        page.refresh_from_db(fields=["handle"])
        raise HandleTaken(handle) from None


def set_clock(page: Page, *, time_zone: str) -> None:
    """What a creator's browser says of their time zone; what they have said themselves stays, in another window too."""
    if Page.objects.filter(pk=page.pk, time_zone="").update(time_zone=time_zone):
        page_cache.expire(page.handle)


def set_portrait(page: Page, *, picture: bytes | None) -> None:
    """Show this picture instead of TikTok's, or TikTok's again. Raises covers.Unfit and Unkept."""
    with covers.kept(picture, covers.AVATAR) as name, transaction.atomic():
        page.refresh_from_db(fields=["portrait"], from_queryset=Page.objects.held())
        before = page.portrait
        change(page, portrait=name)
        covers.delete_once_committed([before], covers.AVATAR)


@transaction.atomic
def unpublish(page: Page) -> None:
    """Take the page down at its creator's wish: it answers 410 from now on. All that is on it stays."""
    change(page, unpublished_at=timezone.now())
    covers.withdraw(page)


def publish(page: Page) -> None:
    """Put the page online again, at its creator's wish."""
    change(page, unpublished_at=None)


@transaction.atomic
def finish_step(page: Page, *, step: Step) -> None:
    """Do not ask for this again: it is done, or was skipped."""
    page.refresh_from_db(fields=["steps_done"], from_queryset=Page.objects.held())
    if step not in page.steps_done:
        page.steps_done = [*page.steps_done, step]
        page.save(update_fields=["steps_done"])


@transaction.atomic
def change(page: Page, **fields: Any) -> None:
    """Keep these fields of the page, such as what its creator says in `Own`; visitors see it at once."""
    for name, value in fields.items():
        setattr(page, name, value)
    page.save(update_fields=fields)
    page_cache.expire(page.handle)


def _move(page: Page, handle: str) -> None:
    FormerHandle.objects.create(page=page, handle=page.handle)
    _refuse_collecting(page, handle)
    page_cache.expire(page.handle)
    change(page, handle=handle)
    _take_over_address(page)


def _refuse_collecting(page: Page, handle: str) -> None:
    """Raises ValidationError when more rest for its creator than may, and this one is none that they have left."""
    left = FormerHandle.objects.of_creator(page)
    if not left.of(handle).exists() and left.resting().count() > MOST_FORMER_HANDLES:
        said = _("You may change your address %(times)d times in %(days)d days. Take one you had, or wait a while.")
        raise ValidationError(said % {"times": MOST_FORMER_HANDLES, "days": REST.days})


def _take_over_address(page: Page) -> None:
    """Take over an address that was somebody's once. Raises HandleTaken while it rests; one's own is free at any time.

    Asked when the page is at the address already: whoever left it in the same moment is seen then.
    """
    for former in FormerHandle.objects.of(page.handle):
        if not former.is_free_for(page):
            raise HandleTaken(page.handle)
        former.delete()
