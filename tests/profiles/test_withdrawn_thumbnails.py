"""Pictures of links that staff hides or a creator deletes: nobody finds them at the addresses that visitors knew."""

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from profiles import links
from profiles.covers import THUMBNAIL, keep_bytes
from profiles.models import Page, Verb
from tests import moderators
from tests.profiles.measures import page
from tests.profiles.pages import make_link
from tests.profiles.pictures import BLUE, RED, draw, kept_files

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["page"]


def test_picture_of_a_link_goes_where_nobody_finds_it_when_staff_hides_the_link(page: Page, settings: Settings) -> None:
    hidden, kept = (make_link(page, url=url) for url in ("https://example.org/", "https://example.com/"))
    for link, color in ((hidden, RED), (kept, BLUE)):
        links.set_thumbnail(link, picture=draw(color=color))
    before = {hidden.thumbnail, kept.thumbnail}
    moderators.act(page, Verb.HIDE_LINK, reason="spam", link=hidden)
    after = set(page.links.values_list("thumbnail", flat=True))
    assert before & after == {kept.thumbnail}
    assert {path.name.split("-")[0] for path in kept_files(settings)} == after


def test_picture_of_a_link_keeps_its_address_when_the_link_is_shown_again(page: Page) -> None:
    link = make_link(page)
    links.set_thumbnail(link, picture=draw())
    moderators.act(page, Verb.HIDE_LINK, reason="spam", link=link)
    hidden = page.links.get().thumbnail
    moderators.act(page, Verb.SHOW_LINK, reason="it was not", link=link)
    link.refresh_from_db()
    assert link.thumbnail == hidden


def test_picture_of_a_deleted_link_waits_where_nobody_finds_it_and_comes_back(page: Page, settings: Settings) -> None:
    link = make_link(page)
    links.set_thumbnail(link, picture=draw())
    known = link.thumbnail
    links.delete_link(link)
    links.restore_link(link)
    assert link.thumbnail not in {known, ""}
    assert {path.name.split("-")[0] for path in kept_files(settings)} == {link.thumbnail}
    assert len(kept_files(settings)) == 4


def test_picture_that_is_brought_again_is_not_back_where_visitors_knew_it(page: Page, settings: Settings) -> None:
    deleted, new = make_link(page), make_link(page, "The same picture")
    links.set_thumbnail(deleted, picture=draw())
    known = deleted.thumbnail
    links.delete_link(deleted)
    links.set_thumbnail(new, picture=draw())
    assert known not in {path.name.split("-")[0] for path in kept_files(settings)}


def test_picture_of_a_deleted_link_stays_for_the_copy_that_shows_it_too(page: Page, settings: Settings) -> None:
    link = make_link(page)
    links.set_thumbnail(link, picture=draw())
    copy = links.duplicate_link(link)
    links.delete_link(link)
    link.refresh_from_db()
    copy.refresh_from_db()
    assert {path.name.split("-")[0] for path in kept_files(settings)} == {link.thumbnail, copy.thumbnail}
    assert copy.thumbnail != link.thumbnail


@pytest.mark.parametrize("count", [1, 60])
def test_hiding_links_takes_as_many_queries_however_many_are_the_same(
    page: Page, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    known = keep_bytes(draw(), shape=THUMBNAIL).name
    twins = [make_link(page, thumbnail=known) for _ in range(count)]
    with django_assert_num_queries(20):
        moderators.act(page, Verb.HIDE_LINK, reason="spam", link=twins[0])
    assert not page.links.filter(withheld_at=None).exists()
    assert not page.links.filter(thumbnail=known).exists()
