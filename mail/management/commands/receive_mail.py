"""For mail servers that hand a message to a program: `| manage.py receive_mail --to support@example.com < message`."""

import sys
import traceback
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import Error

from mail.receiving import recipients_named_in, store

EX_TEMPFAIL = 75  # sysexits.h: the mail server keeps the message and tries again
EX_DATAERR = 65
EX_USAGE = 64
_ARGPARSE_USAGE = 2


class Command(BaseCommand):
    help = "Store one message from standard input in the ledger. Exit code 75: try again later."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="sender", default="", help="envelope sender")
        parser.add_argument(
            "--to", dest="recipients", action="append", default=[], help="envelope recipient; else whom the mail names"
        )

    def run_from_argv(self, argv: list[str]) -> None:
        """Mail servers return a message to its sender after any code they do not know, so whatever fails here says: try again."""
        try:
            super().run_from_argv(argv)
        except SystemExit as stop:
            sys.exit(EX_USAGE if stop.code == _ARGPARSE_USAGE else stop.code)
        except Exception:  # noqa: BLE001 - no fault of ours may lose a message
            traceback.print_exc()
            sys.exit(EX_TEMPFAIL)

    def handle(self, *args: Any, **options: Any) -> None:
        raw = sys.stdin.buffer.read()
        if not raw.strip():
            self.stderr.write("There is no message on standard input.")
            sys.exit(EX_DATAERR)
        try:
            row = store(raw, options["sender"], options["recipients"] or recipients_named_in(raw), "pipe")
        except (Error, OSError) as problem:
            self.stderr.write(f"The message could not be stored; try again later. {problem}".strip())
            sys.exit(EX_TEMPFAIL)
        self.stdout.write(f"Stored as {row.pk}.")
