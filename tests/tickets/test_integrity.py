"""`check_integrity` names each thing that no longer agrees with what happened."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from search.indexing import index_all
from search.models import Entry
from tests.factories import make_ticket
from tickets.actions import add_note, reply, solve
from tickets.content import Body
from tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def ticket(customer, agent) -> Ticket:
    ticket = make_ticket(requester=customer, tags=["printer"])
    reply(ticket, actor=agent, body=Body.from_text("Have you tried water?"), seen_seq=1)
    add_note(ticket, actor=agent, body=Body.from_text("It burns"))
    solve(ticket, actor=agent)
    index_all()
    return ticket


def said() -> str:
    """What the checks object to; empty when all agree."""
    out = StringIO()
    try:
        call_command("check_integrity", stdout=out)
    except CommandError:
        return "".join(line for line in out.getvalue().splitlines(True) if not line.startswith("ok"))
    return ""


def test_what_the_verbs_made_agrees(ticket):
    assert said() == ""


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"snippet": "Other words"}, "snippet"),
        ({"updated_at": F("updated_at") + DAY}, "updated_at"),
        ({"solved_at": F("solved_at") + DAY}, "solved"),
        ({"first_reply_at": F("first_reply_at") + DAY}, "first_reply_at"),
        ({"waiting_since": F("opened_at")}, "waiting_since"),
        ({"conversation_seq": 2}, "conversation_seq"),
        ({"reopen_count": 1}, "reopened"),
        ({"subject": "Another"}, "subject"),
        ({"priority": 4}, "priority"),
    ],
)
def test_a_column_of_a_ticket_that_disagrees_is_named(ticket, change, named):
    Ticket.objects.update(**change)
    assert named in said()


@pytest.mark.parametrize(
    "change", [{"created_at": F("created_at") + DAY}, {"author": None}, {"kind": "note"}, {"seq": 7}]
)
def test_a_message_that_disagrees_with_its_event_is_named(ticket, change):
    Message.objects.filter(kind="public", from_staff=True).update(**change)
    assert f"#{ticket.pk}" in said()


@pytest.mark.parametrize("change", [{"vector": "'fire':1"}, {"language": "xx"}, {"at": None}, {"is_public": True}])
def test_a_row_of_the_index_that_disagrees_is_named(ticket, change):
    Entry.objects.filter(message__kind="note").update(**change)
    assert "search index" in said()


def test_a_tag_that_no_event_gave_is_named(ticket):
    ticket.tags.clear()
    assert "tagged" in said()
