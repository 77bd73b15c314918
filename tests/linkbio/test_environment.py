import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest import MonkeyPatch

from linkbio import environment
from linkbio.demo import nothing_set

ROOT = Path(__file__).resolve().parent.parent.parent
STRONG = "correct-horse-battery-staple-0123456789-ABCDEFGHIJKLMN"
PRODUCTION = {
    "SITE_URL": "https://bio.example.org",
    "SECRET_KEY": STRONG,
    "TOKEN_KEYS": "0Dd3bGJ3dPc0x9Kq3dYb7yKQXh1o8vT0V1r1mZ2c5sY=",
    "TIKTOK_CLIENT_KEY": "real-client",
    "TIKTOK_CLIENT_SECRET": "real-secret",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "CONTACT": "hello@example.org",
}


CHECK = ["check", "--deploy", "--fail-level", "WARNING"]


def clean(tmp_path: Path, **changes: str) -> dict[str, str]:
    """An operator's environment, and nothing of ours."""
    return nothing_set() | {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **PRODUCTION, **changes}


def start(tmp_path: Path, *words: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Start the site's settings in a clean process, as an operator would."""
    command = [sys.executable, "manage.py", *(words or CHECK)]
    return subprocess.run(command, cwd=ROOT, env=clean(tmp_path, **changes), capture_output=True, text=True)


@pytest.mark.parametrize("value", ["maybe", "2", "on fire"])
def test_flag_with_another_word_is_refused(monkeypatch: MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SOME_FLAG", value)
    with pytest.raises(ImproperlyConfigured, match="SOME_FLAG must be 0 or 1"):
        environment.flag("SOME_FLAG")


@pytest.mark.parametrize("value", ["", "0", "no", "false"])
def test_flag_is_off_unless_set(monkeypatch: MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SOME_FLAG", value)
    assert environment.flag("SOME_FLAG") is False


@pytest.mark.parametrize("value", ["-1", "ten", "1.5", "0", "1000000001", "9" * 20, "9" * 5000], ids=range(7))
def test_integer_out_of_bounds_or_not_whole_is_refused(monkeypatch: MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SOME_NUMBER", value)
    with pytest.raises(ImproperlyConfigured, match=r"^SOME_NUMBER must be a whole number, from 1 to 1000000000\.$"):
        environment.integer("SOME_NUMBER", 5, least=1)


def test_items_are_split_and_trimmed(monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_ITEMS", " a, b ,,c")
    assert environment.items("SOME_ITEMS") == ["a", "b", "c"]


@pytest.mark.parametrize(
    "value",
    [
        "http://example.org",
        "ftp://localhost",
        "example.org",
        "https://",
        "https://user@example.org",
        "https://example.org/?a=1",
        "http://127.0.0.1.example.org",
        "http://localhost.example.org",
        "https://[bad",
        "https://example.org:port",
        "https://example.org:0",
    ],
)
def test_base_url_that_is_not_safe_is_refused(monkeypatch: MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SOME_URL", value)
    with pytest.raises(ImproperlyConfigured, match="SOME_URL"):
        environment.base_url("SOME_URL", "")


@pytest.mark.parametrize(
    "value", ["https://example.org/", "http://localhost:8000", "http://127.0.0.1:9", "http://[::1]:80"]
)
def test_base_url_loses_its_trailing_slash(monkeypatch: MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SOME_URL", value)
    assert environment.base_url("SOME_URL", "") == value.rstrip("/")


@pytest.mark.parametrize(
    ("value", "origin"),
    [
        ("https://Bio.Example.org:443/", "https://bio.example.org"),
        ("http://localhost:80", "http://localhost"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_origin_is_written_as_browsers_do(monkeypatch: MonkeyPatch, value: str, origin: str) -> None:
    monkeypatch.setenv("SOME_URL", value)
    assert environment.origin("SOME_URL", "") == origin


@pytest.mark.parametrize(
    "value", ["https://example.org/bio", "https://bücher.example", "https://.a.org", "https://*.org", "https://a b.org"]
)
def test_origin_with_a_path_or_other_letters_is_refused(monkeypatch: MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SOME_URL", value)
    with pytest.raises(ImproperlyConfigured, match="SOME_URL"):
        environment.origin("SOME_URL", "")


@pytest.mark.parametrize(
    "value",
    ["localhost:abc", "*.example.org", ".example.org", "https://", "[bad", ":8000", "a b", "ftp://example.org", "a/b"],
)
def test_hosts_that_name_none_are_refused(monkeypatch: MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SOME_HOSTS", f"example.org, {value}")
    with pytest.raises(ImproperlyConfigured, match="SOME_HOSTS"):
        environment.hosts("SOME_HOSTS")


def test_hosts_are_read_with_and_without_scheme_and_port(monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_HOSTS", "*, example.org, localhost:8000, http://[::1]:9")
    assert environment.hosts("SOME_HOSTS") == ["*", "example.org", "localhost:8000", "http://[::1]:9"]


@pytest.mark.parametrize(
    "value", ["", "a@b.example", "mailto:a@b.example?subject=Site", "https://b.example/write", "https://bücher.example"]
)
def test_contact_that_can_be_tapped_is_taken(monkeypatch: MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SOME_CONTACT", value)
    assert environment.contact("SOME_CONTACT") == value


@pytest.mark.parametrize(
    "value",
    ["Ada", "@ada", "javascript:a@b.example", "mailto:", "https://", "http://b.example", "https://b.example/\na"],
)
def test_contact_that_leads_nowhere_is_refused(monkeypatch: MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SOME_CONTACT", value)
    with pytest.raises(ImproperlyConfigured, match="SOME_CONTACT must be an e-mail address"):
        environment.contact("SOME_CONTACT")


@pytest.mark.parametrize(
    "value", ["foo", "mysql://a/b", "postgres://h", "postgres://u:hidden@h:port/name", "postgres://u:hidden@[::1/name"]
)
def test_database_that_cannot_be_read_is_refused_without_being_shown(monkeypatch: MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SOME_DATABASE", value)
    with pytest.raises(ImproperlyConfigured, match="SOME_DATABASE") as refusal:
        environment.database("SOME_DATABASE", Path("linkbio.sqlite3"))
    assert "hidden" not in str(refusal.value)


def test_database_without_an_address_is_a_file_whatever_its_name(monkeypatch: MonkeyPatch) -> None:
    monkeypatch.delenv("SOME_DATABASE", raising=False)
    assert environment.database("SOME_DATABASE", Path("/a #1 100%?/b"))["NAME"] == "/a #1 100%?/b"


def test_database_by_its_socket_is_read(monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_DATABASE", "postgres:///linkbio?host=/var/run/postgresql")
    found = environment.database("SOME_DATABASE", Path("linkbio.sqlite3"))
    assert (found["NAME"], found["HOST"], found["OPTIONS"]) == ("linkbio", "", {"host": "/var/run/postgresql"})


@pytest.mark.parametrize("value", ["short", "a" * 60, "abababababababababababababababababababababab"])
def test_secret_that_is_weak_is_refused_without_being_shown(monkeypatch: MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SOME_SECRET", value)
    with pytest.raises(ImproperlyConfigured) as refusal:
        environment.secret("SOME_SECRET")
    assert "SOME_SECRET is too weak" in str(refusal.value)
    assert value not in str(refusal.value)


def test_secret_made_in_a_folder_stays_the_same_and_is_private(monkeypatch: MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SOME_SECRET", raising=False)
    made = environment.secret("SOME_SECRET", made_in=tmp_path)
    assert environment.secret("SOME_SECRET", made_in=tmp_path) == made
    assert (tmp_path / "some_secret.secret").stat().st_mode & 0o077 == 0


def test_file_that_cannot_be_read_is_told_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    environment.read_file(tmp_path)
    assert capsys.readouterr().err == f"{tmp_path} cannot be read: Is a directory. What it says is left out.\n"


def test_file_that_is_not_there_is_nothing_to_tell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    environment.read_file(tmp_path / ".env")
    assert capsys.readouterr().err == ""


def test_folder_is_the_same_wherever_it_is_asked_for(monkeypatch: MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SOME_FOLDER", "data")
    assert environment.folder("SOME_FOLDER", tmp_path / "var") == tmp_path / "data"
