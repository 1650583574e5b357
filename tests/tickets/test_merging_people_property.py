"""Whatever two people wrote and took part in: merged, no ticket names the one any more; undone, all is as it was."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.addresses import add_address
from accounts.models import EmailAddress, User
from tests.factories import AgentFactory, CustomerFactory, OrganizationFactory, make_ticket
from tests.tickets.asserting import assert_log_agrees
from tickets.actions import add_participant, receive_message
from tickets.content import Body
from tickets.models import Channel, Message, Participant, Ticket
from tickets.people_integrity import check_addresses, check_merged_people
from tickets.person_merges import merge_now, unmerge_now

pytestmark = pytest.mark.django_db

WORDS = Body.from_text("What about it?")
SEVERAL = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

acts = st.lists(st.tuples(st.sampled_from(["ask", "copy", "write"]), st.integers(0, 1), st.integers(0, 2)), max_size=10)
fields = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["", "Ann"]),
        "phone": st.sampled_from(["", "+1 555"]),
        "notes": st.sampled_from(["", "Kind."]),
        "language": st.sampled_from(["", "de"]),
    }
)


def everything() -> dict:
    """All rows about people and tickets, but the log and what says when something changed."""
    return {
        "people": list(
            User.objects.order_by("pk").values(
                "pk", "email", "name", "phone", "notes", "language", "organization", "is_active", "merged_into"
            )
        ),
        "addresses": sorted(EmailAddress.objects.values_list("address", "person", "verified_at")),
        "tickets": list(
            Ticket.objects.order_by("pk").values("pk", "requester", "requester_address", "organization", "status")
        ),
        "messages": list(Message.objects.order_by("pk").values("pk", "ticket", "author", "text")),
        "part": sorted(Participant.objects.values_list("ticket", "person", "role", "since")),
    }


@given(acts, fields, fields, st.booleans())
@SEVERAL
def test_merging_and_undoing_restores_everything(life, ones, others, has_organization):
    agent = AgentFactory()
    organization = OrganizationFactory() if has_organization else None
    person, survivor = CustomerFactory(**ones, organization=organization), CustomerFactory(**others)
    add_address(person, actor=agent, email=f"more.{person.email}")
    strangers = [make_ticket() for _ in range(3)]
    for act, which, where in life:
        who, ticket = (person, survivor)[which], strangers[where]
        if act == "ask":
            make_ticket(requester=who)
        else:
            add_participant(ticket, actor=agent, person=who)
            if act == "write":
                receive_message(ticket, actor=who, body=WORDS, channel=Channel.EMAIL)
    before = everything()

    merge = merge_now(person, actor=agent, into=survivor)

    assert merge.is_finished
    assert not Ticket.objects.filter(requester=person).exists()
    assert not Message.objects.filter(author=person).exists()
    assert not Participant.objects.filter(person=person).exists()
    assert [*check_merged_people(), *check_addresses()] == []

    unmerge_now(merge, actor=agent)

    assert everything() == before
    assert [*check_merged_people(), *check_addresses()] == []
    for ticket in Ticket.objects.all():
        assert_log_agrees(ticket)
