"""A database that an older version left, brought up to date by this one."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import pre_migrate
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from linkbio import roles
from profiles.models import Appeal, Measure, Page, Snapshot, Verb
from tests.profiles.pages import make_page

pytestmark = pytest.mark.django_db(transaction=True)

VERBS = ("add", "change", "delete", "view")


def permissions_of_addressees() -> set[str]:
    found = Permission.objects.filter(content_type__app_label="profiles", content_type__model="addressee")
    return set(found.values_list("codename", flat=True))


@pytest.fixture
def database_with_bans() -> Iterator[None]:
    """As it was when addressees were bans: tables, content type and permissions."""
    MigrationExecutor(connection).migrate([("profiles", "0014_words")])
    for permission in Permission.objects.filter(codename__endswith="_addressee"):
        permission.codename = permission.codename.replace("addressee", "ban")
        permission.save()
    ContentType.objects.filter(model="addressee").update(model="ban")
    ContentType.objects.clear_cache()
    yield
    call_command("migrate", verbosity=0)


@pytest.mark.usefixtures("database_with_bans")
def test_database_of_before_a_model_got_another_name_is_brought_up_to_date() -> None:
    call_command("migrate", verbosity=0)
    assert permissions_of_addressees() == {f"{verb}_addressee" for verb in VERBS}


@pytest.fixture
def log_without_marks() -> Iterator[None]:
    page = make_page()
    old = MigrationExecutor(connection).migrate([("profiles", "0014_words")]).apps
    ways = [
        {"title": "Shop", "url": "https://www.shop.example/a/?utm_source=x"},
        {"kind": "contact", "email": "Ada@bakes.example", "phone": "+4930123", "title": "Ada"},
        {"kind": "code", "title": "Ten", "code": "OFF10"},
    ]
    links = [old.get_model("profiles", "Link").objects.create(page_id=page.pk, **way) for way in ways]
    for link in [None, *links * 20]:
        measure = old.get_model("profiles", "Measure")(page_id=page.pk, link=link, verb=Verb.HIDE_LINK, reason="spam")
        measure.save()
    yield
    call_command("migrate", verbosity=0)


@pytest.mark.usefixtures("log_without_marks")
def test_log_of_before_marks_gets_those_of_its_links_in_few_updates() -> None:
    with CaptureQueriesContext(connection) as asked:
        call_command("migrate", verbosity=0)
    assert sum('UPDATE "profiles_measure"' in query["sql"] for query in asked) <= 2
    found = [measure.marks for measure in Measure.objects.order_by("pk")]
    assert found == [[], *[["shop.example/a"], ["+4930123", "ada@bakes.example"], ["ten  off10"]] * 20]


def test_permissions_that_an_upgrade_left_behind_are_taken_away() -> None:
    kind = ContentType.objects.get(app_label="profiles", model="addressee")
    for verb in VERBS:
        Permission.objects.create(content_type=kind, codename=f"{verb}_ban", name="Can do it")
    roles.make_groups()
    assert permissions_of_addressees() == {f"{verb}_addressee" for verb in VERBS}


@pytest.fixture
def page_with_old_hashtag_links() -> Iterator[Page]:
    page = make_page()
    Snapshot.objects.filter(page=page).update(fetched_at=timezone.now() - timedelta(days=2))
    state = MigrationExecutor(connection).migrate([("profiles", "0021_icons_of_pages")])
    old = state.apps.get_model("profiles", "HashtagLink")
    for title in ("First", "Second", "Third"):
        old.objects.create(page_id=page.pk, hashtag="lamp", title=title, url="https://example.org/lamp")
    old.objects.create(page_id=page.pk, hashtag="pot", title="Another", url="https://example.org/lamp")
    yield page
    call_command("migrate", verbosity=0)


def test_to_old_links_by_hashtag_all_after_tiktoks_last_answer_is_new(page_with_old_hashtag_links: Page) -> None:
    page = page_with_old_hashtag_links
    call_command("migrate", verbosity=0)
    assert {rule.since for rule in page.hashtag_links.all()} == {Snapshot.objects.get(page=page).fetched_at}


def test_of_links_by_hashtag_that_are_the_same_the_oldest_stays(page_with_old_hashtag_links: Page) -> None:
    page = page_with_old_hashtag_links
    call_command("migrate", verbosity=0)
    assert [rule.title for rule in page.hashtag_links.all()] == ["First", "Another"]
    with pytest.raises(IntegrityError):
        page.hashtag_links.create(hashtag="lamp", title="Fourth", url="https://example.org/lamp")


@pytest.fixture
def appeals_of_the_erased() -> Iterator[None]:
    MigrationExecutor(connection).migrate([("profiles", "0027_append_only")])
    for number in range(2):
        measure = Measure.objects.create(verb=Verb.WARN, reason="careful")
        answer = Measure.objects.create(verb=Verb.UPHOLD, reason="fair") if number else None
        Appeal.objects.create(measure=measure, text="No.", answer=answer)
    yield
    call_command("migrate", verbosity=0)


@pytest.mark.usefixtures("appeals_of_the_erased")
def test_what_the_erased_wrote_in_appeals_before_it_went_with_them_goes() -> None:
    call_command("migrate", verbosity=0)
    assert Appeal.objects.get().text == ""


@pytest.mark.needs_postgres
def test_migration_takes_longer_than_a_request_may() -> None:
    before, limits = limits_now(), []
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 20000")  # as settings have it; tests are more patient

    def look(**_: object) -> None:
        limits.append(limits_now())

    pre_migrate.connect(look)
    call_command("migrate", verbosity=0)
    pre_migrate.disconnect(look)
    assert set(limits) == {("0", "0")}
    assert limits_now() == before


def limits_now() -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout'), current_setting('lock_timeout')")
        return cursor.fetchone()
