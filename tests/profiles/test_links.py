from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks
from time_machine import travel

from profiles import links
from profiles.links import Move
from profiles.links.writing import LinkFields
from profiles.models import Kind, Link, Page
from tests.crowd import at_once
from tests.profiles.creators import is_remembered, remember
from tests.profiles.pages import make_link, make_page

pytestmark = pytest.mark.django_db

URL = "https://example.org/"
VERBS: dict[str, Callable[[Link], object]] = {
    "add": lambda link: links.add_link(link.page, title="d", url=URL),
    "edit": lambda link: links.edit_link(link, title="C", url=URL),
    "hide": links.hide_link,
    "show": links.show_link,
    "delete": links.delete_link,
    "restore": links.restore_link,
    "duplicate": links.duplicate_link,
    "move": lambda link: links.move_link(link, to=Move.TOP),
    "pin": links.pin_link,
    "place": lambda link: links.place_link(link, at=1),
    "remove thumbnail": links.set_thumbnail,
    "unpin": links.unpin_link,
    "reorder": lambda link: links.reorder_links(link.page, ids=[kept.pk for kept in link.page.links.kept()]),
}


@pytest.fixture
def three(page: Page) -> list[Link]:
    return [links.add_link(page, title=title, url=URL)[0] for title in "abc"]


def order(page: Page) -> str:
    """The titles as they stand on the page; also holds that their numbers have no gap."""
    kept = list(page.links.kept())
    assert [link.position for link in kept] == list(range(len(kept)))
    return "".join(link.title for link in kept)


def test_link_added_is_live_at_the_end(page: Page, three: list[Link]) -> None:
    links.add_link(page, title="d", url=URL)
    assert order(page) == "abcd"
    assert page.links.live().count() == 4


def test_link_added_twice_at_once_is_one(page: Page) -> None:
    with travel(timezone.now()) as clock:
        first, _is_new = links.add_link(page, title="a", url=URL)
        clock.shift(2)
        assert links.add_link(page, title="a", url=URL) == (first, False)
        links.add_link(page, title="a", url=f"{URL}?b")
        assert order(page) == "aa"
        clock.shift(2)
        links.add_link(page, title="a", url=URL)
        assert order(page) == "aaa"


def test_link_duplicated_twice_at_once_has_one_copy(page: Page) -> None:
    link, other = make_link(page, "a"), make_link(page, "b")
    with travel(timezone.now()) as clock:
        copy = links.duplicate_link(link)
        clock.shift(2)
        assert links.duplicate_link(link) == copy
        assert order(page) == "aab"
        links.duplicate_link(other)
        links.duplicate_link(copy)
        assert order(page) == "aaabb"
        clock.shift(4)
        links.duplicate_link(link)
        assert order(page) == "aaaabb"


def test_copy_says_all_that_its_link_says(page: Page) -> None:
    said: dict[str, Any] = {name: name for name in ("title", "note", "code", "phone")}
    said |= {"kind": Kind.CONTACT, "url": URL, "email": "m@example.org", "is_sensitive": True, "is_ad": True}
    said |= {"starts_at": timezone.now(), "ends_at": timezone.now() + timedelta(days=1)}
    assert said.keys() == LinkFields.__optional_keys__
    copy = Link.objects.get(pk=links.duplicate_link(make_link(page, **said)).pk)
    assert {name: getattr(copy, name) for name in said} == said


def test_link_deleted_a_moment_ago_can_be_added_again(page: Page) -> None:
    links.delete_link(links.add_link(page, title="a", url=URL)[0])
    links.add_link(page, title="a", url=URL)
    assert order(page) == "a"


def test_page_holds_two_hundred_links(page: Page) -> None:
    Link.objects.bulk_create(Link(page=page, title="x", url=URL, position=n) for n in range(links.MOST_LINKS))
    with pytest.raises(ValidationError, match="200 links"):
        links.add_link(page, title="one too many", url=URL)
    links.delete_link(page.links.kept()[0])
    links.add_link(page, title="y", url=URL)
    deleted = page.links.exclude(deleted_at=None).get()
    with pytest.raises(ValidationError, match="200 links"):
        links.restore_link(deleted)
    assert page.links.kept().count() == links.MOST_LINKS


def test_link_edited_keeps_its_identity_and_place(page: Page, three: list[Link]) -> None:
    before = three[1].pk, three[1].key
    links.edit_link(three[1], title="B", url="https://example.org/b")
    after = page.links.get(title="B")
    assert (after.pk, after.key) == before
    assert order(page) == "aBc"


def test_link_hidden_stays_in_its_place_and_out_of_sight(page: Page, three: list[Link]) -> None:
    links.hide_link(three[1])
    assert order(page) == "abc"
    assert [link.title for link in page.links.live()] == ["a", "c"]
    links.show_link(three[1])
    assert page.links.live().count() == 3


def test_link_restored_returns_to_where_it_was(page: Page, three: list[Link]) -> None:
    links.delete_link(three[1])
    assert order(page) == "ac"
    links.restore_link(three[1])
    assert order(page) == "abc"


def test_link_restored_after_others_left_comes_last(page: Page, three: list[Link]) -> None:
    for link in reversed(three):
        links.delete_link(link)
    links.restore_link(three[2])
    assert order(page) == "c"


def test_link_restored_twice_is_there_once(page: Page, three: list[Link]) -> None:
    links.delete_link(three[0])
    links.restore_link(three[0])
    links.restore_link(three[0])
    assert order(page) == "abc"


@pytest.mark.parametrize(
    ("index", "to", "result"),
    [
        (0, Move.UP, "abc"),
        (1, Move.UP, "bac"),
        (2, Move.UP, "acb"),
        (0, Move.DOWN, "bac"),
        (2, Move.DOWN, "abc"),
        (2, Move.TOP, "cab"),
        (0, Move.TOP, "abc"),
    ],
)
def test_link_moves(page: Page, three: list[Link], index: int, to: Move, result: str) -> None:
    place = links.move_link(three[index], to=to)
    assert order(page) == result
    assert result[place - 1] == three[index].title


def test_link_moves_from_where_it_is_now(page: Page, three: list[Link]) -> None:
    stale = page.links.get(title="c")
    links.move_link(three[2], to=Move.TOP)
    links.move_link(stale, to=Move.DOWN)
    assert order(page) == "acb"


def test_links_reordered(page: Page, three: list[Link]) -> None:
    a, b, c = (link.pk for link in three)
    links.reorder_links(page, ids=[c, a, b])
    assert order(page) == "cab"


def test_links_reordered_leave_a_deleted_one_alone(page: Page, three: list[Link]) -> None:
    links.delete_link(three[0])
    links.reorder_links(page, ids=[three[2].pk, three[1].pk])
    links.restore_link(three[0])
    assert order(page) == "acb"


def test_links_reordered_only_as_a_whole(page: Page, three: list[Link]) -> None:
    a, b, c = (link.pk for link in three)
    foreign = make_link(make_page("otto.knits")).pk
    for ids in ([], [a], [a, b], [a, b, c, c], [a, a, b], [c, b, foreign], [c, b, a, foreign], [c, b, 10**30]):
        with pytest.raises(ValidationError, match="changed in the meantime"):
            links.reorder_links(page, ids=ids)
    assert order(page) == "abc"


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_forgets_the_page(
    verb: str, page: Page, three: list[Link], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    remember(page)
    with django_capture_on_commit_callbacks(execute=True):
        VERBS[verb](three[2])
    assert not is_remembered(page)


@pytest.mark.needs_postgres
@pytest.mark.django_db(transaction=True)
def test_links_added_at_once_have_places_of_their_own() -> None:
    page = make_page()

    at_once(partial(links.add_link, page, title=str(number), url=URL) for number in range(16))
    assert len(order(page)) == sum(len(str(number)) for number in range(16))
