"""What visitors meet of a link, and that studio, desk and what visitors are shown agree on it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from profiles.models import Link, Opinion, Page, Scan, Unjudged, Verdict
from profiles.scanning import is_risky
from profiles.states import State, state_of
from profiles.views.answers import tell_unseen
from tests.markup import tags, words
from tests.profiles.desk import desk_of
from tests.profiles.pages import make_link, make_video
from tests.profiles.rules import block
from tests.profiles.staff import make_staff
from tests.profiles.studio_links import HOME, at

pytestmark = pytest.mark.django_db

LATELY, SOON = timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=1)
SHOP = "https://shop.example.com/book"
AWAY = [{"is_hidden": True}, {"is_listed": False}]


def call_harmful(link: Link) -> None:
    Scan.objects.create(link=link, url=link.url, opinion=Opinion.HARMFUL)


def read_desk(page: Page) -> str:
    desk = Client()
    desk.force_login(make_staff("sam", "moderator"))
    return words(desk.get(desk_of(page)))


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (Verdict.BLOCK, ("Blocked on this site: A shop", "Blocked by the rule for shop.example.com")),
        (Verdict.WARN, ("Live, after a warning: A shop", "Live, after a warning")),
        (Verdict.LABEL, ("Live, after a warning: called harmful",) * 2),
    ],
)
def test_harmful_link_that_a_rule_meets_is_told_as_visitors_meet_it(
    mina: Client, page: Page, verdict: Verdict, said: tuple[str, str]
) -> None:
    call_harmful(make_link(page, url=SHOP))
    block("shop.example.com", verdict, reason="A shop")
    assert f"{said[0]} " in words(mina.get(HOME))
    assert f"{SHOP} {said[1]} " in read_desk(page)


@pytest.mark.parametrize("away", AWAY, ids=str)
def test_link_of_a_tiktok_that_nobody_sees_is_not_called_live(page: Page, client: Client, away: dict[str, Any]) -> None:
    link = make_link(page, url=SHOP, video=make_video(page, **away))
    assert "This link leads nowhere now" in words(client.get(f"/go/{link.key}"))
    assert f"{SHOP} Offline with its TikTok " in read_desk(page)


def test_link_of_a_hidden_tiktok_says_so_in_the_studio(mina: Client, page: Page) -> None:
    video = make_video(page, is_hidden=True)
    make_link(page, url=SHOP, video=video)
    answer = mina.get(f"/studio/videos/{video.pk}/")
    assert "Offline with its TikTok" in words(answer)
    assert not any(tag.get("class") == "live" for tag in tags(answer, "span"))


@pytest.mark.parametrize("of_page", [{"unpublished_at": LATELY}, {"suspended_at": LATELY, "suspended_because": "spam"}])
def test_link_shown_again_on_a_page_that_is_away_is_not_said_to_be_seen(
    mina: Client, page: Page, of_page: dict[str, Any]
) -> None:
    link = make_link(page, is_hidden=True)
    Page.objects.update(**of_page)
    said = words(mina.post(at(link, "show"), follow=True))
    assert "Your page is offline: visitors do not see it." in said


def test_link_to_a_blocked_site_that_is_shown_again_is_not_said_to_be_seen(mina: Client, page: Page) -> None:
    link = make_link(page, url=SHOP, is_hidden=True)
    block("shop.example.com", Verdict.BLOCK, reason="A shop")
    assert "no longer hidden by you. Its address is blocked on this site." in words(
        mina.post(at(link, "show"), follow=True)
    )


def test_link_of_a_hidden_tiktok_that_is_shown_again_is_not_said_to_be_seen(mina: Client, page: Page) -> None:
    link = make_link(page, is_hidden=True, video=make_video(page, is_hidden=True))
    assert "no longer hidden by you. Its TikTok is not shown: visitors do not see it." in words(
        mina.post(at(link, "show"), follow=True)
    )


@pytest.mark.parametrize(
    "of_link",
    [
        {},
        {"is_hidden": True},
        {"withheld_at": LATELY},
        {"deleted_at": LATELY},
        {"starts_at": LATELY, "ends_at": SOON},
        {"starts_at": SOON},
        {"ends_at": LATELY},
    ],
    ids=lambda facts: " ".join(facts) or "plain",
)
@pytest.mark.parametrize("of_video", [None, {}, *AWAY], ids=str)
def test_state_and_database_agree_on_what_visitors_see(
    page: Page, of_link: dict[str, Any], of_video: dict[str, Any] | None
) -> None:
    link = make_link(page, video=of_video if of_video is None else make_video(page, **of_video), **of_link)
    assert (state_of(link.judged(), page) == State.LIVE) is Link.objects.live().exists()


@pytest.mark.parametrize("ask", [lambda link: state_of(link, link.page), is_risky, lambda link: link.is_blocked])
def test_link_that_nobody_has_looked_at_is_not_taken_for_allowed(page: Page, ask: Callable[[Link], object]) -> None:
    link = make_link(page, url=SHOP)
    with pytest.raises(Unjudged):
        ask(link)
    assert not link.judged().is_blocked
    block("shop.example.com")
    assert link.judged().is_blocked


def test_link_that_is_new_says_that_its_address_is_blocked(page: Page) -> None:
    block("shop.example.com")  # between the form that found nothing against it, and what is said once it is there
    assert tell_unseen(make_link(page, url=SHOP)) == "Its address is blocked on this site."
