"""A worker's side: claim a test and commit, test with no transaction open, write down what was found."""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.utils.translation import gettext as _

from helpdesk import clock
from mail.checking.incoming import incoming_steps
from mail.checking.outgoing import outgoing_steps
from mail.checking.records import record_steps
from mail.checking.steps import Findings
from mail.imap_models import CheckState, ConnectionCheck, ImapAccount

CLAIM = timedelta(minutes=3)
_CLAIM = """
UPDATE mail_connectioncheck SET claimed_until = statement_timestamp() + %s
WHERE id = (
    SELECT id FROM mail_connectioncheck
    WHERE state = 'queued' AND (claimed_until IS NULL OR claimed_until <= statement_timestamp())
    ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING *
"""
logger = logging.getLogger(__name__)


def run_checks(limit: int = 20) -> int:
    """How many were made."""
    made = 0
    while made < limit and (check := claim()) is not None:
        made += 1
        steps = [step for part in _parts(check) for step in part.as_json()]
        ours = ConnectionCheck.objects.filter(pk=check.pk, claimed_until=check.claimed_until)
        ours.update(state=CheckState.DONE, steps=steps, ended_at=clock.now(), claimed_until=None)
    return made


def claim() -> ConnectionCheck | None:
    return next(iter(ConnectionCheck.objects.raw(_CLAIM, [CLAIM])), None)


def _parts(check: ConnectionCheck) -> list[Findings]:
    mailbox = check.mailbox
    account = ImapAccount.objects.filter(mailbox=mailbox).first()
    return [
        _safely("incoming", lambda: incoming_steps(account)),
        _safely("outgoing", lambda: outgoing_steps(mailbox)),
        _safely("records", lambda: record_steps(mailbox)),
    ]


def _safely(part: str, tested: Callable[[], Findings]) -> Findings:
    """A test that fails in a way nobody foresaw says so, and the others are made all the same."""
    try:
        return tested()
    except Exception:  # noqa: BLE001 - told, and in the log
        logger.exception("The test of %s failed", part)
        found = Findings(part)
        found.bad("test", _("The test itself failed."), _("Try again; the log of the worker says more."))
        return found
