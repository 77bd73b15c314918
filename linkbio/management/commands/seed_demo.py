import re
import time
from typing import Any
from urllib.parse import urljoin

import requests
from django.conf import settings
from django.core.management import BaseCommand, CommandError

from linkbio import demo_links
from profiles.models import Link, Page
from tiktok_auth.sandbox import control

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
        plans = demo_links.read()
        usernames = [persona.username for persona in control.personas() if persona.username in plans]
        creators = {username: self._log_in(username, **plans[username]) for username in usernames}
        for page in self._wait_for_pictures(usernames):
            self._open_doorways(creators[page.handle], page, plans[page.handle].get("videos", []))
            self._add_covers(creators[page.handle], page, plans[page.handle]["links"])
            self.stdout.write(f"{settings.SITE_URL}{page.get_absolute_url()}")

    def _log_in(self, username: str, *, look: dict[str, str], links: list[dict[str, Any]], **_later: Any) -> Visitor:
        visitor = Visitor()
        visitor.submit("/accounts/tiktok/login/")
        visitor.submit("", {"persona": username, "scope": settings.TIKTOK_SCOPES, "decision": "allow"})
        if not Page.objects.get(handle=username).links.exists():
            for link in links:
                self._add_link(visitor, "/studio/links", link)
            visitor.submit("/studio/design/", look)
        return visitor

    def _open_doorways(self, creator: Visitor, page: Page, plans: list[dict[str, Any]]) -> None:
        """Pin TikToks and give them links of their own, once each, as far as they have arrived."""
        for plan in plans:
            for video in page.videos.listed().filter(caption__startswith=plan["caption"], links=None)[:1]:
                for link in plan["links"]:
                    self._add_link(creator, f"/studio/videos/{video.pk}", link)
                if plan["is_pinned"]:
                    creator.submit(f"/studio/videos/{video.pk}/pin/")

    def _add_link(self, creator: Visitor, place: str, link: dict[str, Any]) -> None:
        creator.submit(f"{place}/new/{link.get('kind', 'link')}/", demo_links.fields(link))
        newest = Link.objects.order_by("-pk")[0]
        for name, act in (("is_pinned", "pin"), ("is_hidden", "hide")):
            if link.get(name):
                creator.submit(f"/studio/links/{newest.pk}/{act}/")

    def _add_covers(self, creator: Visitor, page: Page, plans: list[dict[str, Any]]) -> None:
        """Set the covers of TikToks beside links, as far as they have arrived."""
        for plan in plans:
            if caption := plan.get("cover"):
                video = page.videos.shown().filter(caption__startswith=caption).exclude(cover="").first()
                link = page.links.kept().filter(title=plan["title"], thumbnail_video=None).first()
                if video and link:
                    creator.submit(f"/studio/links/{link.pk}/thumbnail/", {"video": video.pk})

    def _wait_for_pictures(self, handles: list[str]) -> list[Page]:
        """The pages, once the worker has fetched them all or long enough has passed."""
        pages = Page.objects.filter(handle__in=handles).order_by("handle")
        deadline = time.monotonic() + FETCH_SECONDS
        while time.monotonic() < deadline and pages.filter(snapshot__attempted_at=None).exists():
            time.sleep(0.5)
        return list(pages)
