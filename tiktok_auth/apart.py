"""What is done for many, each of them by itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog

log = structlog.get_logger(__name__)


@contextmanager
def apart(event: str, **about: Any) -> Iterator[None]:
    """Whatever is wrong within is logged under this name, and keeps none of those behind it waiting."""
    try:
        yield
    except Exception:
        log.exception(event, **about)
