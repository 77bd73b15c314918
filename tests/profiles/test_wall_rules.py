"""The rules of the wall and of its hashtags: previewed, kept or refused."""

from functools import partial

import pytest
from django.test import Client

from profiles import videos
from profiles.models import Page, Wall
from tests.crowd import at_once
from tests.markup import tags, words
from tests.profiles.pages import make_video
from tests.profiles.studio import PAYLOAD
from tests.profiles.studio_videos import HOME, URL, on_wall, rows

pytestmark = pytest.mark.django_db


def test_rules_are_previewed_before_they_are_kept(mina: Client, page: Page) -> None:
    make_video(page, "Soup #soup")
    make_video(page, "Bread #bread")
    sent = {"length": "12", "only_hashtags": "Soup, #SOUP", "never_hashtags": "", "hide_after_days": ""}
    before = rows()
    answer = mina.post(f"{HOME}rules/", {**sent, "preview": "1"})
    assert "A preview: this is what these rules would show." in words(answer)
    assert ("Soup" in on_wall(answer), "Bread" in on_wall(answer)) == (True, False)
    assert "Soup, #SOUP" in {field.get("value") for field in tags(answer, "input")}
    assert rows() == before

    answer = mina.post(f"{HOME}rules/", {**sent, "names_source": "on"}, follow=True)
    assert "Saved. Your wall follows these rules now." in words(answer)
    rules = Wall.objects.get(page=page)
    assert (rules.only_hashtags, rules.never_hashtags, rules.hide_after_days, rules.names_source) == (
        "soup",
        "",
        None,
        True,
    )
    assert "#soup" in {field.get("value") for field in tags(answer, "input")}
    assert "Bread" not in on_wall(answer)


def test_rules_that_cannot_be_previewed_say_so_where_the_wall_is(mina: Client, page: Page) -> None:
    make_video(page, "Soup #soup")
    sent = {"length": "12", "only_hashtags": "so-up", "preview": "1"}
    answer = mina.post(f"{HOME}rules/", sent)
    assert "These rules cannot be shown yet: see what to change." in words(answer)
    assert "#rules" in {link["href"] for link in tags(answer, "a")}
    assert "cannot be shown yet" not in words(mina.get(HOME))


def test_wall_of_none_shows_the_pinned_alone(mina: Client, page: Page) -> None:
    make_video(page, "Soup", pin_position=0)
    make_video(page, "Bread")
    answer = mina.post(f"{HOME}rules/", {"length": "0"}, follow=True)
    assert ("Soup" in on_wall(answer), "Bread" in on_wall(answer)) == (True, False)
    assert "No room on your wall" in words(answer)
    visitor = words(Client().get("/@mina.eats"))
    assert ("Soup" in visitor, "Bread" in visitor) == (True, False)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("length", "-1", "Write a number from 0 to 12."),
        ("length", "13", "A wall holds 12 TikToks."),
        ("hide_after_days", "0", "Write a number of days, or leave it empty."),
        ("hide_after_days", "-3", "Write a number of days, or leave it empty."),
        ("hide_after_days", "ten", "Write a number of days, or leave it empty."),
        ("hide_after_days", "99999", "Ten years are the most: 3650 days."),
        ("only_hashtags", "so-up", "is not a hashtag. Write letters, digits and _ only, like #soup."),
        ("never_hashtags", PAYLOAD, "is not a hashtag."),
    ],
)
def test_rules_refused_are_explained_and_stay_typed(
    mina: Client, page: Page, field: str, value: str, sentence: str
) -> None:
    make_video(page, "Soup")
    answer = mina.post(f"{HOME}rules/", {"length": "12", field: value})
    assert sentence in words(answer)
    assert any(tag.get("value", "").endswith(value) for tag in tags(answer, "input"))
    assert "Soup" in on_wall(answer)
    assert not Wall.objects.exists()


def test_hashtag_that_is_wanted_and_left_out_is_refused(mina: Client, page: Page) -> None:
    make_video(page, "Soup #soup #bread")
    sent = {"length": "12", "only_hashtags": "#Soup #bread", "never_hashtags": "#tea #soup"}
    assert "#soup stands above, too. Take it out of one." in words(mina.post(f"{HOME}rules/", sent))
    assert not Wall.objects.exists()


def test_hashtag_brings_its_link_to_those_that_are_here_on_request(mina: Client, page: Page) -> None:
    video = make_video(page, "My desk #Lamp")
    answer = mina.post(f"{HOME}hashtags/", {"hashtag": "#LAMP", "url": "etsy.com/lamp", "title": ""}, follow=True)
    assert "New TikToks with \u2068#lamp\u2069 get this link." in words(answer)
    rule = page.hashtag_links.get()
    assert not page.links.exists()
    for said in (
        "1 of your TikToks got the link.",
        "No TikTok got the link: those here with \u2068#lamp\u2069 have had it already, or there are none.",
    ):
        assert said in words(mina.post(f"{HOME}hashtags/{rule.pk}/apply/", follow=True))
    assert [(link.title, link.url) for link in video.links.live()] == [("Etsy", "https://etsy.com/lamp")]
    assert "no longer get the link" in words(mina.post(f"{HOME}hashtags/{rule.pk}/delete/", follow=True))
    assert (page.hashtag_links.count(), video.links.live().count()) == (0, 1)


def test_hashtag_that_was_removed_comes_back_with_undo(mina: Client, page: Page) -> None:
    rule = videos.add_hashtag_link(page, hashtag="lamp", title="My lamp", url="https://example.org/lamp")
    answer = mina.post(f"{HOME}hashtags/{rule.pk}/delete/", follow=True)
    assert not page.hashtag_links.exists()
    hidden = [field for field in tags(answer, "input") if field.get("type") == "hidden"]
    undo = next(form["action"] for form in tags(answer, "form") if form["action"].startswith(f"{HOME}hashtags/"))
    mina.post(undo, {field["name"]: field["value"] for field in hidden})
    brought = page.hashtag_links.get()
    assert (brought.hashtag, brought.title, brought.url) == ("lamp", "My lamp", "https://example.org/lamp")


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"hashtag": "", "url": URL}, "Name the hashtag first, like #lamp."),
        ({"hashtag": "#a #b", "url": URL}, "One hashtag at a time."),
        ({"hashtag": "#", "url": URL}, "Name the hashtag first"),
        ({"hashtag": "#lamp", "url": ""}, "Paste an address first."),
        ({"hashtag": "#lamp", "url": "http://127.0.0.1/"}, "This address names a machine by number."),
    ],
)
def test_hashtag_refused_is_explained(mina: Client, page: Page, sent: dict[str, str], sentence: str) -> None:
    assert sentence in words(mina.post(f"{HOME}hashtags/", sent))
    assert not page.hashtag_links.exists()


def test_rules_refused_before_there_are_tiktoks_are_shown_again(mina: Client, page: Page) -> None:
    answer = mina.post(f"{HOME}rules/", {"length": "many"})
    assert "Write a number from 0 to 12." in words(answer)
    assert 'value="many"' in answer.text


def test_page_holds_twenty_hashtags(mina: Client, page: Page) -> None:
    for number in range(21):
        answer = mina.post(f"{HOME}hashtags/", {"hashtag": f"#n{number}", "url": URL}, follow=True)
    assert "20 links by hashtag are the most." in words(answer)
    assert page.hashtag_links.count() == 20


@pytest.mark.django_db(transaction=True)
def test_rules_and_hashtags_saved_by_a_double_tap_are_saved_once(page: Page) -> None:
    rules = [Wall(page=page, length=length) for length in (3, 3)]
    at_once(partial(videos.set_rules, one) for one in rules)
    assert Wall.objects.get().length == 3
    lamp = partial(videos.add_hashtag_link, page, hashtag="lamp", title="Lamp", url=URL)
    at_once([lamp, lamp])
    assert page.hashtag_links.count() == 1


def test_hashtag_with_the_same_address_gets_the_new_title(mina: Client, page: Page) -> None:
    for title in ("Lamp", "My lamp"):
        mina.post(f"{HOME}hashtags/", {"hashtag": "#lamp", "url": URL, "title": title})
    assert [rule.title for rule in page.hashtag_links.all()] == ["My lamp"]
