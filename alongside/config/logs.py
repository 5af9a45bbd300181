"""Logs as JSON lines, without anything personal in them.

Closed by default. Our own events are words of our own and carry only the fields listed here; of
everybody else's messages only the fact is kept: which logger, at which level, from which line of
code. An address, a search or a value that a message quotes never reaches the log.
"""

import logging
import traceback
from collections.abc import MutableMapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

import orjson
import structlog

# What a line of our own may carry. Before a field is added: could it ever tell of a person? No key
# of a person or a stay, no address of a page (it holds such keys), no IP address, no typed word.
# `seal`, `rows` and `digest` are of the access log's seals: `verify-log --expect` asks for a digest
# that was kept outside the database, and this stream is where it is kept.
FIELDS = frozenset(
    {"request_id", "method", "page", "status", "ms", "job", "count", "seal", "rows", "digest"}
)
# The web server's own messages are about processes and ports.
OUTSPOKEN = ("_granian",)

# When a log call itself fails, `logging` would print its arguments to the terminal.
logging.raiseExceptions = False


def named(error: BaseException | None) -> str:
    """Return the names of the error's type and of what caused it; never the words of any.

    >>> named(ValueError("Ada"))
    'ValueError'
    """
    kinds: list[str] = []
    while error is not None and len(kinds) < 5:
        kinds.append(type(error).__name__)
        error = error.__cause__ or error.__context__
    return " from ".join(kinds)


def lines_of(trace: TracebackType | None) -> list[str]:
    """Return the places in the code that an error passed through, without the code itself."""
    return [
        f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(trace)
    ]


class WithoutWords(logging.Formatter):
    """Write a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; of an error its type and the places in the code, never its message."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if record.name.startswith("alongside.") and isinstance(record.msg, dict):
            line["event"] = record.msg.get("event")
            line.update((k, v) for k, v in record.msg.items() if k in FIELDS)
        elif record.name.startswith(OUTSPOKEN):
            line["event"] = record.getMessage()
        else:
            line["event"] = f"{record.module}:{record.lineno} {record.funcName}"
            if isinstance(status := getattr(record, "status_code", None), int):
                line["status"] = status
        if record.exc_info and record.exc_info[1]:
            line["error"] = named(record.exc_info[1])
            line["where"] = lines_of(record.exc_info[2])
        return orjson.dumps(line, default=lambda _: "left out").decode()


def _to_logging(_: Any, __: str, event: MutableMapping[str, Any]) -> tuple[Any, dict[str, Any]]:
    """Hand the event to `logging` as it is; an error goes beside it, where the formatter looks."""
    return (event,), {"exc_info": event.pop("exc_info", None)}


structlog.configure(
    processors=[structlog.contextvars.merge_contextvars, _to_logging],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": WithoutWords}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["out"], "level": "INFO"},
    "loggers": {
        # Django's own handlers are taken off: one of them mails whole error pages to admins.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        # The worker says once a second that there is nothing to do.
        "django_tasks_db": {"level": "WARNING"},
        "_granian": {"handlers": [], "level": "INFO", "propagate": True},
    },
}
