"""What the settings make of an operator's environment."""

import os
from pathlib import Path

import pytest

from linkbio.demo import nothing_set
from tests.linkbio.test_environment import PRODUCTION, STRONG, start

KEY = PRODUCTION["TOKEN_KEYS"]


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
        ({"TOKEN_KEYS": f"{KEY} {KEY}"}, "TOKEN_KEYS holds something that is not a Fernet key"),
        ({"TOKEN_KEYS": f"{KEY};{KEY}"}, "TOKEN_KEYS holds something that is not a Fernet key"),
        ({"WORKERS": "2", "TIKTOK_CALLS_PER_MINUTE": "many"}, "TIKTOK_CALLS_PER_MINUTE must be a whole number"),
        ({"COVER_KEEP_SECONDS": "9" * 20}, "COVER_KEEP_SECONDS must be a whole number, from 1 to"),
        ({"TIKTOK_LOGIN_KIT": "mobile"}, "TIKTOK_LOGIN_KIT must be web or desktop"),
        ({"REDIS_URL": "localhost:6379"}, "REDIS_URL must be an address like redis://"),
        ({"REDIS_URL": "redis://localhost/notadb"}, "REDIS_URL must be an address like redis://"),
        ({"DATABASE_URL": "foo"}, "DATABASE_URL must be an address like postgres://"),
        ({"TIKTOK_IMAGE_HOSTS": "*.example.org"}, "TIKTOK_IMAGE_HOSTS must be names like example.org"),
        ({"DATA_DIR": "/dev/null/var"}, "DATA_DIR must be a folder that can be made"),
        ({"REDIS_URL": "redis://localhost/0?bogus=x"}, "REDIS_URL must be an address like redis://"),
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
