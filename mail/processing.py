"""The worker's loop over the ledger: claim, parse in the child, act and mark in one transaction.

Mails that only open a ticket share a transaction: several commits, look-ups and marks become one. What fails together is
undone together, and each of those mails is taken alone.
"""

import json
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import chain, islice
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from helpdesk import clock
from helpdesk.faults import fault_point
from mail.dkim_check import with_own_results
from mail.intake import only_opens, open_together, take_in
from mail.mailboxes import Mailboxes
from mail.models import UNPROCESSED, InboundEmail, InboundReason, InboundState
from mail.outcomes import Outcome, TurnedAway
from mail.parser_process import ParserFailed, ParserProcess
from mail.parsing import ParsedMail
from tickets.content import subject_line
from tickets.door import current_passage, one_passage
from tickets.live import told_together

BATCH = 20
TOGETHER = 10  # mails; some 50 ms, for which another worker with the same new sender would wait
MOST_ATTEMPTS = 5
SMALL = 250_000  # bytes
RETRY_AFTER = (10, 60, 600, 3600)  # seconds, by attempt
CLAIM = timedelta(seconds=settings.MAIL_CLAIM_SECONDS)

Arrival = tuple[InboundEmail, ParsedMail | InboundReason]

# One statement for many rows, by the columns of `Mark`.
_MARK = f"""
UPDATE mail_inboundemail AS row
SET state = mark.state, reason = mark.reason, verdict = mark.verdict::jsonb, ticket_id = mark.ticket_id,
    ticket_message_id = mark.ticket_message_id, from_email = coalesce(mark.from_email, row.from_email),
    subject = coalesce(mark.subject, row.subject), claimed_until = NULL, last_error = '', processed_at = now()
FROM unnest(%s::bigint[], %s::timestamptz[], %s::text[], %s::text[], %s::text[], %s::bigint[], %s::bigint[], %s::text[],
            %s::text[])
     AS mark(id, claimed_until, state, reason, verdict, ticket_id, ticket_message_id, from_email, subject)
WHERE row.id = mark.id AND row.state = '{InboundState.PROCESSING}' AND row.claimed_until = mark.claimed_until
"""  # noqa: S608  # our own word

_COLUMNS = ", ".join(f"row.{field.column}" for field in InboundEmail._meta.concrete_fields if field.name != "raw")

# One statement, committed by itself, gives a worker its rows; how they wait is the index `inbound_unprocessed`.
_CLAIM = f"""
WITH waiting AS MATERIALIZED (
    SELECT id FROM mail_inboundemail
    WHERE state IN ('{InboundState.RECEIVED}', '{InboundState.PROCESSING}')
      AND (state = '{InboundState.RECEIVED}' AND due_at <= %s OR state = '{InboundState.PROCESSING}' AND claimed_until <= %s)
    ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
)
UPDATE mail_inboundemail AS row
SET state = '{InboundState.PROCESSING}', claimed_until = %s, attempts = attempts + 1
FROM waiting WHERE row.id = waiting.id
RETURNING {_COLUMNS}, CASE WHEN size <= {SMALL} THEN raw END AS raw
"""  # noqa: S608  # our own words

logger = logging.getLogger(__name__)
per_thread = threading.local()


def process_batch(limit: int = BATCH) -> int:
    """Claim up to `limit` waiting mails and work them off; how many there were. One bad mail never stops the next."""
    return work_off(claim(limit))


def process_waiting(*, until: float) -> int:
    """Work off what waits, but claim nothing new after `until` (as `time.monotonic` counts seconds); how many there were.

    Batch follows batch in one stream: while one is acted upon, the next is claimed already and its mails are with the child.
    """
    return work_off(_batches(until))


def _batches(until: float) -> Iterator[InboundEmail]:
    while rows := claim(BATCH):
        yield from rows
        if len(rows) < BATCH or time.monotonic() > until:
            return


def work_off(rows: Iterable[InboundEmail]) -> int:
    """Claimed mails, in their order; how many there were."""
    arrivals = parsed_ahead(rows)
    count = 0
    for first in arrivals:
        mailboxes = Mailboxes()
        with told_together():
            for group in grouped(chain([first], islice(arrivals, BATCH - 1)), mailboxes):
                count += len(group)
                if len(group) == 1 or not acted_together(group, mailboxes):
                    for row, mail in group:
                        process(row, mail, mailboxes)
    return count


def grouped(arrivals: Iterable[Arrival], mailboxes: Mailboxes) -> Iterator[list[Arrival]]:
    """In their order, small mails that only open a ticket up to TOGETHER at once, all others alone.

    So is what was tried before: a mail that kills its worker must not take its neighbours with it again and again.
    """
    group: list[Arrival] = []
    for row, mail in arrivals:
        goes_alone = row.attempts > 1 or row.size > SMALL or not _only_opens(row, mail, mailboxes)
        if group and (goes_alone or len(group) == TOGETHER or sum(other.size for other, _ in group) > SMALL):
            yield group
            group = []
        group.append((row, mail))
        if goes_alone:
            yield group
            group = []
    if group:
        yield group


def _only_opens(row: InboundEmail, mail: ParsedMail | InboundReason, mailboxes: Mailboxes) -> bool:
    try:
        return isinstance(mail, ParsedMail) and only_opens(row, mail, mailboxes)
    except Exception:  # noqa: BLE001 - whatever it is, the mail meets it again alone, where it is written down
        logger.exception("Mail %s cannot be judged", row.pk)
        return False


def parsed_ahead(rows: Iterable[InboundEmail]) -> Iterator[Arrival]:
    """Each mail as parsed, or why it could not be; while one is acted upon the child already reads the next ones."""
    parser = warm_parser()
    coming = iter(rows)
    following = next(coming, None)
    submitted: deque[InboundEmail] = deque()
    while following or submitted:
        while following and (not submitted or parser.has_room(following.size)):
            if following.attempts > MOST_ATTEMPTS:
                yield following, InboundReason.GAVE_UP
            else:
                parser.submit(bytes(following.raw))
                submitted.append(following)
            following = next(coming, None)
        if submitted:
            row = submitted.popleft()
            yield row, _parsed(parser, row)


def _parsed(parser: ParserProcess, row: InboundEmail) -> ParsedMail | InboundReason:
    try:
        return with_own_results(parser.result(), bytes(row.raw))
    except ParserFailed as failed:
        return failed.reason


def warm_parser() -> ParserProcess:
    """The child of this worker process; where workers are threads, each has one. Nothing waits in it."""
    if not hasattr(per_thread, "parser"):
        per_thread.parser = ParserProcess()
    parser: ParserProcess = per_thread.parser
    parser.forget()
    return parser


def claim(limit: int) -> list[InboundEmail]:
    """Rows that are ours until `claimed_until`, committed; two workers never get the same one. Oldest first.

    The sources of ordinary mails come with them; a large one is read when its turn comes, not twenty at once.
    """
    now = clock.now()
    rows = sorted(InboundEmail.objects.raw(_CLAIM, [now, now, limit, now + CLAIM]), key=lambda row: row.pk)
    for row in rows:
        if row.size > SMALL:
            del row.raw  # read when it is asked for
    if rows:
        fault_point("after_claim")
    return rows


def process(row: InboundEmail, mail: ParsedMail | InboundReason, mailboxes: Mailboxes) -> None:
    """Everything about one claimed mail; afterwards it is done, or has a time to be tried again, or a reason."""
    try:
        if isinstance(mail, InboundReason):
            state = InboundState.ERROR if mail == InboundReason.GAVE_UP else InboundState.QUARANTINED
            finish(row, Outcome(state, mail))
        else:
            act(row, mail, mailboxes)
    except Exception as problem:  # noqa: BLE001 - whatever it is, the mail stays, is tried again, and the next one goes on
        logger.exception("Mail %s failed at attempt %s", row.pk, row.attempts)
        postpone(row, problem)


class ClaimLost(Exception):
    """Our claim ran out and another worker did the work: ours is undone."""


def act(row: InboundEmail, mail: ParsedMail, mailboxes: Mailboxes) -> None:
    try:
        with suppress(ClaimLost), one_passage():
            outcome = take_in(row, mail, mailboxes)
            _mark([_mark_of(row, outcome, mail)])
    except TurnedAway as turned_away:
        finish(row, turned_away.outcome, mail, turned_away.keep)


def acted_together(arrivals: Sequence[Arrival], mailboxes: Mailboxes) -> bool:
    """All in one transaction; False when anything failed, and then nothing happened."""
    mails = [(row, mail) for row, mail in arrivals if isinstance(mail, ParsedMail)]
    try:
        with one_passage():
            outcomes = open_together(mails, mailboxes)
            _mark([_mark_of(row, outcome, mail) for (row, mail), outcome in zip(mails, outcomes, strict=True)])
    except Exception as problem:  # noqa: BLE001 - whose fault it was shows when each is taken alone
        logger.info("%s mails could not be taken together: %r", len(mails), problem)
        return False
    return True


def finish(
    row: InboundEmail, outcome: Outcome, mail: ParsedMail | None = None, keep: Callable[[], object] = lambda: None
) -> None:
    with suppress(ClaimLost), transaction.atomic():
        keep()
        _mark([_mark_of(row, outcome, mail)])


class Mark(NamedTuple):
    """What the end of the work writes into a row of the ledger."""

    pk: int
    claimed_until: datetime | None
    state: str
    reason: str
    verdict: str  # as JSON
    ticket_id: int | None
    ticket_message_id: int | None
    from_email: str | None  # None: not known, so left as it is
    subject: str | None


def _mark_of(row: InboundEmail, outcome: Outcome, mail: ParsedMail | None) -> Mark:
    message_id, ticket_id = None, outcome.verdict.get("ticket")
    if outcome.message:
        message_id, ticket_id = outcome.message.pk, outcome.message.ticket_id
    elif outcome.opened:
        message_id, ticket_id = current_passage().first_messages[outcome.opened.pk], outcome.opened.pk
    return Mark(
        pk=row.pk,
        claimed_until=row.claimed_until,
        state=outcome.state,
        reason=outcome.reason,
        verdict=json.dumps(outcome.verdict),
        ticket_id=ticket_id,
        ticket_message_id=message_id,
        from_email=mail.from_email if mail else None,
        subject=subject_line(mail.subject) if mail else None,
    )


def _mark(marks: Sequence[Mark]) -> None:
    """The end of the work, in its transaction: it counts only if every row is still ours. Raises ClaimLost."""
    with connection.cursor() as cursor:
        cursor.execute(_MARK, [list(column) for column in zip(*marks, strict=True)])
        if cursor.rowcount != len(marks):
            raise ClaimLost


def postpone(row: InboundEmail, problem: Exception) -> None:
    """After an error nobody foresaw: later again, in the end visibly given up."""
    given_up = row.attempts >= MOST_ATTEMPTS
    after = RETRY_AFTER[min(row.attempts, len(RETRY_AFTER)) - 1]
    try:
        InboundEmail.objects.filter(pk=row.pk, state=InboundState.PROCESSING, claimed_until=row.claimed_until).update(
            state=InboundState.ERROR if given_up else InboundState.RECEIVED,
            reason=InboundReason.GAVE_UP if given_up else "",
            due_at=clock.now() + timedelta(seconds=after),
            claimed_until=None,
            last_error=f"{type(problem).__name__}: {problem}"[:2000],
        )
    except DatabaseError:
        logger.warning("Mail %s: the database is away; its claim will run out", row.pk)


def retry(rows: Sequence[InboundEmail]) -> int:
    """Try again what was ignored, quarantined or given up, after a mend; how many. Messages already made stay."""
    return (
        InboundEmail.objects.filter(pk__in=[row.pk for row in rows], ticket_message__isnull=True)
        .exclude(state__in=UNPROCESSED)
        .update(state=InboundState.RECEIVED, reason="", attempts=0, due_at=clock.now(), claimed_until=None)
    )
