"""Logs as JSON lines, without anything personal in them."""

import logging
import traceback
from typing import Any

import structlog

# Words of Django's and the server's own messages may quote an address or a value; keep the fact only.
QUOTING = ("django.", "allauth", "py.warnings")


class WithoutWords(logging.Formatter):
    """Write a record as JSON; of an error its type and the lines of code, never its message."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one JSON line."""
        import orjson

        line: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if isinstance(record.msg, dict):
            line.update(record.msg)
        elif record.name.startswith(QUOTING):
            line["event"] = getattr(record, "status_code", None) or record.funcName
        else:
            line["event"] = record.getMessage()
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["where"] = [
                f"{f.filename.rpartition('/')[2]}:{f.lineno} {f.name}"
                for f in traceback.extract_tb(record.exc_info[2])
            ]
        return orjson.dumps(line, default=str).decode()


structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        lambda _, __, event: ((event,), {}),
    ],
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
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}
