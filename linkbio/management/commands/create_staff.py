import secrets
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandParser
from django.db import transaction

from linkbio import roles

User = get_user_model()


class Command(BaseCommand):
    help = "Makes a staff account with a password and a second factor, or gives an existing one new ones."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--role", choices=list(roles.ROLES), default="administrator", help="what they may do")

    @transaction.atomic
    def handle(self, *args: Any, username: str, role: str, **options: Any) -> None:
        password = secrets.token_urlsafe(12)
        user, _ = User.objects.get_or_create(username=username)
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
