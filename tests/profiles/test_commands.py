from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest import CaptureFixture
from pytest_django import Settings

from profiles import pages
from profiles.models import Measure, Page, Snapshot
from tests.profiles.creators import load, make_page
from tiktok_auth.sandbox import control

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("ada_at_tiktok")]

DOWN = "is taken down. The creator can read why and appeal."


def test_refresh_fetches_now_and_says_what_came(capsys: CaptureFixture[str]) -> None:
    page = make_page("ada.bakes")
    call_command("refresh", "@Ada.Bakes")
    call_command("refresh", "ada.bakes")
    assert capsys.readouterr().out == "@ada.bakes: Ada Bakes, videos: 2.\n" * 2
    assert len(control.calls("user_info")) == 2
    assert load(page).snapshot.fetched_at


def test_page_is_found_by_an_address_it_has_left(capsys: CaptureFixture[str]) -> None:
    pages.change_handle(make_page("ada.bakes"), handle="ada-bakes")
    call_command("refresh", "ada.bakes")
    call_command("moderate", "suspend", "ada.bakes", "--reason", "spam")
    assert capsys.readouterr().out == f"@ada-bakes: Ada Bakes, videos: 2.\n@ada-bakes {DOWN}\n"


def test_refresh_says_so_when_there_is_no_page() -> None:
    with pytest.raises(CommandError, match="There is no page @nobody"):
        call_command("refresh", "nobody")


def test_refresh_says_what_tiktok_answered() -> None:
    page = make_page("ada.bakes")
    control.break_next("user_info", "500")
    with pytest.raises(CommandError, match="internal_error") as said:
        call_command("refresh", "ada.bakes")
    assert load(page).snapshot.trouble_reference in str(said.value)


def test_refresh_without_our_key_says_that_it_is_ours(settings: Settings) -> None:
    page = make_page("ada.bakes")
    settings.TOKEN_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(CommandError, match="not in TOKEN_KEYS") as said:
        call_command("refresh", "ada.bakes")
    assert load(page).snapshot.trouble_reference in str(said.value)
    assert control.calls() == []


def test_refresh_says_when_the_creator_has_to_reconnect() -> None:
    make_page("ada.bakes")
    control.revoke_by_user("ada.bakes")
    with pytest.raises(CommandError, match="reconnect"):
        call_command("refresh", "ada.bakes")
    with pytest.raises(CommandError, match="not connected"):
        call_command("refresh", "ada.bakes")


def test_refresh_says_when_another_is_at_it() -> None:
    page = make_page("ada.bakes")
    Snapshot.objects.filter(page=page).update(claimed_until=timezone.now() + timedelta(minutes=1))
    with pytest.raises(CommandError, match="right now"):
        call_command("refresh", "ada.bakes")


@pytest.mark.parametrize("by", ["address", "open id"])
def test_erase_leaves_nothing_of_a_creator(by: str, capsys: CaptureFixture[str]) -> None:
    page = make_page("ada.bakes")
    who = "@Ada.Bakes" if by == "address" else page.owner.socialaccount_set.get().uid
    call_command("erase", who)
    assert not User.objects.exists()
    said = capsys.readouterr()
    assert (said.out, said.err) == (f"{who} is erased, with page, links, pictures and account.\n", "")
    with pytest.raises(CommandError, match="Nobody here"):
        call_command("erase", who)


def test_erase_says_when_tiktok_may_still_allow_the_site(capsys: CaptureFixture[str]) -> None:
    make_page("ada.bakes")
    control.break_next("revoke", "500")
    call_command("erase", "ada.bakes")
    assert not User.objects.exists()
    said = capsys.readouterr()
    assert said.out == "ada.bakes is erased, with page, links, pictures and account.\n"
    assert "Ask them to remove it there: in TikTok's settings, under Security and permissions." in said.err


def test_erase_refuses_staff() -> None:
    page = make_page("ada.bakes")
    User.objects.update(is_staff=True)
    with pytest.raises(CommandError, match="staff desk"):
        call_command("erase", "ada.bakes")
    assert Page.objects.get() == page


@pytest.fixture
def page_of_another_folder(ada_at_tiktok: None, settings: Settings, tmp_path: Path) -> Page:
    """A page with pictures, for a shell whose DATA_DIR is not the server's."""
    page = make_page("ada.bakes")
    call_command("refresh", "ada.bakes")
    settings.MEDIA_ROOT = tmp_path / "elsewhere"
    return page


def test_erase_refuses_to_leave_pictures(page_of_another_folder: Page) -> None:
    with pytest.raises(CommandError, match=r"elsewhere.*DATA_DIR"):
        call_command("erase", "ada.bakes")
    assert Page.objects.get() == page_of_another_folder
    call_command("erase", "ada.bakes", "--without-pictures")
    assert not Page.objects.exists()


@pytest.mark.usefixtures("page_of_another_folder")
def test_moderate_says_when_it_leaves_pictures(capsys: CaptureFixture[str]) -> None:
    with pytest.raises(CommandError, match=r"elsewhere.*DATA_DIR"):
        call_command("moderate", "suspend", "ada.bakes", "--reason", "spam")
    assert Page.objects.get().is_suspended
    call_command("moderate", "restore", "ada.bakes", "--reason", "it was not")
    assert capsys.readouterr().out.endswith(f"@ada.bakes {DOWN}\n@ada.bakes is restored.\n")


def test_moderate_suspends_and_restores_with_a_reason(capsys: CaptureFixture[str]) -> None:
    make_page("ada.bakes")
    call_command("moderate", "suspend", "@ada.bakes", "--reason", "spam")
    assert Page.objects.get().is_suspended
    call_command("moderate", "restore", "ada.bakes", "--reason", "it was not")
    assert not Page.objects.get().is_suspended
    assert capsys.readouterr().out == f"@ada.bakes {DOWN}\n@ada.bakes is restored.\n"
    assert list(Measure.objects.order_by("at").values_list("reason", flat=True)) == ["spam", "it was not"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["suspend", "nobody", "--reason", "spam"], "There is no page @nobody"),
        (["suspend", "ada.bakes", "--reason", " "], "Say why"),
        (["suspend", "ada.bakes", "--reason", " \u200b"], "Say why"),
        (["suspend", "ada.bakes"], "--reason"),
        (["erase", "ada.bakes", "--reason", "spam"], "erase"),
    ],
)
def test_moderate_refuses_what_it_cannot_do(arguments: list[str], sentence: str) -> None:
    make_page("ada.bakes")
    with pytest.raises(CommandError, match=sentence):
        call_command("moderate", *arguments)
    assert not Page.objects.get().is_suspended


def test_moderate_hides_the_link_that_is_named(capsys: CaptureFixture[str]) -> None:
    link = make_page("ada.bakes").links.create(title="Shop", url="https://example.org/")
    call_command("moderate", "hide_link", "ada.bakes", "--link", link.key, "--reason", "spam", "--ground", "spam")
    said = "A link of @ada.bakes is hidden: Shop, https://example.org/. The creator can read why and appeal.\n"
    assert capsys.readouterr().out == said
    assert (Measure.objects.get().link, Measure.objects.get().ground) == (link, "spam")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["hide_link", "ada.bakes", "--reason", "spam"], "--link"),
        (["hide_link", "ada.bakes", "--reason", "spam", "--link", "nothing"], "no link with the key nothing"),
        (["hide_link", "ada.bakes", "--reason", "spam", "--link", ""], "no link with the key"),
        (["suspend", "ada.bakes", "--reason", "spam", "--link", "typo"], "--link"),
        (["suspend", "ada.bakes", "--reason", "spam", "--link", ""], "--link"),
        (["restore", "ada.bakes", "--reason", "fine"], "nothing to undo"),
        (["dismiss", "ada.bakes", "--reason", "fine"], "No report"),
    ],
)
def test_moderate_says_why_it_did_nothing(arguments: list[str], sentence: str) -> None:
    make_page("ada.bakes")
    with pytest.raises(CommandError, match=sentence):
        call_command("moderate", *arguments)
    assert not Measure.objects.exists()
    assert not Page.objects.get().is_suspended
