"""The same form in two windows: the later one is told what it would replace, and replaces it only when sent again."""

from typing import Any

import pytest
from django.test import Client

from profiles.models import Page, Wall
from tests.markup import tags, words
from tests.profiles.pages import make_link, make_video
from tests.profiles.studio import page

pytestmark = pytest.mark.django_db

__all__ = ["page"]

ABOUT = {"part": "about", "bio": "Soup"}
FORMS: dict[str, tuple[str, str, dict[str, str], dict[str, str], str]] = {
    "about": ("settings/", "settings/", ABOUT, {"display_name": "Phone"}, "Now it says: Name: Phone. Save again"),
    "address": ("settings/", "settings/", {"part": "handle", "handle": "mina-b"}, {"handle": "mina-a"}, "mina-a."),
    "search": ("settings/", "settings/", {"part": "search", "search_title": "S"}, {"is_noindex": "on"}, "out: yes."),
    "region": (
        "settings/",
        "settings/",
        {"part": "region", "language": "de", "time_zone": "UTC"},
        {"time_zone": "Asia/Tokyo", "language": ""},
        "Language of your page: As the site; Time zone: Asia/Tokyo.",
    ),
    "look": (
        "design/",
        "design/",
        {"preset": "ink", "layout": "grid"},
        {"layout": "", "mode": "dark", "own_accent": "on", "accent": "#00ff00"},
        "Light or dark: Always dark; Arrangement: As in this look; A colour of my own: yes",
    ),
    "rules": ("videos/", "videos/rules/", {"length": "12"}, {"only_hashtags": "#soup"}, "these hashtags: #soup."),
}


def seen(text: str, sent: dict[str, str]) -> str:
    """What the form that sends this says that it replaces."""
    form = text.partition(f'value="{sent["part"]}"')[2] if "part" in sent else text
    return form.partition('name="seen" value="')[2].partition('"')[0]


def stored(page: Page) -> list[Any]:
    """What its creator decides about the page, whole."""
    return [list(Page.objects.filter(pk=page.pk).values()), list(Wall.objects.filter(page=page).values())]


@pytest.mark.parametrize("form", FORMS)
def test_later_of_two_windows_is_told_and_replaces_only_when_sent_again(mina: Client, page: Page, form: str) -> None:
    make_video(page, "Soup #soup")
    shown_at, path, ours, theirs, said = FORMS[form]
    at_first = seen(mina.get(f"/studio/{shown_at}").text, ours)
    assert at_first
    before = stored(page)
    mina.post(f"/studio/{path}", ours | theirs | {"seen": at_first})
    between = stored(page)
    refused = mina.post(f"/studio/{path}", ours | {"seen": at_first})
    assert "This was changed in another window meanwhile. Now it says:" in words(refused)
    assert said in words(refused)
    assert stored(page) == between != before
    mina.post(f"/studio/{path}", ours | {"seen": seen(refused.text, ours)})
    assert stored(page) not in (before, between)


@pytest.mark.parametrize(
    ("part", "switch", "said"),
    [("audience", "is_adult", "18 and over: yes."), ("watch", "watches_links", "when one is dead: yes.")],
    ids=["audience", "watch"],
)
def test_switch_of_the_earlier_window_stays_until_it_is_sent_again(
    mina: Client, page: Page, part: str, switch: str, said: str
) -> None:
    ours = {"part": part}
    at_first = seen(mina.get("/studio/settings/").text, ours)
    mina.post("/studio/settings/", ours | {switch: "on", "seen": at_first})
    refused = mina.post("/studio/settings/", ours | {"seen": at_first})
    assert f"{said} Save again to replace that." in words(refused)
    assert Page.objects.filter(pk=page.pk, **{switch: True})
    mina.post("/studio/settings/", ours | {"seen": seen(refused.text, ours)})
    assert Page.objects.filter(pk=page.pk, **{switch: False})


@pytest.mark.parametrize("form", FORMS)
def test_two_windows_that_want_the_same_need_no_words(mina: Client, page: Page, form: str) -> None:
    make_video(page, "Soup #soup")
    shown_at, path, ours, _theirs, _said = FORMS[form]
    sent = ours | {"seen": seen(mina.get(f"/studio/{shown_at}").text, ours)}
    answers = [mina.post(f"/studio/{path}", sent) for _window in range(2)]
    assert [answer.headers["Location"].partition("#")[0] for answer in answers] == [f"/studio/{shown_at}"] * 2


def test_rules_are_tried_whatever_another_window_kept(mina: Client, page: Page) -> None:
    make_video(page, "Soup #soup")
    at_first = seen(mina.get("/studio/videos/").text, {})
    mina.post("/studio/videos/rules/", {"length": "3", "seen": at_first})
    answer = mina.post("/studio/videos/rules/", {"length": "4", "seen": at_first, "preview": "1"})
    assert "A preview: this is what these rules would show." in words(answer)


def test_order_that_another_window_changed_is_kept(mina: Client, page: Page) -> None:
    a, b, c = (make_link(page, title).pk for title in "abc")
    assert mina.post("/studio/links/order/", {"id": [c, a, b], "seen": [a, b, c]}).text == "Saved"
    late = mina.post("/studio/links/order/", {"id": [b, a, c], "seen": [a, b, c]})
    assert (late.status_code, late.text.partition(".")[0]) == (409, "Your links have changed in the meantime")
    assert [link.pk for link in page.links.kept()] == [c, a, b]


def test_what_is_seen_is_not_offered_by_the_browser(mina: Client, page: Page) -> None:
    fields = [field for field in tags(mina.get("/studio/settings/"), "input") if field.get("name") == "seen"]
    said = [(field["autocomplete"], "hidden" in field, field.get("type")) for field in fields]
    assert said == [("off", True, None)] * 6
