import secrets
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import transaction

from linkbio import roles

User = get_user_model()


class Command(BaseCommand):
    help = "Makes a staff account with a password and a second factor, or gives an existing one new ones."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument(
            "--role",
            choices=list(roles.ROLES),
            help="what they may do; without it a new account is an administrator and another one stays what it is",
        )

    @transaction.atomic
    def handle(self, *args: Any, username: str, role: str | None, **options: Any) -> None:
        _check(username)
        password = secrets.token_urlsafe(12)
        user, is_new = User.objects.get_or_create(username=username)
        role = role or ("administrator" if is_new else roles.held_by(user))
        if not role:
            raise CommandError(f"{username} has an account, and is not staff. Say --role to make them staff.")
        user.set_password(password)
        roles.give(user, role)
        Authenticator.objects.filter(user=user).delete()
        secret = generate_totp_secret()
        TOTP.activate(user, secret)
        codes = RecoveryCodes.activate(user).get_unused_codes()
        address = get_adapter().build_totp_url(user, secret)
        self.stdout.write(f"Staff account {username} ({role}), password {password}")
        self.stdout.write(
            f"Second factor: add {address} to an authenticator app, or use a one-time code: {' '.join(codes[:5])}"
        )


def _check(username: str) -> None:
    """Raises CommandError for a name that no account may have."""
    try:
        User._meta.get_field("username").clean(username, None)
    except ValidationError as refusal:
        raise CommandError(f"Nobody can be called {username!a}: {' '.join(refusal.messages)}") from None
