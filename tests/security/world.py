"""A small site with everybody and everything on it, so that each route has something to be tried on."""

from dataclasses import dataclass
from typing import Any, cast

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Model
from django.utils import timezone

from linkbio.roles import ROLES, give
from profiles.models import (
    Addressee,
    Appeal,
    DomainAct,
    DomainRule,
    FormerHandle,
    Ground,
    HashtagLink,
    Kind,
    Link,
    Measure,
    Page,
    Report,
    Scan,
    Step,
    Verb,
    Verdict,
    Wall,
)
from tests import moderators
from tests.profiles import creators
from tests.profiles.pages import make_link, make_page, make_video
from tiktok_auth.sandbox import control

# In what only Mina, and staff, may read.
SECRET = "hush7q"


@dataclass
class World:
    """Who is there (`None` for a visitor), and values for the parts of routes: `prefix part`."""

    people: dict[str, User | None]
    page: Page
    parts: dict[str, str]


def build() -> World:
    control.reset()
    page = creators.make_page("mina.eats")
    video = make_video(page, tiktok_id="7000001")
    link, hidden = make_link(page, key="mina-link"), make_link(page, f"Hidden {SECRET}", is_hidden=True)
    make_link(page, f"Binned {SECRET}", deleted_at=timezone.now())
    make_link(page, "On a TikTok", video=video)
    hashtag = HashtagLink.objects.create(page=page, hashtag="soup", title=SECRET, url="https://example.org/")
    Wall.objects.create(page=page, only_hashtags=SECRET)
    fill_desk(page, link)
    people = make_people(page)
    parts = {
        " handle": page.handle,
        " tiktok_id": video.tiktok_id,
        "go/ key": link.key,
        "studio/links/ pk": str(hidden.pk),
        "studio/preview/links/ pk": str(hidden.pk),
        "studio/notices/ pk": str(page.measures.get(verb=Verb.WARN).pk),
        "studio/videos/ pk": str(video.pk),
        "studio/videos/ video": str(video.pk),
        "studio/videos/hashtags/ pk": str(hashtag.pk),
        "studio/steps/ step": Step.LINK,
        "studio/links/new/ kind": Kind.TEXT,
        "studio/videos/ kind": Kind.TEXT,
        "sitemap- number": "1",
        "admin/profiles/page/ pk": str(page.pk),
        "admin/profiles/page/ verb": Verb.SUSPEND,
        "admin/profiles/link/ pk": str(link.pk),
        "admin/profiles/link/ verb": Verb.HIDE_LINK,
        "admin/profiles/measure/ pk": str(page.measures.get(verb=Verb.WARN).pk),
        "admin/profiles/appeal/ pk": str(Appeal.objects.get().pk),
        "admin/profiles/appeal/ how": "grant",
        "admin/auth/user/ id": str(page.owner.pk),
        "admin/r/ content_type_id": "1",
        "admin/r/ object_id": "1",
    }
    return World(people, page, parts | {f"{prefix} object_id": value for prefix, value in desk_rows().items()})


def fill_desk(page: Page, link: Link) -> None:
    """A row of each kind that staff deal with."""
    moderators.suspend(make_page("bad.page"), reason="Spam")
    measure = moderators.act(page, Verb.WARN, reason="Be kind", settles=False)
    Appeal.objects.create(measure=measure, text="I am kind")
    ban = Measure.objects.create(page=page, verb=Verb.BAN, reason="x")
    Addressee.objects.create(measure=ban, open_id="somebody-else")
    Report.objects.create(page=page, link=link, ground=Ground.SPAM, severity=1, text="spam", evidence={})
    DomainRule.objects.create(domain="evil.example", verdict=Verdict.BLOCK, reason="Phishing")
    DomainAct.objects.create(domain="evil.example", verdict=Verdict.BLOCK, reason="Phishing")
    FormerHandle.objects.create(page=page, handle="mina.ate")
    Scan.objects.create(link=link, url=link.url)


def desk_rows() -> dict[str, str]:
    """The prefix of each model's pages in the admin, and the key of a row to try them on."""
    return {
        f"admin/{model._meta.app_label}/{model._meta.model_name}/": str(some(model).pk)
        for model in admin.site._registry
    }


def some(model: type[Model]) -> Any:
    """A row of this model. Raises LookupError when the world has none."""
    row = model._default_manager.first()
    if row is None:
        raise LookupError(f"Make a row of {model.__name__} in tests/security/world.py.")
    return row


def make_people(page: Page) -> dict[str, User | None]:
    """One person of each role."""
    people: dict[str, User | None] = {
        "visitor": None,
        "creator": page.owner,
        "stranger": make_page("otto.knits").owner,
        "suspended": Page.objects.get(handle="bad.page").owner,
        "unfinished": User.objects.create_superuser("unfinished"),
        "superuser": with_second_factor(User.objects.create_superuser("superuser")),
    }
    for role in ROLES:
        people[role] = with_second_factor(User.objects.create_user(role))
        give(cast(User, people[role]), role)
    return people


def with_second_factor(user: User) -> User:
    secret = get_adapter().encrypt("JBSWY3DPEHPK3PXP")
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": secret})
    return user


def rows_of(page: Page) -> dict[str, list[Any]]:
    """All that the database holds about one page, by model."""
    ways = ("page", "link__page", "measure__page")
    found: dict[str, list[Any]] = {"Page": list(Page.objects.filter(pk=page.pk).values())}
    for model in apps.get_app_config("profiles").get_models():
        names = {field.name for field in model._meta.get_fields()}
        way = next((way for way in ways if way.split("__")[0] in names and model is not Page), None)
        if way:
            found[model.__name__] = list(model._default_manager.filter(**{way: page}).order_by("pk").values())
    return found
