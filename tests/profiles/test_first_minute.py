"""The first minute in the studio: three things to do, while the TikToks arrive."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from profiles import snapshots
from profiles.models import Page, Snapshot, Step
from tests.markup import tags, words
from tests.profiles.creators import load
from tests.profiles.pages import make_video
from tests.profiles.studio import page

pytestmark = pytest.mark.django_db

__all__ = ["page"]


def test_first_minute_asks_for_three_things_and_each_goes_when_done(mina: Client, page: Page) -> None:
    assert all(str(step.label) in words(mina.get("/studio/")) for step in Step)
    mina.post("/studio/", {"url": "etsy.com"})
    mina.post("/studio/design/", {"preset": "citrus"})
    answer = words(mina.get("/studio/"))
    assert [str(step.label) in answer for step in Step] == [False, False, True]
    mina.post("/studio/steps/tiktok/")
    assert "To make it yours" not in words(mina.get("/studio/"))


def test_first_minute_can_be_skipped_step_by_step(mina: Client, page: Page) -> None:
    for step in Step:
        assert str(step.label) in words(mina.get("/studio/"))
        mina.post(f"/studio/steps/{step}/")
        assert str(step.label) not in words(mina.get("/studio/"))
    assert "There is no page here" in words(mina.post("/studio/steps/other/"))


def test_fetch_is_told_by_what_has_arrived(mina: Client, page: Page) -> None:
    Snapshot.objects.filter(page=page).update(claimed_until=timezone.now() + timedelta(minutes=1), video_count=3)
    (bar,) = tags(mina.get("/studio/status/"), "progress")
    assert (bar["value"], bar["max"]) == ("0", "6")
    make_video(page)
    make_video(page, cover="")
    answer = mina.get("/studio/status/")
    assert "Fetching your TikToks: 2 here so far, 1 with a cover." in words(answer)
    assert tags(answer, "progress")[0]["value"] == "3"
    Snapshot.objects.filter(page=page).update(claimed_until=None)
    assert tags(mina.get("/studio/status/"), "progress") == []


def test_fetch_of_a_page_that_has_it_all_looks_for_something_new(mina: Client, page: Page) -> None:
    snapshots.refresh(load(page), force=True)
    Snapshot.objects.filter(page=page).update(claimed_until=timezone.now() + timedelta(minutes=1))
    answer = mina.get("/studio/status/")
    assert "Looking for something new on TikTok…" in words(answer)
    (bar,) = tags(answer, "progress")
    assert not bar.keys() & {"value", "max"}
