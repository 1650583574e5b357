"""`manage.py load_demo` and `check_demo` on a small desk: real verbs, real rows."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

from accounts.models import User
from demo.checks import checks
from mail.models import InboundEmail
from mail.parsing import parse_message
from mail.rule_models import MailRule
from mail.rules import judged
from outbox.models import OutboundEmail
from search.models import Entry, Stale
from tickets.history import contradictions
from tickets.models import Attachment, Event, Message, Status, Ticket, TicketRead

TICKETS = 150


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """What the command said. One desk for all who only look at it."""
    said = StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", tickets=TICKETS, stdout=said)
        yield said.getvalue()
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_small_desk_is_what_it_claims_to_be(loaded: str) -> None:
    failed = {check.name for check in checks() if not check.passed}

    assert "Demo loaded in" in loaded
    assert Ticket.objects.count() == TICKETS
    # Of so few tickets not every kind is there, and the share of some is a matter of the hour.
    of_many = {
        "every level present",
        "every channel present",
        "every status present",
        "first-contact resolution 55% to 75%",
    }
    assert not failed - of_many
    for ticket in Ticket.objects.all():
        assert list(contradictions(ticket, ticket.events.all())) == []

    # Nothing of the past leaves the house, and all of it can be found.
    assert OutboundEmail.objects.count() == 0
    assert Stale.objects.count() == 0
    assert Entry.objects.filter(message__isnull=False).count() == Message.objects.count()

    # Some mail became no ticket: rules and checks say of each why.
    stopped = list(InboundEmail.objects.all())
    said = [row.verdict.get("rules", []) for row in stopped]
    assert {row.state for row in stopped} == {"quarantined", "ignored"}
    assert any(said)
    assert [
        list(judged(MailRule.objects.all(), parse_message(bytes(row.raw)), bytes(row.raw)).fired) for row in stopped
    ] == said

    # A second load changes nothing.
    again = StringIO()
    events = Event.objects.count()
    call_command("load_demo", tickets=TICKETS, stdout=again)
    assert "loaded already" in again.getvalue()
    assert Event.objects.count() == events

    call_command("check_integrity", stdout=StringIO())


@pytest.mark.django_db
def test_the_people_of_the_readme_can_sign_in_and_ann_waits_for_an_answer(loaded: str) -> None:
    for email in ("admin", "manager", "lead", "agent", "agent2", "agent3"):
        assert User.objects.get(email=f"{email}@example.com").check_password("demo")
    assert [User.objects.get(email=f"agent{n}@example.com").level for n in ("", "2", "3")] == [1, 2, 3]

    ann = User.objects.get(email="ann@example.net")
    waiting = Ticket.objects.get(requester=ann, status=Status.OPEN)
    assert waiting.waiting_since is not None
    assert waiting.assignee == User.objects.get(email="agent@example.com")
    assert waiting.messages.count() == 7
    assert Attachment.objects.filter(message__ticket=waiting).count() == 3
    assert Ticket.objects.filter(requester=ann, status=Status.CLOSED).count() >= 2


@pytest.mark.django_db
def test_an_agent_finds_unread_work_of_today(loaded: str) -> None:
    agent = User.objects.get(email="agent@example.com")
    read = TicketRead.objects.filter(person=agent).values("ticket")
    unread = Ticket.objects.visible_to(agent).unfinished().exclude(pk__in=read)

    assert unread.filter(waiting_since__isnull=False, status=Status.NEW).count() >= 5
