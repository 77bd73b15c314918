from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from profiles import covers, erasure
from profiles.models import Page


class Command(BaseCommand):
    help = "Erase a creator who asks for it and cannot log in any more, as their own button does."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("who", help="their page's address, with or without @, or TikTok's open id for them")
        parser.add_argument("--without-pictures", action="store_true", help="go on although their pictures are lost")

    def handle(self, *args: Any, who: str, without_pictures: bool, **options: Any) -> None:
        handle = who.removeprefix("@").lower()
        users = User.objects.filter(page__handle=handle) or User.objects.filter(socialaccount__uid=who)
        user = users.first()
        if user is None:
            raise CommandError(f"Nobody here has the page @{handle}, or this open id.")
        if user.is_staff:
            raise CommandError("This account opens the staff desk too. End that first, in the admin.")
        page = Page.objects.filter(owner=user).first()
        if page and covers.are_missing(page) and not without_pictures:
            raise CommandError(
                f"Their pictures are not in {settings.MEDIA_ROOT}. Do this with the server's DATA_DIR; "
                "where the pictures are lost, with --without-pictures."
            )
        is_taken_back = erasure.erase(user)
        self.stdout.write(f"{who} is erased, with page, links, pictures and account.")
        if not is_taken_back:
            # No failure: they are erased, and there is nobody to do it to again.
            self.stderr.write(
                "We could not make sure that TikTok has ended their permission, so it may still list this site among "
                "the apps that they allowed. Ask them to remove it there: in TikTok's settings, under Security and "
                "permissions."
            )
