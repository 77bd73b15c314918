"""Every route of the studio, taken from the URL configuration, for everybody who might try it, by every method."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern

from profiles import moderation
from profiles.models import HashtagLink, Link, Measure, Page, Step, Verb, Video
from profiles.urls import studio
from tests.profiles import creators
from tests.profiles.pages import make_link, make_page, make_video
from tiktok_auth.models import Session
from tiktok_auth.sandbox import control

pytestmark = pytest.mark.django_db

SAFE = ("GET", "HEAD")
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
LOGIN = "/accounts/login/?next="
ROUTES: list[URLPattern] = studio.urlpatterns
# What the number in a route stands for, by how the route begins; the longest that fits counts.
OBJECTS: dict[str, type[Link | Video | HashtagLink | Measure]] = {
    "links/": Link,
    "notices/": Measure,
    "videos/": Video,
    "videos/hashtags/": HashtagLink,
}
# Whatever a form might ask for; none of it is enough for what needs more than a click.
FIELDS = {"to": "top", "url": "https://example.org/", "title": "x", "days": "7", "q": "x", "preset": "ink"}


def path_to(route: URLPattern, page: Page) -> str:
    """The route's path with what belongs to this page in it."""
    pattern = str(route.pattern)
    values = {"step": Step.LOOK.value}
    for beginning in sorted(OBJECTS, key=len):
        if pattern.startswith(beginning):
            values["pk"] = str(OBJECTS[beginning].objects.filter(page=page)[0].pk)
    values["video"] = str(page.videos.get().pk)
    for name in route.pattern.converters:
        kind = type(route.pattern.converters[name]).__name__.removesuffix("Converter").lower()
        pattern = pattern.replace(f"<{kind}:{name}>", values[name])
    assert "<" not in pattern, f"{pattern}: tell OBJECTS what its parts stand for"
    return f"/studio/{pattern}"


def fill(page: Page) -> Page:
    """One of everything that a route may name."""
    make_link(page)
    make_video(page)
    page.hashtag_links.create(hashtag="lamp", title="The lamp", url="https://example.org/lamp")
    moderation.act(page, Verb.WARN, reason="Once is enough")
    return page


@pytest.fixture
def page() -> Page:
    control.reset()
    return fill(creators.make_page("mina.eats"))


@pytest.fixture
def otto() -> Page:
    return fill(make_page("otto.knits"))


def enter(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def everything() -> dict[str, list[Any]]:
    """All rows there are, but for the visits themselves."""
    models: list[Any] = [
        model for name in ("profiles", "tiktok_auth", "auth") for model in apps.get_app_config(name).get_models()
    ]
    return {
        model.__name__: list(model._default_manager.order_by("pk").values())
        for model in [*models, SocialAccount]
        if model is not Session
    }


def belongings(page: Page) -> list[Any]:
    """All rows of one page."""
    related: list[Any] = [field.related_model for field in Page._meta.related_objects if field.field.name == "page"]
    rows = [list(model._default_manager.filter(page=page).order_by("pk").values()) for model in related]
    return [Page.objects.filter(pk=page.pk).values().get(), *rows]


def answers(client: Client, page: Page, methods: tuple[str, ...]) -> Iterator[tuple[str, str, Any]]:
    """Every answer to every method; a file is read, and closed, as a browser does it."""
    for path in [path_to(route, page) for route in ROUTES]:
        for method in methods:
            answer: Any = client.generic(method, path, query_params=FIELDS if method in SAFE else {})
            answer.read = b"".join(answer).decode(errors="replace")
            yield method, path, answer


def test_there_are_routes_to_try() -> None:
    assert len(ROUTES) > 20
    assert all(route.name for route in ROUTES)


def test_anonymous_is_sent_to_the_login_whatever_they_try(page: Page) -> None:
    before = everything()
    let_in = [
        (method, path)
        for method, path, answer in answers(Client(), page, (*SAFE, *UNSAFE, "OPTIONS"))
        if not answer.headers.get("Location", "").startswith(LOGIN)
    ]
    assert let_in == []
    assert everything() == before


def test_looking_changes_nothing(page: Page) -> None:
    mina, before = enter(page.owner), everything()
    broken = [(method, path) for method, path, answer in answers(mina, page, SAFE) if answer.status_code >= 500]
    assert broken == []
    assert everything() == before
    assert control.calls("revoke") == []


def test_only_post_changes_anything(page: Page) -> None:
    mina, before = enter(page.owner), everything()
    allowed = [
        (method, path)
        for method, path, answer in answers(mina, page, ("PUT", "PATCH", "DELETE"))
        if answer.status_code != 405
    ]
    assert allowed == []
    assert everything() == before


def test_what_belongs_to_somebody_else_is_not_there(page: Page, otto: Page) -> None:
    before, found = belongings(page), []
    for method, path, answer in answers(enter(otto.owner), page, (*SAFE, *UNSAFE)):
        is_about_mina = any(part.isdigit() for part in path.split("/"))
        if is_about_mina and answer.status_code not in {404, 405}:
            found.append((method, path))
        assert "My cookbook" not in answer.read or not is_about_mina
    assert found == []
    assert belongings(page) == before


def test_staff_without_a_page_can_do_nothing_here(page: Page) -> None:
    staff = enter(User.objects.create_superuser("boss"))
    before = everything()
    let_in = [
        (method, path, answer.status_code)
        for method, path, answer in answers(staff, page, (*SAFE, *UNSAFE))
        if answer.status_code not in {302, 404, 405}
        and path not in {"/studio/address/", "/studio/notices/"}  # say that there is nothing
    ]
    assert let_in == []
    before["User"][-1]["last_login"] = User.objects.get(username="boss").last_login
    assert everything() == before


def test_clicks_without_a_form_break_nothing_and_leave_the_account(page: Page) -> None:
    """An empty POST everywhere: what takes only a click takes effect, what needs words asks for them."""
    mina = enter(page.owner)
    paths = {route.name: path_to(route, page) for route in ROUTES}
    broken = [(path, answer.status_code) for path in paths.values() if (answer := mina.post(path)).status_code >= 500]
    assert broken == []
    assert User.objects.filter(pk=page.owner_id).exists()
    assert Link.objects.filter(page=page).exists()


def test_suspended_creator_sees_everything_and_stays_suspended(page: Page) -> None:
    moderation.suspend(page, reason="spam")
    mina = enter(page.owner)
    broken = [(method, path) for method, path, answer in answers(mina, page, SAFE) if answer.status_code >= 500]
    assert broken == []
    for path in [path_to(route, page) for route in ROUTES]:
        mina.post(path, FIELDS)
    assert Page.objects.get(pk=page.pk).is_suspended
    assert Client().get("/@mina.eats").status_code == 410


def test_forms_from_elsewhere_change_nothing(page: Page) -> None:
    """Without the form's own token, whoever is logged in."""
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(page.owner)
    before = everything()
    for route in ROUTES:
        strict.post(path_to(route, page), FIELDS)
    assert everything() == before
