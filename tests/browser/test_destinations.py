import re

import pytest
from playwright.sync_api import Browser

from tests.profiles.honest_links import accepted, crossed

pytestmark = pytest.mark.browser

SCHEMES = ("http:", "https:")
PUBLIC_HOST = re.compile(r"([a-z0-9_-]+\.)+([a-z]{2,}|xn--[a-z0-9-]+)")
ASK = """texts => texts.map(text => {
  try { const url = new URL(text); return [url.href, url.protocol, url.hostname, url.port, url.username] }
  catch { return null }
})"""


def test_destination_means_to_chromium_what_it_means_here(chromium: Browser) -> None:
    clean = accepted(crossed())
    page = chromium.new_page()
    seen = page.evaluate(ASK, list(clean.values()))
    page.close()
    assert len(clean) > 200
    for url, (href, protocol, host, port, user) in zip(clean.values(), seen, strict=True):
        assert href == url
        assert protocol in {"https:", "http:", "mailto:", "tel:"}
        assert (port, user) == ("", "")
        assert protocol in {"mailto:", "tel:"} or PUBLIC_HOST.fullmatch(host)


def test_destination_leads_to_the_host_that_chromium_reads_in_the_typed_text(chromium: Browser) -> None:
    clean = {text: url for text, url in accepted(crossed()).items() if text.strip().lower().startswith(SCHEMES)}
    page = chromium.new_page()
    seen = page.evaluate(ASK, list(clean))
    page.close()
    assert len(clean) > 100
    for url, answer in zip(clean.values(), seen, strict=True):
        assert answer[2].removesuffix(".") == url.split("/")[2]
