"""How much room notices of staff take where a creator works."""

import pytest
from django.test import Client

from profiles import moderation
from profiles.models import Page, Verb
from tests.markup import tags, words
from tests.profiles.notices import NOTICES, notice_of

pytestmark = pytest.mark.django_db

MORE = {1: "", 2: "1 more notice", 3: "2 more notices"}


@pytest.mark.parametrize("count", MORE)
def test_newest_notice_is_whole_and_the_others_are_counted(mina: Client, page: Page, count: int) -> None:
    for number in range(count):
        moderation.act(page, Verb.WARN, reason=f"careful {number}")
    studio = mina.get("/studio/")
    assert [number for number in range(count) if f"careful {number}" in words(studio)] == [count - 1]
    assert MORE[count] in words(studio)
    assert (NOTICES in [link.get("href") for link in tags(studio, "a")]) == (count > 1)


def test_warning_is_no_farewell(mina: Client, page: Page) -> None:
    measure = moderation.act(page, Verb.WARN, reason="careful")
    shown = words(mina.get(notice_of(measure)))
    assert "Send the appeal" in shown
    assert "Take your page" not in shown
