"""Which permissions a login has brought."""

import json

import pytest
from django.test import Client

from tests.tiktok_auth.steps import (
    MINA,
    SCOPES,
    call_back,
    start,
)
from tiktok_auth.models import Grant
from tiktok_auth.sandbox import control

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("way_back", "named", "kept"),
    [
        ({"scopes": "user.info.basic,user.info.profile"}, "", ["user.info.basic", "user.info.profile"]),
        ({"scopes": "video.upload,video.list"}, "", ["video.list"]),
        ({"scopes": "video.upload"}, "", []),
        ({"scopes": ""}, "", list(SCOPES)),
        ({}, "", list(SCOPES)),
        ({"scopes": ",".join(SCOPES)}, "user.info.basic", ["user.info.basic"]),
    ],
)
def test_scopes_of_the_way_back_are_those_granted_where_the_tokens_name_none(
    client: Client, way_back: dict[str, str], named: str, kept: list[str]
) -> None:
    pair = control.issue_tokens(MINA)
    body = {"open_id": pair.open_id, "access_token": pair.access_token, "refresh_token": pair.refresh_token}
    control.break_next("token", (200, "application/json", json.dumps(body | {"scope": named}).encode()))
    call_back(client, state=start(client)["state"], code="some code", **way_back)
    assert Grant.objects.get().scopes == kept
