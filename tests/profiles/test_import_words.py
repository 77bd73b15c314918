"""What an import says before and after."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from profiles.models import Page
from tests.markup import words
from tests.profiles.imports import OFFER, bring
from tests.profiles.pages import make_video

HERE = {"url": "https://example.org/"}


@pytest.mark.parametrize(
    ("links", "said"),
    [
        ([HERE, {**HERE, "video": "1"}], "2 links are new on your page."),
        ([{**HERE, "video": "7"}], "1 link waits for its TikTok."),
        (
            [HERE, {**HERE, "video": "1"}, {**HERE, "video": "7"}, {**HERE, "video": "8"}],
            "2 links are new on your page. 2 links wait for their TikToks.",
        ),
        (
            [{"url": "https://www.instagram.com/mina"}, {**HERE, "video": "7"}],
            "1 icon is new on your page. 1 link waits for its TikTok.",
        ),
    ],
)
def test_links_whose_tiktok_is_not_here_are_told_of_apart(
    mina: Client, page: Page, links: list[dict[str, str]], said: str
) -> None:
    make_video(page, tiktok_id="1")
    sent = json.dumps({"format": "linkbio-page", "version": 1, "links": links})
    answer = words(bring(mina, sent, part=["tiktoks"]))
    assert said in answer
    for word in ("for its TikTok", "for their TikToks", "new on your page"):
        assert (word in said) == (word in answer)


def test_file_beside_a_paste_is_read_and_the_paste_said_not_to_be(mina: Client, page: Page) -> None:
    file = SimpleUploadedFile("links.txt", b"https://example.org/b")
    answer = mina.post(OFFER, {"text": "https://example.org/a", "file": file})
    assert "Your file was read; what stood in the field beside it was not." in words(answer)
    assert "https://example.org/b" in answer.text
    assert "https://example.org/a" not in answer.text


def test_export_promises_what_an_import_does(mina: Client, page: Page) -> None:
    assert "bring it back here, and what is missing is added." in words(mina.get("/studio/export/"))
