"""How a page comes to be."""

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from profiles import snapshots
from profiles.models import Page, Snapshot
from tiktok_auth.models import Grant
from tiktok_auth.payloads import UserInfo


class HandleTaken(Exception):
    """Somebody else's page is at this address."""


def create_page(*, owner: User, grant: Grant, handle: str, profile: UserInfo | None = None) -> Page:
    """The owner's page: a new one at this address, or the one they have already. Raises HandleTaken.

    The handle comes from clean_handle. Videos and pictures come with the first refresh, which is due at once.
    """
    try:
        with transaction.atomic():
            page = Page.objects.create(owner=owner, grant=grant, handle=handle)
            Snapshot.objects.create(page=page)
    except IntegrityError:
        # Two logins at once, or the address went to somebody else a moment ago.
        own = Page.objects.filter(owner=owner).first()
        if own is None:
            raise HandleTaken(handle) from None
        page = own
    if profile:
        snapshots.keep_profile(page, profile)
    return page
