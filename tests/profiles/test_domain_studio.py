"""What creators read in their studio when staff has something against where a link leads."""

import pytest
from django.test import Client
from pytest_django import Settings

from profiles import domains
from profiles.models import Link, Opinion, Page, Scan, Verdict
from tests.markup import tags, words
from tests.profiles.pages import make_link, make_video

pytestmark = pytest.mark.django_db

EVIL = "https://shop.evil.example/"
SAID = [
    (Verdict.BLOCK, "Blocked on this site: Steals passwords"),
    (Verdict.WARN, "Live, after a warning: Steals passwords"),
    (Verdict.LABEL, "Live, labelled: Steals passwords"),
    (Verdict.ALLOW, "Live"),
]


@pytest.fixture
def link(page: Page) -> Link:
    return make_link(page, "My cookbook", url=EVIL)


def judge(verdict: Verdict) -> None:
    domains.set_rule("evil.example", verdict=verdict, reason="Steals passwords")


@pytest.mark.parametrize(("verdict", "said"), SAID)
def test_link_in_the_studio_stands_as_visitors_meet_it(mina: Client, link: Link, verdict: Verdict, said: str) -> None:
    judge(verdict)
    answer = mina.get("/studio/")
    assert f"shop.evil.example {said} " in words(answer)
    assert any(tag.get("class") == "live" for tag in tags(answer, "span")) is (verdict == Verdict.ALLOW)


def test_link_that_is_called_harmful_says_so_in_the_studio(mina: Client, link: Link) -> None:
    Scan.objects.create(link=link, url=EVIL, opinion=Opinion.HARMFUL)
    answer = mina.get("/studio/")
    assert "Live, after a warning: called harmful" in words(answer)
    assert not any(tag.get("class") == "live" for tag in tags(answer, "span"))
    assert "We ask again twice an hour" in words(mina.get(f"/studio/links/{link.pk}/"))


def test_link_of_a_tiktok_stands_as_visitors_meet_it(mina: Client, page: Page) -> None:
    video = make_video(page)
    make_link(page, "My cookbook", url=EVIL, video=video)
    judge(Verdict.BLOCK)
    assert "Blocked on this site: Steals passwords" in words(mina.get(f"/studio/videos/{video.pk}/"))


def test_editing_a_blocked_link_says_what_to_do(mina: Client, link: Link) -> None:
    edit = f"/studio/links/{link.pk}/"
    assert "Use another address" not in words(mina.get(edit))
    judge(Verdict.BLOCK)
    assert "Visitors cannot open this address: “Steals passwords”. Use another address" in words(mina.get(edit))


def test_editing_a_blocked_link_without_a_contact_links_to_nobody(mina: Client, link: Link, settings: Settings) -> None:
    edit = f"/studio/links/{link.pk}/"
    judge(Verdict.BLOCK)
    assert {"href": "mailto:hello@example.org"} in tags(mina.get(edit), "a")
    settings.CONTACT = ""
    answer = mina.get(edit)
    assert "Use another address, or ask whoever runs this site if this is wrong." in words(answer)
    assert "" not in [tag["href"] for tag in tags(answer, "a")]


def test_row_of_a_link_that_leads_elsewhere_now_is_live_again(mina: Client, link: Link) -> None:
    judge(Verdict.BLOCK)
    edit = f"/studio/links/{link.pk}/"
    form = {tag["name"]: tag.get("value", "") for tag in tags(mina.get(edit), "input") if tag.get("type") != "checkbox"}
    form["url"] = "https://example.org/"
    row = words(mina.post(edit, form, headers={"X-In-Place": "1"}))
    assert "Live" in row
    assert "Blocked" not in row
