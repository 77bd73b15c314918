"""What visitors meet when staff has something against where a link leads."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from profiles import domains, insights, links, scanning
from profiles.models import Kind, Link, Opinion, Page, Scan, Verdict
from tests.markup import tags, words
from tests.profiles.pages import make_link, make_video

pytestmark = pytest.mark.django_db(transaction=True)

URL = "/@mina.eats"
EVIL = "https://shop.evil.example/login?next=https://bank.example/"


@pytest.fixture
def link(page: Page) -> Link:
    return make_link(page, "My cookbook", url=EVIL)


def judge(verdict: Verdict, reason: str = "Steals passwords") -> None:
    domains.set_rule("evil.example", verdict=verdict, reason=reason)


def go(client: Client, link: Link, more: str = "") -> Any:
    return client.get(f"/go/{link.key}{more}")


def ways_out(response: Any) -> set[str]:
    return {tag["href"] for tag in tags(response, "a") if "href" in tag}


# On the page


def test_blocked_link_is_inert_on_the_page(client: Client, link: Link) -> None:
    judge(Verdict.BLOCK)
    page = client.get(URL)
    assert f"/go/{link.key}" not in ways_out(page)
    assert "My cookbook" in words(page)
    assert "Blocked on this site" in words(page)
    assert "evil.example" not in page.text


def test_blocked_link_is_inert_on_a_doorway(client: Client, page: Page) -> None:
    video = make_video(page)
    link = make_link(page, url=EVIL, video=video)
    judge(Verdict.BLOCK)
    doorway = client.get(f"{URL}/v/{video.tiktok_id}")
    assert f"/go/{link.key}" not in ways_out(doorway)
    assert "Blocked on this site" in words(doorway)


def test_blocked_icon_is_left_out(client: Client, page: Page) -> None:
    make_link(page, "Evil", url=EVIL, kind=Kind.SOCIAL)
    judge(Verdict.BLOCK)
    assert not [href for href in ways_out(client.get(URL)) if href.startswith("/go/")]


@pytest.mark.parametrize("contact", [{"url": EVIL}, {"url": "", "email": "ada@evil.example"}])
def test_contact_card_with_a_blocked_address_is_inert_and_not_saved(
    client: Client, page: Page, contact: dict[str, str]
) -> None:
    link = make_link(page, "Ada", kind=Kind.CONTACT, **contact)
    vcard = f"/go/{link.key}/contact.vcf"
    assert vcard in ways_out(client.get(URL))
    judge(Verdict.BLOCK)
    assert ways_out(client.get(URL)).isdisjoint({vcard, "mailto:ada@evil.example"})
    assert "No such page" not in words(client.get(URL))
    assert client.get(vcard).status_code == 404


@pytest.mark.parametrize("verdict", [Verdict.LABEL, Verdict.WARN])
@pytest.mark.parametrize("contact", [{"url": EVIL}, {"url": "", "email": "ada@evil.example"}])
def test_contact_card_says_what_its_rule_says(
    client: Client, page: Page, contact: dict[str, str], verdict: Verdict
) -> None:
    make_link(page, "Ada", kind=Kind.CONTACT, **contact)
    judge(verdict)
    assert "Steals passwords" in words(client.get(URL))


def test_of_two_rules_on_one_card_the_stricter_counts(client: Client, page: Page) -> None:
    link = make_link(page, "Ada", kind=Kind.CONTACT, url="https://shop.example.com/", email="ada@evil.example")
    domains.set_rule("shop.example.com", verdict=Verdict.LABEL, reason="A shop")
    judge(Verdict.BLOCK)
    assert ways_out(client.get(URL)).isdisjoint({"mailto:ada@evil.example", f"/go/{link.key}/contact.vcf"})
    assert client.get(f"/go/{link.key}/contact.vcf").status_code == 404


@pytest.mark.parametrize(
    ("verdict", "said"),
    [(Verdict.LABEL, "Sells <b>medicine</b>"), (Verdict.WARN, "Pages & Co warns: “Sells <b>medicine</b>”")],
)
def test_label_stands_on_the_card_bare_and_a_warning_with_who_warns(
    client: Client, link: Link, settings: Settings, verdict: Verdict, said: str
) -> None:
    settings.SITE_NAME = "Pages & Co"
    judge(verdict, "Sells <b>medicine</b>")
    page = client.get(URL)
    assert said in words(page)
    assert ("warns" in words(page)) == (verdict == Verdict.WARN)
    assert f"/go/{link.key}" in ways_out(page)


def test_allowed_link_looks_like_any_other(client: Client, link: Link) -> None:
    before = client.get(URL).text
    judge(Verdict.ALLOW)
    assert client.get(URL).text == before


# On the way out


def test_blocked_link_leads_to_a_page_that_says_so_and_nowhere_else(client: Client, link: Link, page: Page) -> None:
    judge(Verdict.BLOCK)
    for more in ("", "/on", "/anyway"):
        answer = go(client, link, more)
        assert answer.status_code == 200
        assert "This link is blocked here" in words(answer)
        assert "shop.evil.example Their reason: “Steals passwords”" in words(answer)
        assert answer["Cache-Control"] == "no-store"
        assert ways_out(answer) & {EVIL, f"/go/{link.key}/on"} == set()
        assert page.get_absolute_url() in ways_out(answer)
    insights.notes.flush()
    insights.fold()
    assert insights.tap_on(link) not in insights.totals(page)


def test_warned_link_leads_on_after_a_look(client: Client, link: Link) -> None:
    judge(Verdict.WARN)
    warning = go(client, link)
    assert "Check this address before you go on" in words(warning)
    assert "shop.evil.example Their reason: “Steals passwords”" in words(warning)
    assert EVIL not in ways_out(warning)
    assert f"/go/{link.key}/on" in ways_out(warning)
    assert go(client, link, "/on")["Location"] == EVIL


@pytest.mark.parametrize("more", ["/on", "/anyway"])
@pytest.mark.parametrize("came", ["cross-site", "same-site", "none"])
def test_address_behind_a_warning_that_is_shared_warns_first(client: Client, link: Link, more: str, came: str) -> None:
    judge(Verdict.WARN)
    warning = client.get(f"/go/{link.key}{more}", headers={"Sec-Fetch-Site": came}, follow=True)
    assert "Check this address before you go on" in words(warning)
    assert f"/go/{link.key}/on" in ways_out(warning)
    assert warning.redirect_chain == [(f"/go/{link.key}", 302)]
    after = client.get(f"/go/{link.key}{more}", headers={"Sec-Fetch-Site": "same-origin"})
    assert after["Location"] == EVIL


def test_address_behind_a_harmful_opinion_that_is_shared_warns_first(client: Client, link: Link) -> None:
    Scan.objects.create(link=link, url=EVIL, opinion=Opinion.HARMFUL, opinion_at=timezone.now())
    warning = client.get(f"/go/{link.key}/on", headers={"Sec-Fetch-Site": "cross-site"}, follow=True)
    assert "A service that knows harmful sites" in words(warning)


@pytest.mark.parametrize("verdict", [Verdict.WARN, Verdict.BLOCK])
def test_step_before_a_card_names_what_its_rule_is_about(client: Client, page: Page, verdict: Verdict) -> None:
    card = make_link(page, "Ada", "https://bank.example/", kind=Kind.CONTACT, email="ada@evil.example")
    judge(verdict)
    said = words(go(client, card))
    assert "ada@evil.example Their reason: “Steals passwords”" in said
    assert "bank.example" not in said


def test_card_does_not_hand_out_an_address_that_its_page_warns_of(client: Client, page: Page) -> None:
    card = make_link(page, "Mina", EVIL, kind=Kind.CONTACT, phone="+351211234567", email="mina@evil.example")
    told = f"/go/{card.key}/contact.vcf"
    assert "evil.example" in client.get(told).text
    judge(Verdict.WARN)
    assert "evil.example" not in client.get(told).text
    assert "TEL:+351211234567" in client.get(told).text


@pytest.mark.parametrize("verdict", [Verdict.ALLOW, Verdict.LABEL])
def test_other_links_lead_on_at_once(client: Client, link: Link, verdict: Verdict) -> None:
    judge(verdict)
    assert go(client, link)["Location"] == EVIL


def test_longer_rule_lets_through(client: Client, link: Link) -> None:
    judge(Verdict.BLOCK)
    domains.set_rule("shop.evil.example", verdict=Verdict.ALLOW, reason="Theirs alone")
    assert go(client, link)["Location"] == EVIL


@pytest.mark.parametrize(
    "query", ["?url=https://evil.example/", "?next=//evil.example", "?to=evil.example", "?https://evil.example/"]
)
@pytest.mark.parametrize("more", ["", "/on", "/anyway"])
def test_no_address_is_taken_from_a_request(client: Client, page: Page, more: str, query: str) -> None:
    link = make_link(page)
    assert go(client, link, f"{more}{query}")["Location"] == link.url


@pytest.mark.parametrize(
    "path", ["https://evil.example/", "https:%2F%2Fevil.example", "evil.example", "//evil.example", "%2e%2e/on", "a/b"]
)
def test_path_that_is_no_key_leads_nowhere(client: Client, link: Link, path: str) -> None:
    answer = client.get(f"/go/{path}")
    assert answer.status_code == 404
    assert "Location" not in answer


def test_harmful_opinion_warns_until_the_site_is_another(client: Client, link: Link) -> None:
    Scan.objects.create(link=link, url=EVIL, opinion=Opinion.HARMFUL, opinion_at=timezone.now())
    warning = go(client, link)
    assert "A service that knows harmful sites" in words(warning)
    assert go(client, link, "/on")["Location"] == EVIL
    link.url = "https://good.example/"
    link.save()
    assert go(client, link)["Location"] == "https://good.example/"


def test_harmful_opinion_warns_of_another_address_there_until_it_was_asked_about(client: Client, link: Link) -> None:
    Scan.objects.create(link=link, url=EVIL, opinion=Opinion.HARMFUL, opinion_at=timezone.now())
    links.edit_link(link, url=f"{EVIL}?again=1")
    scanning.compare_with_rules()
    assert "A service that knows harmful sites" in words(go(client, link))


@pytest.mark.parametrize("opinion", [Opinion.UNCHECKED, Opinion.CLEAR])
def test_other_opinions_change_nothing(client: Client, link: Link, opinion: Opinion) -> None:
    Scan.objects.create(link=link, url=EVIL, opinion=opinion)
    assert go(client, link)["Location"] == EVIL
