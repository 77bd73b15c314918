from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from pytest_django import Settings

from profiles import page_cache
from profiles.models import Page

RESPONSE = HttpResponse("<h1>Mina</h1>", status=410, headers={"Cache-Control": "public", "X-Made-Up": "yes"})

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page() -> Page:
    return Page.objects.create(owner=User.objects.create_user("mina"), handle="mina.eats")


def keys() -> list[str]:
    return list(cache.iter_keys("*"))  # type: ignore[attr-defined]


def test_kept_response_comes_back_as_it_was() -> None:
    page_cache.keep("mina.eats", RESPONSE)
    kept = page_cache.get("mina.eats")
    assert kept
    assert (kept.status_code, kept.text) == (410, "<h1>Mina</h1>")
    assert dict(kept.headers) == dict(RESPONSE.headers)


def test_each_address_has_its_own_response() -> None:
    page_cache.keep("mina.eats", RESPONSE)
    assert page_cache.get("otto.knits") is None


def test_response_is_kept_for_a_minute() -> None:
    page_cache.keep("mina.eats", RESPONSE)
    assert [cache.ttl(key) for key in keys()] == [60]  # type: ignore[attr-defined]


def test_forgotten_response_is_gone(page: Page) -> None:
    page_cache.keep("mina.eats", RESPONSE)
    page_cache.forget(page)
    assert page_cache.get("mina.eats") is None


def test_response_begun_before_a_change_is_not_kept_after_it(page: Page) -> None:
    page_cache.forget(page)
    page_cache.keep("mina.eats", RESPONSE)
    assert page_cache.get("mina.eats") is None


def test_response_is_kept_again_a_moment_after_a_change(page: Page) -> None:
    page_cache.forget(page)
    assert [cache.ttl(key) for key in keys()] == [5]  # type: ignore[attr-defined]


def test_page_is_forgotten_when_its_change_is_committed(page: Page) -> None:
    page_cache.keep("mina.eats", RESPONSE)
    with transaction.atomic():
        page_cache.forget(page)
        assert page_cache.get("mina.eats")
    assert page_cache.get("mina.eats") is None


def test_change_that_is_rolled_back_forgets_nothing(page: Page) -> None:
    page_cache.keep("mina.eats", RESPONSE)
    with transaction.atomic():
        page_cache.forget(page)
        transaction.set_rollback(True)
    assert page_cache.get("mina.eats")


@pytest.mark.parametrize("garbage", ["", "{}", "<h1>forged</h1>", 7, True, [200, {}, "<h1>forged</h1>"], {"a": 1}])
def test_garbage_in_redis_is_no_response(garbage: Any) -> None:
    page_cache.keep("mina.eats", RESPONSE)
    (key,) = keys()
    cache.set(key, garbage, None)
    assert page_cache.get("mina.eats") is None
    page_cache.keep("mina.eats", RESPONSE)
    assert page_cache.get("mina.eats")


def test_response_moved_to_another_address_is_no_response() -> None:
    page_cache.keep("mina.eats", RESPONSE)
    (mina,) = keys()
    page_cache.keep("otto.knits", HttpResponse("<h1>Otto</h1>"))
    (otto,) = set(keys()) - {mina}
    cache.set(otto, cache.get(mina))
    assert page_cache.get("otto.knits") is None


@pytest.mark.parametrize("handle", ["", "a b", "\x00", "é" * 3000, "\udcff", "*"])
def test_any_text_a_visitor_types_is_an_address(handle: str) -> None:
    assert page_cache.get(handle) is None


def test_pages_are_answered_while_redis_is_away(page: Page, settings: Settings) -> None:
    nobody = {"LOCATION": f"unix:///nobody-{uuid4().hex}.sock"}
    settings.CACHES = {"default": settings.CACHES["default"] | nobody}
    page_cache.keep("mina.eats", RESPONSE)
    page_cache.forget(page)
    assert page_cache.get("mina.eats") is None
