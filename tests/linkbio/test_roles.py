"""What each kind of staff may do, tried at every address that the admin has."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from linkbio import roles
from profiles.models import Link, Measure, Page, Verb
from profiles.moderation import appeals
from profiles.moderation.sentences import TITLES
from tests import moderators
from tests.markup import words
from tests.profiles.creators import report
from tests.profiles.desk import page
from tests.profiles.staff import make_staff

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["page"]

# What staff may do about themselves: leave, and choose another password.
OWN = {"login", "logout", "password_change", "password_change_done"}
# A login is noted there, and a session kept.
UNWATCHED = {"session", "user"}


def patterns(resolver: Any, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, path)
        else:
            yield path, pattern


def admin_paths(pk: int) -> Iterator[str]:
    """Every address below /admin/, with this number wherever one belongs, and every verb wherever one does."""
    for path, pattern in patterns(get_resolver()):
        if not path.startswith("admin/") or pattern.name in OWN or "(?P" in path:
            continue
        path = path.replace("<path:object_id>", str(pk)).replace("<int:pk>", str(pk)).replace("<id>", str(pk))
        path = path.replace("<int:content_type_id>", str(pk)).replace("<slug:how>", "grant")
        for verb in TITLES if "<slug:verb>" in path else [""]:
            yield "/" + path.replace("<slug:verb>", verb)


def everything() -> dict[str, list[Any]]:
    """All rows of all tables, but for those that a login alone changes."""
    models = [model for model in apps.get_models() if model._meta.model_name not in UNWATCHED]
    return {model._meta.label: sorted(map(repr, model._default_manager.values())) for model in models}


@pytest.fixture
def link(page: Page) -> Link:
    return page.links.create(title="Shop", url="https://shop.example.com/")


def staff(role: str) -> Client:
    client = Client()
    client.force_login(make_staff(f"a-{role}", role))
    return client


def test_creator_is_not_deleted_from_a_table(page: Page) -> None:
    creator = page.owner
    page.delete()
    desk, path = staff("administrator"), f"/admin/auth/user/{creator.pk}/delete/"
    assert desk.post(path, {"post": "yes"}).status_code == 403
    sent = {"action": "delete_selected", ACTION_CHECKBOX_NAME: [creator.pk], "post": "yes"}
    desk.post("/admin/auth/user/", sent)
    assert User.objects.filter(pk=creator.pk).exists()
    other = make_staff("somebody", "trainee")
    desk.post(f"/admin/auth/user/{other.pk}/delete/", {"post": "yes"})
    assert not User.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize("table", ["measure/?verb", "domainrule/?verdict", "domainact/?verdict", "scan/?opinion"])
def test_filter_that_no_row_can_have_is_refused(table: str) -> None:
    assert staff("trainee").get(f"/admin/profiles/{table}__exact=%00").status_code == 400


def test_trainee_reads_every_list_and_page(page: Page, link: Link) -> None:
    trainee = staff("trainee")
    report(page)
    for table in ("page", "link", "report"):
        assert page.handle in words(trainee.get(f"/admin/profiles/{table}/"))
    assert "/admin/profiles/report/" in trainee.get("/admin/").text
    shown = trainee.get(f"/admin/profiles/page/{page.pk}/change/").text
    assert "https://shop.example.com/" in shown
    assert "/act/" not in shown
    assert "/block/" not in shown


def test_trainee_changes_nothing_anywhere(page: Page, link: Link) -> None:
    trainee = staff("trainee")
    report(page)
    measure = moderators.act(page, Verb.WARN, reason="careful", settles=False)
    appeals.appeal(measure, text="No.")
    before = everything()
    paths = {path for pk in (page.pk, link.pk, measure.pk) for path in admin_paths(pk)}
    assert len(paths) > 60
    fields = {"choice": "own", "reason": "because", "settles": "on", "domain": "example.com", "verdict": "block"}
    fields |= {"action": "suspend", "_selected_action": str(page.pk), "post": "yes", "username": "evil", "name": "evil"}
    for path in sorted(paths):
        for send in (trainee.get, trainee.post):
            assert send(path, fields).status_code < 500, path
    assert everything() == before


def test_trainee_is_offered_no_verb(page: Page) -> None:
    trainee = staff("trainee")
    for verb in TITLES:
        assert trainee.get(f"/admin/profiles/page/{page.pk}/act/{verb}/").status_code in {403, 404}


def test_moderator_moderates_and_makes_no_staff(page: Page) -> None:
    moderator = staff("moderator")
    before = User.objects.count()
    moderator.post(f"/admin/profiles/page/{page.pk}/act/warn/", {"choice": "own", "reason": "careful"})
    assert Measure.objects.get().verb == Verb.WARN
    assert moderator.get("/admin/auth/user/").status_code == 403
    moderator.post("/admin/auth/user/add/", {"username": "evil"})
    assert User.objects.count() == before


def test_administrator_may_see_and_make_staff() -> None:
    administrator = staff("administrator")
    chosen = {"username": "newcomer", "password1": "a-long-new-password", "password2": "a-long-new-password"}
    administrator.post("/admin/auth/user/add/", chosen | {"usable_password": "true"})
    assert "newcomer" in words(administrator.get("/admin/auth/user/"))


def test_groups_have_exactly_what_the_roles_say() -> None:
    Group.objects.get(name="trainee").permissions.set(Group.objects.get(name="administrator").permissions.all())
    roles.make_groups()
    for role, names in roles.ROLES.items():
        found = Group.objects.get(name=role).permissions.values_list("content_type__app_label", "codename")
        assert {f"{app}.{name}" for app, name in found} == names


@pytest.mark.parametrize("role", roles.ROLES)
def test_command_makes_staff_in_a_role(role: str) -> None:
    call_command("create_staff", "ann", "--role", role)
    ann = User.objects.get(username="ann")
    assert [group.name for group in ann.groups.all()] == [role]
    assert ann.is_superuser == (role == "administrator")
    assert ann.has_perm("profiles.moderate_page") == (role != "trainee")


def test_command_takes_back_what_another_role_had() -> None:
    call_command("create_staff", "ann")
    call_command("create_staff", "ann", "--role", "trainee")
    assert not User.objects.get(username="ann").has_perm("profiles.moderate_page")


def test_command_knows_no_other_role() -> None:
    with pytest.raises(CommandError, match="king"):
        call_command("create_staff", "ann", "--role", "king")
