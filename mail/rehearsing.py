"""Taking a mail in as the worker does, here and now; the caller is in a rehearsal (tickets/rehearsal.py), which undoes it."""

from collections.abc import Sequence
from uuid import uuid4

from mail.mailboxes import Mailboxes
from mail.models import InboundEmail, InboundReason, InboundState
from mail.parser_process import ParserFailed, ParserProcess
from mail.parsing import ParsedMail
from mail.processing import CLAIM, process
from mail.receiving import recipients_named_in, row_for


def take_in_now(raw: bytes, parser: ParserProcess, envelope_to: Sequence[str] = ()) -> InboundEmail:
    """The ledger's row, with its outcome. The same mail is taken in again each time, unlike one that is delivered twice."""
    recipients = list(envelope_to) or recipients_named_in(raw)
    mailboxes = Mailboxes()
    row = row_for(raw, mailboxes.first_of(recipients) or mailboxes.default, "", recipients, "rehearsal")
    row.key = f"rehearsal {uuid4().hex}"
    row.state, row.attempts, row.claimed_until = InboundState.PROCESSING, 1, row.received_at + CLAIM
    row.save(force_insert=True)
    process(row, _parsed(raw, parser), mailboxes)
    row.refresh_from_db()
    return row


def _parsed(raw: bytes, parser: ParserProcess) -> ParsedMail | InboundReason:
    try:
        return parser.parse(raw)
    except ParserFailed as failed:
        return failed.reason
