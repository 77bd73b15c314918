from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from profiles import snapshots
from profiles.models import Page
from profiles.snapshots import Outcome
from tiktok_auth.budget import Purpose
from tiktok_auth.errors import Code

PROBLEMS = {
    Outcome.BUSY: "@{handle} is being refreshed by somebody else right now.",
    Outcome.POSTPONED: "@{handle} has to wait: this minute's calls are spent, or TikTok wants a pause. Try again soon.",
    Outcome.NOT_ALLOWED: "@{handle} is suspended or not connected to TikTok.",
    Outcome.PARTLY: "TikTok refused a part for @{handle}: {trouble} (reference {reference}). The rest is new.",
    Outcome.TROUBLE: "TikTok had nothing for @{handle}: {trouble} (reference {reference}). The page stays as it was.",
}

KEY_MISSING = (
    "The tokens of @{handle} are sealed with a key that is not in TOKEN_KEYS: put it back at the end. "
    "TikTok was not asked ({trouble}, reference {reference}). The page stays as it was."
)


class Command(BaseCommand):
    help = "Fetch a creator's TikTok data now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("handle", help="the page's address, or one it has left, with or without @")

    def handle(self, *args: Any, handle: str, **options: Any) -> None:
        handle = handle.removeprefix("@").lower()
        page = Page.objects.for_refresh().at(handle)
        if page is None:
            raise CommandError(f"There is no page @{handle}.")
        outcome = snapshots.refresh(page, force=True, purpose=Purpose.INTERACTIVE)
        page.snapshot.refresh_from_db()
        if problem := PROBLEMS.get(outcome):
            trouble, reference = page.snapshot.trouble, page.snapshot.trouble_reference
            problem = KEY_MISSING if (outcome, trouble) == (Outcome.TROUBLE, Code.KEY_MISSING) else problem
            raise CommandError(problem.format(handle=page.handle, trouble=trouble, reference=reference))
        videos = page.videos.filter(is_listed=True).count()
        self.stdout.write(f"{page}: {page.snapshot.display_name}, videos: {videos}.")
