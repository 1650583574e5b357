"""The worker's loop over the ledger: claim, parse in the child, act and mark in one transaction."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from itertools import zip_longest

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from helpdesk import clock
from helpdesk.faults import fault_point
from mail.intake import Outcome, TurnedAway, take_in
from mail.mailboxes import Mailboxes
from mail.models import UNPROCESSED, InboundEmail, InboundReason, InboundState
from mail.parser_process import ParserFailed, ParserProcess
from mail.parsing import ParsedMail
from tickets.content import subject_line
from tickets.door import current_passage, one_passage
from tickets.live import told_together

BATCH = 20
MOST_ATTEMPTS = 5
SMALL = 250_000  # bytes
RETRY_AFTER = (10, 60, 600, 3600)  # seconds, by attempt
CLAIM = timedelta(seconds=settings.MAIL_CLAIM_SECONDS)

logger = logging.getLogger(__name__)
parser = ParserProcess()  # one warm child per worker process


def process_batch(limit: int = BATCH) -> int:
    """Claim up to `limit` waiting mails and work them off; how many there were. One bad mail never stops the next."""
    rows = claim(limit)
    if not rows:
        return 0
    fault_point("after_claim")
    mailboxes = Mailboxes()
    with told_together():
        for row, mail in parsed_ahead(rows):
            process(row, mail, mailboxes)
    return len(rows)


def parsed_ahead(rows: Sequence[InboundEmail]) -> Iterator[tuple[InboundEmail, ParsedMail | InboundReason]]:
    """Each mail as parsed, or why it could not be; while one is acted upon the child already reads the next."""
    fresh = [row for row in rows if row.attempts <= MOST_ATTEMPTS]
    for row in rows:
        if row.attempts > MOST_ATTEMPTS:
            yield row, InboundReason.GAVE_UP
    if fresh:
        parser.submit(bytes(fresh[0].raw))
    for row, following in zip_longest(fresh, fresh[1:]):
        try:
            mail: ParsedMail | InboundReason = parser.result()
        except ParserFailed as failed:
            mail = failed.reason
        if following is not None:
            parser.submit(bytes(following.raw))
        yield row, mail


def claim(limit: int) -> list[InboundEmail]:
    """Rows that are ours until `claimed_until`, committed; two workers never get the same one. Oldest first."""
    now = clock.now()
    waiting = Q(state=InboundState.RECEIVED, due_at__lte=now) | Q(state=InboundState.PROCESSING, claimed_until__lte=now)
    with transaction.atomic():
        rows = list(
            InboundEmail.objects.filter(waiting, state__in=UNPROCESSED)
            .select_for_update(skip_locked=True)
            .defer("raw")
            .order_by("pk")[:limit]
        )
        InboundEmail.objects.filter(pk__in=[row.pk for row in rows]).update(
            state=InboundState.PROCESSING, claimed_until=now + CLAIM, attempts=F("attempts") + 1
        )
    for row in rows:
        row.attempts += 1
        row.claimed_until = now + CLAIM
    _read_small(rows)
    return rows


def _read_small(rows: Sequence[InboundEmail]) -> None:
    """The sources of ordinary mails in one statement; a large one is read when its turn comes, not twenty at once."""
    small = [row.pk for row in rows if row.size <= SMALL]
    sources = dict(InboundEmail.objects.filter(pk__in=small).values_list("pk", "raw"))
    for row in rows:
        if row.pk in sources:
            row.raw = sources[row.pk]


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
            _mark(row, outcome, mail)
    except TurnedAway as turned_away:
        finish(row, turned_away.outcome, mail, turned_away.keep)


def finish(
    row: InboundEmail, outcome: Outcome, mail: ParsedMail | None = None, keep: Callable[[], object] = lambda: None
) -> None:
    with suppress(ClaimLost), transaction.atomic():
        keep()
        _mark(row, outcome, mail)


def _mark(row: InboundEmail, outcome: Outcome, mail: ParsedMail | None) -> None:
    """The end of the work, in its transaction: it counts only if the row is still ours. Raises ClaimLost."""
    message_id, ticket_id = None, outcome.verdict.get("ticket")
    if outcome.message:
        message_id, ticket_id = outcome.message.pk, outcome.message.ticket_id
    elif outcome.opened:
        message_id, ticket_id = current_passage().first_messages[outcome.opened.pk], outcome.opened.pk
    seen = {"from_email": mail.from_email, "subject": subject_line(mail.subject)} if mail else {}
    marked = InboundEmail.objects.filter(
        pk=row.pk, state=InboundState.PROCESSING, claimed_until=row.claimed_until
    ).update(
        state=outcome.state,
        reason=outcome.reason,
        verdict=outcome.verdict,
        ticket_message_id=message_id,
        ticket_id=ticket_id,
        claimed_until=None,
        last_error="",
        processed_at=Now(),
        **seen,
    )
    if not marked:
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
