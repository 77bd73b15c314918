"""What a browser draws of a page while the rest of it is still on its way."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from profiles import snapshots
from profiles.models import Page
from profiles.themes import Preset
from tests import services
from tests.browser.conftest import PHONE, Watched
from tests.profiles import creators

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("ends_with", "visibility"), [("</picture>", "hidden"), ("</header>", "hidden"), ("</html>", "visible")]
)
def test_name_above_a_picture_waits_until_both_are_there(
    browse: Callable[..., Watched], ends_with: str, visibility: str
) -> None:
    """In Chrome the name stands above the picture that comes before it: drawn later, it would push the picture down."""
    page = creators.make_page("mina.eats")
    snapshots.refresh(page, force=True)
    Page.objects.update(preset=Preset.CHROME)
    browsed = browse(PHONE).page

    def cut(route: Route) -> None:
        answer = route.fetch()
        before, end, _ = answer.text().partition(ends_with)
        route.fulfill(response=answer, body=before + end)

    browsed.route(f"**{page.get_absolute_url()}", cut)
    browsed.goto(f"{services.SITE_URL}{page.get_absolute_url()}")
    expect(browsed.locator(".who")).to_have_css("visibility", visibility)
