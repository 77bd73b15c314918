"""Who gets into the admin, and who must not."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from linkbio import roles
from tests.markup import tags, words
from tests.tiktok_auth.staff import CODE, LOGIN, PASSWORD, SETUP, code_for, read_secret, type_code, type_password
from tests.tiktok_auth.steps import arrive, is_logged_in
from tiktok_auth.models import Grant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]


def test_staff_logs_in_with_password_and_code(client: Client, secret: str) -> None:
    assert type_password(client)["Location"] == CODE
    assert not is_logged_in(client)
    assert type_code(client, code_for(secret))["Location"] == "/admin/"
    assert "<title>Desk | Linkbio</title>" in client.get("/admin/").content.decode()


def test_password_alone_opens_nothing(client: Client, secret: str) -> None:
    type_password(client)
    assert client.get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    assert not is_logged_in(client)


def test_password_is_changed_on_a_page_of_the_desk(client: Client, secret: str) -> None:
    type_password(client)
    type_code(client, code_for(secret))
    path = reverse("admin:password_change")
    shown = words(client.get(path))
    assert "Codes and app" in shown
    assert "Desk Password change" in shown
    assert "First the old one, then the new one twice." in shown
    new = "quite another long password"
    done = client.post(path, {"old_password": PASSWORD, "new_password1": new, "new_password2": new}, follow=True)
    assert "Your password is changed. Back to the desk" in words(done)
    assert User.objects.get(username="boss").check_password(new)


def test_accounts_are_those_of_staff_unless_creators_are_asked_for(client: Client, secret: str) -> None:
    creator = User.objects.create_user("tiktok-1c071")
    type_password(client)
    type_code(client, code_for(secret))
    accounts = "/admin/auth/user/"
    assert [creator.username in words(client.get(accounts, {"who": who})) for who in ("", "creators", "all")] == [
        False,
        True,
        True,
    ]
    assert "user_permissions" not in client.get(f"{accounts}{creator.pk}/change/").text


def test_several_accounts_cannot_be_deleted_at_once(client: Client, secret: str) -> None:
    creator, trainee = User.objects.create_user("tiktok-1c071"), User.objects.create_user("ann", is_staff=True)
    SocialAccount.objects.create(user=creator, provider="tiktok", uid="x")
    type_password(client)
    type_code(client, code_for(secret))
    path = "/admin/auth/user/?who=all"
    assert "delete_selected" not in client.get(path).text
    for chosen in ([trainee.pk], [creator.pk, trainee.pk]):
        client.post(path, {"action": "delete_selected", "_selected_action": chosen, "post": "yes", "index": "0"})
    assert set(User.objects.all()) >= {creator, trainee}


def test_creator_is_banned_and_not_closed_out(client: Client, secret: str) -> None:
    creator = User.objects.create_user("tiktok-1c071")
    SocialAccount.objects.create(user=creator, provider="tiktok", uid="x")
    type_password(client)
    type_code(client, code_for(secret))
    path = f"/admin/auth/user/{creator.pk}/change/"
    for is_active, may_change in ((True, False), (False, True)):
        User.objects.filter(pk=creator.pk).update(is_active=is_active)
        shown = client.get(path)
        fields = [one.get("name") for one in tags(shown, "input")]
        assert ("is_active" in fields, "is_staff" in fields) == (may_change, True)
        assert "Creators are banned, at the desk of their page" in words(shown)


def test_page_that_asks_for_the_password_again_says_so_once(client: Client, boss: User) -> None:
    type_password(client)
    again = client.get("/admin/", follow=True).redirect_chain[-1][0]
    assert "Enter your password" not in words(client.get(again))
    assert "That is not your password." in words(client.post(again, {"password": "wrong", "next": SETUP}))


@pytest.mark.parametrize("code", ["", "000000", "abcdef", "0" * 100])
def test_wrong_code_opens_nothing(client: Client, secret: str, code: str) -> None:
    type_password(client)
    assert "errorlist" in type_code(client, code).content.decode()
    assert not is_logged_in(client)


def test_code_works_once(client: Client, secret: str) -> None:
    code = code_for(secret)
    for browser in (client, Client()):
        type_password(browser)
        type_code(browser, code)
    assert is_logged_in(client)
    assert not is_logged_in(browser)


def test_login_can_be_started_again_before_the_code(client: Client, secret: str) -> None:
    type_password(client)
    assert 'form="start-again"' in client.get(CODE).content.decode()
    client.post("/accounts/logout/")
    assert 'type="password"' in client.get(f"{LOGIN}?staff=1").content.decode()


def test_admin_leads_strangers_to_the_password(client: Client) -> None:
    page = client.get("/admin/", follow=True)
    assert page.redirect_chain[-1][0] == "/accounts/login/?staff=1&next=%2Fadmin%2F"
    text = page.content.decode()
    assert 'type="password"' in text
    assert 'name="next" value="/admin/"' in text


def test_creator_may_not_enter_the_admin(client: Client) -> None:
    arrive(client)
    page = client.get("/admin/", follow=True)
    assert page.status_code == 403
    assert "<title>Desk" not in page.content.decode()


def test_creator_who_is_staff_needs_a_second_factor_too(client: Client) -> None:
    arrive(client)
    roles.give(User.objects.get(), "trainee")
    page = client.get("/admin/", follow=True)
    assert page.redirect_chain[-1][0] == SETUP
    assert read_secret(page)


def test_creator_cannot_log_in_with_a_password(client: Client) -> None:
    arrive(client)
    creator, stranger = Grant.objects.get().account.user, Client()
    for password in ("", "!", creator.password):
        type_password(stranger, password, name=creator.username)
    assert not is_logged_in(stranger)


def test_staff_form_has_a_way_back_for_creators(client: Client) -> None:
    text = client.get(f"{LOGIN}?staff=1").content.decode()
    assert "I am a creator" in text
    assert "Continue with TikTok" not in text


def test_wrong_password_is_told_without_saying_which_part_is_wrong(client: Client, secret: str) -> None:
    for name in ("boss", "nobody"):
        assert "This name and this password do not belong together." in type_password(client, "guess", name=name).text


@pytest.mark.parametrize(
    ("name", "headers"),
    [
        ("boss", {}),
        ("BOSS", {}),
        ("boss", {"X-Forwarded-For": "203.0.113.{}"}),
        ("boss", {"X-Real-Ip": "203.0.113.{}"}),
    ],
)
def test_guessing_ends_after_ten_tries(client: Client, secret: str, name: str, headers: dict[str, str]) -> None:
    for number in range(10):
        type_password(client, f"guess {number}", name=name, **{key: one.format(number) for key, one in headers.items()})
    late = type_password(client, name=name)
    assert "Wait five minutes, then try again." in late.text
    assert not is_logged_in(client)


def test_guessing_codes_ends_too(client: Client, secret: str) -> None:
    type_password(client)
    for number in range(10):
        type_code(client, f"{number:06}")
    late = type_code(client, code_for(secret))
    assert "Location" not in late
    assert not is_logged_in(client)


def test_impatient_guessing_gets_a_plain_page(client: Client) -> None:
    pages = [type_password(client, f"guess {number}") for number in range(31)]
    assert "Too many tries" in pages[-1].content.decode()


def test_admin_knows_no_table_with_secrets() -> None:
    known = {model.__name__ for model in admin.site._registry}
    assert not known & {
        "Grant",
        "SocialToken",
        "SocialApp",
        "SocialAccount",
        "EmailAddress",
        "Authenticator",
        "Session",
    }
    assert "User" in known


def test_logging_out_of_the_admin_ends_the_session(client: Client, secret: str) -> None:
    type_password(client)
    type_code(client, code_for(secret))
    client.post(reverse("admin:logout"))
    assert not is_logged_in(client)


def test_admin_login_page_sends_staff_on_who_are_in(client: Client, secret: str) -> None:
    type_password(client)
    type_code(client, code_for(secret))
    assert client.get("/admin/login/?next=/admin/auth/user/")["Location"] == "/admin/auth/user/"
    assert client.get("/admin/login/?next=https://evil.example/")["Location"] == "/admin/"


@pytest.mark.parametrize("place", ["/admin/", "/admin/freshness/", "/admin/transparency/", "/admin/profiles/page/"])
def test_staff_without_a_role_sees_nothing(client: Client, secret: str, place: str) -> None:
    type_password(client)
    type_code(client, code_for(secret))
    User.objects.update(is_superuser=False)
    Group.objects.all().delete()
    answer = client.get(place, follow=True)
    assert (answer.status_code, "Desk" in answer.text) == (403, False)
