"""What TikTok tells us about creators, videos and tokens, as frozen results. No I/O, no settings.

TikTok's answers are input like any other: nothing leaves here that was not checked for type, range and characters.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tiktok_auth.replies import Reply, is_success, read_data, read_oauth, unreadable

# https://developers.tiktok.com/doc/tiktok-api-v2-get-user-info: one field too many fails the whole call.
USER_FIELDS = {
    "user.info.basic": ("open_id", "union_id", "avatar_url", "avatar_large_url", "display_name"),
    "user.info.profile": ("username", "bio_description", "profile_deep_link", "is_verified"),
    "user.info.stats": ("follower_count", "likes_count", "video_count"),
}
# https://developers.tiktok.com/docs/en/tiktok-api-v2-video-object
VIDEO_FIELDS = (
    "id",
    "create_time",
    "title",
    "video_description",
    "cover_image_url",
    "share_url",
    "duration",
    "view_count",
    "is_aigc",
)
OPAQUE = re.compile(r"[!-~]{1,4096}")
OPEN_ID = re.compile(r"[!-~]{1,128}")
VIDEO_ID = re.compile(r"[0-9]{1,20}")
WHOLE = re.compile(r"[0-9]{1,19}")
URL = re.compile(r"https?://[!-~]{1,4000}")
TIKTOK_URL = re.compile(r"https://([a-z0-9-]+\.)*tiktok\.com([/?#][!-~]{0,4000})?")
# NUL and lone surrogates, which PostgreSQL refuses, other controls, and what reorders the text around it.
UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
NAME_LENGTH, BIO_LENGTH, CAPTION_LENGTH = 200, 1000, 4000
LONGEST_LIFETIME = 10 * 365 * 24 * 3600
# Where an answer does not say: https://developers.tiktok.com/docs/en/oauth-refresh-a-user-access-token
ACCESS_SECONDS, REFRESH_SECONDS = 2 * 3600, 180 * 24 * 3600
# Seconds, from 2014 on, when musical.ly began, whose videos TikTok took over; milliseconds sent by mistake fall behind
# the year 2100.
POSTED_BETWEEN = range(1388534400, 4102444800)


@dataclass(frozen=True, slots=True)
class Tokens:
    """A new pair of tokens; the lifetimes are seconds from now."""

    open_id: str
    scope: str
    access_token: str = field(repr=False)
    access_seconds: int
    refresh_token: str = field(repr=False)
    refresh_seconds: int


@dataclass(frozen=True, slots=True)
class UserInfo:
    """A creator as TikTok describes them; what was not granted or not sent is empty."""

    open_id: str
    union_id: str = ""
    display_name: str = ""
    avatar_url: str = ""
    username: str = ""
    bio: str = ""
    profile_url: str = ""
    is_verified: bool = False
    followers: int | None = None
    likes: int | None = None
    video_count: int | None = None


@dataclass(frozen=True, slots=True)
class VideoInfo:
    """One public TikTok; `duration` is in seconds, the cover's address works for about six hours.

    `posted_at` is None where TikTok names a video and gives no time that can be read; where its id cannot be read, or
    no list came, the video is UNREADABLE, and may be any.
    """

    id: str
    posted_at: datetime | None
    caption: str
    cover_url: str
    share_url: str
    duration: int | None
    views: int | None
    is_aigc: bool


UNREADABLE = VideoInfo(
    id="", posted_at=None, caption="", cover_url="", share_url="", duration=None, views=None, is_aigc=False
)


@dataclass(frozen=True, slots=True)
class VideoPage:
    """Newest first. `cursor` asks for the page after this one; only where TikTok says so, this one `is_last`."""

    videos: tuple[VideoInfo, ...]
    cursor: int | None
    is_last: bool


def user_fields(scopes: Collection[str]) -> list[str]:
    """The fields of user info that these scopes allow, and those of the basic one, which every app has."""
    granted = {"user.info.basic", *scopes}
    return [field for scope, fields in USER_FIELDS.items() if scope in granted for field in fields]


def basic_scopes(scopes: Collection[str]) -> list[str]:
    """These scopes, with no more of user info than TikTok shows to every app."""
    return [scope for scope in scopes if scope == "user.info.basic" or scope not in USER_FIELDS]


def read_tokens(reply: Reply, *, scope: str, refresh_token: str = "", open_id: str = "") -> Tokens:
    """The answer to a code or a refresh token. Only the body decides: TikTok sends OAuth errors with status 200.

    The scope, refresh token or owner that it does not name are those given here:
    https://datatracker.ietf.org/doc/html/rfc6749#section-5.1. To throw such an answer away would end the grant, as its
    refresh token is the only one left. Another owner than `open_id` is Unavailable(Code.BAD_BODY).
    """
    body = read_oauth(reply)
    tokens = Tokens(
        open_id=open_id if body.get("open_id") is None else _matching(OPEN_ID, body["open_id"]),
        scope=",".join(re.findall(r"[\w.]+", _text(body.get("scope"), 1000))) or scope,
        access_token=_matching(OPAQUE, body.get("access_token")),
        access_seconds=min(whole(body.get("expires_in")) or ACCESS_SECONDS, LONGEST_LIFETIME),
        refresh_token=_matching(OPAQUE, body.get("refresh_token")) or refresh_token,
        refresh_seconds=min(whole(body.get("refresh_expires_in")) or REFRESH_SECONDS, LONGEST_LIFETIME),
    )
    is_whole = all([tokens.open_id, tokens.access_token, tokens.refresh_token])
    if not is_success(reply) or not is_whole or tokens.open_id != (open_id or tokens.open_id):
        raise unreadable(reply)
    return tokens


def read_revoked(reply: Reply) -> None:
    """The answer to a revocation: nothing at all, or an object without an error."""
    if reply.body.strip():
        read_oauth(reply)
    if not is_success(reply):
        raise unreadable(reply)


def read_user(reply: Reply, expected_open_id: str, *, www: str = "https://www.tiktok.com") -> UserInfo:
    """The creator with exactly this open_id; anybody else is Unavailable(Code.BAD_BODY)."""
    user = read_data(reply).get("user")
    if not isinstance(user, dict):
        raise unreadable(reply)
    open_id = _matching(OPEN_ID, user.get("open_id"))
    if not open_id or open_id != expected_open_id:
        raise unreadable(reply)
    return UserInfo(
        open_id=open_id,
        union_id=_matching(OPEN_ID, user.get("union_id")),
        display_name=_line(user.get("display_name"), NAME_LENGTH),
        avatar_url=_matching(URL, user.get("avatar_large_url")) or _matching(URL, user.get("avatar_url")),
        username=_line(user.get("username"), NAME_LENGTH),
        bio=_text(user.get("bio_description"), BIO_LENGTH),
        profile_url=_link(user.get("profile_deep_link"), www),
        is_verified=user.get("is_verified") is True,
        followers=whole(user.get("follower_count")),
        likes=whole(user.get("likes_count")),
        video_count=whole(user.get("video_count")),
    )


def read_videos(reply: Reply, *, www: str = "https://www.tiktok.com") -> VideoPage:
    """A page of videos; one that stands for those without an id is among them. None with id and time is Unavailable."""
    data = read_data(reply)
    videos, has_more = data.get("videos"), data.get("has_more")
    # Whether TikTok writes an empty list as none is not documented: it says of no video that it is gone.
    is_unsaid = videos is None and isinstance(has_more, bool)
    found = (UNREADABLE,) if is_unsaid else _read_list(reply, videos, www)
    return VideoPage(found, cursor=whole(data.get("cursor")), is_last=has_more is False)


def _read_list(reply: Reply, videos: object, www: str) -> tuple[VideoInfo, ...]:
    if not isinstance(videos, list):
        raise unreadable(reply)
    # A video sent twice is one video.
    readable = {video.id: video for video in _read_each(videos, www)}
    if videos and not any(video.posted_at for video in readable.values()):
        raise unreadable(reply)
    return tuple(readable.values())


def _read_each(videos: Iterable[object], www: str) -> Iterable[VideoInfo]:
    for video in videos:
        yield _read_video(video if isinstance(video, dict) else {}, www)


def _read_video(video: dict[str, Any], www: str) -> VideoInfo:
    if not (video_id := _matching(VIDEO_ID, str(video.get("id")))):
        return UNREADABLE
    created = video.get("create_time")
    created = whole(created // 1 if isinstance(created, float) else created) or 0
    return VideoInfo(
        id=video_id,
        posted_at=datetime.fromtimestamp(created, UTC) if created in POSTED_BETWEEN else None,
        caption=_text(video.get("video_description"), CAPTION_LENGTH) or _text(video.get("title"), CAPTION_LENGTH),
        cover_url=_matching(URL, video.get("cover_image_url")),
        share_url=_link(video.get("share_url"), www),
        duration=whole(video.get("duration")),
        views=whole(video.get("view_count")),
        is_aigc=video.get("is_aigc") is True,
    )


def _matching(pattern: re.Pattern[str], value: object) -> str:
    """The value, byte for byte, when all of it is of the pattern; else nothing."""
    return value if isinstance(value, str) and pattern.fullmatch(value) else ""


def _text(value: object, limit: int) -> str:
    return UNWANTED.sub("", value).strip()[:limit] if isinstance(value, str) else ""


def _line(value: object, limit: int) -> str:
    return " ".join(_text(value, limit).split())


def _link(value: object, www: str) -> str:
    """An address that leads to TikTok, or to what stands in for it at `www`."""
    url = _matching(URL, value)
    return url if TIKTOK_URL.fullmatch(url) or url.startswith(f"{www}/") else ""


def whole(value: object) -> int | None:
    """A whole number that a database can hold, written as one, as text or with a point. True is not a number."""
    if (isinstance(value, str) and WHOLE.fullmatch(value)) or (isinstance(value, float) and value.is_integer()):
        value = int(value)
    return value if type(value) is int and 0 <= value < 2**63 else None
