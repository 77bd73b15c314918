"""The only place that stores, hands out and refreshes TikTok's tokens.

A refresh token dies as soon as TikTok issues the next one, so that the loser of a race would look exactly like a
creator who left. Hence one refresh at a time for each grant, and the new pair is stored before anybody uses it.
https://developers.tiktok.com/docs/en/oauth-refresh-a-user-access-token
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

import structlog
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F, QuerySet
from django.utils.timezone import now

from tiktok_auth import budget, client, holding, sealing
from tiktok_auth.budget import Purpose
from tiktok_auth.errors import Code, RateLimited, ReconnectNeeded, TikTokError, TokenRejected, Unavailable
from tiktok_auth.models import Ended, Grant
from tiktok_auth.payloads import Tokens
from tiktok_auth.signals import creator_disconnected

# A call must not begin with a token that dies on its way; of a short life a tenth has to be enough.
SPARE_SECONDS, SPARE_SHARE = 60, 10
PAUSE_SECONDS = 60

log = structlog.get_logger(__name__)


def keep(account: SocialAccount, tokens: Tokens, *, union_id: str = "") -> Grant:
    """Store what a login brought. A grant that had ended is live again."""
    with transaction.atomic():
        grant, _ = Grant.objects.select_for_update().get_or_create(account=account, defaults={"granted_at": now()})
        live = {"granted_at": now(), "ended_at": None, "ended_because": "", "union_id": union_id or grant.union_id}
        Grant.objects.filter(pk=grant.pk).update(**_stored_form(account.pk, tokens), **live)
    grant.refresh_from_db()
    return grant


def keep_new(arrivals: Iterable[tuple[SocialAccount, Tokens]]) -> list[Grant]:
    """Store what many first logins brought, in one statement."""
    grants = [
        Grant(account=account, granted_at=now(), **_stored_form(account.pk, tokens) | {"generation": 1})
        for account, tokens in arrivals
    ]
    return Grant.objects.bulk_create(grants)


def access_token(grant: Grant, *, rejected: str = "", purpose: Purpose = Purpose.REFRESH) -> str:
    """A token for TikTok, refreshed when it is due or when the stored one is the `rejected` one.

    Raises ReconnectNeeded when the grant is over, and Unavailable when it cannot be refreshed now (RateLimited when it
    is not our turn), or when the key that it is sealed with is missing. Call it outside of any transaction: the new
    pair is committed before it is returned.
    """
    holding.reread(grant)
    with _ending(grant):
        if token := _usable_token(grant, rejected):
            return token
    return _renewed_token(grant, rejected, purpose)


def call[T](grant: Grant, request: Callable[[str], T], *, purpose: Purpose = Purpose.REFRESH) -> T:
    """What `request` returns for an access token; a rejected token is refreshed, and the request repeated, once.

    Raises what access_token and `request` raise, and Unavailable when a fresh token is rejected too: TikTok would not
    have issued it for a grant that is over.
    """
    token = access_token(grant, purpose=purpose)
    try:
        return request(token)
    except TokenRejected:
        token = access_token(grant, rejected=token, purpose=purpose)
    try:
        return request(token)
    except TokenRejected as error:
        raise Unavailable(Code.ACCESS_TOKEN_INVALID, error.log_id, status=error.status) from None


def disconnect(grant: Grant) -> bool:
    """Take our access back at TikTok and forget the tokens; they are forgotten whatever TikTok says.

    False where TikTok did not say that it is taken back: only the creator can do it now, in TikTok's settings.
    """
    is_taken_back = True
    try:
        # Revoking takes a live access token, and they live for two hours: the refresh is the normal case.
        call(grant, _revoke, purpose=Purpose.INTERACTIVE)
    except TikTokError as error:
        log.warning("tiktok_revoke_failed", grant=grant.pk, code=error.code, log_id=error.log_id)
        is_taken_back = isinstance(error, ReconnectNeeded)
    end(grant, Ended.DISCONNECTED)
    return is_taken_back


def _revoke(token: str) -> None:
    """TikTok calls a dead access token an invalid grant here, though the grant itself may well be alive."""
    try:
        client.revoke(token)
    except ReconnectNeeded as error:
        raise TokenRejected(error.code, error.log_id) from None


def end(grant: Grant, because: Ended) -> None:
    """Forget the tokens, remember why, tell the other apps. A second reason replaces the first, unless that is GONE."""
    _end(Grant.objects.exclude(ended_because__in=[because, Ended.GONE]), grant, because)


def forget_names(grant: Grant) -> None:
    """Forget what the creator was called at TikTok; the next login brings it again."""
    SocialAccount.objects.filter(pk=grant.account_id).update(extra_data={})


def _end(candidates: QuerySet[Grant], grant: Grant, because: Ended) -> None:
    forgotten = {"sealed_access": "", "sealed_refresh": "", "access_expires_at": None, "refresh_expires_at": None}
    with transaction.atomic():
        if candidates.filter(pk=grant.pk).update(ended_at=now(), ended_because=because, **forgotten):
            grant.refresh_from_db()
            creator_disconnected.send(sender=Grant, grant=grant)


@contextmanager
def _ending(grant: Grant) -> Iterator[None]:
    """End the grant when its tokens turn out to be dead, unless a newer pair than the one we hold has been stored.

    Tokens that cannot be read are kept for their key's return.
    """
    try:
        yield
    except sealing.Unreadable:
        raise Unavailable(Code.KEY_MISSING) from None
    except ReconnectNeeded:
        _end(Grant.objects.filter(generation=grant.generation, ended_at=None), grant, Ended.EXPIRED)
        raise


def _usable_token(grant: Grant, rejected: str) -> str:
    """The stored access token, or "" when it needs a refresh."""
    if not grant.is_live or grant.access_expires_at is None:
        raise ReconnectNeeded(grant.ended_because)
    token = sealing.unseal(grant.sealed_access, _owner(grant.account_id, "access"))
    return "" if token == rejected or grant.access_expires_at <= now() else token


@holding.busy()
def _renewed_token(grant: Grant, rejected: str, purpose: Purpose) -> str:
    """The token of a new pair, stored by us or by whoever held the lock before."""
    tokens: Tokens | None = None
    try:
        with holding.hold(grant), _ending(grant):
            if token := _usable_token(grant, rejected):
                return token
            tokens = _ask(grant, purpose)
            _store(grant, tokens)
    except (OperationalError, InterfaceError):
        if tokens is None:
            raise
        # The connection died while TikTok was asked, and only we know the pair that is good now.
        connection.close()
        _store(grant, tokens)
    holding.reread(grant)
    return tokens.access_token


def _ask(grant: Grant, purpose: Purpose) -> Tokens:
    """Trade the refresh token for a new pair.

    When TikTok's answer is lost, nobody knows whether the old refresh token still works. It is not tried again here,
    and by nobody for a minute; the next caller presents the same one, and TikTok's invalid_grant settles it.
    """
    pause = f"refresh-pause:{grant.pk}:{grant.generation}"
    if cache.get(pause, 0) > time.time():
        raise Unavailable(Code.REFRESH_PAUSED)
    try:
        # Read before TikTok is asked: afterwards nothing may come between the answer and its being stored.
        refresh_token = sealing.unseal(grant.sealed_refresh, _owner(grant.account_id, "refresh"))
        renew = partial(client.refresh, refresh_token, scope=grant.scope, open_id=grant.account.uid)
        return budget.spend("token", renew, purpose=purpose)
    except RateLimited:
        raise  # not asked, or not taken up: nothing was lost
    except Unavailable:
        cache.set(pause, time.time() + PAUSE_SECONDS, PAUSE_SECONDS)
        raise


def _store(grant: Grant, tokens: Tokens) -> None:
    """Put the new pair in the place of the one that `grant` was read with, unless another one is there by now."""
    stored = Grant.objects.filter(pk=grant.pk, generation=grant.generation, ended_at=None)
    if not stored.update(**_stored_form(grant.account_id, tokens)):
        raise Unavailable(Code.OVERTAKEN)


def _stored_form(account_id: int, tokens: Tokens) -> dict[str, Any]:
    spare = min(SPARE_SECONDS, tokens.access_seconds // SPARE_SHARE)
    return {
        "scope": tokens.scope,
        "sealed_access": sealing.seal(tokens.access_token, _owner(account_id, "access")),
        "sealed_refresh": sealing.seal(tokens.refresh_token, _owner(account_id, "refresh")),
        "access_expires_at": now() + timedelta(seconds=tokens.access_seconds - spare),
        "refresh_expires_at": now() + timedelta(seconds=tokens.refresh_seconds),
        "generation": F("generation") + 1,
    }


def _owner(account_id: int, kind: str) -> str:
    return f"grant of account {account_id}: {kind}"
