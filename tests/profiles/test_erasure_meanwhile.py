"""What comes while an account is deleted, from its creator or on its way already, changes nothing about that."""

from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db.models.signals import post_init
from django.test import Client
from pytest_django import Settings

from profiles import design, erasure, links, moderation, pages
from profiles.models import Page
from profiles.moderation import appeals
from tests import moderators
from tests.crowd import PATIENCE_SECONDS, at_once
from tests.profiles.pictures import draw, kept_files
from tests.profiles.test_erasure import CANARY, DELETE, ada, page

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["ada", "page"]


@pytest.mark.parametrize("shows", ["portrait", "backdrop", "thumbnail"])
def test_picture_that_comes_while_the_account_is_deleted_goes_too(page: Page, settings: Settings, shows: str) -> None:
    link = page.links.earliest("pk")
    erasure.erase(User.objects.get())
    bring = {
        "portrait": partial(pages.set_portrait, page),
        "backdrop": partial(design.set_backdrop, page),
        "thumbnail": partial(links.set_thumbnail, link),
    }[shows]
    with pytest.raises(Page.DoesNotExist):
        bring(picture=draw())
    assert kept_files(settings) == []


def test_appeal_that_comes_while_the_account_is_deleted_is_not_kept(page: Page) -> None:
    measure = moderators.suspend(page, reason="spam")
    erasure.erase(User.objects.get())
    with pytest.raises(moderation.NothingToDo):
        appeals.appeal(measure, text=CANARY)


def test_account_deleted_by_a_double_tap_is_deleted(ada: Client, page: Page) -> None:
    again = Client()
    again.cookies.update(ada.cookies)

    def part() -> None:
        post_init.disconnect(meet, sender=Page)

    def meet(**_asked: Any) -> None:
        both.wait()  # both are let in: a tap after the deletion meets the login instead

    both = Barrier(2, part, PATIENCE_SECONDS)
    post_init.connect(meet, sender=Page)
    answers = at_once(partial(client.post, DELETE, {"handle": page.handle}) for client in (ada, again))
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, "/")] * 2
    assert not User.objects.exists()


@pytest.mark.needs_postgres
@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/studio/", {"url": "https://example.org/new"}),
        ("/studio/settings/unpublish/", {}),
        ("/studio/settings/", {"part": "about", "bio": "Late"}),
        (DELETE, {"handle": f"{CANARY}-now"}),
    ],
)
def test_what_is_sent_while_the_account_is_deleted_leads_home(
    ada: Client, page: Page, path: str, sent: dict[str, str]
) -> None:
    def delete(**_asked: Any) -> None:
        post_init.disconnect(delete, sender=Page)  # once, as soon as the page was read
        at_once([partial(erasure.erase, page.owner)])

    post_init.connect(delete, sender=Page)
    answer = ada.post(path, sent)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert not User.objects.exists()
