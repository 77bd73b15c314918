"""What staff reads about the verbs: what each is called, what follows from it, and what has happened by it."""

from collections.abc import Callable
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from profiles.models import DomainRule, Link, Measure, Page, Verb
from profiles.models.measure import COUNTERPARTS, TAKEDOWNS

TITLES = {
    Verb.DISMISS: _("Dismiss the reports"),
    Verb.REOPEN: _("Open the reports again"),
    Verb.WARN: _("Warn"),
    Verb.WITHDRAW: _("Withdraw the warning"),
    Verb.HIDE_LINK: _("Hide the link"),
    Verb.SHOW_LINK: _("Show the link again"),
    Verb.MARK_SENSITIVE: _("Mark sensitive"),
    Verb.UNMARK_SENSITIVE: _("Take the mark away"),
    Verb.LIMIT: _("Limit"),
    Verb.UNLIMIT: _("Lift the limit"),
    Verb.SUSPEND: _("Suspend"),
    Verb.RESTORE: _("Restore"),
    Verb.BAN: _("Ban"),
    Verb.UNBAN: _("Lift the ban"),
    Verb.UPHOLD: _("Turn the appeal down"),
}
CONSEQUENCES = {
    Verb.DISMISS: _("The reports are settled, and nothing else happens. The creator is not told."),
    Verb.WARN: _("The creator reads it in the studio. It counts as a strike for 90 days."),
    Verb.HIDE_LINK: _("Visitors do not see the link any more, and the creator cannot show it again. It is a strike."),
    Verb.MARK_SENSITIVE: _("Visitors are warned before they see the page."),
    Verb.LIMIT: _("Search engines are asked to leave the page out, and it leaves our front page."),
    Verb.SUSPEND: _("The page answers that it has been taken down. The creator can log in, read why, and appeal."),
    Verb.BAN: _("The page is taken down, and this TikTok account gets no other one here, under any name."),
}
# What a moderator reads once it is done.
DONE = {
    Verb.DISMISS: _("The reports about %(page)s are settled. The creator is not told."),
    Verb.REOPEN: _("The reports about %(page)s are open again."),
    Verb.WARN: _("%(page)s is warned. The creator can read why and appeal."),
    Verb.WITHDRAW: _("The warning of %(page)s is withdrawn. It counts no more."),
    Verb.HIDE_LINK: _("A link of %(page)s is hidden: %(about)s. The creator can read why and appeal."),
    Verb.SHOW_LINK: _("A link of %(page)s is not hidden by staff any more: %(about)s."),
    Verb.MARK_SENSITIVE: _("Visitors are warned before they see %(page)s. The creator can read why and appeal."),
    Verb.UNMARK_SENSITIVE: _("The mark of %(page)s is taken away."),
    Verb.LIMIT: _("%(page)s is limited. The creator can read why and appeal."),
    Verb.UNLIMIT: _("The limit of %(page)s is lifted."),
    Verb.SUSPEND: _("%(page)s is taken down. The creator can read why and appeal."),
    Verb.RESTORE: _("%(page)s is restored."),
    Verb.BAN: _("%(page)s is taken down, and its creator is banned. They can read why and appeal."),
    Verb.UNBAN: _("The ban of %(page)s is lifted."),
    Verb.UPHOLD: _("The appeal of %(page)s is turned down. The creator can read why."),
}
# The same where another measure keeps the page from visitors.
STAYS_DOWN = {
    Verb.RESTORE: _("The suspension of %(page)s is lifted. The page stays down: its creator is banned."),
    Verb.UNBAN: _("The ban of %(page)s is lifted. The page stays down: it is suspended as well."),
}
# The same where the page went with its creator meanwhile, so that nothing comes back.
GONE_MEANWHILE = {
    Verb.REOPEN: _("The dismissal is undone. The reports are gone with the page."),
    Verb.RESTORE: _("The suspension of a page that is gone is lifted. It holds against its creator no more."),
    Verb.UNBAN: _("The ban of a page that is gone is lifted. It holds against its creator no more."),
}
# What takes a page away: the button says so, and whose it is.
GRAVE = {Verb.SUSPEND: _("Suspend %(subject)s"), Verb.BAN: _("Ban %(subject)s")}
# What gives a page back to visitors.
RESTORING = {COUNTERPARTS[verb] for verb in TAKEDOWNS}

GONE = _("a page that is gone")


def describe_reports(page: Page) -> str:
    """What the open reports about this page say, and how often; "" when there are none."""
    return " · ".join(f"{ground} ({number})" for ground, number in page.reports.open().by_ground())


def describe_done(measure: Measure) -> str:
    """What has happened by this, and what it has left as it was."""
    page, verb = measure.page, Verb(measure.verb)
    said = _choose_words(page, verb)
    done = capfirst(said % {"page": page or GONE, "about": measure.about})
    return " ".join(filter(None, (done, str(_describe_unseen(page, verb)), describe_blocked(page, verb))))


def describe_blocked(page: Page | None, verb: Verb, name: Callable[[DomainRule], str] = str) -> str:
    """That rules about domains still block links of a page that this verb gives back; "" where none does."""
    links = Link.objects.kept().filter(page=page.pk).judged() if page and verb in RESTORING else []
    rules = {link.rule.domain: link.rule for link in links if link.rule and link.is_blocked}
    said = ngettext(
        "Links of this page stay blocked by the rule for {domains}. Decide about it under Rules about domains.",
        "Links of this page stay blocked by the rules for {domains}. Decide about them under Rules about domains.",
        len(rules),
    )
    names = format_html_join(", ", "{}", ((name(rule),) for _domain, rule in sorted(rules.items())))
    return format_html(said, domains=names) if rules else ""


def _describe_unseen(page: Page | None, verb: Verb) -> Any:
    """Why visitors do not see a page that staff gives back, where it is not for staff's sake; "" where they do."""
    if page is None or page.is_suspended or verb not in RESTORING:
        return ""
    if page.is_unpublished:
        return _("Visitors do not see it: its creator has taken it offline.")
    return _("Visitors do not see it: its TikTok account is gone.") if page.is_account_gone else ""


def _choose_words(page: Page | None, verb: Verb) -> Any:
    others: dict[Verb, Any] = GONE_MEANWHILE if page is None else STAYS_DOWN if page.is_suspended else {}
    return others.get(verb, DONE[verb])
