"""Who gets a survey, about what, and when; and what the mail is."""

import re
from datetime import timedelta

import pytest

from helpdesk import clock
from metrics.actions.answering import stop_surveys, want_surveys
from metrics.actions.planning import plan_of, set_plan
from metrics.models import Survey, SurveyPlan
from metrics.surveys.due import send_due_surveys
from outbox.models import OutboundRecipient, RecipientState
from tests.factories import CustomerFactory, MailboxFactory, make_ticket
from tests.metrics.surveying import solved_ticket, survey_about, survey_mails
from tests.tickets.asserting import assert_log_agrees, last_event
from tickets import actions
from tickets.content import Body
from tickets.event_names import Names
from tickets.event_text import event_text
from tickets.events import EventKind
from tickets.models import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mailbox")]


def test_a_day_after_it_was_solved_the_customer_is_asked_once(customer, agent):
    ticket = solved_ticket(customer, agent)
    updated_at = ticket.updated_at

    assert [send_due_surveys(), send_due_surveys()] == [1, 0]

    survey = Survey.objects.get()
    assert (survey.ticket, survey.person, survey.agent, survey.kind) == (ticket, customer, ticket.assignee, "csat")
    [email] = survey_mails()
    assert [recipient.address for recipient in email.recipients.all()] == ["ann@example.net"]
    event = last_event(ticket)
    assert event.kind == EventKind.SURVEY_SENT
    assert event_text(event, Names.of([event])) == "Ann Lee was asked by mail to rate our help"
    ticket = Ticket.objects.get(pk=ticket.pk)
    assert ticket.updated_at == updated_at
    assert_log_agrees(ticket)


def test_not_before_the_day_is_over(customer, agent):
    solved_ticket(customer, agent, ago=23)

    assert send_due_surveys() == 0


def test_the_mail_has_five_faces_with_words_and_a_way_out(customer, agent):
    survey = survey_about(solved_ticket(customer, agent, subject="Ink & paper"))

    [email] = survey_mails()
    links = re.findall(r'href="([^"]+)"', email.html)
    assert [link.rpartition("=")[2] for link in links[:5]] == ["1", "2", "3", "4", "5"]
    assert all(f"/surveys/{survey.token}/" in link for link in links)
    assert all(word in email.html and word in email.text for word in ("Very unhappy", "So-so", "Very happy"))
    assert "😠" in email.html
    assert "“Ink &amp; paper”" in email.html
    assert "“Ink & paper”" in email.text
    assert email.headers["List-Unsubscribe"] == f"<{links[-1]}>"
    assert email.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert email.headers["Auto-Submitted"] == "auto-generated"


def test_in_the_customers_language(agent, admin):
    german = CustomerFactory(language="de")
    set_plan("csat", actor=admin, questions={"de": "Wie war’s?"})

    survey = survey_about(solved_ticket(german, agent))

    assert (survey.language, survey.question) == ("de", "Wie war’s?")
    assert "Wie war’s?" in survey_mails()[0].text


@pytest.mark.parametrize("act", ["reopen", "mark_spam", "delete", "write"])
def test_what_happened_to_the_ticket_since_keeps_the_survey_back(act, customer, agent, lead):
    ticket = solved_ticket(customer, agent)
    if act == "write":
        actions.receive_message(
            ticket, actor=customer, body=Body.from_text("It is broken again, sorry"), channel="email"
        )
    else:
        getattr(actions, act)(ticket, actor=lead)

    assert send_due_surveys() == 0
    assert not survey_mails()


def test_merged_tickets_are_not_asked_about(customer, agent):
    ticket, other = solved_ticket(customer, agent), make_ticket(requester=customer)
    actions.merge(ticket, actor=agent, into=other)

    assert send_due_surveys() == 0


def test_without_an_answer_of_a_person_nobody_is_asked(customer, agent):
    with clock.at(clock.now() - timedelta(hours=25)):
        actions.solve(make_ticket(requester=customer), actor=agent)

    assert send_due_surveys() == 0


def test_colleagues_are_not_asked(agent, agent_l2):
    solved_ticket(agent_l2, agent)

    assert send_due_surveys() == 0


def test_nobody_is_asked_twice_within_the_days_of_rest(customer, agent):
    first, second = solved_ticket(customer, agent), solved_ticket(customer, agent)
    assert send_due_surveys() == 1

    with clock.at(clock.now() + timedelta(days=8)):
        third = solved_ticket(customer, agent)
        assert send_due_surveys() == 1
    assert Survey.objects.filter(ticket__in=[first, second]).count() == 1
    assert Survey.objects.filter(ticket=third).exists()


def test_another_kind_waits_for_the_shorter_rest_of_both(customer, agent, admin):
    set_plan("nps", actor=admin, is_on=True, delay_hours=24, sample_percent=100, rest_days=90)
    solved_ticket(customer, agent)
    assert send_due_surveys() == 1

    with clock.at(clock.now() + timedelta(days=8)):
        solved_ticket(customer, agent)
        SurveyPlan.objects.filter(kind="csat").update(is_on=False)
        assert send_due_surveys() == 1
    assert list(Survey.objects.order_by("pk").values_list("kind", flat=True)) == ["csat", "nps"]


def test_one_solving_is_asked_about_by_one_kind_only(customer, agent, admin):
    set_plan("csat", actor=admin, rest_days=0)
    set_plan("ces", actor=admin, is_on=True, sample_percent=100, rest_days=0)
    solved_ticket(customer, agent)

    assert send_due_surveys() == 1


def test_solved_again_it_may_be_asked_about_again(customer, agent, admin):
    set_plan("csat", actor=admin, rest_days=0)
    ticket = solved_ticket(customer, agent)
    send_due_surveys()
    actions.reopen(ticket, actor=agent)
    actions.solve(ticket, actor=agent)

    with clock.at(clock.now() + timedelta(hours=25)):
        assert send_due_surveys() == 1
    assert Survey.objects.filter(ticket=ticket).count() == 2


def test_whoever_unsubscribed_or_does_not_get_mail_is_left_alone(customer, agent):
    stop_surveys(customer)
    solved_ticket(customer, agent)
    bounced = CustomerFactory(email="gone@example.net")
    ticket = solved_ticket(bounced, agent)
    OutboundRecipient.objects.filter(email__ticket=ticket).update(state=RecipientState.BOUNCED)
    inactive = CustomerFactory(is_active=True)
    solved_ticket(inactive, agent)
    inactive.is_active = False
    inactive.save()

    assert send_due_surveys() == 0
    assert want_surveys(customer)


def test_only_tickets_of_the_chosen_mailboxes(customer, other_customer, agent, admin):
    sales = MailboxFactory(address="sales@example.com", is_default=False)
    set_plan("csat", actor=admin, mailboxes=[sales])
    solved_ticket(customer, agent)
    chosen = solved_ticket(other_customer, agent, mailbox_id=sales.pk)

    assert send_due_surveys() == 1
    assert Survey.objects.get().ticket == chosen
    assert "sales@example.com" in survey_mails()[0].from_header


def test_a_sample_is_drawn_the_same_however_often_one_looks(agent, admin):
    set_plan("csat", actor=admin, sample_percent=40)
    for _number in range(20):
        solved_ticket(CustomerFactory(), agent)

    sent = send_due_surveys()
    SurveyPlan.objects.update(looked_until=None)

    assert 1 <= sent <= 17
    assert send_due_surveys() == 0


def test_what_was_solved_while_it_was_off_is_not_asked_about_later(customer, agent, admin):
    set_plan("csat", actor=admin, is_on=False)
    for ago in (24 * 5, 25, 1):
        solved_ticket(CustomerFactory(), agent, ago=ago)
    assert send_due_surveys() == 0
    set_plan("csat", actor=admin, is_on=True)
    solved_ticket(customer, agent, ago=-1)

    assert send_due_surveys() == 0
    with clock.at(clock.now() + timedelta(hours=26)):
        assert send_due_surveys() == 1
    assert Survey.objects.get().person == customer


def test_the_timer_goes_on_where_it_stopped(customer, agent):
    plan = plan_of("csat")
    send_due_surveys()
    plan.refresh_from_db()
    looked = plan.looked_until
    assert looked is not None

    solved_ticket(customer, agent, ago=23.99)
    with clock.at(clock.now() + timedelta(minutes=5)):
        assert send_due_surveys() == 1
    plan.refresh_from_db()
    assert plan.looked_until is not None
    assert plan.looked_until > looked
