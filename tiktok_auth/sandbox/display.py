"""The Display API: user info, video list, video query."""

import time

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from tiktok_auth.sandbox import accounts, grants, images, store
from tiktok_auth.sandbox.accounts import Account, Video
from tiktok_auth.sandbox.answers import display, display_error
from tiktok_auth.sandbox.wire import endpoint, read_bearer, read_json

# https://developers.tiktok.com/doc/tiktok-api-v2-get-user-info
USER_FIELDS = {
    "user.info.basic": {"open_id", "union_id", "avatar_url", "avatar_url_100", "avatar_large_url", "display_name"},
    "user.info.profile": {"bio_description", "profile_deep_link", "username", "is_verified"},
    "user.info.stats": {"follower_count", "following_count", "likes_count", "video_count"},
}
ALL_USER_FIELDS = set[str]().union(*USER_FIELDS.values())
PAGE, LARGEST_PAGE = 10, 20
SLOW_SECONDS = 2
LIMITED_LETS_THROUGH = 4  # of its calls for videos, one in so many
UTM = f"utm_campaign=tt4d_open_api&utm_source={settings.SANDBOX_CLIENT_KEY}"


@require_GET
@endpoint("user_info")
def user_info(request: HttpRequest) -> HttpResponse:
    """One field whose scope was not granted fails the whole call; the basic one belongs to every app."""
    visitor = _identify(request)
    if isinstance(visitor, HttpResponse):
        return visitor
    account, scopes = visitor
    fields, granted = _fields(request), ["user.info.basic", *scopes]
    if not fields or not fields <= ALL_USER_FIELDS:
        return display_error("invalid_params", "Fields is invalid.")
    if not fields <= set[str]().union(*(USER_FIELDS.get(scope, set()) for scope in granted)):
        return display_error("scope_not_authorized")
    return display({"user": _some(fields, describe_user(account))})


@require_POST
@endpoint("video_list")
def video_list(request: HttpRequest) -> HttpResponse:
    """Public videos, newest first, posted before `cursor` (Unix milliseconds)."""
    visitor = _identify(request, needs="video.list")
    if isinstance(visitor, HttpResponse):
        return visitor
    account, _ = visitor
    body, fields = read_json(request), _fields(request)
    if body is None or not fields or not fields <= VIDEO_FIELDS:
        return display_error("invalid_params")
    size, cursor = body.get("max_count", PAGE), body.get("cursor") or (time.time() + 1) * 1000
    if not isinstance(size, int) or not 1 <= size <= LARGEST_PAGE or not isinstance(cursor, int | float):
        return display_error("invalid_params", "Max_count or cursor is invalid.")
    found = accounts.list_videos(account.open_id, before=cursor / 1000, limit=size + 1)
    page = found[:size]
    return display(
        {
            "videos": [_some(fields, describe_video(account, video)) for video in page],
            "cursor": page[-1].created_at * 1000 if page else 0,
            "has_more": len(found) > size,
        }
    )


@require_POST
@endpoint("video_query")
def video_query(request: HttpRequest) -> HttpResponse:
    """Those of up to 20 ids that are the user's own and public; the others are simply missing."""
    visitor = _identify(request, needs="video.list")
    if isinstance(visitor, HttpResponse):
        return visitor
    account, _ = visitor
    body, fields = read_json(request), _fields(request)
    filters = (body or {}).get("filters")
    ids = filters.get("video_ids") if isinstance(filters, dict) else None
    if not fields or not fields <= VIDEO_FIELDS or not isinstance(ids, list) or not 1 <= len(ids) <= LARGEST_PAGE:
        return display_error("invalid_params")
    if not all(isinstance(wanted, str) for wanted in ids):
        return display_error("invalid_params", "Video_ids are strings.")
    found = accounts.find_videos(account.open_id, ids)
    videos = [_some(fields, describe_video(account, video)) for video in found]
    return display({"videos": videos, "cursor": 0, "has_more": False})


def _identify(request: HttpRequest, *, needs: str = "") -> tuple[Account, list[str]] | HttpResponse:
    """Whose token this is and what they allowed, or the error to answer with. Here the odd personas are odd."""
    pair = grants.find_pair(read_bearer(request))
    account = accounts.find_by_open_id(pair.open_id) if pair else None
    if not pair or not account:
        return display_error("access_token_invalid")
    scopes = pair.scope.split(",")
    if needs and needs not in scopes:
        return display_error("scope_not_authorized")
    if account.manner == "slow":
        time.sleep(SLOW_SECONDS)
    if account.manner == "limited" and needs and not _is_let_through(account):
        return display_error("rate_limit_exceeded")
    return account, scopes


def _is_let_through(account: Account) -> bool:
    calls = "SELECT count(*) FROM calls WHERE open_id = ? AND endpoint IN ('video_list', 'video_query')"
    return int(store.run(calls, account.open_id)[0][0]) % LIMITED_LETS_THROUGH == 1


def _fields(request: HttpRequest) -> set[str]:
    return set(filter(None, request.GET.get("fields", "").split(",")))


def describe_user(account: Account) -> dict[str, object]:
    """Every field of a user object."""
    avatar = images.avatar_url(account)
    return {
        "open_id": account.open_id,
        "union_id": account.union_id,
        "avatar_url": avatar,
        "avatar_url_100": avatar,
        "avatar_large_url": avatar,
        "display_name": account.name,
        "bio_description": account.bio,
        "profile_deep_link": f"https://www.tiktok.com/@{account.username}?{UTM}",
        "username": account.username,
        "is_verified": bool(account.is_verified),
        "follower_count": account.followers,
        "following_count": account.following,
        "likes_count": account.likes,
        "video_count": accounts.count_videos(account.open_id),
    }


def describe_video(account: Account, video: Video) -> dict[str, object]:
    """Every field of a video object."""
    player = f"https://www.tiktok.com/player/v1/{video.id}"
    return {
        "id": video.id,
        "create_time": video.created_at,
        "cover_image_url": images.cover_url(account, video),
        "share_url": f"https://www.tiktok.com/@{account.username}/video/{video.id}?{UTM}",
        "video_description": video.caption,
        "title": video.caption,
        "duration": video.seconds,
        "height": 1024,
        "width": 576,
        "embed_html": f'<blockquote class="tiktok-embed" cite="{player}"></blockquote>',
        "embed_link": player,
        "like_count": video.likes,
        "comment_count": video.comments,
        "share_count": video.shares,
        "view_count": video.views,
        "is_aigc": bool(video.is_aigc),
    }


def _some(fields: set[str], known: dict[str, object]) -> dict[str, object]:
    return {field: value for field, value in known.items() if field in fields}


# https://developers.tiktok.com/docs/en/tiktok-api-v2-video-object
VIDEO_FIELDS = {
    *("id", "create_time", "cover_image_url", "share_url", "video_description", "title", "duration", "height", "width"),
    *("embed_html", "embed_link", "like_count", "comment_count", "share_count", "view_count", "is_aigc"),
}
