"""One looks at links at a time, however long somebody was held up."""

from threading import Event

import pytest
from django.core.cache import cache

from profiles import scanning
from profiles.models import Page
from tests import hostile
from tests.crowd import PATIENCE_SECONDS, at_once
from tests.hostile import Server, Wire
from tests.profiles.pages import make_link
from tests.profiles.watch import page, server

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["page", "server"]


def test_round_that_was_held_up_ends_nobody_elses(page: Page, server: Server) -> None:
    make_link(page)
    is_held_up, is_next_at_work, is_over = Event(), Event(), Event()

    def hold_up(wire: Wire) -> None:
        cache.delete("scan:at-work:opinions")  # as when KILLED_SECONDS have passed
        is_held_up.set()
        assert is_next_at_work.wait(PATIENCE_SECONDS)
        hostile.answer_json({})(wire)

    def work(wire: Wire) -> None:
        is_next_at_work.set()
        assert is_over.wait(PATIENCE_SECONDS)
        hostile.answer_json({})(wire)

    def be_late() -> list[int]:
        late = scanning.ask_for_opinions()
        make_link(page, url="https://new.example/")
        third = scanning.ask_for_opinions()
        is_over.set()
        return [late, third]

    def be_next() -> list[int]:
        assert is_held_up.wait(PATIENCE_SECONDS)
        return [scanning.ask_for_opinions()]

    server.behave(hold_up, work, hostile.answer_json({}))
    assert at_once([be_late, be_next]) == [[1, 0], [1]]
    assert scanning.ask_for_opinions() == 1
