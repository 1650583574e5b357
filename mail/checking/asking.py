"""Asking for a test, and the newest one."""

from django.db import transaction

from accounts.actors import Actor, person_of
from accounts.setting_changes import require_setting
from helpdesk import clock
from helpdesk.nudge import nudge_once
from mail.imap_models import CheckState, ConnectionCheck
from mail.models import Mailbox


@transaction.atomic
def ask_for_check(mailbox: Mailbox, *, by: Actor) -> ConnectionCheck:
    """A worker tests, and what it finds stands on the row. One that waits already is the one."""
    require_setting(by)
    waiting = ConnectionCheck.objects.filter(mailbox=mailbox, state=CheckState.QUEUED, claimed_until=None).first()
    check = waiting or ConnectionCheck.objects.create(mailbox=mailbox, by=person_of(by), created_at=clock.now())
    transaction.on_commit(_nudge, robust=True)
    return check


def newest_check(mailbox: Mailbox) -> ConnectionCheck | None:
    return mailbox.checks.first()


def _nudge() -> None:
    from mail.tasks import check_connections

    nudge_once(check_connections)
