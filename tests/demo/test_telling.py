"""What the demo's people were told."""

import pytest

from demo.loading.telling import tell_what_happened
from desk.integrity import check_notifications
from desk.models import Notification
from helpdesk import clock
from outbox.models import OutboundEmail
from tests.factories import AgentFactory
from tickets.actions import assign

pytestmark = pytest.mark.django_db


def test_the_last_days_are_told_in_the_desk_and_nobody_is_mailed(ticket, agent, lead):
    AgentFactory(email="agent3@example.com")
    with clock.at(clock.now()):
        assign(ticket, actor=lead, assignee=agent)
    assert not Notification.objects.exists()

    tell_what_happened()

    row = Notification.objects.get()
    assert (row.person, row.kind, row.read_at, row.mail_due_at) == (agent, "assigned", None, None)
    assert list(check_notifications()) == []
    assert not OutboundEmail.objects.filter(kind="notification").exists()
