"""An address is chosen, and shown as it would be."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from profiles.models import Page
from tests import services
from tests.browser.studio import Browse, enter
from tests.browser.test_share import OLD_CLIPBOARD
from tests.profiles.test_address_choice import BASIC, creator_without_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_address_is_shown_as_it_would_be_while_it_is_typed(browse: Browse) -> None:
    client = Client()
    creator_without_page(client, "Otto", BASIC)
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    window = browse()
    window.context.add_cookies([{"name": session.key, "value": session.value, "url": services.SITE_URL}])
    browsed = window.open("/studio/address/")
    shown = browsed.locator("output")
    for typed, address in [(" @Ötto  Knits! ", "otto-knits"), ("OTTO_knits.", "otto_knits."), ("!", "…")]:
        browsed.get_by_label("Your address").fill(typed)
        expect(shown).to_have_text(address)
    browsed.get_by_label("Your address").fill("Otto Knits!")
    browsed.get_by_role("button", name="Take this address").click()
    expect(browsed.get_by_text("/@otto-knits").first).to_be_visible()
    assert window.noise == []


def test_copying_the_address_is_said_for_a_moment(browse: Browse, page: Page) -> None:
    window = enter(browse, page)
    window.context.add_init_script(OLD_CLIPBOARD)
    window.page.clock.install()
    browsed = window.open("/studio/share/")
    for _time in range(2):
        browsed.get_by_role("button", name="Copy").click()
        browsed.clock.run_for(1_000)
        expect(browsed.get_by_role("button", name="Copied")).to_be_visible()
        expect(browsed.locator("#spoken")).to_have_text("Copied")
        browsed.clock.run_for(5_000)
        expect(browsed.get_by_role("button", name="Copy", exact=True)).to_be_visible()
    assert browsed.evaluate("copied") == f"{services.SITE_URL}/@mina.eats"
    assert window.noise == []
