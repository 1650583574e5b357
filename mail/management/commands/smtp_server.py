"""Listens for mail at SMTP_HOST:SMTP_PORT until TERM or Ctrl-C, and for news of mailboxes on others' servers."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand

from mail.fetching.watching import Watching
from mail.smtp import serve


class Command(BaseCommand):
    help = "Take in mail by SMTP."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django's own form

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = settings.SMTP_HOST, settings.SMTP_PORT
        Watching().begin()
        try:
            asyncio.run(_until_stopped(host, port, self._say_ready))
        except ImproperlyConfigured as problem:
            self.stderr.write(str(problem))
            sys.exit(1)
        except OSError as problem:
            self.stderr.write(f"Cannot listen at {host}:{port}: {problem.strerror or problem}")
            sys.exit(1)

    def _say_ready(self) -> None:
        self.stdout.write(f"Taking mail at {settings.SMTP_HOST}:{settings.SMTP_PORT}")
        self.stdout.flush()


async def _until_stopped(host: str, port: int, say_ready: Callable[[], None]) -> None:
    task = asyncio.create_task(serve(host, port, say_ready))
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await task
