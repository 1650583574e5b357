"""What a log line looks like: one line a record, for people or (LOG_JSON=1) for machines, tracebacks included."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def as_if_missing(package: str) -> Iterator[None]:
    """Importing it fails for a while, as where it is not installed; if it is loaded already it stays."""
    if package in sys.modules:
        yield
        return
    sys.modules[package] = None  # type: ignore[assignment]  # how Python itself says that there is none
    try:
        yield
    finally:
        del sys.modules[package]


# It loads what draws coloured tracebacks where development tools have brought it: 5 MB in each process, and never used here.
with as_if_missing("rich"):
    import structlog
    from structlog.processors import ExceptionRenderer
    from structlog.tracebacks import ExceptionDictTransformer


def logging_settings(level: str, *, json: bool) -> dict[str, Any]:
    """Django's LOGGING: everything goes to stderr through structlog's formatter."""
    before: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        ExceptionRenderer(ExceptionDictTransformer(show_locals=False))
        if json
        else structlog.processors.format_exc_info,
    ]
    render: Any = structlog.processors.JSONRenderer() if json else Plain()
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": before,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
            }
        },
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


class Plain:
    """`09:15:02 WARNING outbox.sending  text  key=value`; the traceback on lines of its own."""

    def __call__(self, _logger: Any, _name: str, event: dict[str, Any]) -> str:
        time = event.pop("timestamp", "")[11:19]
        level, name = event.pop("level", "info").upper(), event.pop("logger", "")
        exception = event.pop("exception", None)
        line = f"{time} {level} {name}  {event.pop('event', '')}"
        line += "".join(f"  {key}={value}" for key, value in event.items())
        return f"{line}\n{exception}" if exception else line
