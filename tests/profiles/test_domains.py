"""Rules about domains: which one counts for an address, what it meets, and what a creator is told."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from profiles import domains, links
from profiles.forms import KindForm, LinkForm
from profiles.models import DomainRule, Kind, Link, Page, Verdict
from profiles.validators import clean_destination, clean_domain, host_of
from tests.profiles.pages import make_link, make_page
from tests.profiles.rules import block

pytestmark = pytest.mark.django_db(transaction=True)


def verdict_on(url: str) -> str:
    rule = DomainRule.objects.by_url([clean_destination(url)]).get(clean_destination(url))
    return rule.verdict if rule else ""


# What a domain is


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("example.com", "example.com"),
        (" Example.COM ", "example.com"),
        ("example.com.", "example.com"),
        ("*.example.com", "example.com"),
        (".example.com", "example.com"),
        ("www.example.com", "example.com"),
        ("www.com", "www.com"),
        ("https://shop.example.com/sale?x=1", "shop.example.com"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("XN--BCHER-KVA.example", "xn--bcher-kva.example"),
        ("ｅｘａｍｐｌｅ.com", "example.com"),  # noqa: RUF001
        ("example。com", "example.com"),
        ("пример.рф", "xn--e1afmkfd.xn--p1ai"),
    ],
)
def test_domain_is_read_in_every_spelling(text: str, domain: str) -> None:
    assert clean_domain(text) == domain


@pytest.mark.parametrize(
    "text",
    [
        *("", ".", "*", "*.", "*.com", "com", "*.*.com", "*example.com", "exam*ple.com", "example.*", "**.example.com"),
        *(
            "example.com/path",
            "user@example.com",
            "example.com:443",
            "exam ple.com",
            "-.example.com\x00",
            "..example.com",
        ),
        *("127.0.0.1", "[::1]", "0x7f.1", "localhost", "printer.local", "example.com\\evil.example", "%example.com"),
        *("a" * 64 + ".com", "a." * 130 + "com", "javascript:alert(1)", "javascript://example.com", "xn--.com"),
    ],
)
def test_what_is_no_whole_domain_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        clean_domain(text)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://shop.example.com/a@b?c#d", "shop.example.com"),
        ("mailto:ada@example.org?subject=a%40b", "example.org"),
        ("tel:+905551234567", ""),
    ],
)
def test_host_of_a_destination(url: str, host: str) -> None:
    assert host_of(url) == host


# Which rule counts


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/",
        "http://example.com/",
        "HTTPS://EXAMPLE.COM/x",
        "https://example.com./",
        "https://www.example.com/",
        "https://a.b.c.example.com/",
        "https://example。com/",
        "https://ｅxample.com/",  # noqa: RUF001
        "example.com",
        "mailto:ada@example.com",
        "mailto:ada@mail.example.com?subject=x",
    ],
)
def test_rule_is_for_the_domain_and_all_below_it_in_every_spelling(url: str) -> None:
    block("example.com")
    assert verdict_on(url) == Verdict.BLOCK


@pytest.mark.parametrize(
    "url",
    [
        "https://notexample.com/",
        "https://example.com.evil.example/",
        "https://example.org/?u=example.com",
        "https://example.org/example.com",
        "https://xn--exmple-cua.com/",
        "https://com.example/",
        "https://exаmple.com/",  # noqa: RUF001 - a Cyrillic letter: another domain, and no rule for it
        "tel:+905551234567",
    ],
)
def test_rule_is_for_no_other_domain(url: str) -> None:
    block("example.com")
    assert verdict_on(url) == ""


def test_rule_for_a_name_in_another_script_meets_both_spellings() -> None:
    block(clean_domain("bücher.example"))
    assert verdict_on("https://bücher.example/") == Verdict.BLOCK
    assert verdict_on("https://shop.xn--bcher-kva.example/") == Verdict.BLOCK
    assert verdict_on("https://bucher.example/") == ""


def test_longest_rule_counts() -> None:
    block("example.com")
    block("shop.example.com", Verdict.ALLOW, "Theirs alone")
    block("sale.shop.example.com", Verdict.WARN, "Counterfeits")
    assert verdict_on("https://example.com/") == Verdict.BLOCK
    assert verdict_on("https://shop.example.com/") == ""
    assert verdict_on("https://new.shop.example.com/") == ""
    assert verdict_on("https://sale.shop.example.com/") == Verdict.WARN


@pytest.mark.parametrize("count", [1, 200])
def test_rules_for_many_addresses_take_one_query(count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    block("example.com")
    urls = [f"https://shop{number}.example.com/" for number in range(count)]
    with django_assert_num_queries(1):
        assert len(DomainRule.objects.by_url(urls)) == count


def test_rules_for_no_addresses_take_no_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert DomainRule.objects.by_url(["tel:+905551234567"]) == {}


# What a rule meets


def test_extent_counts_links_and_their_pages(page: Page) -> None:
    other = make_page("other.page")
    make_link(page, url="https://example.com/1")
    make_link(page, url="https://a.example.com/2")
    make_link(other, url="mailto:ada@example.com")
    make_link(other, url="https://notexample.com/")
    for email, phone in (("ada@Mail.Example.com", ""), ("ada@notexample.com", ""), ("", "+442079460000")):
        make_link(other, url="", kind=Kind.CONTACT, email=email, phone=phone)
    links.delete_link(make_link(other, url="https://example.com/3"))
    assert domains.extent_of("example.com") == domains.Extent(links=4, pages=2)
    assert domains.extent_of("example.org") == domains.Extent(links=0, pages=0)


def test_extent_leaves_out_what_a_longer_rule_decides(page: Page) -> None:
    block("shop.example.com", Verdict.ALLOW)
    for url in ("https://example.com/", "https://shop.example.com/", "mailto:ada@new.shop.example.com"):
        make_link(page, url=url)
    for email, url in (("ada@Shop.Example.com", ""), ("ada@example.com", "https://shop.example.com/")):
        make_link(page, kind=Kind.CONTACT, email=email, url=url)
    assert domains.extent_of("example.com") == domains.Extent(links=2, pages=1)
    assert block("example.com").links == 2


def test_rules_that_a_rule_leaves_alone_are_named(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    assert domains.extent_of("example.com").describe_longer() == ""
    for number in range(7):
        block(f"a{number}.example.com")
    block("notexample.com")
    with django_assert_num_queries(2):
        said = domains.extent_of("example.com").describe_longer()
    assert said == (
        "Not counted: links that a rule of their own decides about ("
        "a0.example.com, a1.example.com, a2.example.com, a3.example.com, a4.example.com and 2 more)."
    )


def test_extent_follows_an_edited_address(page: Page) -> None:
    link = make_link(page, url="https://example.com/")
    links.edit_link(link, title="Elsewhere", url="https://example.org/")
    assert domains.extent_of("example.com").links == 0
    assert domains.extent_of("example.org").links == 1


def test_extent_counts_what_was_written_in_bulk(page: Page) -> None:
    Link.objects.bulk_create([Link(page=page, title="Shop", url="https://shop.example.com/") for _ in range(3)])
    assert domains.extent_of("example.com").links == 3


@pytest.mark.needs_postgres
def test_links_below_a_domain_are_found_by_their_index(page: Page) -> None:
    make_link(page)
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = Link.objects.below("example.com").explain()
    assert {"link_below_domain", "link_with_email"} <= set(plan.split())
    assert "Index Cond" in plan


# When a creator saves


@pytest.mark.parametrize(
    "url", ["https://example.com/", "shop.EXAMPLE.com", "mailto:ada@example.com", "ada@example.com"]
)
def test_form_says_why_a_blocked_destination_is_refused(url: str) -> None:
    block("example.com")
    form = LinkForm({"url": url})
    assert form.errors == {"url": ["Links to example.com are blocked on this site: Steals passwords"]}


@pytest.mark.parametrize("verdict", [Verdict.ALLOW, Verdict.LABEL, Verdict.WARN])
def test_form_takes_a_destination_that_is_not_blocked(verdict: Verdict) -> None:
    block("example.com", verdict)
    assert LinkForm({"url": "https://example.com/"}).is_valid()


def test_contact_card_takes_no_blocked_address() -> None:
    block("example.com")
    form = KindForm({"title": "Ada", "email": "ada@example.com"}, kind=Kind.CONTACT)
    assert form.errors == {"email": ["Links to example.com are blocked on this site: Steals passwords"]}
