"""Who waits for whom, where several act at the same moment."""

from threading import Event

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from tests import crowd

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.needs_postgres]


def test_wait_for_somebody_else_is_none_for_us(monkeypatch: pytest.MonkeyPatch) -> None:
    User.objects.create_user("ada")
    is_held = Event()

    @transaction.atomic
    def hold() -> None:
        User.objects.select_for_update().get()
        is_held.set()
        crowd.let_somebody_wait()
        monkeypatch.setattr(crowd, "MOST_LOOKS", 10)
        with pytest.raises(TimeoutError):
            crowd.at_once([crowd.let_somebody_wait])  # another one, who holds nothing

    def wait() -> None:
        assert is_held.wait(crowd.PATIENCE_SECONDS)
        User.objects.update(first_name="Ada")

    crowd.at_once([hold, wait])
