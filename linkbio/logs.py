"""One JSON line per event on standard output. No token, code, signed address or visitor's address gets that far."""

import logging.config
from http import HTTPStatus
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

SECRET_WORDS = ("token", "secret", "authorization", "password", "cookie", "state", "code_verifier")
HIDDEN = "***"
# These print whole addresses, signatures included, or statement parameters when asked for DEBUG.
TALKATIVE = ("urllib3", "requests", "django.db.backends", "PIL", "asyncio", "kombu", "amqp")


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    event.pop("request", None)  # Django hands it along; its text is the whole address, with codes and states in it
    event.pop("data", None)  # Celery's: what the line says already, the traceback once more, and what a task was given
    for key in event:
        if any(word in key.lower() for word in SECRET_WORDS):
            event[key] = HIDDEN
    return event


def downgrade(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """What we refuse or do not speak, a visitor did: no error of ours, and its traceback tells nothing.

    501 is what oEmbed wants of whoever offers one format only: https://oembed.com
    """
    status = event.get("status_code", HTTPStatus.INTERNAL_SERVER_ERROR)
    is_refusal = status < HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.NOT_IMPLEMENTED
    if is_refusal or event["logger"].startswith("django.security"):
        event["level"] = "warning"
        event.pop("exc_info", None)
    return event


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso"),
    downgrade,
    structlog.processors.format_exc_info,
    redact,
]


def config(*, debug: bool) -> dict[str, Any]:
    """Django's LOGGING setting: readable lines for a developer, JSON for everyone else."""
    renderer = structlog.dev.ConsoleRenderer() if debug else structlog.processors.JSONRenderer()
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            }
        },
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["out"], "level": "INFO"},
        "loggers": {name: {"level": "INFO"} for name in TALKATIVE}
        | {name: {"level": "WARNING"} for name in ("celery", "django.server")}
        | {"urllib3.connection": {"level": "ERROR"}},  # its one warning quotes the headers it could not read
    }


def configure(settings: dict[str, Any]) -> None:
    """Django's LOGGING_CONFIG: standard logging and structlog end in the same line."""
    logging.config.dictConfig(settings)
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
