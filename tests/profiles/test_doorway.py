import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from profiles import insights, links, page_cache, videos
from profiles.models import Link, Page, Video, Wall
from profiles.page_cache import PAGE_HEADER
from profiles.views.go import name_source
from tests import moderators, services
from tests.markup import outline, tags, words
from tests.profiles.creators import is_remembered, remember
from tests.profiles.hostile_texts import PAYLOADS
from tests.profiles.pages import PICTURE, make_link, make_page, make_video

pytestmark = pytest.mark.django_db

PLAYER = "https://www.tiktok.com/player/v1/"


@pytest.fixture
def video(page: Page) -> Video:
    return make_video(page, "Pepper soup\nThe trick is #uziza", views=1_240_000, duration=58, is_aigc=True)


def path(video: Video, more: str = "") -> str:
    return f"/@{video.page.handle}/v/{video.tiktok_id}{more}"


def test_doorway_shows_cover_caption_credit_and_links(client: Client, page: Page, video: Video) -> None:
    make_link(page, "Elsewhere")
    make_link(page, "Another TikTok's", video=make_video(page))
    pot, tel = make_link(page, "The pot", video=video), make_link(page, "Call", "tel:+31201234567", video=video)
    answer = client.get(path(video))
    assert "Pepper soup The trick is #uziza @mina.eats" in words(answer)
    assert "1.2M1.2 million views 0:5858 seconds AI-generated" in words(answer)
    assert "The pot shop.example.com" in words(answer)
    assert not re.findall(r"Elsewhere|Another TikTok's", words(answer))
    assert [link["href"] for link in tags(answer, "a")][:-4] == [
        "/@mina.eats",
        path(video, "/watch"),
        f"/go/{pot.key}",
        tel.url,
        video.share_url,
    ]
    assert [time["datetime"] for time in tags(answer, "time")] == [f"{video.posted_at:%Y-%m-%d}"]


def test_doorway_leads_to_tiktok_where_its_address_did_not_come(client: Client, page: Page) -> None:
    video = make_video(page, share_url="")
    (way,) = [link["href"] for link in tags(client.get(path(video)), "a") if link.get("class") == "watch"]
    assert way == f"https://www.tiktok.com/@mina.eats/video/{video.tiktok_id}"


def test_doorway_without_links_or_address_still_stands(client: Client) -> None:
    page = make_page(username="")
    answer = client.get(path(make_video(page, "", share_url="", cover="", cover_color="")))
    assert "A TikTok without a caption" in words(answer)
    assert "Watch on TikTok" not in words(answer)
    assert tags(answer, "img") == []


def test_doorway_says_to_others_what_it_is(client: Client, video: Video) -> None:
    answer = client.get(path(video))
    said = {tag["property"]: tag["content"] for tag in tags(answer, "meta") if "property" in tag}
    assert said["og:title"] == "Pepper soup · Mina Eats (@mina.eats)"
    assert said["og:url"] == f"{services.SITE_URL}{path(video)}"
    assert said["og:image"].startswith(f"{services.SITE_URL}/media/cover/")
    assert tags(answer, "link")[0] == {"rel": "canonical", "href": said["og:url"]}
    watched = client.get(path(video, "/watch"))
    assert tags(watched, "link")[0] == tags(answer, "link")[0]
    assert {"name": "robots", "content": "noindex"} in tags(watched, "meta")


def test_player_is_framed_on_request_and_nowhere_else(client: Client, page: Page, video: Video) -> None:
    make_link(page, video=video)
    for quiet in ("/@mina.eats", path(video)):
        answer = client.get(quiet)
        assert tags(answer, "iframe") == []
        assert "frame-src" not in answer["Content-Security-Policy"]
    assert "loads TikTok's own player from TikTok" in words(client.get(path(video)))
    watched = client.get(path(video, "/watch"))
    (frame,) = tags(watched, "iframe")
    assert frame["src"].startswith(f"{PLAYER}{video.tiktok_id}?")
    assert frame["referrerpolicy"] == "no-referrer"
    assert "fullscreen" in frame["allow"]
    assert frame["title"]
    assert "; frame-src https://www.tiktok.com" in watched["Content-Security-Policy"]
    assert tags(watched, "script") == [{"src": "/static/js/public.js", "defer": ""}]


@pytest.mark.parametrize("more", ["", "/watch"])
@pytest.mark.parametrize(
    "state",
    [{"is_listed": False}, {"is_hidden": True}, {"page__handle": "otto.knits"}],
    ids=["gone", "hidden", "foreign"],
)
def test_video_that_is_not_this_pages_to_show_is_not_found(
    client: Client, page: Page, video: Video, state: dict[str, Any], more: str
) -> None:
    other = make_page("otto.knits")
    make_link(page, video=video)
    change = {"page": other} if "page__handle" in state else state
    Video.objects.filter(pk=video.pk).update(**change)
    answer = client.get(path(video, more))
    assert (answer.status_code, "This TikTok is not shown here" in words(answer)) == (404, True)
    assert "/@mina.eats" in [tag.get("href") for tag in tags(answer, "a")]
    assert "Pepper soup" not in words(answer)


@pytest.mark.parametrize(
    "tail",
    [
        "0", "7000000x", "-1", "1e3", "%00", "..", "../../", "' OR 1=1--", "<script>", "7000000%0d%0aX-Evil:1",
        "9" * 21, "%EF%BC%99", "%D9%A1", "7000000//", "7000000//watch", "7000000/watch//", "7000000/watch/x",
    ],
)  # fmt: skip
def test_hostile_id_is_not_found(client: Client, video: Video, tail: str) -> None:
    answer = client.get(f"/@mina.eats/v/{tail}")
    assert answer.status_code == 404
    assert "X-Evil" not in answer.headers


def test_doorway_in_another_case_leads_to_the_right_one(client: Client, video: Video) -> None:
    for more in ("", "/watch"):
        assert client.get(f"/@Mina.EATS/v/{video.tiktok_id}{more}")["Location"] == path(video, more)


@pytest.mark.parametrize("more", ["", "/watch"])
def test_doorway_of_a_page_that_is_gone_is_gone(client: Client, page: Page, video: Video, more: str) -> None:
    moderators.suspend(page, reason="Sells pills")
    answer = client.get(path(video, more))
    assert (answer.status_code, answer[PAGE_HEADER]) == (410, f"{page.pk} {insights.GONE}")
    assert "Pepper soup" not in words(answer)


@pytest.mark.parametrize("count", [1, 20])
def test_doorway_takes_four_queries(
    client: Client, page: Page, video: Video, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        make_link(page, video=video)
    with django_assert_num_queries(4):  # page, video, links, domain rules
        client.get(path(video))


def test_cover_is_not_shown_longer_than_tiktok_allows(client: Client, video: Video, settings: Settings) -> None:
    assert PICTURE in client.get(path(video)).text
    aged = timezone.now() - timedelta(seconds=settings.COVER_KEEP_SECONDS + 1)
    Video.objects.update(confirmed_at=aged)
    assert PICTURE not in client.get(path(video)).text


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_stays_text(client: Client, payload: str) -> None:
    shapes = []
    for handle, text in (("plain.page", "Ordinary"), ("other.page", payload)):
        page = make_page(handle, display_name=text, username=text)
        video = make_video(page, text)
        make_link(page, text, video=video)
        shapes.append(outline(client.get(path(video))))
    assert shapes[1] == shapes[0]


def test_visitor_gets_no_cookie_and_a_copy_that_may_be_shared(client: Client, video: Video) -> None:
    answer = client.get(path(video))
    assert answer.cookies == {}
    assert "max-age=5" in answer["Cache-Control"]


def test_views_count_for_the_video_and_plays_apart(client: Client, page: Page, video: Video) -> None:
    assert client.get(path(video))[PAGE_HEADER] == f"{page.pk} video:{video.pk}"
    assert client.get(path(video, "/watch"))[PAGE_HEADER] == f"{page.pk} play:{video.pk}"


def test_forgetting_the_page_forgets_its_doorways(
    page: Page, video: Video, django_capture_on_commit_callbacks: Any
) -> None:
    page_cache.keep(path(video), page_cache.prepare(str(page.pk), "200 OK", [], b"as it was"), version="")
    assert page_cache.get(path(video))[1]
    with django_capture_on_commit_callbacks(execute=True):
        links.add_link(page, title="The pot", url="https://example.org/", video=video)
    assert page_cache.get(path(video))[1] is None


@pytest.mark.parametrize("verb", ["pin_video", "unpin_video", "hide_video", "show_video"])
def test_every_verb_on_a_video_forgets_the_page(
    page: Page, video: Video, verb: str, django_capture_on_commit_callbacks: Any
) -> None:
    remember(page)
    with django_capture_on_commit_callbacks(execute=True):
        getattr(videos, verb)(video)
    assert not is_remembered(page)


# ---- the way out ----


def test_click_on_a_videos_link_is_counted_to_the_link(client: Client, page: Page, video: Video) -> None:
    insights.notes.flush()
    link = make_link(page, video=video)
    agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) musical_ly_39.0.0"
    assert client.get(f"/go/{link.key}", headers={"User-Agent": agent})["Location"] == link.url
    assert (str(page.pk), f"link:{link.pk}") in insights.notes.seen


@pytest.mark.parametrize("state", [{"is_listed": False}, {"is_hidden": True}])
def test_link_of_a_video_that_is_not_shown_leads_nowhere(
    client: Client, page: Page, video: Video, state: dict[str, bool]
) -> None:
    link = make_link(page, video=video)
    Video.objects.update(**state)
    assert client.get(f"/go/{link.key}").status_code == 404


def test_outgoing_links_name_their_tiktok_when_the_creator_wants_it(client: Client, page: Page, video: Video) -> None:
    own, elsewhere = make_link(page, url="https://example.org/pot", video=video), make_link(page)

    def leads_to(link: Link) -> str:
        return str(client.get(f"/go/{link.key}")["Location"])

    assert leads_to(own) == "https://example.org/pot"
    videos.set_rules(Wall(page=page, names_source=True))
    assert leads_to(own) == f"https://example.org/pot?utm_source=tiktok&utm_medium=bio&utm_content={video.tiktok_id}"
    assert leads_to(elsewhere) == elsewhere.url
    own.refresh_from_db()
    assert own.url == "https://example.org/pot"


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("https://example.org", "https://example.org?UTM"),
        ("https://example.org/?a=1&a=2&b=", "https://example.org/?a=1&a=2&b=&UTM"),
        ("https://example.org/x#part?y", "https://example.org/x?UTM#part?y"),
        ("https://example.org/%e2%9c%93?q=a+b%20c;d", "https://example.org/%e2%9c%93?q=a+b%20c;d&UTM"),
        ("https://example.org/?utm_source=own", "https://example.org/?utm_source=own"),
    ],
)
def test_address_keeps_everything_it_says_when_its_source_is_named(url: str, named: str) -> None:
    utm = "utm_source=tiktok&utm_medium=bio&utm_content=7"
    assert name_source(url, Video(tiktok_id="7")) == named.replace("UTM", utm)
