"""Mails about notifications: held, folded, quiet while away, and answered."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Availability
from desk.availability import change_availability
from desk.models import Notification
from desk.notifications import mailing
from desk.notifications.mailing import mail_due, read_switch_off_token, switch_off_token
from desk.notifications.reading import read_ticket
from desk.notifications.settings import change_settings, matrix_of, settings_of
from helpdesk import clock
from mail.addresses import reply_address
from mail.outgoing import DIGEST, NOTIFICATION, NOTIFICATION_OF_NOTE
from outbox.models import OutboundEmail, OutboundRecipient
from tests.factories import TeamFactory, make_ticket
from tests.mail import corpus
from tests.mail.conftest import receive  # noqa: F401 - a fixture
from tickets.actions import add_note, assign, assign_team, merge, receive_message, reply
from tickets.content import Body
from tickets.models import Channel, Draft, Message

pytestmark = pytest.mark.django_db
OMAR = "Omar Haddad <agent@example.com>"
MAILS_OF_CUSTOMERS = {"customer_wrote": {"email": True}}


@pytest.fixture
def mails(settings):
    """`mails()`: what is due is written; those to our own people, oldest first."""
    settings.NOTIFICATION_HOLD_SECONDS = 0

    def written() -> list[OutboundEmail]:
        mail_due()
        own = (NOTIFICATION, NOTIFICATION_OF_NOTE, DIGEST)
        return list(OutboundEmail.objects.filter(kind__in=own).order_by("pk"))

    return written


@pytest.fixture
def mine(mailbox, ticket, agent, mails):
    """Ann's ticket, Omar's own doing."""
    assign(ticket, actor=agent, assignee=agent)
    change_settings(actor=agent, choices=MAILS_OF_CUSTOMERS)
    return ticket


def write_as_customer(ticket, customer, text="Still on fire."):
    return receive_message(ticket, actor=customer, body=Body.from_text(text), channel=Channel.EMAIL)


def answer_to(email: OutboundEmail, receive, body="Unplug it.", **headers):  # noqa: F811
    to = re.search(r"<(.+)>", email.reply_to)[1]
    return receive(From=OMAR, In_Reply_To=email.message_id, Subject=f"Re: {email.subject}", to=to, body=body, **headers)


def test_a_mail_tells_what_happened_and_shows_what_was_said(mine, customer, mails):
    write_as_customer(mine, customer)

    [email] = mails()

    assert [row.address for row in email.recipients.all()] == ["agent@example.com"]
    assert email.subject == f"The printer is on fire (#{mine.pk})"
    for words in (email.text, email.html):
        assert "Ann Lee wrote" in words
        assert "Still on fire." in words
        assert f"/desk/tickets/{mine.pk}/" in words
        assert "Answer this mail to write to Ann Lee." in words
    assert email.headers["Auto-Submitted"] == "auto-generated"
    assert email.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert reply_address("support@example.com", mine.pk) in email.reply_to
    assert mails() == [email]


def test_it_is_held_for_a_while_and_not_sent_when_read_meanwhile(mine, customer, agent, mails, settings):
    settings.NOTIFICATION_HOLD_SECONDS = 120
    write_as_customer(mine, customer)
    assert mails() == []
    settings.NOTIFICATION_HOLD_SECONDS = 120
    read_ticket(mine, actor=agent)
    with clock.at(clock.now() + timedelta(minutes=3)):
        assert mail_due() == 0
    assert mails() == []


def test_several_on_one_ticket_are_one_mail(mine, customer, agent_l2, mails):
    write_as_customer(mine, customer, "First.")
    write_as_customer(mine, customer, "Second.")
    add_note(mine, actor=agent_l2, body=Body.from_text("Look, @Omar Haddad"))

    [email] = mails()

    assert "Ann Lee wrote (×2)" in email.text
    assert "Bea Novak wrote a note and named you" in email.text
    assert email.text.index("First.") < email.text.index("Second.") < email.text.index("Look,")


def test_after_a_mail_the_next_word_is_mailed_again(mine, customer, mails):
    write_as_customer(mine, customer)
    assert len(mails()) == 1
    write_as_customer(mine, customer, "Again.")

    assert "Again." in mails()[1].text


def test_a_ticket_that_became_private_is_not_mailed(mine, customer, admin, agent, mails):
    write_as_customer(mine, customer)
    assign_team(mine, actor=admin, team=TeamFactory(is_private=True))

    assert mails() == []


def test_an_address_whose_mails_come_back_gets_none(mine, customer, mails):
    write_as_customer(mine, customer)
    mails()
    OutboundRecipient.objects.filter(address="agent@example.com").update(state="bounced")
    write_as_customer(mine, customer)

    assert len(mails()) == 1


def test_an_answer_goes_to_the_customer_in_the_name_of_who_answers(mine, customer, agent, mails, receive):  # noqa: F811
    write_as_customer(mine, customer)

    row = answer_to(mails()[0], receive)

    message = Message.objects.get(pk=row.ticket_message_id)
    assert (row.state, message.author, message.kind, message.ticket) == ("appended", agent, "public", mine)


def test_an_answer_that_begins_with_the_mark_of_a_note_stays_among_us(mine, customer, agent, mails, receive):  # noqa: F811
    write_as_customer(mine, customer)

    row = answer_to(mails()[0], receive, "#note\nHe is difficult.")

    message = Message.objects.get(pk=row.ticket_message_id)
    assert (message.author, message.kind, message.text) == (agent, "note", "He is difficult.")


def test_an_answer_that_has_not_seen_the_newest_word_is_kept_as_a_draft(
    mine,
    customer,
    agent,
    mails,
    receive,  # noqa: F811
):
    write_as_customer(mine, customer)
    [email] = mails()
    write_as_customer(mine, customer, "It went out by itself.")

    row = answer_to(email, receive)

    assert (row.state, row.reason) == ("ignored", "stale_draft")
    assert "Unplug it." in Draft.objects.get(author=agent).html


def test_ones_own_note_does_not_stop_ones_own_answer(mine, customer, agent, mails, receive):  # noqa: F811
    write_as_customer(mine, customer)
    [email] = mails()
    answer_to(email, receive, "#note\nCareful with this one.", Message_ID="<note@example.com>")

    row = answer_to(email, receive)

    message = Message.objects.get(pk=row.ticket_message_id)
    assert (row.state, message.author, message.kind) == ("appended", agent, "public")


def test_whoever_is_told_that_a_ticket_is_theirs_answers_the_customer(customer, agent, lead, mails, receive):  # noqa: F811
    given = make_ticket(requester=customer)
    assign(given, actor=lead, assignee=agent)
    [email] = mails()
    assert "Answer this mail to write to Ann Lee." in email.text

    row = answer_to(email, receive)

    message = Message.objects.get(pk=row.ticket_message_id)
    assert (row.state, message.author, message.kind, message.ticket) == ("appended", agent, "public", given)


def test_where_a_colleague_spoke_an_answer_is_a_note(mine, agent_l2, mails, receive):  # noqa: F811
    add_note(mine, actor=agent_l2, body=Body.from_text("Is it insured, @Omar Haddad?"))
    [email] = mails()
    assert "Answer this mail to add an internal note." in email.text

    row = answer_to(email, receive, "No.")

    assert Message.objects.get(pk=row.ticket_message_id).kind == "note"
    assert not OutboundEmail.objects.filter(kind="reply").exists()


def test_a_mail_that_shows_a_note_is_never_answered_to_the_customer(mine, customer, agent_l2, mails):
    add_note(mine, actor=agent_l2, body=Body.from_text("He is difficult."))
    write_as_customer(mine, customer)

    [email] = mails()

    assert "He is difficult." in email.text
    assert email.kind == NOTIFICATION_OF_NOTE


def test_after_a_merge_the_answer_is_kept_as_a_draft_on_the_survivor(
    mine,
    customer,
    agent,
    lead,
    mails,
    receive,  # noqa: F811
):
    write_as_customer(mine, customer)
    [email] = mails()
    survivor = make_ticket(requester=customer)
    merge(mine, into=survivor, actor=lead)

    row = answer_to(email, receive)

    assert row.reason == "stale_draft"
    assert Draft.objects.get(author=agent).ticket == survivor


def test_machines_do_not_talk_about_it(mine, customer, mails, receive):  # noqa: F811
    write_as_customer(mine, customer)
    [email] = mails()
    messages = mine.messages.count()

    row = answer_to(email, receive, "I am on holiday.", Auto_Submitted="auto-replied")

    assert (row.state, row.reason) == ("ignored", "auto_reply")
    assert mine.messages.count() == messages
    assert len(mails()) == 1


def test_one_that_comes_back_touches_no_ticket_and_tells_nobody(mine, customer, mails, receive):  # noqa: F811
    write_as_customer(mine, customer)
    [email] = mails()
    updated, messages = mine.updated_at, mine.messages.count()

    row = receive(corpus.bounce(email.message_id.strip("<>")).replace(b"gone@example.net", b"agent@example.com"))

    mine.refresh_from_db()
    assert (row.state, row.reason, mine.messages.count(), mine.updated_at) == ("ignored", "bounce", messages, updated)
    assert email.recipients.get().state == "bounced"
    assert len(mails()) == 1


def test_the_customers_answers_do_not_refer_to_what_our_people_were_told(mine, customer, agent, mails):
    write_as_customer(mine, customer)
    [email] = mails()
    reply(mine, actor=agent, body=Body.from_text("Unplug it."), seen_seq=None)

    answer = OutboundEmail.objects.get(kind="reply")

    assert email.message_id not in answer.headers.get("References", "")


def test_who_is_away_is_mailed_once_when_they_are_back(mine, customer, agent, lead, mails):
    change_availability(agent, Availability.AWAY)
    write_as_customer(mine, customer)
    other = make_ticket(requester=customer, subject="The cellar is wet")
    assign(other, actor=lead, assignee=agent)
    assert mails() == []

    change_availability(agent, Availability.ONLINE)

    [email] = mails()
    assert (email.kind, email.subject) == (DIGEST, "What you missed on 2 tickets")
    assert "Ann Lee wrote" in email.text
    assert "The cellar is wet" in email.text
    assert mails() == [email]


def test_many_who_are_still_away_hold_up_nobody_who_is_back(mine, customer, agent, agent_l2, lead, mails, monkeypatch):
    monkeypatch.setattr(mailing, "MOST_PEOPLE", 1)
    for person in (agent, agent_l2):
        change_availability(person, Availability.AWAY)
        assign(make_ticket(requester=customer), actor=lead, assignee=person)
    first, last = sorted((agent, agent_l2), key=lambda person: person.pk)
    change_availability(last, Availability.ONLINE)

    [email] = mails()

    assert [row.address for row in email.recipients.all()] == [last.email]
    change_availability(first, Availability.ONLINE)
    assert len(mails()) == 2


def test_who_wants_no_mail_about_it_gets_none(mine, customer, agent, mails):
    change_settings(actor=agent, catches_up=False)
    change_availability(agent, Availability.AWAY)
    write_as_customer(mine, customer)
    change_availability(agent, Availability.ONLINE)

    assert mails() == []


def test_outside_the_hours_it_is_quiet_unless_somebody_wants_it_otherwise(mine, customer, agent, mails):
    today = clock.now().weekday()
    agent.time_zone = "UTC"
    agent.working_hours = ["" if day == today else "00:00-24:00" for day in range(7)]
    agent.save()
    write_as_customer(mine, customer)
    assert mails() == []
    assert Notification.objects.get(person=agent).is_kept

    change_settings(actor=agent, is_quiet=False)
    write_as_customer(mine, customer, "Hello?")

    assert [email.kind for email in mails()] == [NOTIFICATION, DIGEST]


def test_a_link_in_the_mail_ends_this_kind_of_mail_without_signing_in(mine, customer, agent, mails):
    write_as_customer(mine, customer)
    [email] = mails()
    path = re.search(r"(/desk/notifications/off/[^>]+)>", email.headers["List-Unsubscribe"])[1]
    browser = Client(enforce_csrf_checks=True)

    assert "A customer writes" in browser.get(path).content.decode()
    assert matrix_of(settings_of(agent))["customer_wrote"]["email"]
    assert browser.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not matrix_of(settings_of(agent))["customer_wrote"]["email"]
    assert matrix_of(settings_of(agent))["mentioned"]["email"]
    write_as_customer(mine, customer)
    assert len(mails()) == 1


def test_a_link_that_is_not_ours_leads_nowhere(agent):
    token = switch_off_token(agent, ["mentioned"])

    assert read_switch_off_token(token) == (agent, ["mentioned"])
    assert Client().get(f"/desk/notifications/off/{token}x/").status_code == 404
