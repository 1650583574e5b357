"""Webhooks: written down with what they say, sent after commit, signed as Standard Webhooks says, tried again when refused.

As with mail, no transaction is open while the other side is spoken to; who dies between its answer and our mark sends the
same id again, by which the receiver knows it.
"""

import json
import logging
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import requests
from django.db import connection, transaction
from django.utils.translation import gettext_noop
from standardwebhooks import Webhook

from helpdesk import clock
from helpdesk.faults import fault_point
from helpdesk.insert import insert
from helpdesk.nudge import nudge_once
from outbox.models import DeliveryState, WebhookDelivery
from outbox.posting import is_past
from outbox.reaching import post

MOST_ATTEMPTS = 8
RETRY_AFTER = (30, 120, 600, 1800, 3 * 3600, 6 * 3600, 12 * 3600)  # seconds, by attempt
SECONDS_TO_ANSWER = 10
_NOT_SIGNED = gettext_noop("It cannot be signed: its secret cannot be opened, because SECRET_KEY was changed.")
CLAIM = timedelta(seconds=SECONDS_TO_ANSWER * 6)
_CLAIM = """
UPDATE outbox_webhookdelivery SET claimed_until = statement_timestamp() + %s, attempts = attempts + 1
WHERE id = (
    SELECT id FROM outbox_webhookdelivery
    WHERE state = 'queued' AND due_at <= statement_timestamp()
        AND (claimed_until IS NULL OR claimed_until <= statement_timestamp())
    ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING *
"""
# Nothing is marked where our claim ran out and somebody else took over.
_MARK = """
UPDATE outbox_webhookdelivery
SET state = %s, due_at = statement_timestamp() + %s, claimed_until = NULL, last_error = %s, answer_status = %s,
    sent_at = CASE WHEN %s = 'sent' THEN statement_timestamp() END
WHERE id = %s AND claimed_until = %s
"""

logger = logging.getLogger(__name__)


def post_webhook(
    *, url: str, secret: str, name: str, kind: str, data: Mapping[str, Any], ticket_id: int | None = None
) -> WebhookDelivery | None:
    """Put it into the outbox, in the present transaction; None in the past. `name` says to whom, for people."""
    if is_past():
        return None
    now = clock.now()
    delivery = WebhookDelivery(
        message_id=f"msg_{secrets.token_urlsafe(18)}",
        name=name,
        url=url,
        secret=secret,
        body=json.dumps({"type": kind, "timestamp": now.isoformat(), "data": data}, ensure_ascii=False),
        ticket_id=ticket_id,
        due_at=now,
        created_at=now,
    )
    insert(delivery)
    transaction.on_commit(_nudge_sender, robust=True)
    return delivery


def send_webhooks(limit: int) -> int:
    """Send up to `limit` that are due; how many were tried. Each is claimed alone."""
    tried = 0
    while tried < limit and (delivery := claim()) is not None:
        tried += 1
        fault_point("after_claim_of_webhook")
        status, problem = _call(delivery)
        fault_point("after_call_of_webhook")
        mark(delivery, status, problem)
    return tried


def claim() -> WebhookDelivery | None:
    """The one that waits longest, ours until `claimed_until`."""
    return next(iter(WebhookDelivery.objects.raw(_CLAIM, [CLAIM])), None)


def mark(delivery: WebhookDelivery, status: int | None, problem: str) -> None:
    """Sent when the receiver said 2xx; 410 means that they want no more of it; anything else waits for another attempt."""
    state = DeliveryState.QUEUED
    if not problem:
        state = DeliveryState.SENT
    elif delivery.attempts >= MOST_ATTEMPTS or status == 410:
        state = DeliveryState.FAILED
    wait = timedelta(seconds=RETRY_AFTER[min(delivery.attempts, len(RETRY_AFTER)) - 1])
    values: list[Any] = [state, wait, problem[:500], status, state, delivery.pk, delivery.claimed_until]
    with connection.cursor() as cursor:
        cursor.execute(_MARK, values)


def _call(delivery: WebhookDelivery) -> tuple[int | None, str]:
    """The status of the answer, and what was wrong ("" when nothing was)."""
    if not delivery.secret:  # no key opens it any more (helpdesk/encrypted.py): nothing is signed with nothing
        logger.error("Webhook %s has no secret to be signed with, and was not sent.", delivery.pk)
        return None, _NOT_SIGNED
    try:
        at = datetime.now(UTC)
        body = delivery.body
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Helpdesk-Webhooks/1",
            "webhook-id": delivery.message_id,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": Webhook(delivery.secret).sign(delivery.message_id, at, body),
        }
        status = post(delivery.url, body.encode(), headers, timeout=SECONDS_TO_ANSWER)
    except (requests.RequestException, OSError, ValueError) as problem:
        logger.warning("Webhook %s was not sent at attempt %s: %s", delivery.pk, delivery.attempts, problem)
        return None, str(problem) or type(problem).__name__
    return status, "" if 200 <= status < 300 else f"HTTP {status}"


def _nudge_sender() -> None:
    from outbox.tasks import send_waiting_webhooks

    nudge_once(send_waiting_webhooks)
