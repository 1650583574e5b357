"""`manage.py explain_mail FILE… | -`: what the pipeline makes of messages, as JSON lines; nothing is stored."""

import json
import mailbox
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, ProgrammingError, connection

from mail.explaining import AssumedMailbox, Explainer
from mail.mailboxes import Mailboxes

# The line that begins each message of an mbox: who, and a date as asctime writes it.
MBOX_FROM = re.compile(
    rb"^From [^\r\n]{0,300}?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d\d:\d\d(?::\d\d)?[^\r\n]{0,40}\r?$",
    re.MULTILINE,
)
MOST_BLANK = 1000  # bytes above the first message
ONE_MESSAGE = {".eml", ".msg", ".txt"}


class Command(BaseCommand):
    help = "Tell what would become of messages: files, mboxes, Maildirs, folders, or - for standard input."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="a message, an mbox, a Maildir, a folder, or -")
        parser.add_argument("--mailbox", default="", help="the address assumed to be ours where no database is set")

    def handle(self, *args: Any, **options: Any) -> None:
        has_database = not options["mailbox"] and bool(os.environ.get("DATABASE_URL")) and self._database_answers()
        address = options["mailbox"].strip().lower() or settings.SUPPORT_ADDRESS
        explainer = Explainer(Mailboxes() if has_database else AssumedMailbox(address), has_database=has_database)
        failed = False
        try:
            for given in options["files"]:
                try:
                    for name, raw in messages_in(given):
                        self._say({"file": name, **explainer.explain(raw)})
                except OSError as problem:
                    failed = True
                    self._say({"file": given, "outcome": "error", "reason": "unreadable_file"})
                    self.stderr.write(f"{given}: {problem.strerror or problem}")
        finally:
            explainer.close()
        if failed:
            raise CommandError("Not everything could be read.")

    def _say(self, line: dict[str, Any]) -> None:
        # JSON escapes what is not ASCII, so it comes through whatever the terminal's encoding is.
        self.stdout.write(json.dumps(line))

    def _database_answers(self) -> bool:
        try:
            Mailboxes()
        except (OperationalError, ProgrammingError) as problem:
            connection.close()
            self.stderr.write(f"Without the database, which does not answer: {str(problem).strip().splitlines()[0]}")
            return False
        return True


def messages_in(given: str) -> Iterator[tuple[str, bytes]]:
    """Each message with the name it is told by. Raises OSError."""
    if given == "-":
        yield given, sys.stdin.buffer.read()
        return
    path = Path(given)
    if (path / "cur").is_dir() and (path / "new").is_dir():
        maildir = mailbox.Maildir(path, create=False)
        for key in sorted(maildir.keys()):
            yield str(path / key), maildir.get_bytes(key)
    elif path.is_dir():
        for inner in sorted(path.rglob("*")):
            if inner.is_file():
                yield from messages_in(str(inner))
    else:
        raw = path.read_bytes()
        for message in [raw] if path.suffix.lower() in ONE_MESSAGE else messages_of(raw):
            yield given, message


def messages_of(raw: bytes) -> Iterator[bytes]:
    """The messages of an mbox; what does not begin as one is a single message."""
    starts = [found.start() for found in MBOX_FROM.finditer(raw) if _begins_message(raw, found.start())]
    if not starts or raw[: starts[0]].strip():
        yield raw
        return
    for start, end in zip(starts, [*starts[1:], len(raw)], strict=True):
        yield raw[start:end]


def _begins_message(raw: bytes, start: int) -> bool:
    """At the very beginning, if below blank lines, or after one, since a body may hold such a line too."""
    return (start <= MOST_BLANK and not raw[:start].strip()) or raw[start - 3 : start].endswith((b"\n\n", b"\n\r\n"))
