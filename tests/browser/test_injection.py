"""No text runs in Chromium, on any surface that shows it, though nothing but escaping protects it there."""

from collections.abc import Iterator, Sequence
from itertools import batched

import pytest
from playwright.sync_api import Browser, Page

from tests.security.infection import infect, prepare
from tests.security.payloads import PAYLOADS
from tests.security.test_injection import browsers, documents, read, surfaces
from tests.security.world import build

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

# What an intruder's script would call, before anything else of the answer is read.
HOOK = "<script>pwn = alert = confirm = prompt = () => parent.ran++</script>"
# Shows each answer in a frame, pokes at what waits for a hand, and counts what ran.
SHOW = """async texts => {
  window.ran = 0;
  const frames = texts.map(text => Object.assign(document.createElement('iframe'), { srcdoc: text }));
  const loaded = frames.map(frame => new Promise(done => { frame.onload = done }));
  document.body.append(...frames);
  await Promise.all(loaded);
  for (const frame of frames)
    frame.contentDocument?.querySelectorAll('[onclick], [onfocus], [href^=java i]').forEach(one => one.click());
  await new Promise(done => setTimeout(done, 20));
  frames.forEach(frame => frame.remove());
  return ran;
}"""


@pytest.fixture
def window(chromium: Browser) -> Iterator[Page]:
    """A page without a content security policy, from which nothing gets out."""
    context = chromium.new_context(bypass_csp=True)
    context.route("**", lambda route: route.abort())
    yield context.new_page()
    context.close()


def test_what_is_not_escaped_would_be_noticed(window: Page) -> None:
    ran = [bool(window.evaluate(SHOW, [f"{HOOK}<p title='{text}'>{text}</p>"])) for text in PAYLOADS]
    assert sum(ran) > 30


# Few at a time: all of them take longer on a slow machine than one test may.
@pytest.mark.parametrize("payloads", [*batched(PAYLOADS, 10)])
def test_nothing_runs_on_any_surface(window: Page, payloads: Sequence[str]) -> None:
    world = build()
    prepare(world.page)
    clients = browsers(world)
    shown = [(role, path) for role, path in surfaces(world, clients) if documents(*read(clients[role], path))]
    assert len(shown) > 15
    ran = {}
    for payload in payloads:
        infect(payload)
        texts = [HOOK + text for role, path in shown for text in documents(*read(clients[role], path))]
        if count := window.evaluate(SHOW, texts):
            ran[payload] = count
    assert ran == {}
