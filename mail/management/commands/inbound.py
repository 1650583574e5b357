"""`manage.py inbound list|show ID|retry ID`: mails that became no message."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from helpdesk.nudge import nudge
from mail.models import UNPROCESSED, InboundEmail, InboundState
from mail.processing import retry
from mail.tasks import process_inbound

STATES = (InboundState.QUARANTINED, InboundState.ERROR, InboundState.IGNORED)


class Command(BaseCommand):
    help = "List mails that became no message, show the source of one, or try one again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        listing = acts.add_parser("list", help="newest first")
        listing.add_argument("--state", choices=[state.value for state in STATES], help="all three when left out")
        listing.add_argument("--limit", type=int, default=50)
        acts.add_parser("show", help="its source, byte for byte").add_argument("id", type=int)
        acts.add_parser("retry", help="work it off once more").add_argument("id", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["act"] == "list":
            self.list([options["state"]] if options["state"] else list(STATES), options["limit"])
        elif options["act"] == "show":
            sys.stdout.buffer.write(bytes(mail_or_error(options["id"]).raw))
            sys.stdout.buffer.flush()
        else:
            self.retry(mail_or_error(options["id"]))

    def list(self, states: list[str], limit: int) -> None:
        for row in InboundEmail.objects.filter(state__in=states).defer("raw").order_by("-pk")[: max(limit, 0)]:
            self.stdout.write(printable(line_of(row)))

    def retry(self, row: InboundEmail) -> None:
        if not retry([row]):
            waits = row.state in UNPROCESSED
            why = "is waiting or being read already" if waits else "became a message; nothing is to be done"
            raise CommandError(f"Mail {row.pk} {why}.")
        nudge(process_inbound)
        self.stdout.write(f"Mail {row.pk} will be tried again.")


def mail_or_error(pk: int) -> InboundEmail:
    row = InboundEmail.objects.filter(pk=pk).first()
    if row is None:
        raise CommandError(f"There is no mail {pk}.")
    return row


def line_of(row: InboundEmail) -> str:
    sender = row.from_email or row.envelope_from or "no sender"
    why = f"{row.get_reason_display()}{f' ({row.last_error[:200]})' if row.last_error else ''}"
    return f"{row.pk:>7}  {row.received_at:%Y-%m-%d %H:%M}  {row.state:<11}  {sender}  {row.subject or '-'}  [{why}]"


def printable(line: str) -> str:
    """Whoever wrote the mail does not steer the reader's terminal."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in line)
