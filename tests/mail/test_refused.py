"""A mail that a verb refuses half-way leaves nothing behind but its reason, and whoever takes part is not refused."""

import pytest

from mail.addresses import reply_address
from mail.models import InboundState
from mail.processing import process_batch, retry
from outbox.posting import Address, post_email
from tests.factories import CustomerFactory, OrganizationFactory
from tickets.actions import add_note, add_participant, conversation, save_draft, solve
from tickets.content import Body
from tickets.errors import NotAllowed
from tickets.models import Draft, Status

pytestmark = pytest.mark.django_db
ANN = "Ann Lee <ann@example.net>"


@pytest.fixture
def solved(receive, agent):
    ticket = receive(From=ANN, Message_ID="<first@example.net>").ticket
    solve(ticket, actor=agent)
    return ticket


def test_somebody_copied_reopens_a_solved_ticket_by_writing(receive, solved, agent):
    add_participant(solved, actor=agent, person=CustomerFactory(email="bob@example.net"))

    row = receive(From="bob@example.net", Message_ID="<2@x>", to=reply_address("support@example.com", solved.pk))

    solved.refresh_from_db()
    assert (row.state, row.ticket, solved.status) == (InboundState.APPENDED, solved, Status.OPEN)


def test_a_colleague_reopens_a_solved_ticket_by_writing(receive, solved):
    company = OrganizationFactory(shares_tickets=True)
    solved.requester.organization = company
    solved.requester.save()
    type(solved).objects.filter(pk=solved.pk).update(organization=company)
    CustomerFactory(email="cem@example.net", organization=company)

    row = receive(From="cem@example.net", Message_ID="<2@x>", to=reply_address("support@example.com", solved.pk))

    solved.refresh_from_db()
    assert (row.state, solved.status) == (InboundState.APPENDED, Status.OPEN)


def test_what_was_done_before_a_refusal_is_undone_and_a_retry_does_it_once(receive, solved, monkeypatch):
    whole = conversation.reopen_solved

    def refuse(*args, **kwargs):
        raise NotAllowed

    monkeypatch.setattr(conversation, "reopen_solved", refuse)
    row = receive(From=ANN, Message_ID="<2@x>", to=reply_address("support@example.com", solved.pk), body="Not yet.")
    assert (row.state, solved.messages.count(), solved.events.count()) == (InboundState.QUARANTINED, 1, 2)

    monkeypatch.setattr(conversation, "reopen_solved", whole)
    assert retry([row]) == 1
    process_batch(10)
    assert solved.messages.filter(text="Not yet.").count() == 1


def test_a_stale_answer_by_mail_is_kept_below_the_draft_at_the_desk_with_its_files(receive, ticket, agent, lead):
    save_draft(ticket, actor=agent, kind="public", html="<p>Begun at the desk</p>", seen_seq=1)
    told = post_email(
        kind="notification",
        from_header="support@example.com",
        to=[Address(agent.email)],
        subject="x",
        text="x",
        ticket_id=ticket.pk,
        ticket_message_id=ticket.messages.get().pk,
    )
    add_note(ticket, actor=lead, body=Body.from_text("Wait"))

    receive(From=agent.email, Message_ID="<a@x>", In_Reply_To=told.message_id, body="Written on the train")

    draft = Draft.objects.get()
    assert "Begun at the desk" in draft.html
    assert "Written on the train" in draft.html
