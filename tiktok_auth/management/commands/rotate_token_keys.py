from collections.abc import Callable, Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Model, QuerySet

from tiktok_auth import sealing
from tiktok_auth.models import Grant

# Where allauth keeps what its MFA adapter encrypts: one text, or a list of them.
SECRETS = {"secret", "seed", "migrated_codes"}


class Command(BaseCommand):
    help = "Seals every live grant and every second factor again with the newest key of TOKEN_KEYS."

    def handle(self, *args: Any, **options: Any) -> str:
        outcomes = [
            *_reseal_each(Grant.objects.filter(ended_at=None), _reseal_grant),
            *_reseal_each(Authenticator.objects.all(), _reseal_authenticator),
        ]
        resealed, unreadable = outcomes.count(True), outcomes.count(False)
        if unreadable:
            raise CommandError(f"{resealed} sealed again; {unreadable} could not be read with any of TOKEN_KEYS.")
        return f"{resealed} sealed again with the newest key."


def _reseal_each[T: Model](rows: QuerySet[T], reseal: Callable[[T], None]) -> Iterator[bool]:
    """One by one, under its lock: a refresh may be storing a newer pair. Yields whether each could be read."""
    for key in rows.values_list("pk", flat=True):
        with transaction.atomic():
            for row in rows.select_for_update().filter(pk=key):
                try:
                    reseal(row)
                except sealing.Unreadable:
                    yield False
                else:
                    yield True


def _reseal_grant(grant: Grant) -> None:
    grant.sealed_access = sealing.reseal(grant.sealed_access)
    grant.sealed_refresh = sealing.reseal(grant.sealed_refresh)
    grant.save(update_fields=["sealed_access", "sealed_refresh"])


def _reseal_authenticator(authenticator: Authenticator) -> None:
    for name in authenticator.data.keys() & SECRETS:
        sealed = authenticator.data[name]
        is_list = isinstance(sealed, list)
        authenticator.data[name] = [sealing.reseal(one) for one in sealed] if is_list else sealing.reseal(sealed)
    authenticator.save(update_fields=["data"])
