"""A creator who goes leaves nothing behind that could be read, and nobody in their place."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from time_machine import travel

from profiles import cards, design, erasure, insights, links, page_cache, pages, snapshots
from profiles.models import Addressee, Appeal, FormerHandle, Measure, Page, Verb
from profiles.moderation import appeals
from profiles.pages import HandleTaken, create_page
from tests import moderators
from tests.away import take_redis_away
from tests.markup import words
from tests.profiles.creators import grant_access, load, make_page, remember
from tests.profiles.pages import make_link
from tests.profiles.pictures import draw, kept_files
from tiktok_auth.models import Event, Grant, Session
from tiktok_auth.sandbox import control

pytestmark = pytest.mark.django_db(transaction=True)

DELETE = "/studio/settings/delete/"
CANARY = "canary7q"
READ: dict[bytes, Callable[[Any, bytes], Any]] = {
    b"string": lambda redis, key: redis.get(key),
    b"hash": lambda redis, key: redis.hgetall(key),
    b"zset": lambda redis, key: redis.zrange(key, 0, -1),
    b"list": lambda redis, key: redis.lrange(key, 0, -1),
    b"set": lambda redis, key: redis.smembers(key),
}


@pytest.fixture
def page(ada_at_tiktok: None) -> Page:
    """Ada's page with something of everything that a creator can leave behind."""
    page = make_page("ada.bakes")
    snapshots.refresh(load(page), force=True)
    page = load(page)
    pages.change_handle(page, handle=f"{CANARY}-once")
    pages.change_handle(page, handle=f"{CANARY}-now")
    pages.change(page, display_name=CANARY, bio=CANARY, search_title=CANARY, search_description=CANARY)
    pages.set_portrait(page, picture=draw())
    design.set_backdrop(page, picture=draw())
    link = make_link(page, CANARY, f"https://{CANARY}.example.org/")
    make_link(page, CANARY, video=page.videos.earliest("pk"))
    links.delete_link(make_link(page, CANARY))
    page.hashtag_links.create(hashtag=CANARY, title=CANARY, url="https://example.org/")
    page.counts.create(day=timezone.now(), subject=insights.tap_on(link), number=7)
    open_id = page.owner.socialaccount_set.get().uid
    Event.objects.create(
        digest="x", name="video.publish.complete", open_id=open_id, reason=0, created_at=timezone.now()
    )
    appeals.grant(appeals.appeal(moderators.act(page, Verb.LIMIT, reason="too many"), text=CANARY), reason="Sorry.")
    return page


@pytest.fixture
def ada(page: Page) -> Iterator[Client]:
    """Her browser, after her page was looked at in every way that keeps a copy."""
    client = Client(headers={"User-Agent": f"Firefox Linux {CANARY}"})
    client.force_login(page.owner)
    client.get("/studio/settings/")
    snapshots.read(page)
    remember(page)
    cards.get(cards.of_page(page, snapshots.read(page).profile, CANARY))
    insights.count_view(str(page.pk), {"HTTP_USER_AGENT": "Mozilla/5.0 Firefox", "REQUEST_METHOD": "GET"})
    insights.notes.flush()
    yield client


def canaries(page: Page) -> list[str]:
    """What nobody may find afterwards."""
    account = SocialAccount.objects.get(user=page.owner)
    captions = list(page.videos.values_list("caption", flat=True))
    tiktoks = list(page.videos.values_list("tiktok_id", flat=True))
    return [CANARY, "ada.bakes", "Ada Bakes", account.uid, page.owner.username, *filter(None, captions), *tiktoks]


def dump_database() -> str:
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # names from the database itself
            rows += [f"{table}: {row}" for row in cursor.fetchall()]
    return "\n".join(rows)


def dump_redis() -> str:
    """Every key with its value; of rendered pages, which nobody believes any more and which go in seconds, the key."""
    redis = cache.client.get_client()  # type: ignore[attr-defined]
    prefix = cache.make_key("").encode()
    dumped = []
    for key in redis.scan_iter(prefix + b"*"):
        is_copy = b"page:copy:" in key and 0 < redis.ttl(key) <= page_cache.KEPT_SECONDS
        dumped.append(f"{key}: {'' if is_copy else READ[redis.type(key)](redis, key)}")
    return "\n".join(dumped)


def test_account_deleted_leaves_nothing_anywhere(ada: Client, page: Page, settings: Settings) -> None:
    traces = canaries(page)
    assert set(traces) - {text for text in traces if text in dump_database()} == set()
    assert CANARY in dump_redis()
    assert kept_files(settings)
    answer = ada.post(DELETE, {"handle": f"@{CANARY}-NOW "}, follow=True)
    assert "Your account is deleted, with everything on it." in words(answer)
    database, redis = dump_database(), dump_redis()
    assert [trace for trace in traces if trace in database or trace in redis] == []
    assert kept_files(settings) == []
    assert page_cache.get(page.get_absolute_url())[1] is None
    assert len(control.calls("revoke")) == 1
    for path in ("/@ada.bakes", f"/@{CANARY}-once", f"/@{CANARY}-now", "/ada.bakes"):
        assert "There is no page here" in words(Client().get(path))


def test_account_deleted_while_redis_is_away_leaves_no_picture(page: Page, settings: Settings) -> None:
    assert kept_files(settings)
    take_redis_away(settings)
    erasure.erase(page.owner)
    assert kept_files(settings) == []


def test_account_deleted_is_logged_out_everywhere(ada: Client, page: Page) -> None:
    elsewhere = Client()
    elsewhere.force_login(page.owner)
    ada.post(DELETE, {"handle": page.handle})
    for client in (ada, elsewhere):
        assert client.get("/studio/")["Location"].startswith("/accounts/login/")
    assert not Session.objects.exclude(user=None).exists()


def test_account_is_deleted_whatever_tiktok_answers(ada: Client, page: Page) -> None:
    control.break_next("revoke", "500")
    ada.post(DELETE, {"handle": page.handle})
    assert not User.objects.exists()
    assert not Grant.objects.exists()


def test_deleting_asks_first_and_says_what_goes(ada: Client, page: Page) -> None:
    answer = words(ada.get(DELETE))
    assert "Delete your account?" in answer
    assert f"Type {CANARY}-now to go on" in answer
    for typed in ("", "yes", "ada.bakes"):
        assert "That is not the address of your page." in words(ada.post(DELETE, {"handle": typed}))
    assert load(page).grant


def test_staff_keep_their_account(ada: Client, page: Page) -> None:
    User.objects.filter(pk=page.owner_id).update(is_staff=True)
    answer = ada.post(DELETE, {"handle": page.handle})
    assert "This account opens the staff desk too." in words(answer)
    assert Page.objects.exists()


def test_what_moderators_decided_outlives_the_page(page: Page) -> None:
    moderators.suspend(page, reason="spam")
    erasure.erase(page.owner)
    left = Measure.objects.filter(page=None).order_by("pk").values_list("reason", flat=True)
    assert list(left) == ["too many", "Sorry.", "spam"]


def test_appeal_goes_with_whoever_wrote_it_and_its_answer_stays(page: Page) -> None:
    appeals.appeal(moderators.suspend(page, reason="spam"), text=CANARY)
    erasure.erase(page.owner)
    assert list(Appeal.objects.values_list("text", "answer__reason")) == [("", "Sorry.")]


def test_appeal_of_somebody_without_a_page_goes_with_them_too(page: Page) -> None:
    ban = moderators.act(page, Verb.BAN, reason="spam")
    erasure.erase(page.owner)
    back = grant_access("ada.bakes").account.user
    appeals.appeal(Measure.objects.get(pk=ban.pk), text=CANARY)
    erasure.erase(back)
    assert not Appeal.objects.open().exists()
    assert CANARY not in dump_database()
    assert Addressee.objects.exists()


def test_address_of_somebody_who_left_rests(page: Page) -> None:
    erasure.erase(page.owner)
    grant = grant_access("otto.knits")
    for handle in ("ada.bakes", f"{CANARY}-now"):
        with travel(timezone.now() + timedelta(days=89)), pytest.raises(HandleTaken):
            create_page(owner=grant.account.user, grant=grant, handle=handle)
    with travel(timezone.now() + timedelta(days=91)):
        erasure.forget_rested()
        assert not FormerHandle.objects.exists()
        assert create_page(owner=grant.account.user, grant=grant, handle="ada.bakes").handle == "ada.bakes"


def test_whoever_left_and_comes_back_has_their_address_again(page: Page) -> None:
    erasure.erase(page.owner)
    assert make_page("ada.bakes").handle == "ada.bakes"


def test_whoever_left_has_their_address_again_from_another_app_of_the_same_developer(page: Page) -> None:
    """TikTok has another open id for them there; which apps are one developer's is known by the union id alone."""
    Grant.objects.update(union_id="one person")
    erasure.erase(page.owner)
    assert not FormerHandle.objects.filter(left_by__contains="person").exists()
    there = grant_access("otto.knits")
    for union_id in ("", "another person"):
        there.union_id = union_id
        with pytest.raises(HandleTaken):
            create_page(owner=there.account.user, grant=there, handle="ada.bakes")
    there.union_id = "one person"
    assert create_page(owner=there.account.user, grant=there, handle="ada.bakes").handle == "ada.bakes"


def test_whoever_left_before_tiktok_said_their_union_id_is_known_by_their_open_id(page: Page) -> None:
    erasure.erase(page.owner)
    back = grant_access("ada.bakes")
    back.union_id = "one person"
    assert create_page(owner=back.account.user, grant=back, handle="ada.bakes").handle == "ada.bakes"


def test_creator_who_never_connected_goes_too() -> None:
    owner = User.objects.create_user("una")
    erasure.erase(owner)
    assert not User.objects.exists()
