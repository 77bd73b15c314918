"""The client and the sandbox share no code: here they have to understand each other over the wire."""

import pytest
from django.conf import settings

from tiktok_auth import client
from tiktok_auth.errors import ReconnectNeeded, Refused, ScopeMissing, TokenRejected, Unavailable
from tiktok_auth.sandbox import control
from tiktok_auth.transport import fetch_image

CALLBACK = f"{settings.SITE_URL}/accounts/tiktok/login/callback/"
SCOPES = settings.TIKTOK_SCOPES


def token_of(username: str, *scopes: str) -> str:
    return control.issue_tokens(username, scopes=scopes or tuple(SCOPES)).access_token


def test_code_is_exchanged_once() -> None:
    code = control.issue_code("mina.eats")
    tokens = client.exchange(code, redirect_uri=CALLBACK)
    assert tokens.open_id == control.account("mina.eats").open_id
    assert tokens.scope.split(",") == SCOPES
    with pytest.raises(ReconnectNeeded):
        client.exchange(code, redirect_uri=CALLBACK)


@pytest.mark.parametrize(("access", "refresh"), [(7200, 15552000), (86400, 31536000)])
def test_refresh_token_works_once_and_its_successor_after_it(access: int, refresh: int) -> None:
    control.set_lifetimes(access_seconds=access, refresh_seconds=refresh)
    first = control.issue_tokens("mina.eats").refresh_token
    second = client.refresh(first)
    assert (second.access_seconds, second.refresh_seconds) == (access, refresh)
    with pytest.raises(ReconnectNeeded):
        client.refresh(first)
    assert client.refresh(second.refresh_token).open_id == second.open_id


def test_revoked_token_is_rejected() -> None:
    token = token_of("mina.eats")
    client.revoke(token)
    with pytest.raises(TokenRejected):
        client.video_list(token)


@pytest.mark.parametrize("username", [persona.username for persona in control.personas() if not persona.manner])
def test_every_persona_can_be_read(username: str) -> None:
    token = token_of(username)
    user = client.user_info(token, scopes=SCOPES, open_id=control.account(username).open_id)
    page = client.video_list(token)
    assert (user.username, user.video_count) == (username, len(control.videos(username)))
    assert user.display_name and user.profile_url and fetch_image(user.avatar_url).status == 200
    assert all(video.caption and video.share_url and video.views is not None for video in page.videos)
    assert all(fetch_image(video.cover_url).status == 200 for video in page.videos[:1])


def test_all_of_many_videos_are_reached_page_by_page() -> None:
    username = max(control.personas(), key=lambda persona: persona.series).username
    token = token_of(username)
    page = client.video_list(token)
    seen = list(page.videos)
    while not page.is_last:
        page = client.video_list(token, cursor=page.cursor)
        seen += page.videos
    assert [video.id for video in seen] == [video.id for video in control.videos(username)]


def test_removed_video_is_missing_from_the_answer() -> None:
    ids = [video.id for video in control.videos("mina.eats")][:3]
    control.remove_video("mina.eats", ids[1])
    assert {video.id for video in client.video_query(token_of("mina.eats"), ids=ids)} == {ids[0], ids[2]}


def test_creator_who_granted_the_least_can_be_read() -> None:
    token = token_of("mina.eats", "user.info.basic")
    open_id = control.account("mina.eats").open_id
    user = client.user_info(token, scopes=["user.info.basic"], open_id=open_id)
    assert (user.open_id, user.username, user.followers) == (open_id, "", None)
    with pytest.raises(ScopeMissing):
        client.video_list(token)


def test_field_too_many_is_a_missing_scope() -> None:
    with pytest.raises(ScopeMissing):
        client.user_info(
            token_of("mina.eats", "user.info.basic"), scopes=SCOPES, open_id=control.account("mina.eats").open_id
        )


def test_wrong_callback_is_refused() -> None:
    with pytest.raises((Refused, ReconnectNeeded)):
        client.exchange(control.issue_code("mina.eats"), redirect_uri=f"{CALLBACK}?next=/")


@pytest.mark.parametrize("mode", ["500", "html", "cut", "reset", "null_open_id"])
def test_broken_answer_is_unavailable(mode: str) -> None:
    control.break_next("user_info", mode)
    with pytest.raises(Unavailable):
        client.user_info(token_of("mina.eats"), scopes=SCOPES, open_id=control.account("mina.eats").open_id)
