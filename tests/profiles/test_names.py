# ruff: noqa: RUF001  (letters that look like others are what is collected)
"""Nobody gets a name that is the site's, TikTok's, somebody else's, or no name at all."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from profiles.forms import AddressForm
from profiles.forms.settings import HandleForm
from profiles.imitation import refuse_imitation
from profiles.models import Page
from profiles.validators import clean_handle, likeness
from tests.markup import words
from tests.profiles.pages import make_page

pytestmark = pytest.mark.django_db(transaction=True)

RESERVED = [
    *("admin", "static", "media", "studio", "api", "go", "login", "metrics", "healthz", "robots.txt", "favicon.ico"),
    *("official", "support", "tiktok", "verified", "www", "null", "undefined", "root", "security.txt"),
]
TRAVERSAL = ["..", ".", "../admin", "a/../b", ".well-known", "a/b", "a\\b", "%2e%2e", "a%2fb", "//", "~root"]
LOOKALIKES = [
    *("аdmin", "admın", "ａｄｍｉｎ", "ⓐⓓⓜⓘⓝ", "adm1n-team", "a-d-m-i-n", "adm1n-", "-admin", "t1ktok-support"),
    *("adrnin-team", "rnod-ada"),
    *("ti-ktok", "tik-tok", "0fficial-page", "support-desk", "s3curity-team", "lоgin", "ѕtudio", "ada\u200b-bakes"),
    *("ada‑bakes", "ada–bakes", "mod\u00ad-team", "verif1ed-ada", "𝐚dmin", "ádmin", "admin\u0301-x"),
]


@pytest.mark.parametrize("name", [*RESERVED, *TRAVERSAL, *LOOKALIKES])
@pytest.mark.parametrize("chosen", [True, False])
def test_name_of_the_site_or_of_no_one_is_refused(name: str, chosen: bool) -> None:
    with pytest.raises(ValidationError):
        clean_handle(name, chosen=chosen)


# Somebody else's


@pytest.fixture
def star() -> Page:
    return make_page("ada.bakes", username="ada.bakes", display_name="Ada Bakes", is_verified=True)


IMITATIONS = ["ada-bakes", "a-da-bakes", "ada_bak-es", "4da-bakes", "ada-bak35", "ADA-BAKES", "a.d.a-b.a.k.e.s"]


@pytest.mark.parametrize("handle", IMITATIONS)
def test_address_like_a_verified_username_is_refused(star: Page, handle: str) -> None:
    form = AddressForm({"handle": handle})
    assert form.errors == {
        "handle": ["This looks like the name of a creator whom TikTok has verified. Choose another one."]
    }


@pytest.mark.parametrize("handle", ["ada-bakery", "ada-b", "mina-eats"])
def test_address_like_nobodys_is_taken(star: Page, handle: str) -> None:
    assert AddressForm({"handle": handle}).is_valid()


def test_address_like_a_username_that_is_not_verified_is_taken() -> None:
    make_page("ada.bakes", is_verified=False)
    assert AddressForm({"handle": "ada-bakes"}).is_valid()


def test_verified_creator_may_be_called_like_themselves(star: Page) -> None:
    assert HandleForm(current="ada.bakes", proven="ada.bakes", data={"handle": "ada-bakes"}).is_valid()
    assert not HandleForm(current="mina.eats", proven="mina.eats", data={"handle": "ada-bakes"}).is_valid()
    refuse_imitation("Ada Bakes", own_handle="ada.bakes")


DRAWN_ALIKE = [
    *("Ada Bakes", "ADA BAKES", "ada.bakes", "𝓐𝓭𝓪 𝓑𝓪𝓴𝓮𝓼", "Аdа Ваkеѕ", "Ädä Bäkes", "Ada Bakes ✓", "Ada-Bakes!"),
    *("ᴀᴅᴀ ʙᴀᴋᴇꜱ", "🅐🅓🅐 🅑🅐🅚🅔🅢", "🅰️da 🅱️akes", "Adą Bȧƙēş", "Ada\u3164Bakes", "A\u034fda·Bakes", "Adaʼ Bakes"),
    *("Adaـ Bakes", "Adaꞏbakes", "A̶d̶a̶ B̶a̶k̶e̶s̶", "ada__bakes"),
]
ADDED_TO = [
    *(
        "Ada Bakes Official",
        "The Real Ada Bakes",
        "AdaBakesTV",
        "real.ada.bakes",
        "therealadabakes",
        "Official AdaBakes",
    ),
    *("Ada Bakes (oficial)", "Ada Bakes 0fficiaI", "ᴛʜᴇ Ada Bakes TV Official"),
]


@pytest.mark.parametrize("name", [*DRAWN_ALIKE, *ADDED_TO])
def test_typed_name_like_a_verified_creators_is_refused(client: Client, star: Page, name: str) -> None:
    page = make_page("mina.eats")
    client.force_login(page.owner)
    answer = client.post("/studio/settings/", {"part": "about", "display_name": name})
    assert "This looks like the name of a creator whom TikTok has verified" in words(answer)
    page.refresh_from_db()
    assert page.display_name == ""


def test_name_that_tiktok_itself_gives_is_kept(client: Client, star: Page) -> None:
    page = make_page("mina.eats", display_name="Ada Bakes")
    client.force_login(page.owner)
    client.post("/studio/settings/", {"part": "about", "display_name": "Ada Bakes", "bio": "Me"})
    page.refresh_from_db()
    assert (page.display_name, page.bio) == ("Ada Bakes", "Me")


def test_name_without_letters_is_like_nobodys(star: Page) -> None:
    make_page("no.name", display_name="✨", is_verified=True)
    refuse_imitation("🌊")


@pytest.mark.parametrize(
    "name", ["Ada", "Bakes", "Eda Bakes", "Ada Bakery", "Ada Bakes Bread", "Ada Cakes", "Ada Bikes TV"]
)
def test_ordinary_name_beside_a_verified_creators_is_taken(star: Page, name: str) -> None:
    refuse_imitation(name)


@pytest.mark.parametrize(("verified", "name"), [("Resa", "Theresa"), ("Mont", "Montreal"), ("Tor", "Realtor")])
def test_name_that_begins_or_ends_like_an_addition_is_taken(verified: str, name: str) -> None:
    make_page("some.one", username="some.one", display_name=verified, is_verified=True)
    refuse_imitation(name)


@pytest.mark.parametrize("verified", [1, 50])
def test_looking_for_likeness_takes_one_query(verified: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(verified):
        make_page(f"star{number}", is_verified=True)
    with django_assert_num_queries(1):
        refuse_imitation("Somebody else")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Bakes", "аdа_bаkеs"),
        ("Ada Bakes", "ADA.BAKES"),
        ("Mina", "mına"),
        ("Mina", "ᴍɪɴᴀ"),
        ("Mina", "rnina"),
        ("Mina", "Μinα"),
        ("Wim", "vvirn"),
        ("Søren", "Soren"),
        ("Quentin", "ԛuentin"),
        ("مُحَمَّد", "محمد"),
    ],
)
def test_likeness_is_what_a_glance_sees(one: str, other: str) -> None:
    assert likeness(one) == likeness(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ada", "eda"),
        ("Mina", "Nina"),
        ("Clara", "Dara"),
        ("मीना", "मान"),
        ("がく", "かく"),
        ("ข่า", "ขา"),
        ("민아", "미나"),
    ],
)
def test_names_that_anybody_tells_apart_are_not_alike(one: str, other: str) -> None:
    assert likeness(one) != likeness(other)
