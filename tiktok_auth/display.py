"""TikTok's Display API on behalf of a creator: with their token, and every call within the budget."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import batched

from django.core.cache import cache

from tiktok_auth import budget, client, tokens
from tiktok_auth.budget import Purpose
from tiktok_auth.errors import Code, Refused, TikTokError, Unavailable
from tiktok_auth.models import Grant
from tiktok_auth.payloads import VIDEO_FIELDS, UserInfo, VideoInfo, basic_scopes

MOST_CALLS = 5
# TikTok names 20 in an answer (client.VIDEOS_PER_CALL). One that names thousands is not believed beyond these.
MOST_AT_ONCE = 100
# TikTok lists is_aigc among the fields of a video, but not yet among those its two endpoints take.
SURE_FIELDS = [field for field in VIDEO_FIELDS if field != "is_aigc"]
REFUSED_SECONDS = 24 * 3600


def read_user(grant: Grant, *, purpose: Purpose, is_basic: bool = False) -> UserInfo:
    """What the granted scopes show of the creator; with `is_basic`, only what TikTok shows to every app.

    Raises TikTokError; RateLimited when it is not our turn.
    """

    def ask(token: str) -> UserInfo:
        # Handing out a token may renew the grant, and narrow its scopes: they are read after that.
        scopes = basic_scopes(grant.scopes) if is_basic else grant.scopes
        return client.user_info(token, scopes=scopes, open_id=grant.account.uid)

    return _call(grant, "user_info", ask, purpose)


def list_videos(
    grant: Grant, *, enough: int, purpose: Purpose, before: datetime | None = None
) -> tuple[list[VideoInfo], bool, TikTokError | None]:
    """The newest videos, of all or of those posted before that moment, at least `enough` where TikTok gives them,
    whether it says that there are no others, and the error that ended the list after its first part.

    A short answer may still have more behind it, also one that does not say how to get there. Raises like read_user
    where nothing came.
    """
    videos: dict[str, VideoInfo] = {}
    # https://developers.tiktok.com/doc/tiktok-api-v2-video-list: one may start at any moment, in milliseconds.
    cursor, is_all = int(before.timestamp() * 1000) if before else None, False
    for _ in range(MOST_CALLS):
        try:
            answer = _ask_videos(grant, "video_list", partial(client.video_list, cursor=cursor), purpose)
        except (Unavailable, Refused) as error:
            if not videos:
                raise
            return list(videos.values()), False, error
        named = answer.videos[:MOST_AT_ONCE]
        videos |= {video.id: video for video in named}
        is_all = answer.is_last and len(named) == len(answer.videos)
        if is_all or len(videos) >= enough or answer.cursor in (None, cursor):
            break
        cursor = answer.cursor
    return list(videos.values()), is_all, None


def query_videos(
    grant: Grant, ids: Sequence[str], *, purpose: Purpose
) -> Iterator[tuple[Sequence[str], Sequence[VideoInfo]]]:
    """For each call the ids that were asked for, and those of these videos that are still public.

    Raises like read_user; what came before that counts.
    """
    for some in batched(ids, client.VIDEOS_PER_CALL):
        yield some, _ask_videos(grant, "video_query", partial(client.video_query, ids=some), purpose)


def _ask_videos[T](grant: Grant, endpoint: str, request: Callable[..., T], purpose: Purpose) -> T:
    """Ask for all fields, or for those that TikTok takes; which it is, is found out once a day for all processes."""
    key = f"tiktok-fields-refused:{endpoint}"
    ask_for_less = partial(_call, grant, endpoint, partial(request, fields=SURE_FIELDS), purpose)
    if cache.get(key):
        return ask_for_less()
    try:
        return _call(grant, endpoint, partial(request, fields=VIDEO_FIELDS), purpose)
    except Refused as refusal:
        if refusal.code not in {Code.INVALID_PARAMS, Code.INVALID_PARAM}:
            raise
    answer = ask_for_less()
    cache.set(key, 1, REFUSED_SECONDS)
    return answer


def _call[T](grant: Grant, endpoint: str, request: Callable[[str], T], purpose: Purpose) -> T:
    """One call, or two when the token turns out to be old: each takes its place in the budget."""
    return tokens.call(
        grant, lambda token: budget.spend(endpoint, partial(request, token), purpose=purpose), purpose=purpose
    )
