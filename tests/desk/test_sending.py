"""Sending from the desk: undo, send later, checks, recipients, macros, mentions."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import User
from desk.send_later import chosen_time, later_choices
from desk.snoozing import snooze_choices
from outbox.models import OutboundEmail
from tests.desk.conftest import HTMX
from tests.factories import CustomerFactory, make_macro, make_ticket
from tickets.actions import add_note, add_participant, receive_message, remove_participant
from tickets.attachments import take_upload
from tickets.content import Body
from tickets.errors import Invalid
from tickets.held import send_due
from tickets.models import Channel, Draft, Mention, Status

pytestmark = pytest.mark.django_db

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def _with_undo(agent):
    agent.undo_seconds = 10
    agent.save()


def post(client, ticket, part="send/", **fields):
    data = {"kind": "public", "seen_seq": ticket.conversation_seq, "html": "<div>Use sand</div>", "cc": "", **fields}
    return client.post(f"/desk/tickets/{ticket.number}/{part}", data, headers=HTMX)


@pytest.mark.usefixtures("_with_undo")
def test_what_is_sent_can_be_undone_and_leaves_by_itself(desk, ticket):
    answer = post(desk, ticket, status="pending")

    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Sending" in page
    assert "Undo" in page
    assert ticket.messages.count() == 1
    assert "Use sand" in post(desk, ticket, "take-back/").content.decode()
    assert not Draft.objects.get().is_held

    post(desk, ticket, status="solved")
    with_time = Draft.objects.get()
    Draft.objects.update(send_at=timezone.now())
    assert timedelta(seconds=5) < with_time.send_at - timezone.now() < timedelta(seconds=11)
    assert send_due() == 1
    ticket.refresh_from_db()
    assert (ticket.status, ticket.messages.count()) == (Status.SOLVED, 2)
    assert "Sending" not in desk.get(f"/desk/tickets/{ticket.number}/box/").content.decode()


@pytest.mark.usefixtures("_with_undo")
def test_an_undo_that_comes_too_late_says_so(desk, ticket):
    post(desk, ticket)
    Draft.objects.update(send_at=timezone.now())
    send_due()

    answer = post(desk, ticket, "take-back/")
    assert "It has been sent already." in answer["HX-Trigger"]


@pytest.mark.usefixtures("_with_undo")
def test_other_words_while_some_are_on_their_way_stay_in_the_box(desk, ticket):
    post(desk, ticket)

    answer = post(desk, ticket, html="<div>Other words</div>")

    assert answer.status_code == 409
    assert "Other words" in answer.content.decode()
    looked = post(desk, ticket, html="<div>Other words, see attached</div>")
    assert looked.status_code == 422
    assert "Other words" in looked.content.decode()
    assert post(desk, ticket, "draft/", html="<div>Other words</div>").status_code == 409
    assert Draft.objects.get().html == "<div>Use sand</div>"


@pytest.mark.usefixtures("_with_undo")
def test_a_stale_tab_keeps_its_macros_and_files_beside_those_on_their_way_and_names_no_undo_of_its_own(
    desk, agent, ticket
):
    ours, theirs = (make_macro(name=name, html="<p>x</p>", add_tags=["refund"]) for name in ("Refund", "Delay"))
    gone, here = (take_upload(SimpleUploadedFile(name, b"x"), uploaded_by=agent) for name in ("gone.pdf", "here.pdf"))
    post(desk, ticket, macros=[theirs.pk], attachments=[gone.pk])

    answer = post(desk, ticket, html="<div>Other words</div>", macros=[ours.pk], attachments=[here.pk]).content.decode()

    assert re.findall(r"data-macro-name>([^<]+)", answer)[0] == "Refund: adds refund"
    assert f'name="macros" value="{theirs.pk}"' not in answer
    assert ("here.pdf" in answer, "gone.pdf" in answer) == (True, False)
    assert "from another tab or device, is on its way" in answer
    assert "take-back/" not in answer


def test_a_reply_is_sent_tomorrow_and_says_so_until_then(desk, ticket, customer):
    page = post(desk, ticket, later="tomorrow", proposed="pending").content.decode()

    assert "Will be sent" in page
    draft = Draft.objects.get()
    assert draft.send_at > timezone.now() + timedelta(hours=1)
    assert draft.status == "pending"
    receive_message(ticket, actor=customer, body=Body.from_text("Too late"), channel=Channel.EMAIL)
    box = desk.get(f"/desk/tickets/{ticket.number}/box/").content.decode()
    assert "Somebody wrote first" in box
    assert "data-held-until" not in box  # the page asks for it until it is back
    send_due()
    shown = desk.get(f"/desk/tickets/{ticket.number}/").content.decode()
    assert "This was not sent, because somebody wrote first" in shown
    assert "Use sand" in shown


def test_what_waits_can_leave_now(desk, ticket):
    post(desk, ticket, later="monday")
    post(desk, ticket, "send-now/")

    assert send_due() == 1


@pytest.mark.parametrize("fields", [{"later": "at", "later_at": "nonsense"}, {"later": "at"}, {"later": "never"}])
def test_a_time_that_is_none_keeps_the_words(desk, ticket, fields):
    answer = post(desk, ticket, **fields)

    assert answer.status_code == 400
    assert "Choose a day and a time" in answer.content.decode()
    assert "Use sand" in answer.content.decode()


def test_the_choices_are_times_of_the_viewers_day():
    with timezone.override(BERLIN):
        friday = datetime(2026, 11, 27, 15, 10, tzinfo=BERLIN)
        assert [(choice.key, choice.at) for choice in later_choices(friday)] == [
            ("hour", datetime(2026, 11, 27, 16, 10, tzinfo=BERLIN)),
            ("tomorrow", datetime(2026, 11, 28, 9, tzinfo=BERLIN)),
            ("monday", datetime(2026, 11, 30, 9, tzinfo=BERLIN)),
        ]
        week = ["07:30-12:00", "", "", "", "", "10:00-14:00", ""]
        assert [choice.at for choice in later_choices(friday, week=week)][1:] == [
            datetime(2026, 11, 28, 10, tzinfo=BERLIN),
            datetime(2026, 11, 30, 7, 30, tzinfo=BERLIN),
        ]
        assert [choice.until for choice in snooze_choices(friday, week=week)][1:] == [
            choice.at for choice in later_choices(friday, week=week)
        ][1:]
        sunday = datetime(2026, 11, 29, 15, tzinfo=BERLIN)
        assert [choice.key for choice in later_choices(sunday)] == ["hour", "tomorrow"]
        assert chosen_time("at", "2026-12-01T09:30") == datetime(2026, 12, 1, 8, 30, tzinfo=UTC)
    with pytest.raises(Invalid):
        chosen_time("at", "2026-13-01T09:30")


def test_something_to_look_at_stops_the_first_send_only(desk, ticket):
    answer = post(desk, ticket, html="<div>Dear [customer's first name?], see attached.</div>")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "still to be filled in" in page
    assert "no file is attached" in page
    assert "Dear [customer" in page
    assert ticket.messages.count() == 1
    html = "<div>Dear [customer's first name?], see attached.</div>"
    assert post(desk, ticket, html=html, looked_at="placeholder,attachment").status_code == 200
    assert ticket.messages.count() == 2


@pytest.mark.usefixtures("_with_undo")
def test_what_was_looked_at_stops_no_send_again_after_an_undo(desk, ticket):
    html = "<div>Dear [customer's first name?], see attached.</div>"
    post(desk, ticket, html=html, looked_at="placeholder,attachment,nonsense")

    page = post(desk, ticket, "take-back/").content.decode()

    assert '<input type="hidden" name="looked_at" value="attachment,placeholder">' in page
    assert "Send anyway" not in page
    # Nor on a page that is opened later.
    assert (
        'name="looked_at" value="attachment,placeholder"'
        in desk.get(f"/desk/tickets/{ticket.number}/").content.decode()
    )


def test_another_thing_to_look_at_stops_it_again(desk, ticket, customer):
    make_ticket(requester=customer, subject="Second printer")

    assert post(desk, ticket, looked_at="placeholder").status_code == 422
    assert post(desk, ticket, looked_at="other_ticket").status_code == 200


def test_who_joined_meanwhile_is_noticed(desk, ticket, agent, other_customer):
    add_participant(ticket, actor=agent, person=other_customer)

    answer = post(desk, ticket, copied="")
    assert "charlie@elsewhere.test joined" in answer.content.decode()
    assert post(desk, ticket, copied="charlie@elsewhere.test").status_code == 200


@pytest.mark.parametrize("undo", [0, 10], ids=["at once", "after an undo's time"])
def test_who_joined_meanwhile_stays_in_copy_of_what_is_sent_without_them(
    desk, ticket, agent, mailbox, other_customer, undo
):
    agent.undo_seconds = undo
    agent.save()
    known = CustomerFactory(email="known@example.net")
    for person in (known, other_customer):
        add_participant(ticket, actor=agent, person=person)

    sent = post(desk, ticket, cc="", copied=known.email, looked_at="recipients")
    Draft.objects.update(send_at=timezone.now())
    send_due()

    assert sent.status_code == 200
    assert [one.person for one in ticket.participants.filter(role="cc")] == [other_customer]
    mail = OutboundEmail.objects.get(kind="reply")
    assert [recipient.address for recipient in mail.recipients.all()] == [ticket.requester.email]


def test_what_is_stale_is_stopped_before_anything_is_looked_at(desk, ticket, lead):
    add_note(ticket, actor=lead, body=Body.from_text("Wait"))

    assert post(desk, ticket, seen_seq=1, html="<div>See attached</div>").status_code == 409


def test_the_fields_say_whom_it_goes_to(desk, ticket, mailbox):
    post(
        desk,
        ticket,
        to="Ann Lee <ann@example.net>, new@example.net",
        cc="bob@example.net",
        bcc="crm@example.net",
    )

    message = ticket.messages.last()
    assert message.recipients == {
        "to": ["ann@example.net", "new@example.net"],
        "cc": ["bob@example.net"],
        "bcc": ["crm@example.net"],
    }


@pytest.mark.parametrize("undo", [0, 10], ids=["at once", "after an undo's time"])
def test_a_name_typed_beside_an_address_is_kept(desk, ticket, agent, undo):
    agent.undo_seconds = undo
    agent.save()

    post(desk, ticket, cc='"Lee, Ann" <ann.lee@else.test>, Cy Day <cy@else.test>')
    Draft.objects.update(send_at=timezone.now())
    send_due()

    assert ticket.messages.last().recipients["cc"] == ["ann.lee@else.test", "cy@else.test"]
    names = dict(User.objects.filter(email__endswith="@else.test").values_list("email", "name"))
    assert names == {"ann.lee@else.test": "Lee, Ann", "cy@else.test": "Cy Day"}


@pytest.mark.usefixtures("_with_undo")
def test_what_is_on_its_way_names_bare_addresses_and_comes_back_as_typed(desk, ticket):
    on_its_way = post(desk, ticket, cc="Cy Day <Cy@else.test>").content.decode()
    assert "cy@else.test" in on_its_way
    assert "Cy Day" not in on_its_way

    assert 'value="Cy Day &lt;cy@else.test&gt;"' in post(desk, ticket, "take-back/").content.decode()


def test_who_joined_since_a_draft_was_begun_is_noticed_after_a_reload(desk, ticket, agent, other_customer):
    post(desk, ticket, "draft/", cc="", copied="")
    add_participant(ticket, actor=agent, person=other_customer, role="cc")
    page = desk.get(f"/desk/tickets/{ticket.number}/").content.decode()
    begun = re.search(r'name="copied" value="([^"]*)"', page)[1]

    stopped = post(desk, ticket, copied=begun)

    assert stopped.status_code == 422
    assert f"{other_customer.email} joined the conversation after you began" in stopped.content.decode()


def test_of_a_reply_for_another_day_who_joins_gets_it_and_who_is_taken_out_does_not(
    desk, ticket, agent, customer, other_customer
):
    gone, joins = other_customer, CustomerFactory(email="joins@example.net")
    add_participant(ticket, actor=agent, person=gone, role="cc")
    post(desk, ticket, cc=f"{gone.email}, new@example.net", later="tomorrow")
    remove_participant(ticket, actor=agent, person=gone, role="cc")
    add_participant(ticket, actor=agent, person=joins, role="cc")

    Draft.objects.update(send_at=timezone.now())
    send_due()

    assert set(ticket.messages.last().recipients["cc"]) == {"new@example.net", "joins@example.net"}


def test_nobody_in_to_is_refused_and_the_fields_stay(desk, ticket):
    answer = post(desk, ticket, to="", bcc="crm@example.net")

    assert answer.status_code == 400
    assert "Say whom this goes to" in answer.content.decode()
    assert "crm@example.net" in answer.content.decode()


def test_a_draft_keeps_recipients_and_macros(desk, ticket):
    macro = make_macro(name="Refund", html="<p>x</p>", status="solved", add_tags=["refund"])
    post(desk, ticket, "draft/", to="new@example.net", bcc="crm@example.net", macros=[macro.pk])

    page = desk.get(f"/desk/tickets/{ticket.number}/").content.decode()
    assert "new@example.net" in page
    assert "crm@example.net" in page
    assert f'name="macros" value="{macro.pk}"' in page
    assert "Send and solve" in page


def test_a_note_uses_macros_and_names_colleagues(desk, ticket, agent_l2):
    macro = make_macro(use="note", html="<p>x</p>", status="on_hold", add_tags=["partner"])

    post(desk, ticket, kind="note", html="<div>Ask @Bea Novak</div>", macros=[macro.pk, "nonsense"])

    ticket.refresh_from_db()
    assert ticket.status == "on_hold"
    assert [tag.name for tag in ticket.tags.all()] == ["partner"]
    assert Mention.objects.get().person == agent_l2


def test_the_pickers_offer_and_fill(desk, ticket, agent_l2, mailbox):
    macro = make_macro(name="Greeting", html="<p>Hi {{ requester.first_name }}</p>", status="solved")
    at = f"/desk/tickets/{ticket.number}/"

    assert desk.get(f"{at}macros/?kind=public&q=gree").json()["results"] == [
        {"id": macro.pk, "name": "Greeting", "hint": "sets Solved"}
    ]
    filled = desk.get(f"{at}macros/{macro.pk}/").json()
    assert (filled["html"], filled["status"], filled["send"]) == ("<p>Hi Ann</p>", "solved", "Send and solve")
    assert desk.get(f"{at}colleagues/?q=nov").json()["results"][0]["insert"] == "Bea Novak"
    assert desk.get(f"{at}macros/4711/", headers=HTMX).status_code == 400


def test_a_macro_without_words_is_done_at_once(desk, ticket):
    macro = make_macro(name="Urgent", priority=4)

    answer = desk.post(f"/desk/tickets/{ticket.number}/macros/{macro.pk}/apply/", headers=HTMX)

    assert "priority Urgent" in answer["HX-Trigger"]
    ticket.refresh_from_db()
    assert ticket.priority == 4


def test_the_signature_is_seen_before_it_is_sent(desk, ticket, mailbox):
    mailbox.signature_html = "<p>{{ agent.name }} at your service</p>"
    mailbox.save()

    shown = desk.get(f"/desk/tickets/{ticket.number}/signature/").content.decode()
    assert "Omar Haddad at your service" in shown


def test_staff_choose_how_long_they_can_undo(desk, agent, client, customer):
    fields = {"name": "Omar", "language": "unset", "time_zone": "unset", "theme": "system"}
    desk.post("/profile/", {**fields, "undo_seconds": "20"})
    agent.refresh_from_db()
    assert agent.undo_seconds == 20
    desk.post("/profile/", fields)
    agent.refresh_from_db()
    assert agent.undo_seconds == 20
    client.force_login(customer)
    assert "undo_seconds" not in client.get("/profile/").content.decode()


def test_whether_mail_came_back_is_asked_once_a_send(desk, ticket, django_assert_max_num_queries):
    with django_assert_max_num_queries(60) as asked:
        assert post(desk, ticket).status_code == 200

    assert ticket.messages.count() == 2
    assert sum(f"ARRAY['{ticket.answer_address}']" in query["sql"] for query in asked.captured_queries) == 1
