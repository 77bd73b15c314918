"""Which rule of staff's is met by what leads somewhere. It is looked up for many at once, and never guessed."""

from collections.abc import Sequence
from typing import Self

from profiles.models.domain import DomainRule, Verdict


class Unjudged(Exception):
    """Nobody has looked up yet which rule this meets, so that nobody can say that it meets none."""


class Ruled:
    """What leads somewhere. Whoever asks about its rule before it was `judged` gets Unjudged."""

    _met: tuple[str, DomainRule | None] | None = None

    @property
    def destinations(self) -> Sequence[str]:
        raise NotImplementedError

    @property
    def rule(self) -> DomainRule | None:
        """What staff decided about where it leads."""
        return self._judgement()[1]

    @property
    def ruled_url(self) -> str:
        """Which of its destinations that is about; "" where no rule is met."""
        return self._judgement()[0]

    @property
    def is_blocked(self) -> bool:
        """Whether staff lets nobody through."""
        return self.rule is not None and self.rule.blocks

    def judged(self) -> Self:
        """The same, with the strictest rule for where it leads now. Takes one query."""
        judge([self])
        return self

    def _judgement(self) -> tuple[str, DomainRule | None]:
        if self._met is None:
            raise Unjudged(repr(self))
        return self._met


def judge[Leading: Ruled](those: list[Leading]) -> list[Leading]:
    """The same ones, each with the strictest rule for where it leads now. Takes one query for all of them."""
    rules = DomainRule.objects.by_url(url for one in those for url in one.destinations)
    for one in those:
        met = [url for url in one.destinations if url in rules]
        strictest = max(met, key=lambda url: list(Verdict).index(Verdict(rules[url].verdict)), default="")
        one._met = (strictest, rules.get(strictest))
    return those
