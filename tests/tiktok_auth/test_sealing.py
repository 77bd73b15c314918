from base64 import urlsafe_b64decode

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.fernet import Fernet
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from tests.tiktok_auth.steps import MINA, OTHER, connect
from tiktok_auth import sealing, tokens
from tiktok_auth.models import Ended, Grant
from tiktok_auth.sandbox import control


def new_key() -> str:
    return Fernet.generate_key().decode()


@given(
    text=st.text(st.characters(exclude_categories=["Cs"])), owner=st.text(st.characters(codec="ascii", min_codepoint=1))
)
def test_sealed_text_opens_for_its_owner_only(text: str, owner: str) -> None:
    sealed = sealing.seal(text, owner)
    assert sealing.unseal(sealed, owner) == text
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(sealed, f"not {owner}")


def test_sealed_text_shows_nothing_and_never_looks_the_same() -> None:
    first, second = sealing.seal("act.secret", "owner"), sealing.seal("act.secret", "owner")
    assert first != second
    assert b"act.secret" not in urlsafe_b64decode(first)


@pytest.mark.parametrize("damaged", ["", "gAAAA", "é", "act.plain", "\0", "A" * 200])
def test_damaged_text_is_unreadable(damaged: str) -> None:
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(damaged, "owner")
    with pytest.raises(sealing.Unreadable):
        sealing.reseal(damaged)


def test_one_changed_letter_makes_it_unreadable() -> None:
    sealed = sealing.seal("act.secret", "owner")
    changed = sealed[:60] + ("A" if sealed[60] != "A" else "B") + sealed[61:]
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(changed, "owner")


def test_older_keys_open_and_the_newest_seals(settings: Settings) -> None:
    old, new = new_key(), new_key()
    settings.TOKEN_KEYS = [old]
    sealed = sealing.seal("act.secret", "owner")
    settings.TOKEN_KEYS = [new, old]
    assert sealing.unseal(sealed, "owner") == "act.secret"
    settings.TOKEN_KEYS = [new]
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(sealed, "owner")


def test_resealed_text_needs_only_the_newest_key(settings: Settings) -> None:
    old, new = new_key(), new_key()
    settings.TOKEN_KEYS = [old]
    sealed = sealing.seal("act.secret", "owner")
    settings.TOKEN_KEYS = [new, old]
    resealed = sealing.reseal(sealed)
    settings.TOKEN_KEYS = [new]
    assert sealing.unseal(resealed, "owner") == "act.secret"


def test_key_of_the_demo_comes_from_its_secret_key(settings: Settings) -> None:
    settings.TOKEN_KEYS = []
    sealed = sealing.seal("act.secret", "owner")
    assert sealing.unseal(sealed, "owner") == "act.secret"
    settings.SECRET_KEY = "another secret key, as long as it has to be"
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(sealed, "owner")


@pytest.mark.django_db
def test_rotation_frees_the_old_key(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    old, new, secret = new_key(), new_key(), generate_totp_secret()
    settings.TOKEN_KEYS = [old]
    grant, boss = connect(), User.objects.create_user("boss")
    factor, codes = TOTP.activate(boss, secret), RecoveryCodes.activate(boss)
    words = codes.generate_codes()
    settings.TOKEN_KEYS = [new, old]
    call_command("rotate_token_keys")
    assert capsys.readouterr().out == "3 sealed again with the newest key.\n"
    settings.TOKEN_KEYS = [new]
    assert tokens.access_token(grant) == control.live_access_token(MINA)
    factor.instance.refresh_from_db()
    codes.instance.refresh_from_db()
    assert sealing.unseal(factor.instance.data["secret"], "second factor") == secret
    assert codes.generate_codes() == words


@pytest.mark.django_db
def test_rotation_covers_codes_that_came_from_elsewhere(settings: Settings) -> None:
    old, new = new_key(), new_key()
    settings.TOKEN_KEYS = [old]
    sealed = [sealing.seal(code, "second factor") for code in ("11111111", "22222222")]
    data = {"migrated_codes": sealed}
    Authenticator.objects.create(user=User.objects.create_user("boss"), type="recovery_codes", data=data)
    settings.TOKEN_KEYS = [new, old]
    call_command("rotate_token_keys")
    settings.TOKEN_KEYS = [new]
    assert RecoveryCodes(Authenticator.objects.get()).get_unused_codes() == ["11111111", "22222222"]


@pytest.mark.django_db
def test_rotation_counts_what_it_cannot_read_and_does_the_rest(settings: Settings) -> None:
    lost, old, new = new_key(), new_key(), new_key()
    settings.TOKEN_KEYS = [lost]
    unreadable = connect(OTHER)
    settings.TOKEN_KEYS = [old]
    readable = connect(MINA)
    settings.TOKEN_KEYS = [new, old]
    with pytest.raises(CommandError, match=r"1 sealed again; 1 could not be read"):
        call_command("rotate_token_keys")
    settings.TOKEN_KEYS = [new, lost]
    assert tokens.access_token(readable) == control.live_access_token(MINA)
    assert tokens.access_token(unreadable) == control.live_access_token(OTHER)


@pytest.mark.django_db
def test_rotation_passes_over_ended_grants(capsys: pytest.CaptureFixture[str]) -> None:
    tokens.end(connect(), Ended.LEFT)
    call_command("rotate_token_keys")
    assert capsys.readouterr().out == "0 sealed again with the newest key.\n"
    assert Grant.objects.get().sealed_access == ""
