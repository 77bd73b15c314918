"""Every word on the screen can be translated: none stands in a template outside of a translation tag."""

import re
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

# What HTML holds that nobody reads: markup, styles, comments, entities.
UNREAD = re.compile(r"<!--.*?-->|<(style|script|svg)\b.*?</\1>|<[^>]*>|&\w+;|<[^>]*$|^[^<]*>", re.DOTALL)
READ_ALOUD = re.compile(r"""\b(?:alt|title|placeholder|aria-label|content)="([^"{]*[a-z]{3}[^"{]*)\"""")
# Names are the same in every language; a viewport is not read, nor is what kind of preview a chat should draw.
UNTRANSLATED = {"TikTok", "width=device-width", "noindex", "same-origin", "summary_large_image"}


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


def test_there_are_templates_to_read() -> None:
    assert TEMPLATES


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_says_nothing_that_cannot_be_translated(path: Path) -> None:
    assert untranslated(path.read_text()) == []


def test_untranslated_words_are_found() -> None:
    source = '<p class="big">Hello {{ name }}</p>{% translate "Bye" %}<img alt="A bowl of soup">'
    assert untranslated(source) == ["Hello {}", "A bowl of soup"]
