"""One JSON line per event on standard output. No token, code, signed address or visitor's address gets that far."""

import logging
import logging.config
import re
from http import HTTPStatus
from typing import Any

import structlog
from django.db.utils import InterfaceError, OperationalError
from structlog.typing import EventDict, WrappedLogger

SECRET_WORDS = ("token", "secret", "authorization", "password", "cookie", "state", "code_verifier")
HIDDEN = "***"
# These print whole addresses, signatures included, or statement parameters when asked for DEBUG.
TALKATIVE = ("urllib3", "requests", "django.db.backends", "PIL", "asyncio", "kombu", "amqp")
# What Celery says each second or two while a service is away: its clock, its tasks, and a worker of its connection.
REPETITIVE = ("celery.beat", "celery.app.trace", "celery.worker.consumer.consumer")

# Answers by their status and where they are given: a login that failed, a forged event, a site that is not ready.
TOLD = ((401, "/accounts/tiktok/"), (403, "/webhooks/"), (503, "/readyz"))
# How Celery's clock begins what it says of a queue that failed, and how a worker does.
QUEUE_FAILED = ("Message Error", "consumer: Cannot connect")
DATABASE_ERRORS = (OperationalError, InterfaceError)
SAME_SECONDS = 60
# A place to connect to, as programs write it into what they say: a host's port, a socket's path, a whole address; and
# as PostgreSQL's library does.
PLACE = re.compile(r"\S*(?::\d|/)\S*|(?<=server at )\S+(?: \(\S+\))?|(?<=host )'[^']*'|(?<=port )\d+")
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
    if str(record.msg).startswith(QUEUE_FAILED):
        record.msg, record.args = record.getMessage().partition("\n")[0], None
    elif not (record.exc_info and isinstance(record.exc_info[1], DATABASE_ERRORS)):
        return True
    record.exc_info = None
    return _is_first(record.args["name"] if isinstance(record.args, dict) else record.msg, record.created)


def spare_tracebacks(record: logging.LogRecord) -> bool:
    """Of requests that fail for the database alike, one in a minute has its traceback; each says why, in a line.

    Every one of these lines is needed: who met the failure reads its reference.
    """
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, DATABASE_ERRORS):
        record.why = reason(error)
        if not _is_first((type(error), type(error.__cause__)), record.created):
            record.exc_info = None
    return True


def reason(error: BaseException) -> str:
    """What went wrong, in a line that does not say where our services are."""
    return f"{type(error).__name__}: {PLACE.sub(HIDDEN, str(error).partition('\n')[0])}"


def _is_first(said: object, moment: float) -> bool:
    """Whether it was not said within the minute before."""
    is_first = moment - _said_at.get(said, 0) >= SAME_SECONDS
    if is_first:
        _said_at[said] = moment
    return is_first


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
        | {name: {"filters": [is_news]} for name in REPETITIVE}
        | {"django.request": {"filters": [is_untold, spare_tracebacks]}}
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
