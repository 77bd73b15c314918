"""One JSON line per event on standard output. No token, code, signed address or visitor's address gets that far."""

import logging
import logging.config
from http import HTTPStatus
from typing import Any

import structlog
from django.db.utils import InterfaceError, OperationalError
from structlog.typing import EventDict, WrappedLogger

SECRET_WORDS = ("token", "secret", "authorization", "password", "cookie", "state", "code_verifier")
HIDDEN = "***"
# These print whole addresses, signatures included, or statement parameters when asked for DEBUG.
TALKATIVE = ("urllib3", "requests", "django.db.backends", "PIL", "asyncio", "kombu", "amqp")

# Answers by their status and where they are given: a login that failed, a forged event, a site that is not ready.
TOLD = ((401, "/accounts/tiktok/"), (403, "/webhooks/"), (503, "/readyz"))
DATABASE_ERRORS = (OperationalError, InterfaceError)
SAME_SECONDS = 60
_said_at: dict[object, float] = {}


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


def is_untold(record: logging.LogRecord) -> bool:
    """Whether Django's line about an answer is the only one: these have a line that says why, with a reference."""
    path = str(record.args[-1]) if isinstance(record.args, tuple) and record.args else ""
    status = getattr(record, "status_code", 0)
    return not any(status == told and path.startswith(start) for told, start in TOLD)


def is_news(record: logging.LogRecord) -> bool:
    """Shorten what Celery says of a message or a database that failed to one line; False within a minute of the same.

    By itself its clock writes the whole call stack, and a worker a traceback, for each look at whose turn it is.
    """
    if str(record.msg).startswith("Message Error"):
        record.msg, record.args = record.getMessage().partition("\n")[0], None
    elif not (record.exc_info and isinstance(record.exc_info[1], DATABASE_ERRORS)):
        return True
    record.exc_info = None
    name = record.args["name"] if isinstance(record.args, dict) else record.msg
    is_repeated = record.created - _said_at.get(name, 0) < SAME_SECONDS
    if not is_repeated:
        _said_at[name] = record.created
    return not is_repeated


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
        | {name: {"filters": [is_news]} for name in ("celery.beat", "celery.app.trace")}
        | {"django.request": {"filters": [is_untold]}}
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
