"""What a log line looks like: one line a record, for people or (LOG_JSON=1) for machines, tracebacks included.

Two formatters of the standard library: structlog, which did no more for us, loads whatever draws coloured tracebacks
(rich, Pygments) where development tools have brought it, 5 MB in each process.
"""

import datetime
import json
import logging
from typing import Any


def logging_settings(level: str, *, json: bool) -> dict[str, Any]:
    """Django's LOGGING: everything goes to stderr, a line a record."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": ForMachines if json else ForPeople}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
            "uvicorn": {"handlers": [], "propagate": True},
            "uvicorn.access": {"level": "WARNING"},
            # They say in several lines what nobody needs: each task's coming and going, each SMTP command.
            "celery.worker.strategy": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
            "celery.beat": {"level": "WARNING"},
            "mail.log": {"level": "WARNING"},
        },
    }


class ForPeople(logging.Formatter):
    """`09:15:02 WARNING outbox.sending  text`, by UTC; the traceback on lines of its own."""

    def format(self, record: logging.LogRecord) -> str:
        line = f"{_instant(record):%H:%M:%S} {record.levelname} {record.name}  {record.getMessage()}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


class ForMachines(logging.Formatter):
    """A JSON object: timestamp (UTC), level, logger, event and, where there was one, exception with its traceback."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "timestamp": _instant(record).isoformat(timespec="microseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps(told, default=str)


def _instant(record: logging.LogRecord) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(record.created, datetime.UTC)
