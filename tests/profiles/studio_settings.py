"""The settings as a creator finds and sends them."""

from typing import Any

from django.test import Client

from tests.markup import tags

SETTINGS = "/studio/settings/"


def keep(mina: Client, part: str, **fields: Any) -> Any:
    return mina.post(SETTINGS, {"part": part, **fields}, follow=True)


def values(answer: Any) -> dict[str, str]:
    return {field["name"]: field.get("value", "") for field in tags(answer, "input") if "name" in field}
