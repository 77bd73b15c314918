"""Every call that the client makes, and the answers to them that are kept as samples."""

from collections.abc import Callable

import pytest

from tests import hostile
from tests.hostile import Behaviour
from tests.tiktok_auth.samples import sample
from tiktok_auth import client

OPEN_ID = "f3b5a1c2-0000-4000-8000-00000000cafe"
CANARY = "act.canary-0123456789"
SCOPES = ["user.info.basic", "user.info.profile", "user.info.stats", "video.list"]

CALLS: dict[str, Callable[[], object]] = {
    "exchange": lambda: client.exchange(CANARY, redirect_uri="https://example.org/callback/"),
    "refresh": lambda: client.refresh(CANARY),
    "revoke": lambda: client.revoke(CANARY),
    "user_info": lambda: client.user_info(CANARY, scopes=SCOPES, open_id=OPEN_ID),
    "video_list": lambda: client.video_list(CANARY),
    "video_query": lambda: client.video_query(CANARY, ids=["1"]),
}
every_call = pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)


def answer(name: str) -> Behaviour:
    """The answer in a sample file."""
    reply = sample(name)
    return hostile.answer(reply.body, status=reply.status)
