"""Whoever sends slowly, too much or in pieces keeps nobody else waiting."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Event, Thread
from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from linkbio.bodies import MOST_BYTES, TOO_LARGE, Bodies
from profiles.models import Report
from tests.crowd import PATIENCE_SECONDS
from tests.profiles.pages import make_page

# Seconds after which even a slow body is there: whoever waits for its room gets it.
ENDLESS = 600


class Slow:
    """A body that comes when it is let, or after a minute."""

    def __init__(self) -> None:
        self.is_asked_for, self.may_come = Event(), Event()

    def read(self, _size: int) -> bytes:
        self.is_asked_for.set()
        self.may_come.wait(60)
        return b"slow"


def echo(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answers with what Django would read."""
    start_response("200 OK", [])
    return [environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))]


def send(bodies: Bodies, body: Any, **environ: str) -> tuple[str, bytes]:
    answer: Any = []
    source = BytesIO(body) if isinstance(body, bytes) else body
    chunks = bodies({"wsgi.input": source, **environ}, lambda status, headers, exc_info=None: answer.append(status))
    return answer[0], b"".join(chunks)


def slow_senders(bodies: Bodies, count: int) -> list[Slow]:
    """So many who have begun to send and do not go on."""
    senders = [Slow() for _ in range(count)]
    for sender in senders:
        Thread(target=send, args=(bodies, sender), kwargs={"CONTENT_LENGTH": "4"}, daemon=True).start()
        assert sender.is_asked_for.wait(PATIENCE_SECONDS)
    return senders


def test_body_is_handed_on_whole() -> None:
    assert send(Bodies(echo, threads=6), b"name", CONTENT_LENGTH="4") == ("200 OK", b"name")


@pytest.mark.parametrize("length", ["", "4"])
def test_body_in_chunks_changes_nothing(length: str) -> None:
    """One that broke off would look whole."""
    chunked = {"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": length}
    status, sentence = send(Bodies(echo, threads=6), b"name", **chunked)
    assert status == "411 Length Required"
    assert b"send it again with Content-Length" in sentence


def test_slow_senders_keep_nobody_from_looking_and_others_are_asked_to_come_again() -> None:
    bodies = Bodies(echo, threads=6)
    senders = slow_senders(bodies, 2)
    assert send(bodies, b"") == ("200 OK", b"")
    status, sentence = send(bodies, b"name", CONTENT_LENGTH="4")
    assert status == "503 Service Unavailable"
    assert b"send it again" in sentence
    senders[0].may_come.set()
    while send(bodies, b"name", CONTENT_LENGTH="4")[0] != "200 OK":
        pass  # until the first one's thread has let go of its place
    senders[1].may_come.set()


def test_small_bodies_that_come_at_once_are_all_taken_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linkbio.bodies.PATIENCE", ENDLESS)
    bodies = Bodies(echo, threads=6)
    senders = slow_senders(bodies, 2)
    with ThreadPoolExecutor(20) as pool:
        answers = [pool.submit(send, bodies, b"name", CONTENT_LENGTH="4") for _ in range(20)]
        for sender in senders:
            sender.may_come.set()
    assert {answer.result() for answer in answers} == {("200 OK", b"name")}


def test_large_body_without_room_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linkbio.bodies.PATIENCE", ENDLESS)
    bodies = Bodies(echo, threads=2)
    (sender,) = slow_senders(bodies, 1)
    assert send(bodies, b"name", CONTENT_LENGTH="65537")[0] == "503 Service Unavailable"
    sender.may_come.set()


def test_small_body_waits_for_no_room_where_another_has_in_vain(monkeypatch: pytest.MonkeyPatch) -> None:
    bodies = Bodies(echo, threads=2)
    (sender,) = slow_senders(bodies, 1)
    assert send(bodies, b"name", CONTENT_LENGTH="4")[0] == "503 Service Unavailable"
    monkeypatch.setattr("linkbio.bodies.PATIENCE", ENDLESS)
    assert send(bodies, b"name", CONTENT_LENGTH="4")[0] == "503 Service Unavailable"
    sender.may_come.set()


@pytest.mark.parametrize("length", [str(MOST_BYTES + 1), "9" * 5000], ids=["too much", "endless"])
def test_too_much_is_refused(length: str) -> None:
    status, sentence = send(Bodies(echo, threads=6), b"", CONTENT_LENGTH=length)
    assert status == "413 Content Too Large"
    assert sentence == b"That is larger than 12 MB. Nothing was changed. Go back and choose a smaller file."


def test_shipped_nginx_refuses_too_much_in_the_same_words() -> None:
    shipped = (settings.BASE_DIR / "deploy" / "nginx.conf").read_text()
    large = shipped.partition("location @large {")[2].partition("    }\n")[0]
    assert "client_max_body_size 12m;\n" in shipped
    assert "error_page 413 @large;\n" in shipped
    assert f"<p>{TOO_LARGE[1]}</p>" in large
    assert "return 413 " in large


def test_body_that_broke_off_changes_nothing() -> None:
    status, sentence = send(Bodies(echo, threads=6), b"nam", CONTENT_LENGTH="4")
    assert status == "400 Bad Request"
    assert b"It broke off on the way." in sentence


PART = 'Content-Disposition: form-data; name="{}"\r\n\r\n{}\r\n--x'
CHARSETS = ["charset=hex", 'Charset = "rot13"', "charset=undefined", "charset*=utf-8''idna", "charset=utf-16"]


UNREADABLE = [
    "a/b; x*=utf-99''y",
    "a/b; filename*=idna''x",
    "a/b; x*=utf\0''y",
    "a" * 60_000,
    f"a/b; x={'y' * 60_000}",
    ";",
]


def ask_django(request: Any, body: bytes = b"") -> str:
    return send(Bodies(WSGIHandler(), threads=6), body, **request.META | {"wsgi.input": BytesIO(body)})[0]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("charset", CHARSETS)
def test_form_is_read_as_utf_8_whatever_its_sender_calls_it(charset: str) -> None:
    make_page("mina.eats")
    body = f"--x\r\n{PART.format('ground', 'scam')}\r\n{PART.format('text', 'Çok')}--\r\n".encode()
    kind = f"multipart/form-data; {charset}; boundary=x"
    status = ask_django(RequestFactory().generic("POST", "/@mina.eats/report", body, kind), body)
    assert (status, Report.objects.get().text) == ("302 Found", "Çok")


@pytest.mark.django_db
@pytest.mark.parametrize("charset", CHARSETS)
def test_query_is_read_as_utf_8_whatever_its_sender_calls_it(charset: str) -> None:
    request = RequestFactory().get("/healthz?x=%41")
    request.META["CONTENT_TYPE"] = f"text/plain; {charset}"
    assert ask_django(request) == "200 OK"


@pytest.mark.django_db
@pytest.mark.parametrize("kind", UNREADABLE, ids=range(len(UNREADABLE)))
def test_page_is_answered_whatever_its_visitor_says_to_send(kind: str) -> None:
    request = RequestFactory().get("/healthz")
    request.META["CONTENT_TYPE"] = kind
    assert ask_django(request) == "200 OK"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "said", ["boundary=x; y*=utf-99''z", "x*=idna''y; Boundary = x", f'y={"z" * 60_000}; boundary="x"']
)
def test_form_is_read_whatever_else_is_said_of_it(said: str) -> None:
    make_page("mina.eats")
    body = f"--x\r\n{PART.format('ground', 'scam')}--\r\n".encode()
    request = RequestFactory().generic("POST", "/@mina.eats/report", body)
    request.META["CONTENT_TYPE"] = f"multipart/form-data; {said}"
    assert (ask_django(request, body), Report.objects.get().ground) == ("302 Found", "scam")
