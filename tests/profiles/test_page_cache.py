import pytest
from django.contrib.auth.models import User
from django.core.cache import caches
from django.db import transaction
from pytest_django import Settings

from profiles import page_cache
from profiles.models import Page
from profiles.page_cache import Rendered
from tests.away import take_redis_away

PATH = "/@mina.eats"
BODY = b"<h1>Mina</h1>" * 100
HEADERS = [("Content-Type", "text/html"), ("Cache-Control", "public")]
# The tests themselves have more time.
KEPT_SECONDS = page_cache.KEPT_SECONDS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("edge_clock")]


@pytest.fixture
def page() -> Page:
    return Page.objects.create(owner=User.objects.create_user("mina"), handle="mina.eats")


def keep(path: str = PATH, version: str = "") -> Rendered:
    rendered = page_cache.prepare("7", "410 Gone", HEADERS, BODY)
    page_cache.keep(path, rendered, version=version)
    return rendered


def test_kept_answer_comes_back_as_it_was() -> None:
    rendered = keep()
    assert page_cache.get(PATH) == ("", rendered)


def test_answer_has_every_encoding_and_one_tag() -> None:
    rendered = keep()
    assert set(rendered.bodies) == {"", "br", "gzip"}
    assert len(rendered.bodies["br"]) < len(rendered.bodies["gzip"]) < len(BODY)
    assert rendered.etag == page_cache.prepare("8", "200 OK", [], BODY).etag


def test_each_path_has_its_own_answer() -> None:
    keep()
    assert page_cache.get("/@otto.knits") == ("", None)
    assert page_cache.get(f"{PATH}/v/1") == ("", None)


def test_answer_is_kept_for_ten_seconds_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_cache, "KEPT_SECONDS", KEPT_SECONDS)
    keep()
    (key,) = caches["shared"].iter_keys("page:copy:*")  # type: ignore[attr-defined]
    assert 0 < caches["shared"].ttl(key) <= 10  # type: ignore[attr-defined]


def test_forgotten_page_is_gone_with_everything_under_it(page: Page) -> None:
    keep()
    keep(f"{PATH}/v/1")
    page_cache.expire(page.handle)
    assert page_cache.get(PATH)[1] is None
    assert page_cache.get(f"{PATH}/v/1")[1] is None


def test_answer_begun_before_a_change_is_not_believed_after_it(page: Page) -> None:
    version, _ = page_cache.get(PATH)
    page_cache.expire(page.handle)
    keep(version=version)
    assert page_cache.get(PATH)[1] is None


def test_answer_begun_after_a_change_is_believed(page: Page) -> None:
    page_cache.expire(page.handle)
    version, _ = page_cache.get(PATH)
    keep(version=version)
    assert page_cache.get(PATH)[1] is not None


def test_page_is_forgotten_when_its_change_is_committed(page: Page) -> None:
    keep()
    with transaction.atomic():
        page_cache.expire(page.handle)
        assert page_cache.get(PATH)[1] is not None
    assert page_cache.get(PATH)[1] is None


def test_change_that_is_rolled_back_forgets_nothing(page: Page) -> None:
    keep()
    with transaction.atomic():
        page_cache.expire(page.handle)
        transaction.set_rollback(True)
    assert page_cache.get(PATH)[1] is not None


def test_one_of_many_claims_a_path_until_it_is_released() -> None:
    token, *others = [page_cache.claim(PATH) for _ in range(3)]
    assert (bool(token), others) == (True, ["", ""])
    page_cache.release(PATH, token)
    assert page_cache.claim(PATH)


GARBAGE = ["", "{}", 7, True, [200], {"a": 1}, {"version": ""}, {"version": "", "bodies": {"": "!"}}]


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_in_redis_is_no_answer(garbage: object) -> None:
    keep()
    (key,) = caches["shared"].iter_keys("page:copy:*")  # type: ignore[attr-defined]
    caches["shared"].set(key, garbage, None)
    assert page_cache.get(PATH) == ("", None)


@pytest.mark.parametrize("path", ["/@", "/@a b", "/@\x00", "/@" + "é" * 3000, "/@\udcff", "/@*"])
def test_any_path_a_visitor_types_is_a_key(path: str) -> None:
    assert page_cache.get(path) == ("", None)


def test_no_answer_is_kept_in_one_processs_memory_while_redis_is_away(page: Page, settings: Settings) -> None:
    take_redis_away(settings)
    keep()
    page_cache.expire(page.handle)
    assert page_cache.get(PATH) == ("", None)
    assert [bool(page_cache.claim(PATH)) for _ in range(2)] == [True, False]
