"""Messages to customers: whom they reach, once each, not too many an hour, until they are stopped or done."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actions.general import set_general
from accounts.models import Organization, User
from helpdesk import clock
from mail.models import ProactiveMessage, ProactiveRecipient, Unsubscribed
from mail.proactive.actions import change_proactive, start_proactive, stop_proactive, write_proactive
from mail.proactive.progress import progress_of
from mail.proactive.segments import customers_in, preview_of
from mail.proactive.sending import send_due_messages
from mail.proactive.wording import stop_link
from outbox.models import OutboundEmail, OutboundRecipient
from privacy.collecting import collected
from tests.factories import CustomerFactory, make_ticket
from tickets.actions import solve, tag
from tickets.errors import Invalid, NotAllowed
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(mailbox) -> list[User]:
    return [CustomerFactory(email=f"{name}@example.net", name=f"{name.title()} Lee") for name in ("ann", "bob", "cleo")]


def draft(manager, mailbox, **words) -> ProactiveMessage:
    fields = {"subject": "News", "html": "<p>Hello {{ requester.first_name }}, it is new.</p>", **words}
    return write_proactive(actor=manager, mailbox=mailbox, **fields)


def started(manager, mailbox, **words) -> ProactiveMessage:
    message = draft(manager, mailbox, **words)
    start_proactive(message, actor=manager)
    return message


def reached() -> list[str]:
    return sorted(OutboundRecipient.objects.filter(email__kind="proactive").values_list("address", flat=True))


def test_each_of_the_segment_gets_it_once_in_their_own_words(manager, mailbox, people) -> None:
    message = started(manager, mailbox)

    assert [send_due_messages() for _time in range(3)] == [3, 0, 0]

    assert reached() == ["ann@example.net", "bob@example.net", "cleo@example.net"]
    mail = OutboundEmail.objects.get(recipients__address="ann@example.net")
    assert "Hello Ann, it is new." in mail.text
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    message.refresh_from_db()
    assert (message.state, progress_of(message).sent) == ("done", 3)


def test_a_copy_of_their_data_holds_what_was_sent_to_them(manager, mailbox, people) -> None:
    started(manager, mailbox)
    send_due_messages()
    (written,) = collected(people[0])["messages_we_wrote"]
    assert written["subject"] == "News"
    assert "Hello Ann, it is new." in written["text"]


def test_not_more_an_hour_than_was_chosen(manager, mailbox, people) -> None:
    started(manager, mailbox, per_hour=2)
    assert [send_due_messages() for _time in range(2)] == [2, 0]

    ProactiveRecipient.objects.filter(state="sent").update(sent_at=clock.now() - timedelta(hours=1, seconds=1))

    assert send_due_messages() == 1


def test_who_wants_none_or_cannot_be_reached_is_left_out_and_said_so(manager, mailbox, people) -> None:
    message = started(manager, mailbox)
    Unsubscribed.objects.create(person=people[0], at=clock.now())
    earlier = OutboundEmail.objects.create(message_id="<1@x>", due_at=clock.now(), created_at=clock.now(), kind="reply")
    OutboundRecipient.objects.create(email=earlier, address="bob@example.net", state="bounced")

    send_due_messages()

    assert reached() == ["cleo@example.net"]
    progress = progress_of(message)
    assert (progress.unsubscribed, progress.unreachable, progress.sent) == (1, 1, 1)
    assert preview_of({}, author=manager).left_out == 2


@pytest.mark.parametrize(
    ("segment", "names"),
    [
        ({}, ["Ann Lee", "Bob Lee", "Cleo Lee"]),
        ({"tiers": ["premium"]}, ["Bob Lee"]),
        ({"tiers": ["standard"]}, ["Ann Lee", "Cleo Lee"]),
        ({"languages": ["de"]}, ["Cleo Lee"]),
        ({"languages": ["en"]}, ["Ann Lee", "Bob Lee"]),
        ({"tags": ["export"]}, ["Ann Lee"]),
        ({"tags": ["export"], "languages": ["de"]}, []),
    ],
)
def test_all_of_what_a_segment_names_must_hold(manager, agent, mailbox, people, segment, names) -> None:
    ann, bob, cleo = people
    User.objects.filter(pk=bob.pk).update(organization=Organization.objects.create(name="Acme", tier="premium"))
    User.objects.filter(pk=cleo.pk).update(language="de")
    tag(make_ticket(requester=ann), actor=agent, add=["export"])

    assert [person.name for person in customers_in(segment, author=manager).order_by("name")] == names


def test_who_never_chose_a_language_reads_the_desks(admin, manager, people) -> None:
    set_general(actor=admin, language="de")
    assert customers_in({"languages": ["de"]}, author=manager).count() == 3
    assert customers_in({"languages": ["en"]}, author=manager).count() == 0


def test_by_organization(manager, people) -> None:
    acme = Organization.objects.create(name="Acme")
    User.objects.filter(pk=people[1].pk).update(organization=acme)
    assert [p.name for p in customers_in({"organizations": [acme.pk]}, author=manager)] == ["Bob Lee"]


def test_it_waits_for_its_time(manager, mailbox, people) -> None:
    started(manager, mailbox, when="at", send_at=clock.now() + timedelta(hours=1))
    assert send_due_messages() == 0
    ProactiveMessage.objects.update(send_at=clock.now() - timedelta(seconds=1))
    assert send_due_messages() == 3


def test_stopped_before_its_time_it_is_not_sent_late_without_being_asked(manager, mailbox, people) -> None:
    message = started(manager, mailbox, when="at", send_at=clock.now() + timedelta(hours=1))
    stop_proactive(message, actor=manager)
    with clock.at(clock.now() + timedelta(hours=2)):
        assert send_due_messages() == 0
        with pytest.raises(Invalid, match="Its time is over"):
            start_proactive(message, actor=manager)


def test_days_after_a_customer_appeared_counted_from_the_start(manager, mailbox, people) -> None:
    now = clock.now()
    message = started(manager, mailbox, when="appeared", days=3)
    for person, days in zip(people, (1, 3, 10), strict=True):
        User.objects.filter(pk=person.pk).update(created_at=now - timedelta(days=days) + timedelta(hours=1))
    ProactiveMessage.objects.update(started_at=now - timedelta(hours=2))
    assert send_due_messages() == 0  # of the second it is not three days yet; of the third it was long before

    ProactiveMessage.objects.update(started_at=now - timedelta(hours=2))
    User.objects.filter(pk=people[1].pk).update(created_at=now - timedelta(days=3, minutes=5))

    assert [send_due_messages() for _time in range(2)] == [1, 0]
    message.refresh_from_db()
    assert (reached(), message.state) == (["bob@example.net"], "running")


def test_days_after_a_request_was_solved_once_a_person(manager, agent, mailbox, people) -> None:
    tickets = [make_ticket(requester=people[0]) for _number in range(2)]
    for ticket in tickets:
        solve(ticket, actor=agent)
    started(manager, mailbox, when="solved", days=0)
    Ticket.objects.update(solved_at=clock.now())
    ProactiveMessage.objects.update(started_at=clock.now() - timedelta(hours=1))

    assert [send_due_messages() for _time in range(2)] == [1, 0]
    assert reached() == ["ann@example.net"]


def test_stopped_it_goes_to_nobody_else_and_goes_on_where_it_was(manager, mailbox, people) -> None:
    message = started(manager, mailbox, per_hour=1)
    send_due_messages()
    assert [stop_proactive(message, actor=manager) for _time in range(2)] == [True, False]
    assert send_due_messages() == 0

    change_proactive(message, actor=manager, per_hour=100)
    assert [start_proactive(message, actor=manager) for _time in range(2)] == [True, False]
    assert send_due_messages() == 2

    assert len(reached()) == len(set(reached())) == 3
    assert [entry.act for entry in message.history.all()] == ["started", "changed", "stopped", "started", "written"]


def test_who_waits_and_is_not_meant_any_more_does_not_get_it(manager, mailbox, people) -> None:
    message = started(manager, mailbox, when="appeared", days=0, per_hour=1)
    ProactiveMessage.objects.update(started_at=clock.now() - timedelta(hours=1))
    assert send_due_messages() == 1
    assert message.recipients.filter(state="waiting").count() == 2

    stop_proactive(message, actor=manager)
    User.objects.filter(pk=people[2].pk).update(language="de")
    change_proactive(message, actor=manager, segment={"languages": ["de"]}, per_hour=100)

    assert [one.person for one in message.recipients.filter(state="waiting")] == [people[2]]
    start_proactive(message, actor=manager)
    assert (send_due_messages(), reached()) == (1, ["ann@example.net", "cleo@example.net"])


def test_words_that_look_like_placeholders_are_words(manager, mailbox) -> None:
    draft(manager, mailbox, html="<p>Hello {{ requester.first_name }}, best wishes from our team. Ask any agent.</p>")
    assert ProactiveMessage.objects.exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"subject": " "}, "subject"),
        ({"html": "<p> </p>"}, "Write the message"),
        ({"html": "<p>{{ ticket.number }}</p>"}, "no placeholder {{ ticket.number }}. Use one of: requester.name"),
        ({"html": "<p>{{ nonsense }}</p>"}, "no placeholder"),
        ({"when": "at"}, "Choose the time"),
        ({"when": "solved"}, "how many days"),
        ({"per_hour": 0}, "an hour"),
    ],
)
def test_what_cannot_be_sent_is_refused_with_what_to_do(manager, mailbox, words, sentence) -> None:
    with pytest.raises(Invalid, match=sentence):
        draft(manager, mailbox, **words)
    assert not ProactiveMessage.objects.exists()


def test_to_nobody_it_is_not_started(manager, mailbox) -> None:
    with pytest.raises(Invalid, match="Nobody"):
        start_proactive(draft(manager, mailbox), actor=manager)


def test_one_on_its_way_is_not_changed(manager, mailbox, people) -> None:
    with pytest.raises(Invalid, match="Stop it first"):
        change_proactive(started(manager, mailbox), actor=manager, subject="Other")


def test_leads_write_none(lead, mailbox) -> None:
    with pytest.raises(NotAllowed):
        draft(lead, mailbox)


def test_one_click_stops_them_and_looking_does_not(people) -> None:
    path = stop_link(people[0]).partition("//")[2].partition("/")[2]
    client = Client(enforce_csrf_checks=True)

    assert client.get(f"/{path}").status_code == 200
    assert not Unsubscribed.objects.exists()
    assert client.post(f"/{path}", {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Unsubscribed.objects.get().person == people[0]

    client.post(f"/{path}", {"back": "1"})
    assert not Unsubscribed.objects.exists()


def test_an_answer_becomes_a_ticket_and_is_counted(manager, mailbox, people, receive) -> None:
    message = started(manager, mailbox)
    send_due_messages()
    sent = OutboundEmail.objects.get(recipients__address="ann@example.net")

    receive(From="ann@example.net", Subject="Re: News", In_Reply_To=sent.message_id, body="How does it work?")

    ticket = Ticket.objects.get()
    assert (ticket.requester, ticket.messages.get().text) == (people[0], "How does it work?")
    assert progress_of(message).answered == 1


def test_answers_of_several_never_merge_though_they_name_the_same_mail(manager, mailbox, people, receive) -> None:
    started(manager, mailbox)
    send_due_messages()
    sent = OutboundEmail.objects.get(recipients__address="ann@example.net")

    for name in ("ann", "bob"):
        receive(
            From=f"{name}@example.net",
            Subject="Re: News",
            In_Reply_To=sent.message_id,
            body="How?",
            Message_ID=f"<{name}@x>",
        )

    assert sorted(Ticket.objects.values_list("requester__email", flat=True)) == ["ann@example.net", "bob@example.net"]


def test_the_page_shows_whom_it_reaches_before_it_is_started(client, manager, mailbox, people) -> None:
    client.force_login(manager)
    fields = {"subject": "News", "html": "<p>Hello</p>", "mailbox": mailbox.pk, "when": "now", "per_hour": "5"}

    page = client.post(reverse("messages:new"), fields, follow=True).content.decode()

    assert "3 customers" in page
    assert "Ann Lee, Bob Lee, Cleo Lee" in page


def test_a_wrong_form_keeps_what_was_typed(client, manager, mailbox) -> None:
    client.force_login(manager)
    answer = client.post(reverse("messages:new"), {"subject": "News", "organizations": "Nobody Inc", "when": "now"})
    assert answer.status_code == 422
    assert "There is no organization “Nobody Inc”." in answer.content.decode()


def test_organizations_are_named_in_any_capitals(client, manager, mailbox) -> None:
    acme, other = (Organization.objects.create(name=name) for name in ("Acme Ltd", "ACME LTD"))
    zeta = Organization.objects.create(name="Zeta")
    client.force_login(manager)
    named = {"subject": "News", "html": "<p>Hi</p>", "mailbox": mailbox.pk, "when": "now", "per_hour": "5"}
    client.post(reverse("messages:new"), {**named, "organizations": "Acme Ltd\nzeta\nZETA\nacme ltd"})
    assert ProactiveMessage.objects.get().segment == {"organizations": [acme.pk, zeta.pk]}
    assert other.pk not in ProactiveMessage.objects.get().segment["organizations"]


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_asks_the_same_however_many_there_are(
    client, manager, mailbox, rows, django_assert_max_num_queries
) -> None:
    for number in range(rows):
        draft(manager, mailbox, subject=f"News {number}")
    client.force_login(manager)
    with django_assert_max_num_queries(8):
        assert "News 0" in client.get(reverse("messages:messages")).content.decode()
