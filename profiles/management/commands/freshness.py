from typing import Any

from django.core.management.base import BaseCommand, CommandError

from profiles import freshness


class Command(BaseCommand):
    help = "Say how fresh the pages are. Fails when something needs a person, and says what."

    def handle(self, *args: Any, **options: Any) -> None:
        status = freshness.status()
        for name, value in freshness.rows(status):
            self.stdout.write(f"{name}: {value}")
        for snapshot in status.troubles:
            self.stdout.write(freshness.describe_trouble(snapshot))
        if needs := list(freshness.needs(status)):
            raise CommandError(" ".join(needs))
