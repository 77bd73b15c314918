import re

import pytest

from tiktok_auth.sandbox import control

USERNAME = re.compile(r"[a-z0-9._]{2,24}")


def test_personas_fit_tiktoks_limits() -> None:
    personas = control.personas()
    assert len({persona.username for persona in personas}) == len(personas) >= 10
    for persona in personas:
        assert USERNAME.fullmatch(persona.username)
        assert len(persona.bio) <= 80
        assert all(clip.caption and clip.seconds > 0 for clip in persona.clips)


def test_crowd_is_made_to_measure_and_the_same_every_time() -> None:
    control.add_account("crowd.1", videos=35)
    numbers = [(video.caption, video.views) for video in control.videos("crowd.1")]
    control.reset()
    control.add_account("crowd.1", videos=35)
    assert len(numbers) == 35
    assert numbers == [(video.caption, video.views) for video in control.videos("crowd.1")]


def test_reset_forgets_what_happened() -> None:
    control.issue_tokens("mina.eats")
    control.delete_account("sol.by.the.sea")
    control.set_lifetimes(access_seconds=1)
    control.reset()
    assert control.live_tokens("mina.eats") is None
    assert control.account("sol.by.the.sea").username == "sol.by.the.sea"
    assert control.issue_tokens("mina.eats").access_expires_at > 60


def test_unknown_account_is_a_mistake_of_the_test() -> None:
    with pytest.raises(LookupError, match="nobody"):
        control.publish("nobody", "Hello")


def test_name_and_bio_may_change() -> None:
    control.change_account("mina.eats", bio="On holiday")
    assert (control.account("mina.eats").name, control.account("mina.eats").bio) == ("Mina Eats", "On holiday")
