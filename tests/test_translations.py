"""Every word on the screen can be translated: none stands in a template outside of a translation tag, and the names
of the desk's lists, columns and fields wait for the reader's language."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten, label_for_field
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.template.base import Lexer, TokenType
from django.utils.functional import Promise

from profiles.admin.reading import ReadOnly
from profiles.models import Page

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

# What HTML holds that nobody reads: markup, styles, comments, entities.
UNREAD = re.compile(r"<!--.*?-->|<(style|script|svg)\b.*?</\1>|<[^>]*>|&\w+;|<[^>]*$|^[^<]*>", re.DOTALL)
READ_ALOUD = re.compile(r"""(?<!"og:type" )\b(?:alt|title|placeholder|aria-label|content)="([^"{]*[a-z]{3}[^"{]*)\"""")
# Names are the same in every language; a viewport is not read, nor is what kind of preview a chat should draw.
UNTRANSLATED = {"TikTok", "width=device-width", "noindex", "same-origin", "summary_large_image"}
# Our own lists at the desk; how Django calls users and groups is Django's.
DESK = [one for one in admin.site._registry.values() if isinstance(one, ReadOnly)]


def untranslated(source: str) -> list[str]:
    inside, pieces = False, []
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.BLOCK:
            word = token.contents.split()[0]
            inside = word in {"blocktranslate", "comment"} or (
                inside and word not in {"endblocktranslate", "endcomment"}
            )
            pieces.append(" ")
        elif token.token_type == TokenType.TEXT and not inside:
            pieces.append(token.contents)
        else:
            pieces.append("{}")
    html = "".join(pieces)
    texts = [text.strip() for text in UNREAD.sub("\n", html).split("\n")] + READ_ALOUD.findall(html)
    return [
        text for text in texts if re.search(r"[A-Za-z]{2}", text) and not any(name in text for name in UNTRANSLATED)
    ]


def fixed(desk: ReadOnly) -> list[str]:
    """What is called the same in every language: the list, and its columns and fields."""
    request = HttpRequest()
    request.user = User(is_superuser=True)
    # A page stands in a template of its own, which is read as one.
    fields = [] if desk.model is Page else desk.get_fields(request)
    names = {*desk.list_display, *flatten(fields)} - {"__str__"}
    said: dict[str, Any] = {name: label_for_field(name, desk.model, desk) for name in sorted(names)}
    said |= {"model": desk.opts.verbose_name, "models": desk.opts.verbose_name_plural}
    said |= {"app": desk.opts.app_config.verbose_name}
    return [name for name, label in said.items() if not isinstance(label, Promise)]


def test_there_are_templates_to_read() -> None:
    assert TEMPLATES


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_says_nothing_that_cannot_be_translated(path: Path) -> None:
    assert untranslated(path.read_text()) == []


def test_untranslated_words_are_found() -> None:
    source = '<p class="big">Hello {{ name }}</p>{% translate "Bye" %}<img alt="A bowl of soup">'
    assert untranslated(source) == ["Hello {}", "A bowl of soup"]


@pytest.mark.parametrize("desk", DESK, ids=lambda desk: desk.opts.model_name)
def test_desk_calls_nothing_by_a_name_that_cannot_be_translated(desk: ReadOnly) -> None:
    assert fixed(desk) == []
