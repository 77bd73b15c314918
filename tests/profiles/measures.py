"""A page and a link that staff does things to, and every verb with the one that undoes it."""

import pytest

from profiles.models import Link, Measure, Page, Verb
from profiles.models.measure import COUNTERPARTS
from tests import moderators
from tests.profiles.creators import load, make_page, report

PAIRS = list(COUNTERPARTS.items())


@pytest.fixture
def page(ada_at_tiktok: None) -> Page:
    return make_page("ada.bakes")


@pytest.fixture
def link(page: Page) -> Link:
    return page.links.create(title="Shop", url="https://example.org/shop")


def take(page: Page, verb: Verb, link: Link) -> Measure:
    """Does it to the page, or to the link where it is about one; there is something to dismiss."""
    if verb == Verb.DISMISS:
        report(page)
    meant = link if verb in {Verb.HIDE_LINK, Verb.SHOW_LINK} else None
    return moderators.act(load(page), verb, reason="because", link=meant)
