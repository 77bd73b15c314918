"""Who may do what: every route of the URL configuration, for every role, by every method.

What a role meets when it opens a route of an audience:
    open      the page, or where it leads          login     the way to log in, or to finish doing so
    closed    a refusal                            missing   nothing there, as if it did not exist
    any       any of these: it is about themselves alone
A route that takes the other method only may always say so.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import resolve

from tests.security.routes import Route, routes
from tests.security.world import SECRET, World, build, rows_of

pytestmark = pytest.mark.django_db

EXPECTED = """
             visitor  creator  stranger  suspended  unfinished  reader       superuser
everyone     open     open     open      open       open        open         open
door         open     open     open      open       open        open         open
tiktok       closed   closed   closed    closed     closed      closed       closed
members      login    any      any       any        any         any          any
creators     login    open     open      open       open/missing  open/missing  open/missing
owner        login    open     missing   missing    missing     missing      missing
staff        login    login    login     login      login       any          any
"""
# What looking may write: that one looked. Sessions also hold the secret that a second factor is set up with.
NOTED = {"django_session", "profiles_snapshot"}
# What anybody may write by POST: a report about a page, a session.
GIVEN = {"django_session", "profiles_report"}
# TikTok signs what it sends (tests/tiktok_auth/test_webhooks.py); a report is nobody's, and its form sets no cookie.
CSRF_EXEMPT = {"/webhooks/tiktok/", "/@mina.eats/report", "/@mina.eats/v/7000001/report"}
WRITING = re.compile(r'^\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)')
OUTCOMES = {400: "closed", 403: "closed", 404: "missing", 405: "refused", 410: "open", 429: "open"}
ALWAYS, ANY = {"refused"}, {"open", "login", "closed", "missing"}
LOGIN = re.compile(r"^/(accounts/(login|reauthenticate|2fa/(authenticate|totp/activate))|admin/login)/")


def table() -> dict[str, dict[str, set[str]]]:
    """EXPECTED by audience and role."""
    head, *lines = EXPECTED.strip().splitlines()
    cells = {line.split()[0]: line.split()[1:] for line in lines}
    return {
        audience: {
            role: ALWAYS | (ANY if cell == "any" else set(cell.split("/")))
            for role, cell in zip(head.split(), row, strict=True)
        }
        for audience, row in cells.items()
    }


TABLE = table()
ROLES = list(TABLE["everyone"])


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

    def ask(self, method: str, path: str) -> Any:
        self.client.cookies.clear()
        self.client.cookies.load(self.cookies)
        response: Any = self.client.generic(method, path)
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
        return role == "superuser"
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
        if report and not (route.audience == "staff" and role == "superuser"):
            wrong.append((path, "changed", report))
        if written - GIVEN - NOTED and not may_write(route, role):
            wrong.append((path, "wrote", written))
        if route.audience in {"owner", "creators"} and outcome(response) not in TABLE[route.audience][role]:
            wrong.append((path, outcome(response), response.status_code))
    assert wrong == []


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("role", ["creator", "superuser"])
def test_other_methods_change_nothing(world: World, role: str, method: str) -> None:
    browser = Browser(world, role)
    wrong = []
    for route in routes():
        path = route.path(world.parts)
        with undone() as written:
            browser.ask(method, path)
        if written - NOTED:
            wrong.append((path, written))
    assert wrong == []


@pytest.mark.parametrize("role", ["visitor", "creator", "superuser"])
def test_sending_without_a_token_is_refused(world: World, role: str) -> None:
    browser = Browser(world, role, enforce_csrf_checks=True)
    before = rows_of(world.page)
    taken = {path for route in routes() if browser.ask("POST", path := route.path(world.parts)).status_code != 403}
    assert taken - CSRF_EXEMPT == set()
    assert rows_of(world.page) == before


def test_nothing_else_is_exempt_from_tokens(world: World) -> None:
    exempt = {
        path for route in routes() if getattr(resolve(path := route.path(world.parts)).func, "csrf_exempt", False)
    }
    assert exempt == CSRF_EXEMPT
