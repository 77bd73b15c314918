"""The Nu HTML checker (https://validator.github.io/validator/) on every public state and every place of the studio."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.audits.conftest import NODE_MODULES, Say
from tests.audits.stack import Site, program

pytestmark = pytest.mark.audit

CHECKER = NODE_MODULES / "vnu-jar/build/dist/vnu.jar"
PUBLIC = ["/", "/privacy", "/terms", "/accounts/login/", "/accounts/login/?staff=1", "/no/such/page", "/@nobody.here"]
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
WRONG = "javascript:alert(1)"
# What only an answer to a form shows: its mistakes, and what is tried before it is kept.
SENT: list[tuple[str, dict[str, str]]] = [
    ("/studio/", {"url": WRONG}),
    ("/studio/address/", {"handle": "no such name"}),
    ("/studio/design/", {"preset": "none"}),
    ("/studio/import/", {"text": "My shop: https://shop.example.com/new\njavascript:alert(1)"}),
    ("/studio/import/", {"text": ""}),
    ("/studio/links/new/contact/", {"title": "", "email": WRONG}),
    ("/studio/settings/", {"part": "handle", "handle": "no such name"}),
    ("/studio/settings/", {"part": "search", "search_title": "x" * 500}),
    ("/studio/settings/", {"part": "region", "time_zone": "Mars/Base", "language": "none"}),
    ("/studio/settings/delete/", {"handle": "somebody"}),
    ("/studio/videos/hashtags/", {"hashtag": "#", "url": WRONG}),
    ("/studio/videos/rules/", {"length": "99", "only_hashtags": "so-up"}),
    ("/studio/videos/rules/", {"length": "3", "preview": "1"}),
]
LINK = re.compile(r'href="(/(?:studio|@mina\.eats)[^"#]*)"')
# What the checker does not know yet, each with the specification that does.
NOT_YET = [
    # https://www.w3.org/TR/css-contain-3/#container-features and other parts of CSS that it has no grammar for.
    "CSS:",
    # A trailing slash is noise, not an error; our templates have none, SVG inside of them does.
    "Trailing slash",
]


def collect(demo: Site, folder: Path) -> dict[str, str]:
    """Every page worth judging as a file; gives the path of each by its file's name."""
    demo.manage("moderate", "suspend", "everytram", "--reason", "to look at the page that says so")
    visitor, creator = requests.Session(), requests.Session()
    creator.cookies.set("session", demo.session_of("mina.eats"))
    pages = {path: visitor.get(demo.site_url + path, timeout=60) for path in PUBLIC}
    pages |= {f"/@{handle}": visitor.get(f"{demo.site_url}/@{handle}", timeout=60) for handle in handles(demo)}
    pages |= dict(walk(demo, creator))
    pages |= dict(send(demo, creator))
    demo.run_code("from django.contrib.auth.models import User; User.objects.create_user('newcomer')")
    for name in ("everytram", "newcomer"):
        other = requests.Session()
        other.cookies.set("session", demo.session_of(name))
        pages |= {f"{path} of {name}": answer for path, answer in walk(demo, other)}
    files = {}
    for number, (path, answer) in enumerate(pages.items()):
        if "text/html" in answer.headers["Content-Type"]:
            (folder / f"{number}.html").write_text(answer.text)
            files[f"{number}.html"] = path
    return files


def walk(demo: Site, creator: requests.Session) -> Iterator[tuple[str, requests.Response]]:
    """Every place of the studio and of the creator's page that can be reached by links."""
    seen, waiting = set(), ["/studio/", "/@mina.eats"]
    while waiting:
        path = waiting.pop(0)
        # One video or link stands for all of them.
        if (kind := re.sub(r"\d+", "1", path)) in seen:
            continue
        seen.add(kind)
        answer = creator.get(demo.site_url + path, timeout=60)
        waiting += LINK.findall(answer.text) if "text/html" in answer.headers["Content-Type"] else []
        yield path, answer


def send(demo: Site, creator: requests.Session) -> Iterator[tuple[str, requests.Response]]:
    """What the studio answers to forms that cannot be kept as they are."""
    found = TOKEN.search(creator.get(f"{demo.site_url}/studio/", timeout=60).text)
    assert found
    for path, data in SENT:
        answer = creator.post(demo.site_url + path, {**data, "csrfmiddlewaretoken": found[1]}, timeout=60)
        yield f"{path} {data}", answer


def handles(demo: Site) -> list[str]:
    code = "from profiles.models import Page; print(*Page.objects.values_list('handle', flat=True))"
    return demo.run_code(code).split()


def test_every_page_is_valid(demo: Site, tmp_path: Path, say: Say) -> None:
    files = collect(demo, tmp_path)
    names = [str(tmp_path / name) for name in files]
    command = [program("java"), "-jar", str(CHECKER), "--format", "json", "--exit-zero-always", *names]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    messages = json.loads(done.stderr)["messages"]
    wrong = {
        one["message"]: files[Path(one["url"]).name]
        for one in messages
        if one["type"] == "error" and not one["message"].startswith(tuple(NOT_YET))
    }
    say(f"{len(files)} pages, {len(wrong)} kinds of errors")
    for message, path in wrong.items():
        say(f"  {path}: {message}")
    assert wrong == {}
