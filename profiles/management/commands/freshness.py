from typing import Any

from django.core.management.base import BaseCommand, CommandError

from profiles import freshness


class Command(BaseCommand):
    help = "Say how fresh the pages are. Fails when something needs a person, and says what."

    def handle(self, *args: Any, **options: Any) -> None:
        report = freshness.report()
        for name, value in freshness.rows(report):
            self.stdout.write(f"{name}: {value}")
        for snapshot in report.troubles:
            self.stdout.write(freshness.describe_trouble(snapshot))
        if needs := list(freshness.needs(report)):
            raise CommandError(" ".join(needs))
