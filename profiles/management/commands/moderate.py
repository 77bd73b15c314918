from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from profiles.models import Page, Verb
from profiles.moderation import VERBS


class Command(BaseCommand):
    help = "Suspend a page or restore it, as the admin does, with the same log."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=Verb.values)
        parser.add_argument("handle", help="the page's address, with or without @")
        parser.add_argument("--reason", required=True, help="why, for the log and for the creator")

    def handle(self, *args: Any, verb: str, handle: str, reason: str, **options: Any) -> None:
        handle = handle.removeprefix("@").lower()
        page = Page.objects.filter(handle=handle).first()
        if page is None:
            raise CommandError(f"There is no page @{handle}.")
        if not reason.strip():
            raise CommandError("Say why: --reason may not be empty.")
        measure = VERBS[Verb(verb)](page, reason=reason.strip())
        self.stdout.write(f"@{handle} is {measure.get_verb_display()}.")
