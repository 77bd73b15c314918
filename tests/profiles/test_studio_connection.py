"""What the studio says about the connection to TikTok, and how a creator ends it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from profiles import pages, snapshots
from profiles.models import Page, Snapshot
from tests import moderators
from tests.markup import tags, words
from tests.profiles import creators
from tests.profiles.pages import make_link
from tests.profiles.studio import PAYLOAD, page, refresh, titles
from tiktok_auth import tokens
from tiktok_auth.errors import Code
from tiktok_auth.models import Ended, Grant
from tiktok_auth.sandbox import control

pytestmark = pytest.mark.django_db

__all__ = ["page"]


def test_home_shows_the_address_to_copy_and_how_old_the_data_is(mina: Client, page: Page) -> None:
    answer = mina.get("/studio/")
    assert "Updated 4 minutes ago." in words(answer)
    # More than three digits of a second are no valid time: https://html.spec.whatwg.org/#valid-time-string
    [time] = [tag["datetime"] for tag in tags(answer, "time")]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000", time)
    assert any(field.get("value", "").endswith("/@mina.eats") for field in tags(answer, "input"))
    assert "/@mina.eats" in [link["href"] for link in tags(answer, "a")]


def test_home_right_after_the_login_is_fetching(mina: Client, page: Page) -> None:
    Grant.objects.update(granted_at=timezone.now())
    Snapshot.objects.update(attempted_at=None, fetched_at=None)
    assert "Fetching your TikToks" in words(mina.get("/studio/"))
    assert "Fetching your TikToks" in words(mina.get("/studio/status/"))
    refresh(page, fetched_at=timezone.now())
    assert "Updated just now." in words(mina.get("/studio/status/"))


def test_who_did_not_allow_videos_is_not_told_that_any_are_on_their_way(mina: Client, page: Page) -> None:
    Grant.objects.update(granted_at=timezone.now(), scope="user.info.basic")
    Snapshot.objects.update(attempted_at=None, fetched_at=None)
    fetching = mina.get("/studio/status/")
    assert "Asking TikTok for your name and picture…" in words(fetching)
    assert "TikToks" not in words(fetching)
    assert [bar for bar in tags(fetching, "progress") if "max" in bar] == []
    Snapshot.objects.update(attempted_at=timezone.now())
    assert "your name and picture come by themselves." in words(mina.get("/studio/status/"))


def test_home_while_a_refresh_runs_is_fetching(mina: Client, page: Page) -> None:
    refresh(page, claimed_until=timezone.now() + timedelta(minutes=1))
    assert "Fetching your TikToks" in words(mina.get("/studio/"))


@pytest.mark.django_db(transaction=True)
def test_sync_that_tiktok_lets_wait_says_so(mina: Client, page: Page) -> None:
    Grant.objects.update(granted_at=timezone.now())
    control.break_next("user_info", "429")
    Snapshot.objects.update(attempted_at=None)
    assert snapshots.refresh(creators.load(page)) == snapshots.Outcome.POSTPONED
    answer = mina.get("/studio/status/")
    assert "TikTok asks us to wait. Your page is fine; we look again in a minute." in words(answer)
    assert tags(answer, "progress") == []


def test_home_long_after_a_login_without_answer_says_so(mina: Client, page: Page) -> None:
    refresh(page, fetched_at=None)
    assert "Your TikToks have not arrived yet." in words(mina.get("/studio/"))


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        ("network", "TikTok did not answer. Your page is fine; we keep trying."),
        ("deadline", "TikTok did not answer."),
        ("bad_body", "TikTok's answer was broken. Your page is fine; we keep trying."),
        ("internal_error", "TikTok's answer was broken."),
        ("invalid_client", "TikTok turned this site away, not you."),
        ("reconnect", "TikTok asks you to log in again."),
        ("key_missing", "This site cannot read your permission from TikTok just now."),
        ("scope", "Reconnect and tick every box; the rest stays up to date."),
    ],
)
def test_home_says_in_a_sentence_what_went_wrong(mina: Client, page: Page, trouble: str, sentence: str) -> None:
    refresh(page, trouble=trouble, trouble_reference="K7M2QX4B")
    answer = words(mina.get("/studio/"))
    assert sentence in answer
    assert "Reference K7M2QX4B" in answer
    assert ("Reconnect TikTok" in answer) == (trouble in {"reconnect", "key_missing", "scope"})


def test_sync_makes_the_page_due_once_a_minute(mina: Client, page: Page) -> None:
    refresh(page, due_at=timezone.now() + timedelta(hours=1))
    assert "Fetching your TikToks" in words(mina.post("/studio/sync/", follow=True))
    assert Snapshot.objects.filter(page=page, due_at__lte=timezone.now()).exists()
    assert "We asked TikTok less than a minute ago." in words(mina.post("/studio/sync/", follow=True))


@pytest.mark.parametrize(
    ("because", "sentence"),
    [
        (Ended.DISCONNECTED, "You disconnected TikTok."),
        (Ended.LEFT, "You removed us in TikTok's settings."),
        (Ended.GONE, "TikTok says this account is gone"),
        (Ended.EXPIRED, "TikTok asks you to log in again."),
    ],
)
def test_home_without_connection_says_why_and_offers_to_reconnect(
    mina: Client, page: Page, because: Ended, sentence: str
) -> None:
    Grant.objects.update(ended_at=timezone.now(), ended_because=because, sealed_access="", sealed_refresh="")
    answer = mina.get("/studio/")
    assert sentence in words(answer)
    assert "/accounts/tiktok/login/" in [form["action"] for form in tags(answer, "form")]
    assert "/studio/sync/" not in [form["action"] for form in tags(answer, "form")]
    assert "We cannot ask TikTok" in words(mina.post("/studio/sync/", follow=True))


@pytest.mark.parametrize("because", [Ended.DISCONNECTED, Ended.LEFT, Ended.EXPIRED])
def test_home_of_a_page_that_is_offline_does_not_say_what_it_shows(mina: Client, page: Page, because: Ended) -> None:
    pages.unpublish(page)
    Grant.objects.update(ended_at=timezone.now(), ended_because=because, sealed_access="", sealed_refresh="")
    assert "our page shows" not in words(mina.get("/studio/"))


def test_home_without_a_connection_at_all_offers_one(client: Client, otto: Page) -> None:
    client.force_login(otto.owner)
    assert "Reconnect TikTok" in words(client.get("/studio/"))


@pytest.mark.parametrize(
    ("scopes", "named", "unnamed"),
    [
        (["user.info.basic", "video.list"], ["Your bio", "How many followers"], ["Your newest TikToks"]),
        (["user.info.profile", "user.info.stats"], ["Your newest TikToks"], ["Your bio", "Your name"]),
    ],
)
def test_home_names_what_was_not_granted_and_what_it_would_bring(
    mina: Client, page: Page, scopes: list[str], named: list[str], unnamed: list[str]
) -> None:
    Grant.objects.update(scope=",".join(scopes))
    answer = words(mina.get("/studio/"))
    assert all(text in answer for text in [*named, "Reconnect TikTok"])
    assert not any(text in answer for text in unnamed)


def test_home_with_everything_granted_asks_for_nothing(mina: Client) -> None:
    assert "Reconnect TikTok" not in words(mina.get("/studio/"))


def test_home_lets_its_forms_lead_to_tiktok(mina: Client) -> None:
    assert "form-action 'self' http://localhost" in mina.get("/studio/")["Content-Security-Policy"]


def test_disconnect_asks_first_then_gives_the_permission_back(mina: Client, page: Page) -> None:
    make_link(page, "Cookbook")
    asked = words(mina.get("/studio/disconnect/"))
    assert "Disconnect TikTok?" in asked
    assert "their covers (also beside links), your name, picture, bio and numbers." in asked
    assert "Your page then carries @mina.eats as its name" in asked
    assert Grant.objects.get(page=page).is_live
    answer = words(mina.post("/studio/disconnect/", follow=True))
    assert "TikTok is disconnected. Your page and your links are still here." in answer
    assert Grant.objects.get(page=page).ended_because == Ended.DISCONNECTED
    assert len(control.calls("revoke")) == 1
    assert titles(page) == ["Cookbook"]


def test_disconnect_once_more_says_that_it_is_done(mina: Client, page: Page) -> None:
    mina.post("/studio/disconnect/")
    for answer in (mina.get("/studio/disconnect/", follow=True), mina.post("/studio/disconnect/", follow=True)):
        assert "TikTok is disconnected already." in words(answer)
        assert "Disconnect TikTok?" not in words(answer)
    assert len(control.calls("revoke")) == 1


def test_disconnect_of_a_page_with_a_name_of_its_own_does_not_say_that_it_goes(mina: Client, page: Page) -> None:
    Page.objects.update(display_name="Mina at home")
    assert "as its name" not in words(mina.get("/studio/disconnect/"))


def test_settings_say_what_an_empty_field_means(mina: Client, page: Page) -> None:
    assert "What you leave empty follows TikTok" in words(mina.get("/studio/settings/"))
    mina.post("/studio/disconnect/")
    answer = words(mina.get("/studio/settings/"))
    assert "TikTok is disconnected: what you leave empty stays empty." in answer
    assert "follows TikTok" not in answer


def test_home_of_a_suspended_page_says_since_when_and_why(mina: Client, page: Page) -> None:
    moderators.suspend(page, reason=f"Sells pills {PAYLOAD}")
    answer = mina.get("/studio/")
    assert "We have taken your page offline" in words(answer)
    assert f"Sells pills {PAYLOAD}" in words(answer)
    assert ", your time. The reason:" in words(answer)
    assert "Sync now" not in words(answer)


TIKTOKS_DOING, OURS = "TikTok has logged you out here", "This site cannot read your permission from TikTok"


@pytest.mark.parametrize(
    ("trouble", "headline"),
    [
        (Snapshot.RECONNECT, TIKTOKS_DOING),
        (Code.ACCESS_TOKEN_INVALID, TIKTOKS_DOING),
        (Code.KEY_MISSING, f"{OURS} Your page is up"),
    ],
)
@pytest.mark.parametrize("place", ["/studio/", "/studio/videos/"])
def test_creator_who_has_to_log_in_again_reads_first_whose_doing_it_is(
    mina: Client, page: Page, place: str, trouble: str, headline: str
) -> None:
    refresh(page, trouble=trouble, fetched_at=timezone.now())
    answer = words(mina.get(place))
    assert answer.count(headline) == 1
    assert (TIKTOKS_DOING in answer) == (trouble != Code.KEY_MISSING)
    assert answer.index(headline) < answer.index("Your wall" if "videos" in place else "Links Add")


def test_creator_whose_access_expired_while_the_key_was_missing_reads_that_it_is_over(mina: Client, page: Page) -> None:
    refresh(page, trouble=Code.KEY_MISSING, fetched_at=timezone.now())
    tokens.end(Grant.objects.get(), Ended.EXPIRED)
    answer = words(mina.get("/studio/"))
    assert TIKTOKS_DOING in answer
    assert OURS not in answer


def test_creator_whose_access_expired_reads_it_first(mina: Client, page: Page) -> None:
    tokens.end(Grant.objects.get(), Ended.EXPIRED)
    assert "TikTok has logged you out here" in words(mina.get("/studio/"))


@pytest.mark.parametrize("reason", [Ended.DISCONNECTED, Ended.LEFT, Ended.GONE])
def test_creator_who_ended_it_is_not_told_to_log_in_first(mina: Client, page: Page, reason: Ended) -> None:
    tokens.end(Grant.objects.get(), reason)
    assert "TikTok has logged you out here" not in words(mina.get("/studio/"))


def test_logging_out_says_what_becomes_of_the_page(mina: Client, page: Page) -> None:
    logout = "/accounts/logout/"
    assert "everybody can see it" in words(mina.get(logout))
    Page.objects.update(unpublished_at=timezone.now())
    assert "It stays offline." in words(mina.get(logout))
    page.delete()
    answer = words(mina.get(logout))
    assert "Log out?" in answer
    assert "Your page" not in answer
