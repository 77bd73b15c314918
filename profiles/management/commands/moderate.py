from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from profiles import covers, moderation
from profiles.models import Ground, Page, Verb
from profiles.models.measure import COUNTERPARTS, TAKEDOWNS, Decided
from profiles.moderation.sentences import describe_done
from profiles.validators import clean_text

# Everything but the answer to an appeal.
VERBS = [*COUNTERPARTS, *COUNTERPARTS.values()]
LINK_VERBS = {Verb.HIDE_LINK, Verb.SHOW_LINK}


class Command(BaseCommand):
    help = "Do to a page what moderators do in the admin, with the same log."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=[verb.value for verb in VERBS])
        parser.add_argument("handle", help="the page's address, or one it has left, with or without @")
        parser.add_argument("--reason", required=True, help="why, for the log and for the creator")
        parser.add_argument("--ground", choices=Ground.values, default=Ground.OTHER, help="for the yearly table")
        parser.add_argument("--link", help="the key in the link's /go/ address, for hide_link and show_link")

    def handle(
        self, *args: Any, verb: str, handle: str, reason: str, ground: str, link: str | None, **options: Any
    ) -> None:
        handle = handle.removeprefix("@").lower()
        page = Page.objects.at(handle)
        if page is None:
            raise CommandError(f"There is no page @{handle}.")
        if not (reason := clean_text(reason)):
            raise CommandError("Say why: --reason may not be empty.")
        if (link is not None) != (verb in LINK_VERBS):
            raise CommandError("Name one of the page's links with --link for hide_link and show_link, and only then.")
        meant = page.links.filter(key=link).first() if link else None
        if link is not None and not meant:
            raise CommandError(f"{page} has no link with the key {link}.")
        leaves_pictures = verb in TAKEDOWNS and covers.are_missing(page)
        try:
            measure = moderation.act(page, Verb(verb), Decided(reason=reason, ground=Ground(ground)), link=meant)
        except moderation.NothingToDo as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(describe_done(measure))
        if leaves_pictures:
            raise CommandError(
                f"Its pictures are not in {settings.MEDIA_ROOT}: whoever knows their addresses still sees them. "
                "Restore it and do this again with the server's DATA_DIR."
            )
