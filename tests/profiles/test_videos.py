"""The studio's videos as a creator's browser without script meets them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from profiles import insights, links, videos
from profiles.models import Count, HashtagLink, Link, Page, Snapshot, Video, Wall
from tests.markup import tags, words
from tests.profiles import creators
from tests.profiles.pages import make_link, make_page, make_video
from tiktok_auth.models import Grant
from tiktok_auth.sandbox import control
from tiktok_auth.sandbox.grants import SCOPES

pytestmark = pytest.mark.django_db

HOME = "/studio/videos/"
PAYLOAD = "</title><script>alert(1)</script>"
SCRIPTS = ["/static/js/studio.js", "/static/js/preview.js"]
URL = "https://shop.example.org/lamp"
VERBS = ("", "hide/", "move/", "order/", "pin/", "show/", "unpin/")


@pytest.fixture
def otto() -> Page:
    """The page of somebody else, with everything on it that has a route."""
    page = make_page("otto.knits")
    make_link(page, "Patterns", video=make_video(page, "Otto's cardigan"))
    videos.add_hashtag_link(page, hashtag="wool", title="Otto's wool", url=URL)
    return page


def paths(page: Page) -> list[str]:
    """Every address of the studio's videos that names something of this page."""
    found = [f"{HOME}{video.pk}/{verb}" for video in page.videos.all() for verb in VERBS]
    return found + [
        f"{HOME}hashtags/{rule.pk}/{verb}/" for rule in page.hashtag_links.all() for verb in ("apply", "delete")
    ]


def rows() -> list[Any]:
    """Everything in the database that a creator's act could change."""
    return [list(model.objects.order_by("pk").values()) for model in (Page, Link, Video, Wall, HashtagLink, Snapshot)]


def order(page: Page) -> str:
    """The captions of the pinned; also holds that their numbers have no gap."""
    pinned = list(page.videos.listed().filter(pin_position__isnull=False))
    assert [video.pin_position for video in pinned] == list(range(len(pinned)))
    return "".join(video.caption for video in pinned)


def on_wall(answer: Any) -> str:
    """What the studio says is on the wall, before what is not."""
    return words(answer).split("Your wall See your page")[1].split("Not on your wall")[0]


EVERYTHING = {"title": "x", "url": URL, "to": "top", "id": ["1"], "hashtag": "#x", "length": "3"}


# ---- who may come in ----


def test_videos_are_for_those_who_are_logged_in(client: Client, otto: Page) -> None:
    before = rows()
    rooms = {HOME, f"{HOME}{otto.videos.get().pk}/"}
    for path in [HOME, f"{HOME}rules/", f"{HOME}hashtags/", *paths(otto)]:
        for method in (client.get, client.post):
            back = path if path in rooms else "/studio/"
            assert method(path)["Location"] == f"/accounts/login/?next={back}"
    assert rows() == before


def test_videos_of_somebody_else_are_not_there(mina: Client, otto: Page) -> None:
    before = rows()
    for path in paths(otto):
        answers = [mina.post(path, EVERYTHING)]
        if path.endswith(f"{otto.videos.get().pk}/"):
            answers.append(mina.get(path))
        for answer in answers:
            assert "There is no page here" in words(answer)
            assert "Otto" not in words(answer)
    assert "Otto" not in words(mina.get(HOME, {"q": "cardigan"}))
    assert rows() == before


def test_looking_at_videos_changes_nothing(mina: Client, page: Page) -> None:
    videos.add_hashtag_link(page, hashtag="lamp", title="Lamp", url=URL)
    make_link(page, video=make_video(page, "#lamp"))
    before = rows()
    for path in [HOME, f"{HOME}rules/", f"{HOME}hashtags/", *paths(page)]:
        mina.get(path, EVERYTHING)
    assert rows() == before


def test_videos_change_nothing_without_the_forms_token(page: Page) -> None:
    make_video(page)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(page.owner)
    before = rows()
    for path in [f"{HOME}rules/", f"{HOME}hashtags/", *paths(page)]:
        assert strict.post(path, EVERYTHING).status_code == 403
    assert rows() == before


def test_forms_take_only_their_own_fields(mina: Client, page: Page, otto: Page) -> None:
    video = make_video(page)
    extra = {"page": otto.pk, "video": otto.videos.get().pk, "position": 9, "is_hidden": "on", "id": 7, "key": "mine"}
    mina.post(f"{HOME}rules/", {"length": 3, **extra})
    mina.post(f"{HOME}hashtags/", {"hashtag": "#lamp", "url": URL, **extra})
    mina.post(f"{HOME}{video.pk}/", {"url": URL, "title": "Lamp", **extra})
    assert Wall.objects.get().page == page
    assert page.hashtag_links.get().hashtag == "lamp"
    link = page.links.get()
    assert (link.video, link.position, link.is_hidden, link.title) == (video, 0, False, "Lamp")
    assert link.key != "mine"


def test_staff_without_a_page_have_no_videos(client: Client, django_user_model: Any) -> None:
    client.force_login(django_user_model.objects.create_user("staff", is_staff=True))
    assert "There is no page here" in words(client.get(HOME))


def test_video_that_tiktok_no_longer_lists_is_not_there(mina: Client, page: Page) -> None:
    video = make_video(page, "Gone", is_listed=False)
    assert "Gone" not in words(mina.get(HOME))
    assert "There is no page here" in words(mina.get(f"{HOME}{video.pk}/"))


# ---- the wall ----


def test_studio_shows_the_wall_and_why_the_others_are_not_on_it(mina: Client, page: Page) -> None:
    _fresh, _old, _plain, hidden, pinned = (
        make_video(page, caption, posted_at=timezone.now() - timedelta(days=days))
        for caption, days in [("New #a", 0), ("Old #a", 40), ("Plain", 1), ("Secret #a", 2), ("Pin", 90)]
    )
    videos.pin_video(pinned)
    videos.hide_video(hidden)
    videos.set_rules(Wall(page=page, hide_after_days=30, only_hashtags="a"))
    answer = mina.get(HOME)
    wall, rest = on_wall(answer), words(answer).split("Not on your wall")[1]
    assert wall.index("Pin ") < wall.index("New #a")
    assert not any(word in wall for word in ("Old #a", "Plain", "Secret"))
    for caption, reason in (
        ("Plain", "Has none of your hashtags"),
        ("Secret #a", "Hidden"),
        ("Old #a", "Older than your wall shows"),
    ):
        assert reason in rest[rest.index(caption) :][:80]


def test_studio_says_why_there_is_nothing(client: Client) -> None:
    control.reset()
    page = creators.make_page("mina.eats", scopes=creators.PROFILE)
    client.force_login(page.owner)
    assert "You have not allowed us to see your TikToks." in words(client.get(HOME))
    Grant.objects.update(scope=",".join(SCOPES))
    assert "No TikToks have arrived yet." in words(client.get(HOME))
    Snapshot.objects.update(fetched_at=timezone.now())
    shown = words(client.get(HOME))
    assert "You have no public TikToks." in shown
    assert "Nothing: all" not in shown


def test_studio_says_when_tiktok_is_away_and_when_nothing_fits(mina: Client, page: Page) -> None:
    assert "TikTok is disconnected" in words(mina.get(HOME))
    make_video(page)
    assert "Nothing: all of your TikToks are on it." in words(mina.get(HOME))
    videos.set_rules(Wall(page=page, only_hashtags="nothing"))
    assert "Your wall is empty: nothing fits the rules." in words(mina.get(HOME))


def test_pins_are_put_in_order_by_buttons(mina: Client, page: Page) -> None:
    a, b, c, d = (make_video(page, letter) for letter in "abcd")
    for video in (c, a, d, a):
        mina.post(f"{HOME}{video.pk}/pin/")
    assert order(page) == "cad"
    for video, to, result in [
        (d, "up", "cda"),
        (c, "down", "dca"),
        (a, "top", "adc"),
        (a, "up", "adc"),
        (c, "down", "adc"),
    ]:
        assert "is number" in words(mina.post(f"{HOME}{video.pk}/move/", {"to": to}, follow=True))
        assert order(page) == result
    for video, to in ((b, "up"), (a, "elsewhere"), (a, "")):
        mina.post(f"{HOME}{video.pk}/move/", {"to": to})
    assert order(page) == "adc"
    assert "\u2068d\u2069 is no longer pinned." in words(mina.post(f"{HOME}{d.pk}/unpin/", follow=True))
    assert order(page) == "ac"


def test_wall_holds_twelve_pinned_videos(mina: Client, page: Page) -> None:
    for number in range(13):
        answer = mina.post(f"{HOME}{make_video(page, str(number)).pk}/pin/", follow=True)
    assert "Your wall is full of pinned TikToks." in words(answer)
    assert page.videos.filter(pin_position__isnull=False).count() == 12


def test_video_hidden_is_gone_for_visitors_and_comes_back(
    mina: Client, page: Page, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    video, visitor = make_video(page, "Soup"), Client()
    for verb, said, is_shown in (
        ("hide", "hidden here. On TikTok it stays", False),
        ("show", "no longer hidden", True),
    ):
        with django_capture_on_commit_callbacks(execute=True):
            assert said in words(mina.post(f"{HOME}{video.pk}/{verb}/", follow=True))
        assert ("Soup" in words(visitor.get("/@mina.eats"))) is is_shown
        assert ("Soup" in words(visitor.get(f"/@mina.eats/v/{video.tiktok_id}"))) is is_shown


def test_search_finds_captions_among_all_listed(mina: Client, page: Page) -> None:
    for number in range(130):
        make_video(page, f"Video {number}")
    make_video(page, "Pepper SOUP", posted_at=timezone.now() - timedelta(days=900))
    answer = mina.get(HOME, {"q": "soup"})
    assert "Found" in words(answer)
    assert "Pepper SOUP" in words(answer)
    assert len([tag for tag in tags(mina.get(HOME, {"q": "Video"}), "li") if "clip" in tag["class"]]) == 12 + 60


@pytest.mark.parametrize("search", ["%", "_", "\0", "'", "\\", PAYLOAD, "x" * 5000, "\ud800"])
def test_search_for_anything_is_only_a_search(mina: Client, page: Page, search: str) -> None:
    make_video(page, "Soup")
    answer = mina.get(HOME, {"q": search.encode("utf-8", "surrogatepass")})
    assert all(script.get("src", "").startswith("/static/js/") for script in tags(answer, "script"))
    assert answer.status_code == 200


@pytest.mark.parametrize("count", [1, 60])
def test_studio_asks_as_often_for_one_video_as_for_sixty(
    mina: Client, page: Page, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        make_link(page, video=make_video(page, "#lamp"))
    videos.add_hashtag_link(page, hashtag="lamp", title="Lamp", url=URL)
    videos.set_rules(Wall(page=page))
    one = f"{HOME}{page.videos.all()[0].pk}/"
    with django_assert_num_queries(6):  # session, user, page, videos, hashtags, counts
        mina.get(HOME)
    with django_assert_num_queries(6):  # session, user, page, video, links, counts
        mina.get(one)


# ---- the rules ----


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


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("length", "0", "Show at least 1."),
        ("length", "13", "A wall holds 12 TikToks."),
        ("hide_after_days", "0", "Give them at least 1 day."),
        ("hide_after_days", "99999", "Ten years are the most: 3650 days."),
        ("only_hashtags", "so-up", "is no hashtag. Write letters, digits and _ only, like #soup."),
        ("never_hashtags", PAYLOAD, "is no hashtag."),
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


def test_hashtag_brings_its_link_to_those_that_are_here_on_request(mina: Client, page: Page) -> None:
    video = make_video(page, "My desk #Lamp")
    answer = mina.post(f"{HOME}hashtags/", {"hashtag": "#LAMP", "url": "etsy.com/lamp", "title": ""}, follow=True)
    assert "New TikToks with \u2068#lamp\u2069 get this link." in words(answer)
    rule = page.hashtag_links.get()
    assert not page.links.exists()
    for said in ("1 of your TikToks got the link.", "No TikTok was without it."):
        assert said in words(mina.post(f"{HOME}hashtags/{rule.pk}/apply/", follow=True))
    assert [(link.title, link.url) for link in video.links.live()] == [("Etsy", "https://etsy.com/lamp")]
    assert "no longer get the link" in words(mina.post(f"{HOME}hashtags/{rule.pk}/delete/", follow=True))
    assert (page.hashtag_links.count(), video.links.live().count()) == (0, 1)


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


def test_page_holds_twenty_hashtags(mina: Client, page: Page) -> None:
    for number in range(21):
        answer = mina.post(f"{HOME}hashtags/", {"hashtag": f"#n{number}", "url": URL}, follow=True)
    assert "Twenty hashtags are the most." in words(answer)
    assert page.hashtag_links.count() == 20


# ---- one video's links ----


def test_videos_links_have_every_verb_of_the_pages_links(mina: Client, page: Page) -> None:
    video, on_page = make_video(page, "Soup"), make_link(page, "Cookbook")
    home = f"{HOME}{video.pk}/"
    for title in "abc":
        mina.post(home, {"url": "example.org", "title": title})
    a, b, c = video.links.kept()
    assert mina.post(f"/studio/links/{c.pk}/move/", {"to": "top"})["Location"] == f"{home}#link-{c.pk}"
    assert mina.post(f"{home}order/", {"id": [b.pk, c.pk, a.pk]}).text == "Saved"
    mina.post(f"/studio/links/{a.pk}/", {"url": "example.org/pot", "title": "A"})
    mina.post(f"/studio/links/{b.pk}/hide/")
    answer = mina.post(f"/studio/links/{c.pk}/delete/", follow=True)
    assert answer.redirect_chain[0][0] == f"{home}#link-{a.pk}"
    assert [link.title for link in video.links.kept()] == ["b", "A"]
    undo = next(form["action"] for form in tags(answer, "form") if form["action"].endswith("/restore/"))
    mina.post(undo)
    assert [(link.title, link.position, link.is_hidden) for link in video.links.kept()] == [
        ("b", 0, True),
        ("c", 1, False),
        ("A", 2, False),
    ]
    assert list(page.links.of_page()) == [on_page]
    assert "Cookbook" not in words(mina.get(home))
    assert "Cookbook" in words(mina.get("/studio/"))
    assert "pot" not in words(mina.get("/studio/"))


def test_links_are_reordered_only_among_themselves(mina: Client, page: Page) -> None:
    video, other = make_video(page), make_video(page)
    own = [make_link(page, title, video=video).pk for title in "ab"]
    foreign = [make_link(page, video=other).pk, make_link(page).pk]
    before = rows()
    for ids in ([*reversed(own), foreign[0]], [*reversed(own), foreign[1]], [own[0], foreign[1]], own[:1], []):
        assert "changed in the meantime" in mina.post(f"{HOME}{video.pk}/order/", {"id": ids}).text
    assert "changed in the meantime" in mina.post("/studio/links/order/", {"id": own}).text
    assert rows() == before


def test_video_holds_twenty_links(mina: Client, page: Page) -> None:
    video = make_video(page)
    for number in range(20):
        links.add_link(page, title=str(number), url=URL, video=video)
    answer = mina.post(f"{HOME}{video.pk}/", {"url": "etsy.com"})
    assert "A TikTok holds 20 links. Delete one to make room for another." in words(answer)
    assert "etsy.com" in {field.get("value") for field in tags(answer, "input")}
    make_link(page)
    assert page.links.count() == 21


def test_studio_shows_what_was_counted_beside_links_and_videos(mina: Client, page: Page) -> None:
    video = make_video(page, "Soup")
    link, on_page = make_link(page, "The pot", video=video), make_link(page, "Cookbook")
    for subject, number in (
        (insights.click_on(link), 1_234),
        (insights.click_on(on_page), 1),
        (insights.view_of(video.pk), 56),
        (insights.play_of(video.pk), 7),
    ):
        Count.objects.create(page=page, day=timezone.now().date(), subject=subject, number=number)
    one = words(mina.get(f"{HOME}{video.pk}/"))
    assert "1.2K1.2 thousand taps" in one
    assert "56 visits here played 7 times" in one
    assert "1 tap" in words(mina.get("/studio/"))
    assert "56 visits here played 7 times" in words(mina.get(HOME))


@pytest.mark.parametrize("caption", [PAYLOAD, "رقصة على رصيف البحر", "", "x" * 4000, "\n\n#"])
def test_videos_with_any_caption_are_named(mina: Client, page: Page, caption: str) -> None:
    video = make_video(page, caption)
    for path in (HOME, f"{HOME}{video.pk}/"):
        answer = mina.get(path)
        assert all(script.get("src", "").startswith("/static/js/") for script in tags(answer, "script"))
        assert (caption.strip().split("\n")[0] or "A TikTok without a caption")[:40] in words(answer)
    assert mina.post(f"{HOME}{video.pk}/pin/", follow=True).status_code == 200
