import re
import time
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import requests
from django.conf import settings
from django.core.management import BaseCommand, CommandError

from profiles.models import Page
from tiktok_auth.sandbox import control

LINKS_FILE = Path(__file__).parents[2] / "demo_links.toml"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
FETCH_SECONDS = 60
TIMEOUT_SECONDS = 20


class Visitor:
    """A browser of sorts: keeps cookies, follows redirects, fills in forms."""

    def __init__(self) -> None:
        self.session = requests.Session()
        self.page = self.session.get(settings.SITE_URL, timeout=TIMEOUT_SECONDS)

    def submit(self, path: str, fields: dict[str, Any] | None = None) -> None:
        """Send a form of the page at hand and land where it leads."""
        token = TOKEN.search(self.page.text)
        if not token:
            raise CommandError(f"{self.page.url} shows no form.")
        data = {"csrfmiddlewaretoken": token[1], **(fields or {})}
        address = urljoin(self.page.url, path)
        self.page = self.session.post(address, data=data, headers={"Referer": self.page.url}, timeout=TIMEOUT_SECONDS)
        self.page.raise_for_status()


class Command(BaseCommand):
    help = "Logs the sandbox's creators in, the way people do it, and gives them links and a look."

    def handle(self, *args: Any, **options: Any) -> None:
        plans = tomllib.loads(LINKS_FILE.read_text())
        usernames = [persona.username for persona in control.personas() if persona.username in plans]
        creators = {username: self._log_in(username, **plans[username]) for username in usernames}
        for page in self._wait_for_pictures(usernames):
            self._open_doorways(creators[page.handle], page, plans[page.handle].get("videos", []))
            self.stdout.write(f"{settings.SITE_URL}{page.get_absolute_url()}")

    def _log_in(self, username: str, *, look: dict[str, str], links: list[dict[str, str]], **_later: Any) -> Visitor:
        visitor = Visitor()
        visitor.submit("/accounts/tiktok/login/")
        visitor.submit("", {"persona": username, "scope": settings.TIKTOK_SCOPES, "decision": "allow"})
        if not Page.objects.get(handle=username).links.exists():
            for link in links:
                visitor.submit("/studio/", link)
            visitor.submit("/studio/design/", look)
        return visitor

    def _open_doorways(self, creator: Visitor, page: Page, plans: list[dict[str, Any]]) -> None:
        """Pin TikToks and give them links of their own, once each, as far as they have arrived."""
        for plan in plans:
            for video in page.videos.listed().filter(caption__startswith=plan["caption"], links=None)[:1]:
                for link in plan["links"]:
                    creator.submit(f"/studio/videos/{video.pk}/", link)
                if plan["is_pinned"]:
                    creator.submit(f"/studio/videos/{video.pk}/pin/")

    def _wait_for_pictures(self, handles: list[str]) -> list[Page]:
        """The pages, once the worker has fetched them all or long enough has passed."""
        pages = Page.objects.filter(handle__in=handles).order_by("handle")
        deadline = time.monotonic() + FETCH_SECONDS
        while time.monotonic() < deadline and pages.filter(snapshot__attempted_at=None).exists():
            time.sleep(0.5)
        return list(pages)
