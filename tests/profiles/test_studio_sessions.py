"""Creators see where they are logged in, and end that elsewhere."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from time_machine import travel

from profiles.models import Page
from tests.markup import words
from tests.profiles.pages import make_page as make_other
from tests.profiles.studio import page
from tests.profiles.studio_settings import SETTINGS
from tiktok_auth import sessions
from tiktok_auth.models import Session

pytestmark = pytest.mark.django_db

__all__ = ["page"]

ANDROID = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"


def log_in(page: Page, agent: str) -> Client:
    client = Client()
    client.force_login(page.owner)
    session = client.session
    session[sessions.BROWSER] = sessions.name_browser(agent)
    session.save()
    return client


def test_sessions_are_listed_and_the_others_can_be_ended(mina: Client, page: Page) -> None:
    other = log_in(page, ANDROID)
    stranger = Client()
    stranger.force_login(make_other("otto.knits").owner)
    answer = mina.get(SETTINGS)
    assert "Chrome, Android last used within the last hour" in words(answer)
    assert words(answer).count("this one") == 1
    assert Session.objects.get(browser="Chrome, Android").session_key not in answer.text
    mina.post("/studio/settings/sessions/")
    assert other.get(SETTINGS)["Location"].startswith("/accounts/login/")
    assert "this one" in words(mina.get(SETTINGS))
    assert "this one" in words(stranger.get(SETTINGS))


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (ANDROID, "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) musical_ly_41.0 TikTok", "TikTok, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("curl/8", ""),
    ],
)
def test_browser_is_named_as_people_call_it(agent: str, name: str) -> None:
    assert sessions.name_browser(agent) == name


@pytest.mark.usefixtures("noon")
def test_login_notes_the_browser_and_nothing_more(page: Page) -> None:
    client = Client(headers={"User-Agent": ANDROID})
    client.force_login(page.owner)
    session = Session.objects.get()
    assert (session.user, session.used_at.date()) == (page.owner, timezone.now().date())
    assert "127.0.0.1" not in str(session.get_decoded())


def test_session_in_use_is_noted_once_an_hour(mina: Client) -> None:
    began = Session.objects.get().used_at
    with travel(began + timedelta(minutes=50)):
        mina.get(SETTINGS)
        assert Session.objects.get().used_at == began
    with travel(began + timedelta(minutes=70), tick=False):
        mina.get(SETTINGS)
        assert Session.objects.get().used_at > began + timedelta(minutes=69)


@pytest.mark.needs_postgres
@pytest.mark.parametrize("path", ["/", "/studio/", "/accounts/login/", "/admin/"])
def test_cookie_that_no_session_can_have_is_none(client: Client, path: str) -> None:
    client.cookies[settings.SESSION_COOKIE_NAME] = "abcdefgh\000ijk"
    assert client.get(path).status_code in {200, 302}
