from datetime import MAXYEAR, MINYEAR
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from profiles.moderation import transparency


class Command(BaseCommand):
    help = "One year of moderation in numbers, as a table in Markdown."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int)

    def handle(self, *args: Any, year: int, **options: Any) -> None:
        if not MINYEAR <= year < MAXYEAR:
            raise CommandError(f"{year} is no year. Name one like 2026.")
        self.stdout.write(f"| {year} | | |\n|---|---|---:|")
        for what, kind, number in transparency.table(year):
            self.stdout.write(f"| {what} | {kind} | {number} |")
