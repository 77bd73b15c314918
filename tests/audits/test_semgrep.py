"""Our own rules over the code (https://semgrep.dev/docs): one outbound client, nothing unescaped, nothing pickled."""

import json
import subprocess
from pathlib import Path

import pytest

from linkbio.demo import ROOT
from tests.audits.conftest import TOOLS, Say

pytestmark = pytest.mark.audit

RULES = Path(__file__).parent / "semgrep.yml"
BAD = """
import pickle, requests
from django.shortcuts import redirect
from django.utils.safestring import mark_safe
def view(request, page):
    requests.get(page.url)
    pickle.loads(page.bio)
    mark_safe(f"<b>{page.bio}</b>")
    return redirect(request.GET["next"])
"""


def scan(folder: Path) -> list[str]:
    command = [
        str(TOOLS / "semgrep/bin/semgrep"),
        "scan",
        "--metrics=off",
        "--disable-version-check",
        "--no-git-ignore",
    ]
    options = ["--json", "--quiet", f"--config={RULES}", "--exclude=.venv", "--exclude=.tools", "--exclude=var"]
    done = subprocess.run([*command, *options, "."], cwd=folder, capture_output=True, text=True, timeout=600)
    report = json.loads(done.stdout)
    assert report["errors"] == []
    return [
        f"{found['path']}:{found['start']['line']} {found['check_id'].split('.')[-1]}" for found in report["results"]
    ]


def test_rules_find_what_they_are_for(tmp_path: Path) -> None:
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "bad.py").write_text(BAD)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "bad.html").write_text("<p>{{ page.bio|safe }}</p>")
    assert [line.split()[1] for line in sorted(scan(tmp_path))] == [
        "only-the-transport-connects",
        "no-pickle",
        "mark-safe-takes-no-data",
        "redirects-lead-to-names",
        "templates-escape",
    ]


def test_code_keeps_the_rules(say: Say) -> None:
    found = scan(ROOT)
    say(f"{RULES.read_text().count('- id: ')} rules, {len(found)} findings")
    assert found == []
