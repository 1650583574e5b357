"""Sending what waits for trackers: claim and commit, speak with no transaction open, mark and commit.

Trackers know no ids of ours, so a sender that died between their answer and our mark would leave a second comment behind.
Therefore each call carries a marker, and whoever tries again looks first whether it is there.
"""

import logging
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from helpdesk import clock
from helpdesk.faults import fault_point
from integrations.actions import take_created, tell_failed
from integrations.clients import client_for
from integrations.clients.base import Client, Limited, RemoteIssue, Trouble
from integrations.models import CallKind, CallState, IssueComment, Tracker, TrackerCall
from tickets.door import one_passage

MOST_ATTEMPTS = 8
RETRY_AFTER = (30, 120, 600, 1800, 3600, 3 * 3600, 6 * 3600)  # seconds, by attempt
CLAIM = timedelta(minutes=3)
_EARLIER = timedelta(minutes=10)  # clocks differ
_CLAIM = """
UPDATE integrations_trackercall SET claimed_until = statement_timestamp() + %s, attempts = attempts + 1
WHERE id = (
    SELECT id FROM integrations_trackercall
    WHERE state = 'queued' AND due_at <= statement_timestamp()
        AND (claimed_until IS NULL OR claimed_until <= statement_timestamp())
    ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING id
"""
logger = logging.getLogger(__name__)


def send_calls(limit: int) -> int:
    """Up to `limit` that are due; how many were tried. Each is claimed alone."""
    tried = 0
    while tried < limit and (call := claim()) is not None:
        tried += 1
        fault_point("after_claim_of_call")
        send(call)
    return tried


def claim() -> TrackerCall | None:
    """The one that waits longest, ours until `claimed_until`."""
    with connection.cursor() as cursor:
        values: list[Any] = [CLAIM]
        cursor.execute(_CLAIM, values)
        row = cursor.fetchone()
    related = TrackerCall.objects.select_related("tracker", "link__issue__tracker", "by")
    return related.get(pk=row[0]) if row else None


def send(call: TrackerCall) -> None:
    try:
        answer = _ask(client_for(call.tracker), call)
        fault_point("after_answer_of_tracker")
    except Trouble as trouble:
        _not_sent(call, trouble)
    else:
        _sent(call, answer)


def _ask(client: Client, call: TrackerCall) -> RemoteIssue | str:
    """A new issue, or the id of a comment; once, whoever died before."""
    is_first, since = call.attempts == 1, call.created_at - _EARLIER
    if call.kind == CallKind.CREATE:
        left = None if is_first else client.find_created(call.marker, since)
        return left or client.create(call.title, call.body, call.marker)
    if call.kind == CallKind.COMMENT:
        assert call.link is not None  # noqa: S101 - a constraint
        key = call.link.issue.key
        comment = None if is_first else client.find_comment(key, call.marker, since)
        return comment or client.comment(key, call.body, call.marker)
    client.check()
    return ""


def _sent(call: TrackerCall, answer: RemoteIssue | str) -> None:
    """The mark, and what follows from the answer, in one transaction; nothing where our claim ran out meanwhile."""
    with one_passage():
        if isinstance(answer, RemoteIssue):
            take_created(call, answer)
        ours = TrackerCall.objects.filter(pk=call.pk, claimed_until=call.claimed_until)
        ours.update(state=CallState.SENT, sent_at=clock.now(), claimed_until=None, last_error="")
        if call.link_id is not None:
            known = IssueComment(link_id=call.link_id, remote_id=str(answer), message_id=call.message_id)
            IssueComment.objects.bulk_create([known], ignore_conflicts=True)
        _note_on_tracker(call.tracker, "")


def _not_sent(call: TrackerCall, trouble: Trouble) -> None:
    """It waits for another attempt, or is given up and its ticket told so. A test of the connection is its own answer."""
    sentence = str(trouble)[:500]
    logger.warning(
        "Call %s of tracker %s was not taken at attempt %s: %s", call.pk, call.tracker_id, call.attempts, sentence
    )
    is_over = trouble.wait is None or call.attempts >= MOST_ATTEMPTS or call.kind == CallKind.CHECK
    wait = timedelta(seconds=RETRY_AFTER[min(call.attempts, len(RETRY_AFTER)) - 1])
    if trouble.wait is not None:
        wait = trouble.wait if isinstance(trouble, Limited) else max(wait, trouble.wait)
    with one_passage():
        ours = TrackerCall.objects.filter(pk=call.pk, claimed_until=call.claimed_until, state=CallState.QUEUED)
        is_ours = ours.update(
            state=CallState.FAILED if is_over else CallState.QUEUED,
            due_at=clock.now() + wait,
            claimed_until=None,
            last_error=sentence,
            # What was only held back has had no attempt.
            attempts=F("attempts") - (1 if isinstance(trouble, Limited) and call.attempts > 1 else 0),
        )
        if is_ours and is_over and call.kind != CallKind.CHECK:
            tell_failed(call, sentence)
        if call.kind == CallKind.CHECK:
            _note_on_tracker(call.tracker, sentence)


def _note_on_tracker(tracker: Tracker, trouble: str) -> None:
    Tracker.objects.filter(pk=tracker.pk).update(asked_at=clock.now(), trouble=trouble)


def forget_old_calls() -> int:
    """What was sent, after 90 days."""
    with transaction.atomic():
        old = TrackerCall.objects.filter(state=CallState.SENT, sent_at__lt=clock.now() - timedelta(days=90))
        return old.delete()[0]
