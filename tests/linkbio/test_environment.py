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


def start(tmp_path: Path, *words: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Start the site's settings in a clean process, as an operator would."""
    clean = nothing_set() | {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **PRODUCTION, **changes}
    command = [sys.executable, "manage.py", *(words or CHECK)]
    return subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, text=True)


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


def test_filled_in_env_file_has_no_say_here(tmp_path: Path) -> None:
    # What is in the environment, empty or not, is not read from the file again.
    names = nothing_set().keys()
    assert names <= os.environ.keys()
    program = "import os; print(*os.environ)"
    told = start(tmp_path, "shell", "--no-imports", "--command", program).stdout.split()
    assert names <= set(told)


def test_production_settings_are_clean(tmp_path: Path) -> None:
    done = start(tmp_path)
    assert "no issues" in done.stdout + done.stderr
    assert done.returncode == 0


@pytest.mark.parametrize("name", ["SECRET_KEY", "TOKEN_KEYS", "REDIS_URL", "TIKTOK_CLIENT_KEY", "CONTACT"])
def test_production_without_one_setting_does_not_start_and_names_it(tmp_path: Path, name: str) -> None:
    done = start(tmp_path, **{name: ""})
    assert name in done.stderr
    assert done.returncode != 0
    assert not any(value in done.stderr for value in (STRONG, PRODUCTION["TOKEN_KEYS"], "real-secret"))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"TIKTOK_SANDBOX": "1"}, "cannot run beside a real TIKTOK_CLIENT_KEY"),
        ({"SITE_URL": "http://bio.example.org"}, "SITE_URL must start with https://"),
        ({"TIKTOK_API_BASE": "http://tiktok.example.org"}, "TIKTOK_API_BASE must start with https://"),
        ({"TOKEN_KEYS": "not-a-key"}, "TOKEN_KEYS holds something that is not a Fernet key"),
        ({"WORKERS": "2", "TIKTOK_CALLS_PER_MINUTE": "many"}, "TIKTOK_CALLS_PER_MINUTE must be a whole number"),
        ({"COVER_KEEP_SECONDS": "9" * 20}, "COVER_KEEP_SECONDS must be a whole number, from 1 to"),
        ({"TIKTOK_LOGIN_KIT": "mobile"}, "TIKTOK_LOGIN_KIT must be web or desktop"),
        ({"REDIS_URL": "localhost:6379"}, "REDIS_URL must be an address like redis://"),
        ({"REDIS_URL": "redis://localhost/notadb"}, "REDIS_URL must be an address like redis://"),
        ({"DATABASE_URL": "foo"}, "DATABASE_URL must be an address like postgres://"),
        ({"TIKTOK_IMAGE_HOSTS": "*.example.org"}, "TIKTOK_IMAGE_HOSTS must be names like example.org"),
        ({"DATA_DIR": "/dev/null/var"}, "DATA_DIR must be a folder that can be made"),
        ({"REDIS_URL": ""}, "REDIS_URL is not set"),
        ({"SOURCE_URL": "javascript:alert(1)"}, "SOURCE_URL must start with http:// or https://"),
        ({"CONTACT": "not an address"}, "CONTACT must be an e-mail address, or start with https:// or mailto:"),
    ],
)
def test_production_with_a_wrong_setting_says_what_to_change_in_one_line(
    tmp_path: Path, changes: dict[str, str], sentence: str
) -> None:
    done = start(tmp_path, **changes)
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.returncode != 0


def test_production_keeps_cookies_and_browsers_to_this_host_and_tls(tmp_path: Path) -> None:
    settings = start(tmp_path, "diffsettings").stdout
    for line in (
        "SESSION_COOKIE_NAME = '__Host-session'",
        "CSRF_COOKIE_NAME = '__Host-csrf'",
        "SESSION_COOKIE_SECURE = True",
        "CSRF_COOKIE_SECURE = True",
        "CSRF_COOKIE_HTTPONLY = True",
        "SECURE_HSTS_SECONDS = 31536000",
    ):
        assert line in settings
    # What else the domain serves, and whether browsers ship with its name, is not this site's to say.
    assert "SECURE_HSTS_INCLUDE_SUBDOMAINS" not in settings
    assert "SECURE_HSTS_PRELOAD" not in settings


def test_postgres_keeps_what_its_address_says(tmp_path: Path) -> None:
    settings = start(tmp_path, "diffsettings", DATABASE_URL="postgres://linkbio@db/linkbio?sslmode=require").stdout
    line = next(line for line in settings.splitlines() if line.startswith("DATABASE ="))
    assert "'sslmode': 'require'" in line
    assert "'connect_timeout': 3" in line


def test_data_folder_is_made_where_there_is_none(tmp_path: Path) -> None:
    done = start(tmp_path, "migrate", "--verbosity", "0", DATA_DIR=str(tmp_path / "new" / "var"))
    assert done.stderr == ""
    assert (tmp_path / "new" / "var" / "linkbio.sqlite3").exists()


def test_database_that_is_not_up_to_date_is_told_in_one_line(tmp_path: Path) -> None:
    done = start(tmp_path, "refresh", "ada")
    assert done.returncode == 1
    assert "manage.py migrate" in done.stderr.strip()
    assert "\n" not in done.stderr.strip()


def test_word_that_is_no_text_is_told_in_one_line(tmp_path: Path) -> None:
    done = start(tmp_path, "refresh", "caf\udce9")
    assert (done.returncode, done.stderr.partition(".")[0]) == (1, "A word on this line is not UTF-8")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        *(("PORT", port, "PORT must be a whole number, from 1 to 65535.") for port in ("http", "0", "-8000", "65536")),
        ("WORKERS", "two", "WORKERS must be a whole number, from 1 to"),
        ("HOST", "999.1.1.1", "HOST must be the number of an address"),
    ],
)
def test_server_that_cannot_be_is_told_in_one_line(tmp_path: Path, name: str, value: str, sentence: str) -> None:
    done = start(tmp_path, "serve", **{name: value})
    assert done.stderr.strip().startswith(sentence)
    assert "\n" not in done.stderr.strip()
    assert done.stdout == ""
