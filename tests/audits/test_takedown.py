"""What staff or creators take down is gone in every layer within ten seconds, under load, and with the site stopped.

Layers: the edges of two server processes, the copy in Redis, and the shipped nginx with its cache off and on; each for
visitors who come anew and for those who have the page (304). Seconds run from before the verb to the last old answer.
"""

import os
import re
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial

import pytest
from pytest_django import Settings

from linkbio.demo import Demo
from linkbio.environment import redis_prefix
from profiles import page_cache
from tests.audits import stack
from tests.audits.conftest import Say
from tests.audits.front import Answer, Front, Visitor, ask, load, visiting
from tests.audits.hand import Hand

pytestmark = pytest.mark.audit

PATH = "/@mina.eats"
KEY = "taken-down"
MOST_SECONDS = 10
WATCHED_SECONDS = 12
SETTLING_SECONDS = 7


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A site of this audit's own: it is stopped and killed."""
    with stack.demo(tmp_path_factory.mktemp("takedown")) as site:
        yield site


@pytest.fixture(scope="module")
def hand(site: Demo) -> Iterator[Hand]:
    hand = Hand(site)
    with hand.process:
        yield hand
        hand.process.kill()


@pytest.fixture(scope="module")
def fronts(site: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Front]]:
    folder = tmp_path_factory.mktemp("nginx")
    with ExitStack() as running:
        yield {
            "nginx": running.enter_context(Front(site, folder / "off").running()),
            "nginx, keeping": running.enter_context(Front(site, folder / "on", keeps=True).running()),
        }


def copy_in_redis() -> Answer:
    """What a process that has nothing yet would take over."""
    _version, rendered = page_cache.get(PATH)
    if rendered is None:
        return Answer(0, {}, "")
    return Answer(int(rendered.status.split()[0]), dict(rendered.headers), rendered.bodies[""].decode())


def visitors(urls: dict[str, str], is_old: Callable[[Answer], bool]) -> list[Visitor]:
    """Two for each layer, one who comes anew and one who has the page as it is now; where the whole page goes, one more
    who knows the address of a picture.
    """
    found = [Visitor("redis", copy_in_redis, is_old)]
    for layer, url in urls.items():
        seen = ask(url, PATH)
        tag = seen.headers["etag"]
        found.append(Visitor(layer, partial(ask, url, PATH), is_old))
        found.append(Visitor(f"{layer}, 304", partial(ask, url, PATH, If_None_Match=tag), is_unchanged))
        if is_old == is_page:
            picture = re.findall(r"/media/cover/[0-9a-f/-]+\.jpg", seen.body)[0]
            found.append(Visitor(f"{layer}, picture", partial(ask, url, picture), is_page))
    return found


def is_page(answer: Answer) -> bool:
    return answer.status == 200


def is_gone(answer: Answer) -> bool:
    return answer.status == 410


def is_unchanged(answer: Answer) -> bool:
    return answer.status == 304


def has_way_out(answer: Answer) -> bool:
    return f'href="/go/{KEY}"' in answer.body


@pytest.fixture
def urls(site: Demo, fronts: dict[str, Front], settings: Settings) -> dict[str, str]:
    """Where each layer is asked; Redis is read as the site reads it."""
    shared = {"LOCATION": site.environment["REDIS_URL"], "KEY_PREFIX": redis_prefix(site.site_url)}
    settings.CACHES = settings.CACHES | {"shared": settings.CACHES["shared"] | shared}
    return {"edge": site.site_url} | {name: front.url for name, front in fronts.items()}


VERBS: dict[str, tuple[str, Callable[[Answer], bool]]] = {
    "suspend": ("moderators.suspend(page(), reason='audit')", is_page),
    "restore": ("moderators.restore(page(), reason='audit')", is_gone),
    "hide a link": ("links.hide_link(link())", has_way_out),
    "block a domain": ("domains.set_rule(host(), verdict=Verdict.BLOCK, reason='audit')", has_way_out),
    "unpublish": ("pages.unpublish(page())", is_page),
    "ban": ("moderators.act(page(), Verb.BAN, reason='audit')", is_page),
}
UNDO = {
    "hide a link": "links.show_link(link())",
    "block a domain": "domains.drop_rule(DomainRule.objects.get(), reason='audit')",
    "unpublish": "pages.publish(page())",
    "ban": "moderators.act(page(), Verb.UNBAN, reason='audit')",
}


def test_every_verb_reaches_every_layer_within_ten_seconds(hand: Hand, urls: dict[str, str], say: Say) -> None:
    hand.do(f"Link.objects.filter(pk=link().pk).update(key='{KEY}')")
    with load(urls["edge"] + PATH), load(urls["nginx, keeping"] + PATH):
        for verb, (code, is_old) in VERBS.items():
            time.sleep(SETTLING_SECONDS)
            watching = visitors(urls, is_old)
            with visiting(watching):
                time.sleep(1)
                at = hand.do(code)
                time.sleep(WATCHED_SECONDS)
            seconds = {visitor.layer: max(visitor.last_old - at, 0) for visitor in watching}
            say(f"{verb:15} " + ", ".join(f"{layer} {lasted:.1f} s" for layer, lasted in seconds.items()))
            assert all(sum(visitor.statuses.values()) > WATCHED_SECONDS for visitor in watching)
            assert max(seconds.values()) <= MOST_SECONDS, (verb, seconds)
            if verb in UNDO:
                hand.do(UNDO[verb])


def watch_the_stopped_site(urls: dict[str, str]) -> dict[str, Counter[int]]:
    """What visitors get at nginx for some seconds, by status."""
    behind = {layer: url for layer, url in urls.items() if layer != "edge"}
    watching = [Visitor(layer, partial(ask, url, PATH), is_page) for layer, url in behind.items()]
    with visiting(watching):
        time.sleep(WATCHED_SECONDS)
    return {visitor.layer: visitor.statuses for visitor in watching}


def test_page_stays_down_while_the_site_is_stopped_or_killed(
    hand: Hand, site: Demo, urls: dict[str, str], say: Say
) -> None:
    time.sleep(SETTLING_SECONDS)
    for url in urls.values():
        assert ask(url, PATH).status == 200  # every cache has the page
    at = hand.do("moderators.suspend(page(), reason='audit')")
    time.sleep(max(at + MOST_SECONDS - time.time(), 0))
    server = site.processes[0]
    for name, number in {"kill -STOP": signal.SIGSTOP, "kill -9": signal.SIGKILL}.items():
        os.killpg(server.pid, number)
        seen = watch_the_stopped_site(urls)
        say(f"{name:15} " + ", ".join(f"{layer} {dict(statuses)}" for layer, statuses in seen.items()))
        assert all(200 not in statuses for statuses in seen.values())
        if number == signal.SIGSTOP:
            os.killpg(server.pid, signal.SIGCONT)
    server.wait()
    site.processes.remove(server)
    site.start("serve")
    site.processes.insert(0, site.processes.pop())
    site.wait_until_up()
    assert {layer: ask(url, PATH).status for layer, url in urls.items()} == dict.fromkeys(urls, 410)


def test_page_that_was_never_asked_for_again_is_not_brought_back_by_nginx(
    hand: Hand, site: Demo, urls: dict[str, str]
) -> None:
    """The worst moment: the caches saw the page last, and the site dies with the takedown."""
    hand.do("moderators.restore(page(), reason='audit')")
    time.sleep(SETTLING_SECONDS)
    for url in urls.values():
        assert ask(url, PATH).status == 200
    at = hand.do("moderators.suspend(page(), reason='audit')")
    os.killpg(site.processes[0].pid, signal.SIGSTOP)
    try:
        time.sleep(max(at + MOST_SECONDS - time.time(), 0))
        assert {ask(url, PATH).status for layer, url in urls.items() if layer != "edge"} <= {0, 503}
    finally:
        os.killpg(site.processes[0].pid, signal.SIGCONT)


def test_nginx_keeps_nothing_private(fronts: dict[str, Front], site: Demo) -> None:
    front = fronts["nginx, keeping"]
    cookie = {"Cookie": "session=canary-in-a-cookie; csrftoken=canary"}
    rooms = ("/", "/studio/", "/accounts/login/", "/admin/login/", "/go/nothing")
    for path in (*rooms, PATH, f"{PATH}/report", "/@nobody"):
        ask(front.url, path, **cookie)
        ask(front.url, path, **cookie)
    time.sleep(0.2)
    kept = front.kept()
    assert f"KEY: {PATH}|" in kept
    public = {f"KEY: {PATH}|", f"KEY: {PATH}/report|"}  # the form is the same for everybody, too
    assert {line for line in kept.splitlines() if line.startswith("KEY: ")} <= public
    assert not re.search(r"(?i)set-cookie|private|no-store|canary", kept)


@pytest.mark.parametrize("name", ["evil.example", "localhost.evil.example", ""])
def test_nginx_does_not_talk_under_another_name(fronts: dict[str, Front], name: str) -> None:
    front = fronts["nginx"]
    assert ask(front.url, "/", host=name or "127.0.0.1").status in {0, 421}
    assert ask(f"http://127.0.0.1:{front.plain_port}", "/", host=name or "127.0.0.1").status == 0


def test_nginx_sets_what_the_site_believes_about_a_visitor(fronts: dict[str, Front], hand: Hand) -> None:
    shipped = fronts["nginx"].configuration()
    assert "$proxy_add_x_forwarded_for" not in shipped
    assert "X-Forwarded-For $remote_addr;" in shipped


def test_way_to_the_login_takes_a_long_address_along(fronts: dict[str, Front]) -> None:
    answer = ask(fronts["nginx"].url, f"/studio/?campaign={'x' * 3500}")
    assert answer.headers["location"] == f"/accounts/login/?next=/studio/%3Fcampaign%3D{'x' * 3500}"


def test_pictures_come_from_the_disk_as_pictures(fronts: dict[str, Front], site: Demo) -> None:
    front = fronts["nginx"]
    cover = re.search(r'/media/cover/[^" ]+\.webp', ask(site.site_url, "/@machi_no_neko").body)
    assert cover
    answer = ask(front.url, cover[0])
    assert (answer.status, answer.headers["content-type"]) == (200, "image/webp")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "immutable" in answer.headers["cache-control"]
    for path in (
        "/media/",
        "/media/cover/",
        "/media/../linkbio.sqlite3",
        "/media/%2e%2e/linkbio.sqlite3",
        "/media/.env",
    ):
        assert ask(front.url, path).status in {400, 403, 404}
    assert ask(front.url, "/metrics").status == 404


def test_encodings_pass_through(fronts: dict[str, Front]) -> None:
    for front in fronts.values():
        for accepted, encoding in {"gzip, deflate, br": "br", "gzip": "gzip", "br;q=0, gzip": "gzip", "": ""}.items():
            answer = ask(front.url, "/@machi_no_neko", Accept_Encoding=accepted)
            assert answer.headers.get("content-encoding", "") == encoding
