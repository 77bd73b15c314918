import json
import re

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone
from pytest import LogCaptureFixture
from pytest_django import DjangoAssertNumQueries, Settings
from time_machine import travel

from linkbio import logs, urls
from linkbio.celery import app
from tests.away import take_redis_away
from tests.loglines import lines, only_line
from tests.markup import tags, words
from tiktok_auth.models import Session

handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


def fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("secret detail")


def find_no_database(request: HttpRequest) -> HttpResponse:
    raise OperationalError("secret detail")


def refuse(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("secret detail")


def take(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.POST["text"])


def save(request: HttpRequest) -> HttpResponse:
    """Another window logs out while this one saves."""
    request.session["saved"] = True
    Session.objects.all().delete()
    return HttpResponse("Saved.")


BROKEN = [
    path("fail", fail),
    path("database", find_no_database),
    path("refuse", refuse),
    path("take", take),
    path("save", save),
]
urlpatterns = [*BROKEN, *urls.urlpatterns]


@pytest.fixture
def visitor(settings: Settings) -> Client:
    """Meets broken addresses beside all the others."""
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


def test_failure_is_explained_with_a_reference(visitor: Client) -> None:
    response = visitor.get("/fail")
    assert response.status_code == 500
    assert "This did not work, and it is our fault" in words(response)
    assert re.search("name this reference: [A-Z2-9]{8}$", words(response).split(" Privacy")[0])
    assert "secret detail" not in response.text


def test_each_failure_has_its_own_reference(visitor: Client) -> None:
    assert visitor.get("/fail").text != visitor.get("/fail").text


def test_failure_is_explained_while_database_and_redis_are_away(visitor: Client, settings: Settings) -> None:
    # Without the `db` fixture any query would be an error of its own.
    take_redis_away(settings)
    visitor.cookies["session"] = "a-session-that-would-be-looked-up"
    assert "Wait a minute, then load the page again." in words(visitor.get("/fail"))


def test_machines_are_asked_to_come_back_while_the_database_is_away(visitor: Client) -> None:
    response = visitor.get("/database")
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "Wait a minute, then load the page again." in words(response)
    assert "secret detail" not in response.text


def test_database_that_is_away_leaves_one_traceback_a_minute_and_a_line_for_each_request(
    visitor: Client, caplog: LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "_said_at", {})  # nobody has met it within the minute
    with travel(timezone.now(), tick=False):
        for _ in range(3):
            visitor.get("/database")
    first, *others = map(json.loads, lines(caplog, "django.request"))
    assert "Traceback" in first["exception"]
    assert [line["why"] for line in others] == ["OperationalError: secret detail"] * 2
    assert not any("exception" in line for line in others)


def test_failure_names_whom_to_write_to(visitor: Client) -> None:
    assert {"class": "button", "href": "mailto:hello@example.org"} in tags(visitor.get("/fail"), "a")


def test_refusal_is_explained(visitor: Client) -> None:
    response = visitor.get("/refuse")
    assert response.status_code == 403
    assert "This is not open to you" in words(response)
    assert "secret detail" not in response.text


def test_too_much_text_is_told_from_a_form_that_broke_off(visitor: Client) -> None:
    response = visitor.post("/take", {"text": "x" * 1024 * 1024})
    assert response.status_code == 413
    assert "A form takes 1 MB of text at most. Nothing was changed." in words(response)


@pytest.mark.django_db
def test_who_is_logged_out_while_saving_is_told_to_look(visitor: Client) -> None:
    visitor.force_login(get_user_model().objects.create_user("ada.bakes"))
    response = visitor.post("/save")
    assert response.status_code == 401
    assert "What you sent may have been saved. Log in and look before you send it again." in words(response)
    assert {"class": "button primary", "href": "/studio/"} in tags(response, "a")


def test_unknown_host_is_told_where_the_site_is(visitor: Client, settings: Settings) -> None:
    response = visitor.get("/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert f"It answers at {settings.SITE_URL} and nowhere else." in words(response)
    assert {"class": "button primary", "href": f"{settings.SITE_URL}/"} in tags(response, "a")
    assert "evil.example" not in response.text


def test_unknown_host_is_one_short_line_in_the_log(visitor: Client, caplog: LogCaptureFixture) -> None:
    visitor.get("/", headers={"Host": "evil.example"})
    line = only_line(caplog, "django.security.DisallowedHost")
    assert json.loads(line)["level"] == "warning"
    assert "Traceback" not in line


@pytest.mark.django_db
def test_creator_at_the_door_of_staff_is_one_short_line_in_the_log(client: Client, caplog: LogCaptureFixture) -> None:
    client.force_login(get_user_model().objects.create_user("ada.bakes"))
    assert client.get("/admin/login/").status_code == 403
    line = only_line(caplog, "django.request")
    assert json.loads(line)["level"] == "warning"
    assert "Traceback" not in line


@pytest.mark.django_db
def test_form_that_cannot_be_read_is_one_short_line_in_the_log(client: Client, caplog: LogCaptureFixture) -> None:
    assert client.generic("POST", "/accounts/login/", b"x", "multipart/form-data; boundary=").status_code == 400
    line = only_line(caplog, "django.request")
    assert json.loads(line)["level"] == "warning"
    assert "Traceback" not in line


def test_failed_task_is_one_line_with_one_traceback(caplog: LogCaptureFixture) -> None:
    @app.task(name="tests.fail")
    def fail_at(text: str) -> None:
        raise LookupError

    fail_at.apply(args=("what it was given",))
    line = only_line(caplog, "celery.app.trace")
    assert (json.loads(line)["level"], line.count("Traceback")) == ("error", 1)
    assert "what it was given" not in line


@pytest.mark.django_db
def test_form_without_its_token_is_explained() -> None:
    response = Client(enforce_csrf_checks=True).post("/accounts/logout/")
    assert response.status_code == 403
    assert "nothing was changed. Go back, reload the page and send it again." in words(response)


@pytest.mark.parametrize("path", ["/no/such/page", "/accounts/nothing"])
def test_unknown_page_costs_no_query(
    visitor: Client, db: None, path: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    visitor.cookies["session"] = "a-session-that-would-be-looked-up"
    with django_assert_num_queries(0):
        response = visitor.get(path)
    assert "There is no page here" in words(response)


@pytest.mark.parametrize(
    ("path", "said", "way"),
    [
        ("/no/such/page", "Check the spelling", "Go to Linkbio"),
        ("/studio/nothing/at/all", "All that you have is in your studio.", "Back to your links"),
        ("/studio/links/nothing/", "Perhaps you deleted it in another window.", "Back to your links Deleted links"),
        ("/go/nothing", "This link leads nowhere now", "Go back and choose another. Go to Linkbio"),
    ],
)
def test_unknown_page_says_what_to_do_there(visitor: Client, db: None, path: str, said: str, way: str) -> None:
    answer = words(visitor.get(path))
    assert said in answer
    assert way in answer
