"""`manage.py load_demo` and `check_demo` on a small desk: real verbs, real rows."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from demo.checks import checks
from demo.loading import load as loading
from mail.models import InboundEmail
from mail.parsing import parse_message
from mail.rule_models import MailRule
from mail.rules import judged
from outbox.models import OutboundEmail
from search.models import Entry, Stale
from tests.factories import make_ticket
from tickets.history import contradictions
from tickets.models import Attachment, Event, Message, Status, Ticket, TicketRead

TICKETS = 150


@pytest.fixture
def loaded(db: None) -> str:
    """What the command said."""
    said = StringIO()
    call_command("load_demo", tickets=TICKETS, stdout=said)
    return said.getvalue()


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


@pytest.mark.django_db
def test_an_interrupted_load_leaves_nothing_and_is_redone() -> None:
    class Interrupted(Exception):
        pass

    def stop_at(reached: int) -> Callable[[str, int, int], None]:
        def progress(step: str, done: int, total: int) -> None:
            if step == "tickets" and done == reached:
                raise Interrupted

        return progress

    with pytest.raises(Interrupted):
        loading.load_demo(stop_at(3), tickets=30)
    assert not Ticket.objects.exists()
    assert not User.objects.exists()

    assert loading.load_demo(lambda *_: None, tickets=30)
    assert Ticket.objects.order_by("pk").first().pk == 1  # type: ignore[union-attr]  # there are thirty


@pytest.mark.django_db
def test_a_desk_in_use_is_left_alone() -> None:
    ticket = make_ticket()

    with pytest.raises(CommandError, match="already"):
        call_command("load_demo", tickets=30)

    assert list(Ticket.objects.all()) == [ticket]


def test_a_desk_of_hardly_a_ticket_is_refused() -> None:
    with pytest.raises(CommandError, match="at least 30"):
        call_command("load_demo", tickets=5)


@pytest.mark.django_db
def test_check_demo_fails_with_the_figure_that_is_wrong() -> None:
    make_ticket()
    said = StringIO()

    with pytest.raises(CommandError, match="checks failed"):
        call_command("check_demo", stdout=said)

    assert "FAILED at least 40 different subjects: 1\n" in said.getvalue()
    assert "ok     no ticket contradicts its events: none\n" in said.getvalue()
