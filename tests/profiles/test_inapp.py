# ruff: noqa: E501  (agents are as long as they are)
import pytest
from django.test import Client

from profiles import insights
from profiles.models import Link, Page
from tests import moderators, services
from tests.markup import tags, words
from tests.profiles.pages import make_link, make_page

pytestmark = pytest.mark.django_db

STORE = "https://apps.apple.com/app/id835599320"
TIKTOK = [
    "Mozilla/5.0 (Linux; Android 14; SM-S901U Build/UP1A.231005.007; ) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/126.0.6478.134 Mobile Safari/537.36 musical_ly_2023507030 JsSdk/1.0 NetType/WIFI Channel/googleplay "
    "AppName/musical_ly app_version/35.7.3 ByteLocale/en Region/US AppVersion/35.7.3 BytedanceWebview/d8a21c6",
    "Mozilla/5.0 (Linux; Android 14; Infinix X6853 Build/UP1A.231005.007; wv) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Version/4.0 Chrome/126.0.6478.134 Mobile Safari/537.36 trill_350603 JsSdk/1.0 AppName/trill app_version/35.6.3",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 "
    "Safari/604.1 trill_43.0.0 BytedanceWebview/d8a21c6",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 "
    "Safari/604.1 musical_ly_41.9.0",
]
INSTAGRAM = [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 26_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/23E254 "
    "Instagram 424.1.0.31.54 (iPhone18,4; iOS 26_4_1; en_GB; en-GB; scale=3.00; 1260x2736; 933996394) Safari/604.1",
    "Mozilla/5.0 (Linux; Android 11; Mi A3 Build/RKQ1.200903.002; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/131.0.6778.14 Mobile Safari/537.36 Instagram 355.0.0.37.103 Android (30/11; 320dpi; 720x1411; Xiaomi; Mi A3)",
]
BROWSERS = [
    "",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 "
    "Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.6668.100 Mobile Safari/537.36",
    "Mozilla/5.0 (compatible; TikTokSpider; ttspider-feedback@tiktok.com)",
]


@pytest.fixture
def link() -> Link:
    return make_link(make_page(), "My game", STORE)


def go(client: Client, link: Link, agent: str = TIKTOK[0], more: str = "") -> str:
    answer = client.get(f"/go/{link.key}{more}", headers={"User-Agent": agent})
    if answer.status_code == 302:
        return str(answer["Location"])
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert not answer.cookies
    return words(answer)


@pytest.mark.parametrize(("agents", "app"), [(TIKTOK, "TikTok"), (INSTAGRAM, "Instagram")], ids=["TikTok", "Instagram"])
def test_link_that_fails_inside_an_app_says_first_how_to_get_out(
    client: Client, link: Link, agents: list[str], app: str
) -> None:
    for agent in agents:
        said = go(client, link, agent)
        assert f"You are inside {app}, where apps.apple.com does not work well. App stores open from your own" in said
        assert "Choose “Open in browser”" in said
        assert f"press and hold it, then choose Copy. {services.SITE_URL}/go/{link.key}" in said


@pytest.mark.parametrize("agent", BROWSERS)
def test_browser_of_its_own_follows_the_same_link_at_once(client: Client, link: Link, agent: str) -> None:
    assert go(client, link, agent) == STORE


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://play.google.com/store/apps/details?id=org.example", "App stores open"),
        ("https://accounts.google.com/o/oauth2/auth", "Google does not let people sign in"),
        ("https://buy.stripe.com/test", "Apple Pay and Google Pay are missing"),
    ],
)
def test_each_kind_of_trouble_is_named(client: Client, link: Link, url: str, reason: str) -> None:
    Link.objects.update(url=url)
    assert reason in go(client, link)


@pytest.mark.parametrize(
    "url", ["https://shop.example.com/", "https://apps.apple.com.example.org/", "https://apple.com/"]
)
def test_link_that_works_everywhere_is_followed_at_once(client: Client, link: Link, url: str) -> None:
    Link.objects.update(url=url)
    assert go(client, link) == url


def test_visitor_may_try_it_anyway_and_is_counted_once(client: Client, link: Link) -> None:
    insights.notes.seen.clear()
    answer = client.get(f"/go/{link.key}", headers={"User-Agent": TIKTOK[0]})
    assert f"/go/{link.key}/anyway" in [tag["href"] for tag in tags(answer, "a")]
    assert not insights.notes.seen
    assert go(client, link, more="/anyway") == STORE
    assert list(insights.notes.seen) == [(str(link.page_id), insights.tap_on(link))]


def test_link_that_is_not_for_everyone_gets_the_same_help_once_that_is_said(client: Client, link: Link) -> None:
    Link.objects.update(is_sensitive=True)
    assert "Not for everyone" in go(client, link)
    assert "Open it in your browser" in go(client, link, more="/on")
    assert go(client, link, more="/anyway") == STORE


def test_page_itself_is_one_for_all(client: Client, link: Link) -> None:
    pages = [
        client.get("/@mina.eats", headers={"User-Agent": agent}) for agent in (TIKTOK[0], INSTAGRAM[0], BROWSERS[1])
    ]
    assert len({page.content for page in pages}) == 1
    assert "User-Agent" not in pages[0].get("Vary", "")


def test_takedown_comes_before_any_help(client: Client, link: Link) -> None:
    moderators.suspend(Page.objects.get(), reason="Spam")
    answer = client.get(f"/go/{link.key}", headers={"User-Agent": TIKTOK[0]})
    assert (answer.status_code, "Open it in your browser" in words(answer)) == (410, False)
