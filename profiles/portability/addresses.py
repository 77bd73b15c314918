"""Addresses in free text: one or more a line, with what stands beside the first as its title."""

import re
from typing import Any

from profiles.portability.plain import MOST_READ

# What people write around an address or a title.
AROUND = " \t,;:|()[]{}<>\"'“”‘’«»*•·-\u2013\u2014=>#"  # noqa: RUF001
FULL = re.compile(r"(?:https?://|mailto:|tel:)[^\s<>\"“”]+", re.IGNORECASE)
# Each begins where a word does, so that a long one is looked at once and not from each of its letters.
HOST = r"(?<![\w@.-])(?:[\w-]+\.)+[^\W\d_]{2,}(?:[/?#][^\s<>\"“”]*)?(?![\w@])"
EMAIL = r"(?<![\w.+-])[\w.+-]+@(?:[\w-]+\.)+\w{2,}"
BARE = re.compile(f"{HOST}|{EMAIL}")
# A phone number, or one word that has a letter or a digit.
WHOLE = re.compile(r"\+[\d\s().-]+|(?=\S*\w)[^\s<]\S*")
# What ends the sentence around an address.
STOPS = ".,;:!?'’*|"  # noqa: RUF001
BRACKETS = {"(": ")", "[": "]", "{": "}"}
LONGEST_LINE = 2500


def read(text: str) -> tuple[list[dict[str, Any]], list[str]]:
    """The addresses, each as a link, and the lines that say something and have none. A line that is one word is taken
    for one, whatever it says."""
    links: list[dict[str, Any]] = []
    others = []
    for line in text.splitlines():
        if len(links) >= MOST_READ:
            break
        found = _read_line(line[:LONGEST_LINE].strip())
        links += found
        if not found and re.search(r"\w", line):
            others.append(line)
    return links, others


def _read_line(line: str) -> list[dict[str, Any]]:
    if WHOLE.fullmatch(line):
        return [{"url": line, "title": ""}]
    found = FULL.findall(line) or BARE.findall(line)
    if not found:
        return []
    before, _address, after = line.partition(found[0])
    title = f"{before} {after}" if re.search(r"\w", after) and len(found) == 1 else before
    titles = [title.strip(AROUND), *("" for _other in found[1:])]
    return [{"url": _trim(address), "title": title} for address, title in zip(found, titles, strict=True)]


def _trim(address: str) -> str:
    """Without the full stop or the bracket that belongs to the sentence around it."""
    return address.rstrip(STOPS + "".join(closing for opening, closing in BRACKETS.items() if opening not in address))
