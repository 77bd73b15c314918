"""Puts one text into every text column that our models have, except those whose form is a promise of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import CharField, Field, Model, QuerySet, TextField, URLField
from django.utils import timezone

from profiles.models import Ground, Kind, Link, Page, Report
from profiles.moderation import reports
from tests.profiles.pages import make_link, make_page

# Never what somebody typed: made here, or read by a pattern. A new column is infected until it stands here.
FORMATTED = {
    "handle": "validators and the page's own address",
    "key": "made here",
    "domain": "a host name, read by idna",
    "reversed_host": "made from url",
    "tiktok_id": "digits, see payloads",
    "time_zone": "one of the zones there are",
    "language": "a language tag",
    "sender": "a keyed digest",
    "batch": "made here",
    "open_id": "a pattern, see payloads",
    "uid": "a pattern, see payloads",
    **dict.fromkeys(
        ("avatar", "cover", "portrait", "thumbnail", "background", "backdrop", "picture"), "a digest of the picture"
    ),
    **dict.fromkeys(("avatar_source", "cover_source"), "a digest of an address"),
    **dict.fromkeys(("cover_color", "accent"), "a colour, written anew"),
}
ADDRESSES = {"url", "share_url", "profile_url"}


def fields(model: type[Model]) -> list[Field]:  # type: ignore[type-arg]
    """The columns of this model that hold text of somebody's."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, CharField | TextField | URLField) and not field.choices and field.name not in FORMATTED
    ]


def prepare(page: Page) -> None:
    """One link of each kind, so that each is drawn, and an unpublished page beside them."""
    for kind in Kind:
        url = "" if kind in {Kind.HEADING, Kind.TEXT, Kind.QUESTION} else "https://example.org/"
        make_link(page, f"A {kind}", url, kind=kind, note="n", code="c", phone="+351211234567")
    Page.objects.filter(pk=make_page("gone.page").pk).update(unpublished_at=timezone.now())


@contextmanager
def past_triggers() -> Iterator[None]:
    """PostgreSQL itself keeps the logs from being changed, unless it takes us for a replica."""
    is_guarded = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if is_guarded:
            cursor.execute("SET session_replication_role = replica")
        yield
        if is_guarded:
            cursor.execute("SET session_replication_role = DEFAULT")


def infect(text: str) -> int:
    """Write the text into every column there is, cut to its length; give back how many columns that were."""
    with past_triggers():
        number = _write_everywhere(text)
    Report.objects.filter(sender="infected").delete()
    page, link = Page.objects.get(handle="mina.eats"), Link.objects.get(key="mina-link")
    reports.report(page, ground=Ground.SPAM, sender="infected", text=text, reply_to=text, link=link)
    return number


def _write_everywhere(text: str) -> int:
    number = 0
    for model in apps.get_app_config("profiles").get_models():
        for field in fields(model):
            value = f"https://example.org/?q={text}" if field.name in ADDRESSES else text
            rows: QuerySet[Any] = QuerySet(model)  # past managers that let nobody change the log
            rows.exclude(**{field.name: ""}).update(**{field.name: value[: field.max_length]})
            if field.name not in ADDRESSES | {"suspended_because"}:
                rows.filter(**{field.name: ""}).update(**{field.name: value[: field.max_length]})
            number += 1
    return number
