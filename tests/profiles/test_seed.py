"""Synthetic creators: here they are few; `make audit-faults` and load tests make thousands."""

from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest import CaptureFixture
from pytest_django import DjangoAssertNumQueries, Settings

from profiles import snapshots
from profiles.models import Page, Snapshot
from tests.profiles.creators import load
from tiktok_auth.models import Grant
from tiktok_auth.sandbox import control

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def sandbox() -> Iterator[None]:
    control.reset()
    yield


def seed(*more: str) -> list[Page]:
    call_command("seed", "--creators", "2", "--links", "3", "--videos", "2", *more)
    return [load(page) for page in Page.objects.order_by("handle")]


def test_seeded_creators_have_links_videos_and_pictures(client: Client) -> None:
    pages = seed()
    assert [page.handle for page in pages] == ["seeded.0000001", "seeded.0000002"]
    shown = snapshots.read(pages[0])
    assert [pages[0].links.count(), len(shown.videos), shown.profile.display_name] == [3, 2, "Seeded 0000001"]
    assert shown.profile.picture and all(video.picture for video in shown.videos)
    assert "https://shop.example.com" not in client.get("/@seeded.0000001").text  # /go/ leads there
    assert "Link 3" in client.get("/@seeded.0000001").text


def test_seeded_creators_are_refreshed_without_a_change_or_a_picture() -> None:
    for page in seed():
        before = snapshots.read(page)
        assert snapshots.refresh(page, force=True) == snapshots.Outcome.REFRESHED
        after = snapshots.read(load(page))
        assert after.profile == before.profile
        assert [(video.caption, video.cover) for video in after.videos] == [
            (video.caption, video.cover) for video in before.videos
        ]
    assert not control.calls("image")


def test_seeding_again_adds_others(capsys: CaptureFixture[str]) -> None:
    seed()
    assert [page.handle[-1] for page in seed()] == ["1", "2", "3", "4"]
    assert capsys.readouterr().out.startswith("2 of 2 creators after ")


def test_seeding_goes_on_with_the_people_that_the_sandbox_knows() -> None:
    control.add_account("seeded.0000001", videos=2)
    assert snapshots.refresh(seed()[0], force=True) == snapshots.Outcome.REFRESHED


@pytest.mark.parametrize("creators", [1, 5])
def test_seeding_takes_as_many_queries_for_few_as_for_many(
    creators: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(10):
        call_command("seed", "--creators", str(creators), "--links", "3", "--videos", "2")


def test_real_site_is_seeded_only_when_it_is_really_meant(settings: Settings) -> None:
    settings.TIKTOK_SANDBOX = False
    with pytest.raises(CommandError, match="--yes-really"):
        seed()
    assert not Page.objects.exists()
    seed("--yes-really")
    assert [Page.objects.count(), Snapshot.objects.refreshable().count(), Grant.objects.count()] == [2, 0, 0]


@pytest.mark.parametrize("number", ["many", "-1", "0"])
def test_seeding_wants_a_whole_number_of_creators(number: str) -> None:
    with pytest.raises(CommandError, match="a whole number, 1 or more"):
        call_command("seed", "--creators", number)


def test_seeding_pages_without_links_is_a_wish_like_another() -> None:
    with pytest.raises(CommandError, match="a whole number, 0 or more"):
        call_command("seed", "--creators", "1", "--links", "-1")
