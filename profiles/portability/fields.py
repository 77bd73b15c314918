"""What leaves with a page, field by field, and why the rest stays: the one place to look when a model grows."""

from base64 import b64encode
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from profiles import covers
from profiles.models import Count, FormerHandle, HashtagLink, Link, Page, Snapshot, Video, Wall

OWN_NUMBER = "a number of this installation's database"
DECIDED = "what moderators of this site decided; the studio tells the creator"
UNMOVED = "whether files of this installation have yet to move"
KNOWN = "the document's place for it says it"

EXPORTED: dict[type[Model], tuple[str, ...]] = {
    Page: ("handle", "created_at", "unpublished_at"),
    FormerHandle: ("handle", "freed_at"),
    Link: (
        "kind",
        "title",
        "url",
        "note",
        "code",
        "email",
        "phone",
        "position",
        "is_pinned",
        "is_hidden",
        "is_sensitive",
        "is_ad",
        "starts_at",
        "ends_at",
        "created_at",
        "deleted_at",
    ),
    Video: (
        "tiktok_id",
        "pin_position",
        "is_hidden",
        "caption",
        "share_url",
        "posted_at",
        "duration",
        "views",
        "is_aigc",
    ),
    Wall: ("length", "hide_after_days", "only_hashtags", "never_hashtags", "names_source"),
    HashtagLink: ("hashtag", "title", "url"),
    Count: ("day", "number"),
    Snapshot: (
        "display_name",
        "username",
        "bio",
        "profile_url",
        "is_verified",
        "followers",
        "likes",
        "video_count",
        "fetched_at",
    ),
}
# What a creator says of their page, and how it looks, are written apart, so that they can be brought back apart.
SETTINGS = (
    "display_name",
    "bio",
    "hides_counts",
    "search_title",
    "search_description",
    "is_noindex",
    "is_adult",
    "language",
    "time_zone",
    "watches_links",
)
LOOK = ("preset", "mode", "shape", "typeface", "background", "avatar", "layout", "accent")

LEFT_OUT: dict[type[Model], dict[str, str]] = {
    Page: {
        "id": OWN_NUMBER,
        "owner": "whoever exports it, known by TikTok's login",
        "grant": "TikTok's permission; tokens never leave",
        **dict.fromkeys(("suspended_at", "suspended_because", "limited_at", "sensitive_at"), DECIDED),
        "steps_done": "what this studio still asks of its creator",
        "awaits_withdrawal": UNMOVED,
    },
    FormerHandle: {"id": OWN_NUMBER, "page": KNOWN, "left_by": "a digest that keeps the address of an erased page"},
    Link: {
        "id": OWN_NUMBER,
        "page": KNOWN,
        "video": "named by TikTok's number",
        "thumbnail_video": "named by TikTok's number",
        "key": "the name for /go/ belongs to this installation",
        "version": "for two tabs that edit at once",
        "reversed_host": "made from the address",
        "withheld_at": DECIDED,
        "awaits_withdrawal": UNMOVED,
    },
    Video: {
        "id": OWN_NUMBER,
        "page": KNOWN,
        "is_listed": "TikTok says it anew",
        "confirmed_at": "TikTok says it anew",
        "cover": "TikTok's picture, fetched anew; the folder of HTML has it",
        "cover_color": "TikTok's picture, fetched anew",
        "cover_source": "TikTok's picture, fetched anew",
    },
    Wall: {"id": OWN_NUMBER, "page": KNOWN},
    HashtagLink: {"id": OWN_NUMBER, "page": KNOWN, "since": "it is for TikToks that had not come here by then"},
    Count: {"id": OWN_NUMBER, "page": KNOWN, "subject": "counts stand with what they count"},
    Snapshot: {
        "id": OWN_NUMBER,
        "page": KNOWN,
        "avatar": "TikTok's picture, fetched anew; the folder of HTML has it",
        "avatar_source": "TikTok's picture, fetched anew",
        **dict.fromkeys(
            (
                "attempted_at",
                "due_at",
                "wanted_at",
                "older_than",
                "older_found",
                "profile_due_at",
                "revision",
                "queued_until",
                "rests_until",
                "claimed_until",
                "trouble",
                "trouble_reference",
                "trouble_log_id",
                "failures",
            ),
            "how this installation asks TikTok",
        ),
    },
}
# A creator's own pictures, written as data, each with the shape it was cropped to.
PICTURES: dict[type[Model], dict[str, covers.Shape]] = {
    Page: {"portrait": covers.AVATAR, "backdrop": covers.BACKDROP},
    Link: {"thumbnail": covers.THUMBNAIL},
}
# Models of which nothing leaves.
STAYING = {
    "Fold": "how this installation counts",
    "Scan": "what this installation found out about an address",
    "Report": "what visitors wrote to the people who run this site",
    **dict.fromkeys(("Addressee", "Appeal", "DomainAct", "DomainRule", "Measure"), DECIDED),
}


def values(row: Model, names: tuple[str, ...] = ()) -> dict[str, Any]:
    """These fields of a row, else all that leave, as JSON has them."""
    return {name: _plain(getattr(row, name)) for name in names or EXPORTED[type(row)]}


def picture(row: Page | Link, name: str) -> dict[str, str]:
    """One of the row's own pictures as a data: address; "" where there is none."""
    return {name: _data(getattr(row, name), PICTURES[type(row)][name])}


def _data(name: str, shape: covers.Shape) -> str:
    content = covers.read(name, shape) if name else b""
    return f"data:image/webp;base64,{b64encode(content).decode()}" if content else ""


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
