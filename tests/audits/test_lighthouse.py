"""Lighthouse, mobile: full marks on three personas in two themes (https://developer.chrome.com/docs/lighthouse)."""

import json
import subprocess
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from linkbio.demo import Demo
from tests.audits.conftest import NODE_MODULES, Say

pytestmark = pytest.mark.audit

PERSONAS = ["mina.eats", "layla.raqs", "machi_no_neko"]
PRESETS = ["citrus", "signal"]
CATEGORIES = ["performance", "accessibility", "best-practices", "seo"]
LCP_MS = 1200
# What it calls a load that it could not trace, and asks to run again.
UNTRACED = "NO_NAVSTART"
MOST_LOADS = 3
CHROME = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


def wear(demo: Demo, handle: str, preset: str) -> None:
    code = (
        "from profiles.models import Page; from profiles import page_cache;"
        f"page = Page.objects.get(handle={handle!r}); page.preset = {preset!r}; page.save(); page_cache.expire(page)"
    )
    demo.manage("shell", "--no-imports", "--command", code)


def judge(url: str, report: Path, environment: dict[str, str]) -> dict[str, Any]:
    command = ["node", str(NODE_MODULES / "lighthouse/cli/index.js"), url, "--quiet", f"--output-path={report}"]
    options = ["--output=json", f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={CHROME}"]
    verdict: dict[str, Any] = {}
    for _load in range(MOST_LOADS):
        report.unlink(missing_ok=True)
        subprocess.run([*command, *options, "--no-enable-error-reporting"], env=environment, check=False, timeout=300)
        verdict = json.loads(report.read_text())
        if verdict.get("runtimeError", {}).get("code") != UNTRACED:
            break
    return verdict


@pytest.mark.parametrize(("handle", "preset"), [*product(PERSONAS, PRESETS)])
def test_public_page_has_full_marks(
    demo: Demo, handle: str, preset: str, reports: Path, tool_environment: dict[str, str], say: Say
) -> None:
    wear(demo, handle, preset)
    report = reports / f"lighthouse-{handle}-{preset}.json"
    verdict = judge(f"{demo.site_url}/@{handle}", report, tool_environment)
    scores = {name: round(100 * (verdict["categories"][name]["score"] or 0)) for name in CATEGORIES}
    lcp, shift, blocked = (
        verdict["audits"][name]["numericValue"]
        for name in ("largest-contentful-paint", "cumulative-layout-shift", "total-blocking-time")
    )
    # 1500 to 2000 is what its fourfold slowdown of the processor is meant for: docs/throttling.md in its repository.
    power = verdict["environment"]["benchmarkIndex"]
    seen = f"LCP {lcp:.0f} ms, CLS {shift:.3f}, blocked {blocked:.0f} ms, processor {power:.0f}"
    say(f"@{handle} in {preset}: {scores}, {seen}")
    assert scores == dict.fromkeys(CATEGORIES, 100)
    assert (lcp <= LCP_MS, shift, blocked) == (True, 0, 0)
