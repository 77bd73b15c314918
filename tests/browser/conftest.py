"""A real Chromium in front of the whole site."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from profiles import models
from tests import services
from tests.crowd import PATIENCE_SECONDS
from tests.profiles.pages import make_link, make_page
from tests.tiktok import fresh_sandbox

__all__ = ["fresh_sandbox"]

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE = {"width": 360, "height": 780}
WIDE = {"width": 1280, "height": 800}


class Watched:
    """A browser page, with what a visitor should never find: console noise, foreign requests, failed answers."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.page: Page = context.new_page()
        self.noise: list[str] = []
        self.foreign: list[str] = []
        self.page.on("console", lambda message: self.noise.append(message.text))
        self.page.on("pageerror", lambda error: self.noise.append(str(error)))
        self.page.on("request", self._note)

    def _note(self, request: Request) -> None:
        if not request.url.startswith((services.SITE_URL, "data:")):
            self.foreign.append(request.url)

    def expect_quiet(self) -> None:
        """Nothing on the console so far. Asked before axe, whose own styles the page's policy refuses aloud."""
        self.page.wait_for_load_state("networkidle")
        assert self.noise == []

    def open(self, path: str) -> Page:
        self.page.goto(f"{services.SITE_URL}{path}")
        return self.page


@pytest.fixture
def page(transactional_db: None) -> models.Page:
    """A creator's page with four links. Tests that need another say so themselves."""
    page = make_page()
    for title in "abcd":
        make_link(page, title)
    return page


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE_SECONDS * 1000)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's driver runs an event loop beside our queries
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=services.CHROMIUM, args=QUIET)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def browse(chromium: Browser, transactional_db: None) -> Iterator[Callable[..., Watched]]:
    """Opens a fresh browser window; `viewport`, `color_scheme` and other context options may be given."""
    contexts: list[BrowserContext] = []

    def window(viewport: dict[str, int] = PHONE, **options: object) -> Watched:
        contexts.append(chromium.new_context(viewport=viewport, has_touch=viewport is PHONE, **options))  # type: ignore[arg-type]
        return Watched(contexts[-1])

    yield window
    for context in contexts:
        context.close()
