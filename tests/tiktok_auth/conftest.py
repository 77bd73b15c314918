import pytest

from tiktok_auth.sandbox import control


@pytest.fixture(autouse=True)
def fresh_sandbox() -> None:
    control.reset()
