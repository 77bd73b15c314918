"""How a creator goes, whole: at TikTok, in the database, in Redis, in the media folder and in all served copies."""

from functools import partial

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.db import transaction

from profiles import cards, covers, moderation, page_cache, snapshots
from profiles.models import Addressee, Appeal, FormerHandle, Measure, Page
from profiles.models.handle import digest, digests_of
from tiktok_auth import events, tokens
from tiktok_auth.models import Grant


def erase(user: User) -> bool:
    """Delete this creator with everything of theirs. What moderators decided stays in their log, without the page and
    without what its creator said to it.

    While it stands, TikTok's identifier stays beside it: going and coming back undoes nothing.

    TikTok is told first, and whatever it answers the rest follows. Returns whether it has taken our permission back.
    """
    is_taken_back = all([tokens.disconnect(grant) for grant in Grant.objects.filter(account__user=user, ended_at=None)])
    with transaction.atomic():
        # The events, then the grants, then the pages: as where TikTok tells that a grant ended.
        for open_id in SocialAccount.objects.filter(user=user).values_list("uid", flat=True):
            events.delete(open_id)
        grants = list(
            Grant.objects.select_for_update(of=("self",)).select_related("account").filter(account__user=user)
        )
        for page in Page.objects.held().filter(owner=user):
            _erase_page(page)
        decided = Measure.objects.against(user.pk, Addressee.objects.of(*grants))
        Appeal.objects.filter(measure__in=decided).forget()
        user.delete()
    return is_taken_back


def forget_rested() -> None:
    """Forget the addresses of erased pages that anybody may take by now."""
    FormerHandle.objects.filter(page=None).rested().delete()


def _erase_page(page: Page) -> None:
    """Nothing of it is served from now on, and its address rests, unreadably."""
    moderation.outlive(page)
    snapshots.erase_copy(page)
    left_by = next(iter(digests_of(page.grant)), "")
    for handle in [page.handle, *page.former_handles.values_list("handle", flat=True)]:
        page_cache.expire(handle)
        transaction.on_commit(partial(cards.delete, handle), robust=True)  # without Redis the rest goes all the same
        FormerHandle.objects.of(handle).delete()
        FormerHandle.objects.create(handle=digest(handle), left_by=left_by)
    for shape, names in covers.names_of(page).items():
        covers.delete_once_committed(names, shape)
