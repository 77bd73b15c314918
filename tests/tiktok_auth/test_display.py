"""The Display API on behalf of a creator: which fields, how many calls, and that all of them count."""

from collections.abc import Callable

import pytest
from pytest_django import Settings

from tests import hostile
from tests.hostile import Server
from tests.tiktok_auth.bad_bodies import OK, says
from tests.tiktok_auth.samples import sample
from tests.tiktok_auth.steps import MINA, connect
from tiktok_auth import display
from tiktok_auth.budget import Purpose
from tiktok_auth.calls import SharedCalls
from tiktok_auth.errors import RateLimited, Refused
from tiktok_auth.models import Grant
from tiktok_auth.sandbox import control

pytestmark = pytest.mark.django_db(transaction=True)

ENDPOINTS: dict[str, Callable[[Grant], object]] = {
    "video_list": lambda grant: display.list_videos(grant, enough=1, purpose=Purpose.REFRESH),
    "video_query": lambda grant: list(display.query_videos(grant, ["1"], purpose=Purpose.REFRESH)),
}
each_endpoint = pytest.mark.parametrize("endpoint", ENDPOINTS)


@pytest.fixture
def tiktok(server: Server) -> Server:
    return server


def behave(tiktok: Server, *names: str) -> None:
    replies = [sample(name) for name in names]
    tiktok.behave(*(hostile.answer(reply.body, status=reply.status) for reply in replies))


def fields(tiktok: Server) -> list[list[str]]:
    return [request.query["fields"].split(",") for request in tiktok.requests]


@each_endpoint
@pytest.mark.parametrize("refusal", ["display/invalid_params.400", "display/invalid_param.400"])
def test_videos_are_asked_for_once_more_without_the_newest_field(tiktok: Server, endpoint: str, refusal: str) -> None:
    behave(tiktok, refusal, "display/video_list.200")
    assert ENDPOINTS[endpoint](connect())
    first, second = fields(tiktok)
    assert first == [*second, "is_aigc"]


@each_endpoint
def test_both_calls_count(tiktok: Server, endpoint: str) -> None:
    behave(tiktok, "display/invalid_params.400", "display/video_list.200")
    ENDPOINTS[endpoint](connect())
    assert SharedCalls().count(endpoint) == len(tiktok.requests) == 2


@each_endpoint
def test_field_that_was_refused_is_left_out_from_then_on(tiktok: Server, endpoint: str) -> None:
    behave(tiktok, "display/invalid_params.400", "display/video_list.200", "display/video_list.200")
    grant = connect()
    ENDPOINTS[endpoint](grant)
    ENDPOINTS[endpoint](grant)
    assert ["is_aigc" in asked for asked in fields(tiktok)] == [True, False, False]


@each_endpoint
def test_videos_are_not_asked_for_a_third_time(tiktok: Server, endpoint: str) -> None:
    behave(tiktok, "display/invalid_params.400", "display/invalid_params.400")
    with pytest.raises(Refused):
        ENDPOINTS[endpoint](connect())
    assert len(tiktok.requests) == 2


def test_answer_that_names_thousands_is_believed_of_the_newest_only(tiktok: Server) -> None:
    newest = 1795400000
    named = [{"id": str(10_000 - number), "create_time": newest - number} for number in range(3000)]
    _status, _kind, body = says({"data": {"videos": named, "has_more": False}, "error": OK})
    tiktok.behave(hostile.answer(body))
    videos, is_all, error = display.list_videos(connect(), enough=20, purpose=Purpose.REFRESH)
    assert [video.id for video in videos] == [video["id"] for video in named[: display.MOST_AT_ONCE]]
    assert (is_all, error) == (False, None)


def test_repeated_call_after_a_rejected_token_counts_too() -> None:
    grant = connect()
    control.kill_access_tokens(MINA)
    display.read_user(grant, purpose=Purpose.REFRESH)
    assert SharedCalls().count("user_info") == len(control.calls("user_info")) == 2


def test_many_videos_are_queried_twenty_at_a_time() -> None:
    newest = control.videos(MINA)[0].id
    ids = [newest, *map(str, range(44))]
    answers = list(display.query_videos(connect(), ids, purpose=Purpose.REFRESH))
    assert [video.id for _asked_for, found in answers for video in found] == [newest]
    assert [number for asked_for, _found in answers for number in asked_for] == ids
    assert SharedCalls().count("video_query") == len(control.calls("video_query")) == 3


def test_nothing_is_queried_about_no_videos() -> None:
    assert list(display.query_videos(connect(), [], purpose=Purpose.REFRESH)) == []
    assert control.calls("video_query") == []


def test_spent_budget_makes_no_call(settings: Settings) -> None:
    settings.TIKTOK_CALLS_PER_MINUTE = 1
    grant = connect()
    display.read_user(grant, purpose=Purpose.REFRESH)
    with pytest.raises(RateLimited, match="budget_spent"):
        display.read_user(grant, purpose=Purpose.REFRESH)
    assert len(control.calls("user_info")) == 1
