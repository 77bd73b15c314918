from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from profiles import erasure


class Command(BaseCommand):
    help = "Erase a creator who asks for it and cannot log in any more, as their own button does."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("who", help="their page's address, with or without @, or TikTok's open id for them")

    def handle(self, *args: Any, who: str, **options: Any) -> None:
        handle = who.removeprefix("@").lower()
        users = User.objects.filter(page__handle=handle) or User.objects.filter(socialaccount__uid=who)
        user = users.first()
        if user is None:
            raise CommandError(f"Nobody here has the page @{handle}, or this open id.")
        if user.is_staff:
            raise CommandError("This account opens the staff desk too. End that first, in the admin.")
        erasure.erase(user)
        self.stdout.write(f"{who} is erased, with page, links, pictures and account.")
