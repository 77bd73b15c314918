"""Redis, taken away."""

from uuid import uuid4

from pytest_django import Settings


def take_redis_away(settings: Settings) -> None:
    """From here on nobody answers where Redis was."""
    location = f"unix:///nobody-{uuid4().hex}.sock"
    settings.CACHES = {name: cache | {"LOCATION": location} for name, cache in settings.CACHES.items()}
