"""What comes back of an offer is judged again."""

import json
from typing import Any

import pytest
from django.test import Client

from profiles.models import HashtagLink, Page, Video, Wall
from tests.markup import tags
from tests.profiles import hostile_links
from tests.profiles.imports import ACCEPT, OFFER, bring, offer, problems, rows, titles
from tests.profiles.pages import make_link, make_page


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"document": ""},
        {"document": "{"},
        {"document": "{}"},
        {"document": "[" * 100_000},
        {"document": '{"format": "linkbio-page", "version": 2}'},
        {"document": '{"format": "linkbio-page", "version": 1, "links": 7}', "link": ["0"]},
        {"document": '{"format": "linkbio-page", "version": 1}', "part": ["tokens"]},
        {"document": '{"format": "linkbio-page", "version": 1}', "link": ["-1", "x"]},
    ],
)
def test_answer_that_was_tampered_with_adds_nothing(sent: dict[str, Any], mina: Client, page: Page) -> None:
    assert mina.post(ACCEPT, sent, follow=True).status_code == 200
    assert page.links.count() == 0


def test_hidden_fields_are_judged_like_typed_ones(mina: Client, page: Page) -> None:
    wrong = [{"kind": "link", "url": url, "title": "x"} for url in hostile_links.HOSTILE]
    wrong += [{"url": "https://example.org/", "video": "../../1"}, {"kind": "text", "note": ""}]
    sent = {"format": "linkbio-page", "version": 1, "links": wrong}
    numbers = [str(number) for number in range(len(wrong))]
    mina.post(ACCEPT, {"document": json.dumps(sent), "link": numbers, "part": ["tiktoks", "bin"]})
    assert page.links.count() == 0


def test_every_hostile_address_is_refused_row_by_row(mina: Client, page: Page) -> None:
    table = {"format": "linkbio-page", "version": 1, "links": [{"url": url} for url in hostile_links.HOSTILE]}
    shown = offer(mina, json.dumps(table))
    assert rows(shown) == []
    assert len(problems(shown)) >= len(hostile_links.HOSTILE)
    for link in tags(shown, "a"):
        assert link["href"].startswith(("/", "#", "mailto:hello@example.org"))


def test_foreign_numbers_in_a_document_mean_nothing(mina: Client, page: Page) -> None:
    otto = make_page("otto.knits")
    foreign = make_link(otto, "Patterns")
    link = {"id": foreign.pk, "pk": foreign.pk, "page": otto.pk, "key": foreign.key, "url": "example.org", "title": "x"}
    sent = {"format": "linkbio-page", "version": 1, "links": [link], "page": {"handle": "otto.knits", "owner": 1}}
    bring(mina, json.dumps(sent))
    assert titles(otto) == ["Patterns"]
    assert page.links.get().key != foreign.key
    page.refresh_from_db()
    assert page.handle == "mina.eats"


def test_import_is_for_those_with_a_page(client: Client, page: Page) -> None:
    for path in (OFFER, ACCEPT):
        assert client.post(path)["Location"].startswith("/accounts/login/")
    assert client.get(ACCEPT)["Location"] == "/accounts/login/?next=/studio/import/"
    assert Video.objects.count() == HashtagLink.objects.count() == Wall.objects.count() == 0
