"""Refreshes as tests ask for them, what TikTok says to them, and what they leave."""

from collections.abc import Mapping

from profiles import snapshots
from profiles.models import Page
from profiles.snapshots import Outcome
from tests import hostile
from tests.hostile import Behaviour
from tests.profiles.creators import load
from tiktok_auth.sandbox import control


def refresh(page: Page) -> Outcome:
    return snapshots.refresh(load(page), force=True)


def read(page: Page) -> snapshots.View:
    return snapshots.read(Page.objects.for_public_page().get(pk=page.pk))


def say_user(name: str, **more: str) -> Behaviour:
    """TikTok describes Ada."""
    user = {"open_id": control.account("ada.bakes").open_id, "display_name": name, **more}
    return hostile.answer_json({"data": {"user": user}, "error": {"code": "ok"}})


def say_videos(ids: list[int], *, cursor: int | None = None, changes: Mapping[str, object] = {}) -> Behaviour:
    """TikTok lists these, the higher the newer, with no more about them than it must; a cursor means there are more."""
    videos = [{"id": str(number), "create_time": 1_700_000_000 + number} for number in ids]
    data = {"videos": videos, "cursor": cursor or 0, "has_more": cursor is not None, **changes}
    return hostile.answer_json({"data": data, "error": {"code": "ok"}})
