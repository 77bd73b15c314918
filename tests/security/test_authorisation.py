"""Who may do what: every route of the URL configuration, for every role, by every method.

What a role meets when it opens a route of an audience:
    open      the page, or where it leads          login     the way to log in, or to finish doing so
    closed    a refusal                            missing   nothing there, as if it did not exist
    any       any of these: it is about themselves alone
    seen      the same for everybody: open, or nothing there
A route that takes the other method only may always say so.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import resolve

from profiles import moderation
from profiles.models import Appeal, Link, Measure, Page, Verb
from profiles.reasons import OWN_WORDS
from tests.security.routes import Route, routes
from tests.security.world import SECRET, World, build, rows_of

pytestmark = pytest.mark.django_db

EXPECTED = """
           visitor  creator  stranger  suspended  unfinished    trainee       moderator     administrator  superuser
everyone   seen     seen     seen      seen       seen          seen          seen          seen           seen
door       open     open     open      open       open          open          open          open           open
tiktok     closed   closed   closed    closed     closed        closed        closed        closed         closed
members    login    any      any       any        any           any           any           any            any
creators   login    open     open      open       open/missing  open/missing  open/missing  open/missing   open/missing
owner      login    open     missing   missing    missing       missing       missing       missing        missing
staff      login    login    login     login      login         any           any           any            any
"""
DECIDING = {"moderator", "administrator", "superuser"}
# What looking may write: that one looked. Sessions also hold the secret that a second factor is set up with.
NOTED = {"tiktok_auth_session", "profiles_snapshot"}
# What anybody may write by POST: a report about a page, a session.
GIVEN = {"tiktok_auth_session", "profiles_report"}
# TikTok signs what it sends (tests/tiktok_auth/test_webhooks.py); a report is nobody's, and its form sets no cookie.
CSRF_EXEMPT = {
    "/webhooks/tiktok/",
    "/@mina.eats/report",
    "/@mina.eats/enter/report",
    "/@mina.eats/v/7000001/report",
    "/@mina.eats/v/7000001/enter/report",
}
WRITING = re.compile(r'^\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)')
OUTCOMES = {400: "closed", 403: "closed", 404: "missing", 405: "refused", 410: "open", 429: "open"}
# Where those come to who ask to see what only a button does; whose things these are makes no difference.
BESIDE_BUTTONS = {"/studio/", "/studio/design/", "/studio/import/", "/studio/settings/", "/studio/videos/"}
ALWAYS = {"refused"}
SHORT = {"any": {"open", "login", "closed", "missing"}, "seen": {"open", "missing"}}
LOGIN = re.compile(r"^/(accounts/(login|reauthenticate|2fa/(authenticate|totp/activate))|admin/login)/")


def table() -> dict[str, dict[str, set[str]]]:
    """EXPECTED by audience and role."""
    head, *lines = EXPECTED.strip().splitlines()
    cells = {line.split()[0]: line.split()[1:] for line in lines}
    return {
        audience: {
            role: ALWAYS | SHORT.get(cell, set(cell.split("/"))) for role, cell in zip(head.split(), row, strict=True)
        }
        for audience, row in cells.items()
    }


TABLE = table()
ROLES = list(TABLE["everyone"])
OTHER_METHODS = ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS")


@pytest.fixture
def world() -> World:
    return build()


class Browser:
    """Somebody's browser, which forgets after each request what came of it."""

    def __init__(self, world: World, role: str, **options: Any) -> None:
        self.client = Client(**options)
        if user := world.people[role]:
            self.client.force_login(user)
        self.cookies = self.client.cookies.output(header="", sep=";")

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> Any:
        self.client.cookies.clear()
        self.client.cookies.load(self.cookies)
        response: Any = self.client.post(path, form) if form else self.client.generic(method, path)
        response.body = response.getvalue()
        return response


@contextmanager
def undone() -> Iterator[set[str]]:
    """Collects the tables that are written to inside, and takes it all back."""
    written: set[str] = set()

    def watch(execute: Any, sql: str, *rest: Any) -> Any:
        if match := WRITING.match(sql):
            written.add(match[1])
        return execute(sql, *rest)

    with transaction.atomic(), connection.execute_wrapper(watch):
        yield written
        transaction.set_rollback(True)


def outcome(response: Any) -> str:
    location = response.get("Location", "")
    if response.status_code == 302 and response.request["REQUEST_METHOD"] == "GET" and location in BESIDE_BUTTONS:
        return "refused"
    return "login" if LOGIN.match(location) else OUTCOMES.get(response.status_code, "open")


def test_every_route_is_somebodys() -> None:
    assert len(routes()) > 80
    assert {route.audience for route in routes()} == set(TABLE)


@pytest.mark.parametrize("role", ROLES)
def test_looking_shows_each_role_what_it_may_see_and_changes_nothing(world: World, role: str) -> None:
    browser = Browser(world, role)
    wrong = []
    for route in routes():
        path = route.path(world.parts)
        with undone() as written:
            response = browser.ask("GET", path)
        if route.audience != "door" and outcome(response) not in TABLE[route.audience][role]:
            wrong.append((path, outcome(response), response.status_code))
        if written - NOTED:
            wrong.append((path, "wrote", written))
        if role in {"visitor", "stranger", "suspended"} and SECRET.encode() in response.body:
            wrong.append((path, "shows", SECRET))
    assert wrong == []


def may_write(route: Route, role: str) -> bool:
    """Whether a POST by this role may change more than anybody's."""
    if route.audience == "staff":
        return role in DECIDING
    return route.audience in {"door", "members"} or (route.audience in {"creators", "owner"} and role != "visitor")


@pytest.mark.parametrize("role", [role for role in ROLES if role != "creator"])
def test_sending_changes_nothing_of_others(world: World, role: str) -> None:
    browser = Browser(world, role)
    before = rows_of(world.page)
    wrong = []
    for route in routes():
        path = route.path(world.parts)
        with undone() as written:
            response = browser.ask("POST", path)
            after = rows_of(world.page)
        report = {name for name in before if name != "Report" and before[name] != after[name]}
        if report and not (route.audience == "staff" and role in DECIDING):
            wrong.append((path, "changed", report))
        if written - GIVEN - NOTED and not may_write(route, role):
            wrong.append((path, "wrote", written))
        if route.audience in {"owner", "creators"} and outcome(response) not in TABLE[route.audience][role]:
            wrong.append((path, outcome(response), response.status_code))
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_other_methods_change_nothing(world: World, role: str) -> None:
    browser = Browser(world, role)
    wrong = []
    for route, method in product(routes(), OTHER_METHODS):
        path = route.path(world.parts)
        with undone() as written:
            browser.ask(method, path)
        if written - NOTED:
            wrong.append((method, path, written))
    assert wrong == []


@pytest.mark.parametrize("role", ["visitor", "creator", "superuser"])
def test_sending_without_a_token_is_refused(world: World, role: str) -> None:
    browser = Browser(world, role, enforce_csrf_checks=True)
    before = rows_of(world.page)
    taken = {
        path for route in routes() if browser.ask("POST", path := route.path(world.parts)).status_code not in {403, 405}
    }
    assert taken - CSRF_EXEMPT == set()
    assert rows_of(world.page) == before


def test_nothing_else_that_takes_something_is_exempt_from_tokens(world: World) -> None:
    browser = Browser(world, "visitor")
    exempt = {
        path for route in routes() if getattr(resolve(path := route.path(world.parts)).func, "csrf_exempt", False)
    }
    taking = {path for path in exempt if browser.ask("POST", path).status_code != 405}
    assert taking == CSRF_EXEMPT


def verbs(world: World) -> list[str]:
    """Where staff decides something, each verb that is possible now."""
    page, link = Page.objects.get(pk=world.page.pk), Link.objects.get(key="mina-link")
    appeal = Appeal.objects.get()
    return [
        *(f"/admin/profiles/page/{page.pk}/act/{verb}/" for verb in moderation.possible(page)),
        f"/admin/profiles/link/{link.pk}/act/{Verb.HIDE_LINK}/",
        f"/admin/profiles/link/{link.pk}/block/",
        f"/admin/profiles/measure/{appeal.measure_id}/undo/",
        *(f"/admin/profiles/appeal/{appeal.pk}/decide/{how}/" for how in ("grant", "uphold")),
    ]


def log() -> set[tuple[str, str, str]]:
    """Who did what and why."""
    return set(Measure.objects.values_list("by_name", "verb", "reason"))


DECISION = {"choice": OWN_WORDS, "reason": "Because I say so", "domain": "shop.example.com", "about": "It steals."}


@pytest.mark.parametrize("role", sorted(DECIDING))
def test_every_verb_of_staff_is_written_down_with_who_and_why(world: World, role: str) -> None:
    browser, before = Browser(world, role), log()
    assert len(verbs(world)) > 8
    unwritten = []
    for path in verbs(world):
        with undone():
            browser.ask("POST", path, DECISION)
            new = log() - before
        if {(by, reason) for by, _verb, reason in new} != {(role, DECISION["reason"])}:
            unwritten.append((path, new))
    assert unwritten == []


@pytest.mark.parametrize("role", ["visitor", "creator", "stranger", "unfinished", "trainee"])
def test_nobody_else_can_decide_anything(world: World, role: str) -> None:
    browser = Browser(world, role)
    for path in verbs(world):
        with undone() as written:
            browser.ask("POST", path, DECISION)
        assert written - NOTED == set(), path


def test_actions_of_lists_are_closed_to_trainees(world: World) -> None:
    browser = Browser(world, "trainee")
    for name in ("page", "link", "report", "measure", "appeal", "addressee"):
        for verb in (Verb.SUSPEND, Verb.RESTORE, "delete_selected"):
            with undone() as written:
                browser.ask("POST", f"/admin/profiles/{name}/", {"action": verb, "_selected_action": "1", **DECISION})
            assert written - NOTED == set()
