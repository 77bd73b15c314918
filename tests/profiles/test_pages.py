"""The address of a page, and how a page goes and comes back."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import travel

from profiles import pages, showcase
from profiles.models import FormerHandle, Page, Step
from profiles.pages import HandleTaken, create_page
from tests import moderators
from tests.crowd import at_once
from tests.markup import tags, words
from tests.profiles.creators import grant_access, is_remembered, remember
from tests.profiles.pages import make_link, make_page, make_video, stored
from tiktok_auth.models import Grant
from tiktok_auth.sandbox import control

pytestmark = pytest.mark.django_db


@pytest.fixture
def grant() -> Grant:
    """Of somebody who has no page yet."""
    control.reset()
    return grant_access("otto.knits")


# ---- the address ----


def test_changed_handle_is_where_the_page_is_and_the_old_one_leads_there(client: Client) -> None:
    page = make_page("mina.eats")
    video = make_video(page)
    make_link(page, video=video)
    pages.change_handle(page, handle="mina-bakes")
    assert "Mina Eats" in words(client.get("/@mina-bakes"))
    assert client.get("/@mina.eats")["Location"] == "/@mina-bakes"
    assert client.get("/@MINA.eats")["Location"] == "/@mina-bakes"
    assert client.get("/mina.eats")["Location"] == "/@mina-bakes"
    assert client.get(f"/@mina.eats/v/{video.tiktok_id}")["Location"] == f"/@mina-bakes/v/{video.tiktok_id}"


@pytest.mark.django_db(transaction=True)
def test_changed_handle_forgets_what_was_rendered_at_the_old_one() -> None:
    page = make_page("mina.eats")
    remember(page)
    old = Page(pk=page.pk, handle=page.handle)
    pages.change_handle(page, handle="mina-bakes")
    assert not is_remembered(old)


def test_old_handles_of_several_changes_all_lead_to_the_page(client: Client) -> None:
    page = make_page("mina.eats")
    for handle in ("mina-bakes", "mina-cooks"):
        pages.change_handle(page, handle=handle)
    assert client.get("/@mina.eats")["Location"] == client.get("/@mina-bakes")["Location"] == "/@mina-cooks"


def test_own_old_handle_can_be_had_back_at_once(client: Client) -> None:
    page = make_page("mina.eats")
    pages.change_handle(page, handle="mina-bakes")
    pages.change_handle(page, handle="mina.eats")
    assert "Mina Eats" in words(client.get("/@mina.eats"))
    assert client.get("/@mina-bakes")["Location"] == "/@mina.eats"


def test_change_to_the_same_handle_leaves_everything_as_it_was() -> None:
    page = make_page("mina.eats")
    pages.change_handle(page, handle="mina.eats")
    assert stored(page).handle == "mina.eats"
    assert not FormerHandle.objects.exists()


def test_handle_of_somebody_else_is_refused() -> None:
    make_page("otto-knits")
    page = make_page("mina.eats")
    with pytest.raises(HandleTaken):
        pages.change_handle(page, handle="otto-knits")
    assert page.handle == stored(page).handle == "mina.eats"
    assert not FormerHandle.objects.exists()


def test_handle_that_somebody_has_left_rests_for_90_days(client: Client, grant: Grant) -> None:
    left = make_page("ada-bakes")
    pages.change_handle(left, handle="ada-cooks")
    page = make_page("mina.eats")
    for days in (0, 89):
        with travel(timezone.now() + timedelta(days=days)):
            with pytest.raises(HandleTaken):
                pages.change_handle(page, handle="ada-bakes")
            with pytest.raises(HandleTaken):
                create_page(owner=grant.account.user, grant=grant, handle="ada-bakes")
    assert client.get("/@ada-bakes")["Location"] == "/@ada-cooks"
    assert stored(page).handle == "mina.eats"
    assert not Page.objects.filter(owner=grant.account.user).exists()


def test_handle_that_has_rested_goes_to_whoever_takes_it(client: Client) -> None:
    left = make_page("ada-bakes")
    pages.change_handle(left, handle="ada-cooks")
    page = make_page("mina.eats")
    assert client.get("/@ada-bakes")["Location"] == "/@ada-cooks"
    with travel(timezone.now() + timedelta(days=91)):
        pages.change_handle(page, handle="ada-bakes")
    assert "Mina Eats" in words(client.get("/@ada-bakes"))
    assert not left.former_handles.exists()


@pytest.mark.needs_postgres
@pytest.mark.django_db(transaction=True)
def test_handle_that_is_being_left_cannot_be_snatched() -> None:
    """Whoever asks for it in the same moment waits, and then finds it resting."""
    left, page = make_page("ada-bakes"), make_page("mina.eats")

    def leave() -> None:
        pages.change_handle(left, handle="ada-cooks")

    def snatch() -> None:
        with pytest.raises(HandleTaken) as refusal:
            pages.change_handle(page, handle="ada-bakes")
        assert str(refusal.value) == "ada-bakes"

    at_once([leave, snatch])
    assert stored(left).handle == "ada-cooks"


# ---- what the creator says themselves ----


def test_own_name_and_bio_go_before_those_of_tiktok(client: Client) -> None:
    page = make_page("mina.eats", bio="What TikTok says")
    video = make_video(page)
    pages.change(page, display_name="Mina at home", bio="What I say")
    assert "Mina at home" in words(client.get("/@mina.eats"))
    assert "What I say" in words(client.get("/@mina.eats"))
    assert "Mina at home" in words(client.get(f"/@mina.eats/v/{video.tiktok_id}"))
    assert showcase.preview(stored(page)).profile.display_name == "Mina at home"
    pages.change(page, display_name="", bio="")
    assert "What TikTok says" in words(client.get("/@mina.eats"))


def test_own_picture_goes_before_that_of_tiktok(client: Client) -> None:
    page = make_page("mina.eats", avatar="a" * 32)
    pages.change(page, portrait="b" * 32)
    sources = [image["src"] for image in tags(client.get("/@mina.eats"), "img")]
    assert sources == [f"/media/avatar/bb/{'b' * 32}-96.jpg"]


def test_search_engines_are_told_what_the_creator_wrote_for_them(client: Client) -> None:
    page = make_page("mina.eats")
    video = make_video(page)
    pages.change(page, search_title="Recipes by Mina", search_description="Soups & <stews>", is_noindex=True)
    answer = client.get("/@mina.eats")
    assert "<title>Recipes by Mina</title>" in answer.text
    named = {tag["name"]: tag["content"] for tag in tags(answer, "meta") if "name" in tag}
    assert named["description"] == "Soups & <stews>"
    assert named["robots"] == "noindex"
    assert '<meta name="robots" content="noindex">' in client.get(f"/@mina.eats/v/{video.tiktok_id}").text


@pytest.mark.parametrize(("language", "direction"), [("", "ltr"), ("tr", "ltr"), ("ar", "rtl")])
def test_page_says_which_language_it_is_in(client: Client, language: str, direction: str) -> None:
    page = make_page("mina.eats")
    video = make_video(page)
    pages.change(page, language=language)
    paths = ["/@mina.eats", *(f"/@mina.eats/{end}" for end in (f"v/{video.tiktok_id}", "v/7", "share", "report"))]
    said = [tags(client.get(path), "html")[0] for path in paths]
    pages.unpublish(page)
    said.append(tags(client.get("/@mina.eats"), "html")[0])
    assert {(html["lang"], html["dir"]) for html in said} == {(language or "en", direction)}
    assert tags(client.get("/"), "html")[0]["lang"] == "en"


# ---- gone and back ----


def test_unpublished_page_says_that_its_creator_took_it_down(client: Client) -> None:
    page = make_page("mina.eats")
    link, video = make_link(page), make_video(page)
    pages.unpublish(page)
    for path in ("/@mina.eats", f"/@mina.eats/v/{video.tiktok_id}", f"/go/{link.key}"):
        answer = client.get(path)
        assert answer.status_code == 410
        assert "Its creator has taken it down." in words(answer)
        assert "Mina" not in words(answer)
    pages.publish(page)
    assert "My cookbook" in words(client.get("/@mina.eats"))


def test_unpublished_page_that_is_suspended_says_so(client: Client) -> None:
    page = make_page("mina.eats")
    pages.unpublish(page)
    moderators.suspend(page, reason="spam")
    assert "Its creator" not in words(client.get("/@mina.eats"))


@pytest.mark.django_db(transaction=True)
def test_unpublished_page_is_forgotten_at_once() -> None:
    page = make_page("mina.eats")
    remember(page)
    pages.unpublish(page)
    assert not is_remembered(page)


def test_pages_online_are_those_that_visitors_see(grant: Grant) -> None:
    page = make_page("mina.eats")
    pages.unpublish(make_page("una"))
    moderators.suspend(make_page("sue"), reason="spam")
    gone = create_page(owner=grant.account.user, grant=grant, handle="otto.knits")
    assert set(Page.objects.online()) == {page, gone}
    Grant.objects.update(ended_at=timezone.now(), ended_because="gone", sealed_access="", sealed_refresh="")
    assert set(Page.objects.online()) == {page}


# ---- the first minute ----


def test_step_that_is_finished_stays_finished() -> None:
    page = make_page("mina.eats")
    for step in (Step.LOOK, Step.LOOK, Step.LINK):
        pages.finish_step(page, step=step)
    assert stored(page).steps_done == ["look", "link"]


def test_steps_finished_in_two_tabs_both_stay_finished() -> None:
    first, second = [stored(make_page("mina.eats"))] * 2
    pages.finish_step(first, step=Step.LOOK)
    pages.finish_step(second, step=Step.LINK)
    assert stored(first).steps_done == ["look", "link"]


def test_time_zone_that_was_chosen_meanwhile_outlives_what_the_browser_says() -> None:
    page = make_page("mina.eats")
    pages.change(stored(page), time_zone="Europe/Berlin")
    pages.set_clock(page, time_zone="America/Lima")
    assert stored(page).time_zone == "Europe/Berlin"
