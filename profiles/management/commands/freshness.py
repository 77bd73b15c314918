from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from profiles import freshness
from profiles.models import Snapshot


class Command(BaseCommand):
    help = "Say how fresh the pages are. Fails when something needs a person, and says what."

    def handle(self, *args: Any, **options: Any) -> None:
        status = freshness.status()
        for name, value in freshness.rows(status):
            self.stdout.write(f"{name}: {value}")
        for snapshot in status.troubles:
            self.stdout.write(describe_trouble(snapshot))
        if needs := list(freshness.needs(status)):
            raise CommandError(" ".join(needs))


def describe_trouble(snapshot: Snapshot) -> str:
    """What happened to a page last, with what finds it in our log and in TikTok's."""
    tried = f"{snapshot.attempted_at:%Y-%m-%d %H:%M}" if snapshot.attempted_at else "-"
    words = {"page": snapshot.page, "trouble": snapshot.trouble, "moment": tried}
    words |= {"reference": snapshot.trouble_reference, "log_id": snapshot.trouble_log_id or "-"}
    return _("%(page)s %(moment)s %(trouble)s, reference %(reference)s, TikTok log id %(log_id)s") % words
