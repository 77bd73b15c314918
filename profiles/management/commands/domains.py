import sys
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from profiles import domains
from profiles.models import DomainRule, Verdict
from profiles.validators import clean_domain, clean_text

UNREAD_SHOWN = 3


class Command(BaseCommand):
    help = "Decide about links by the domain they lead to, as the admin does, with the same log."

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        for verdict in Verdict:
            act = acts.add_parser(verdict, help=f"{verdict} links to a domain and to all below it")
            act.add_argument("domain")
            act.add_argument("--reason", required=True, help="why, for the log, for creators and for visitors")
            act.add_argument("--count", action="store_true", help="say what it would meet, and do nothing")
        forget = acts.add_parser("forget", help="take a rule away")
        forget.add_argument("domain")
        forget.add_argument("--reason", required=True)
        several = acts.add_parser("import", help="add the rules of a file: a domain on each line, a verdict behind it")
        several.add_argument("file", help="- for standard input")
        several.add_argument("--verdict", choices=Verdict.values, default=Verdict.BLOCK, help="for lines without one")
        several.add_argument("--reason", required=True)

    def handle(self, *args: Any, act: str, reason: str, **options: Any) -> None:
        reason = _check_reason(reason)
        if act == "import":
            said = self._import(_lines(options["file"]), Verdict(options["verdict"]), reason)
        elif act == "forget":
            said = self._forget(_read(options["domain"]), reason)
        else:
            said = self._decide(_read(options["domain"]), Verdict(act), reason, only_count=options["count"])
        self.stdout.write(said)

    def _decide(self, domain: str, verdict: Verdict, reason: str, *, only_count: bool) -> str:
        if only_count:
            extent = domains.extent_of(domain)
            return f"{domain}: {extent}; nothing was changed. {extent.describe_longer()}".rstrip()
        act = domains.set_rule(domain, verdict=verdict, reason=reason)
        return f"{domain}: {verdict}, for {domains.extent_at(act)}."

    def _forget(self, domain: str, reason: str) -> str:
        rule = DomainRule.objects.filter(domain=domain).first()
        if rule is None:
            raise CommandError(f"There is no rule for {domain}.")
        domains.drop_rule(rule, reason=reason)
        return f"{domain}: no rule any more."

    def _import(self, lines: list[str], verdict: Verdict, reason: str) -> str:
        done = domains.import_rules(lines, verdict=verdict, reason=reason)
        said = f"Rules added: {done.added}. Domains that had one already: {done.known}."
        if not done.unread:
            return said
        unread = ", ".join(done.unread[:UNREAD_SHOWN])
        raise CommandError(f"{said} Lines that could not be read: {len(done.unread)}, for example {unread}")


def _check_reason(text: str) -> str:
    """A reason as the log can keep it: one line that can be read, not empty, and no longer than its column."""
    try:
        reason: str = DomainRule._meta.get_field("reason").clean(clean_text(text), None)
    except ValidationError as error:
        raise CommandError(f"--reason: {' '.join(error.messages)}") from error
    return reason


def _read(text: str) -> str:
    try:
        return clean_domain(text)
    except ValidationError as error:
        raise CommandError(f"{text}: {' '.join(error.messages)}") from error


def _lines(file: str) -> list[str]:
    try:
        return (sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8-sig")).splitlines()
    except (OSError, UnicodeError) as error:
        raise CommandError(f"{file} could not be read: {error}") from error
