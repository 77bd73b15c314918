import pytest
from django.test import Client

from tests import moderators
from tests.profiles.pages import make_link, make_page

pytestmark = pytest.mark.django_db

PRIVATE = [
    "/",
    "/privacy",
    "/terms",
    "/accounts/login/",
    "/no/such/page",
    "/nobody",
    "/studio/",
    "/admin/",
    "/healthz",
    "/readyz",
]
PUBLIC = ["/@mina.eats", "/@gone.page", "/robots.txt", "/.well-known/security.txt", "/favicon.ico"]
REDIRECTS = ["/mina.eats", "/go/a-link"]


@pytest.fixture(autouse=True)
def pages() -> None:
    make_link(make_page("mina.eats"), key="a-link")
    moderators.suspend(make_page("gone.page"), reason="Spam")


@pytest.mark.parametrize("path", [*PRIVATE, *PUBLIC, *REDIRECTS])
def test_every_answer_carries_the_headers(client: Client, path: str) -> None:
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] in {"strict-origin-when-cross-origin", "strict-origin"}
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("path", [*PRIVATE, *PUBLIC, *REDIRECTS])
def test_every_answer_has_a_policy_without_holes(client: Client, path: str) -> None:
    policy = client.get(path)["Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert not any(hole in policy for hole in ("unsafe", "*", "https: ", "http: "))


@pytest.mark.parametrize("path", [*PRIVATE, *REDIRECTS])
def test_answers_are_private_unless_a_view_says_otherwise(client: Client, path: str) -> None:
    cache_control = client.get(path)["Cache-Control"]
    assert "no-store" in cache_control
    assert "public" not in cache_control


@pytest.mark.parametrize("path", PUBLIC)
def test_shared_answers_carry_no_cookie(client: Client, path: str) -> None:
    client.cookies["csrf"] = client.cookies["session"] = "made-up"
    response = client.get(path)
    assert response["Cache-Control"].startswith(("public, max-age=", "max-age="))
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
