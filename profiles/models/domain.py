from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from profiles.models.written import Written, WrittenQuerySet
from profiles.validators import HOST_LENGTH, host_of

REASON_LENGTH = 200


class Verdict(models.TextChoices):
    """What happens to links to a domain, from nothing to everything."""

    ALLOW = "allow", _("allow")
    LABEL = "label", _("label")
    WARN = "warn", _("warn")
    BLOCK = "block", _("block")


def reverse_labels(domain: str) -> str:
    """A domain with its labels in the other order and a dot behind each: all that stands below it begins as it does."""
    return "".join(f"{label}." for label in reversed(domain.split("."))) if domain else ""


def domains_of(url: str) -> list[str]:
    """The host of a clean destination and the domains it stands below, the longest first."""
    labels = host_of(url).lower().split(".")
    return [".".join(labels[number:]) for number in range(len(labels) - 1)]


class ReversedHostField(models.CharField):  # type: ignore[type-arg]
    """The host of the row's `url`, turned round. Read from it whenever the two are written."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        host = reverse_labels(host_of(model_instance.url))  # type: ignore[attr-defined]
        setattr(model_instance, self.attname, host)
        return host


class DomainRuleQuerySet(models.QuerySet["DomainRule"]):
    def below(self, domain: str) -> Self:
        """Those for what stands below this domain: there they count, and not its own."""
        return self.filter(domain__endswith=f".{domain}").order_by("domain")

    def by_url(self, urls: Iterable[str]) -> dict[str, "DomainRule"]:
        """Those of these clean destinations that something has to happen to, each with its rule. One query.

        Of the rules for a host and for the domains it stands below, the longest counts.
        """
        domains = {url: domains_of(url) for url in urls}
        rules = self.in_bulk({name for names in domains.values() for name in names}, field_name="domain")
        found = {url: next((rules[name] for name in names if name in rules), None) for url, names in domains.items()}
        return {url: rule for url, rule in found.items() if rule and rule.verdict != Verdict.ALLOW}


class DomainRule(models.Model):
    """What staff decided about links to a domain and to everything below it."""

    domain = models.CharField(_("domain"), max_length=HOST_LENGTH, unique=True)
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict)
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH)
    # None when it was done from a shell.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now=True)

    objects = DomainRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule about a domain")
        verbose_name_plural = _("rules about domains")
        constraints = [
            models.CheckConstraint(condition=models.Q(domain=Lower("domain")), name="domain_is_lowercase"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="domain_rule_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.domain

    @property
    def blocks(self) -> bool:
        return self.verdict == Verdict.BLOCK

    @property
    def warns(self) -> bool:
        """Whether visitors read something before they go on, if they can."""
        return self.verdict in {Verdict.WARN, Verdict.BLOCK}


class DomainAct(Written):
    """One act on a domain: who decided what, when and why, and what it met."""

    domain = models.CharField(_("domain"), max_length=HOST_LENGTH, db_index=True)
    # "" when the rule was taken away.
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict, blank=True)
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH)
    links = models.PositiveIntegerField(_("links"), default=0)
    pages = models.PositiveIntegerField(_("pages"), default=0)

    objects = WrittenQuerySet.as_manager()

    class Meta(Written.Meta):
        verbose_name = _("decision about a domain")
        verbose_name_plural = _("decisions about domains")
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="domain_act_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.domain} {self.verdict}"
