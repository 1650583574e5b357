"""Emergencies on the desk: the strip and the banner, answering from page, notification and mail; quiet hours do not count."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Availability
from desk.emergencies import acknowledge_token
from desk.models import Notification
from desk.notifications.kinds import NotificationKind
from desk.notifications.mailing import mail_due
from desk.notifications.settings import matrix_of, settings_of
from outbox.models import OutboundEmail
from routing.plans import add_plan, declare
from tests.factories import make_ticket
from tickets.actions import acknowledge_emergency, stand_down
from tickets.models import Emergency

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(admin, agent, lead):
    """Omar, then Lena."""
    steps = [
        {"person": agent.pk, "how": ["desk", "email"], "minutes": 5},
        {"person": lead.pk, "how": ["desk"], "minutes": 5},
    ]
    return add_plan(actor=admin, name="Outage", steps=steps)


@pytest.fixture
def emergency(plan, ticket, lead, mailbox) -> Emergency:
    emergency = declare(ticket, actor=lead, plan=plan, reason="Nobody can sign in.")
    assert emergency is not None
    return emergency


def desk_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def calls() -> list[OutboundEmail]:
    mail_due()
    return list(OutboundEmail.objects.filter(subject__startswith="EMERGENCY").order_by("pk"))


def test_a_lead_declares_one_on_the_ticket_and_a_second_click_declares_none(plan, ticket, lead):
    desk = desk_of(lead)
    form = f"/desk/tickets/{ticket.pk}/emergency/"
    assert "Who is called" in desk.get(form).text

    for _click in range(2):
        answer = desk.post(form, {"plan": plan.pk, "reason": "Nobody can sign in."})
        assert answer.url == f"/desk/tickets/{ticket.pk}/"

    assert Emergency.objects.count() == 1
    page = desk.get(answer.url).text
    assert "Emergency: nobody has answered yet" in page
    assert "Called: Omar Haddad." in page


def test_the_form_keeps_its_words_and_says_what_is_missing(plan, ticket, lead):
    answer = desk_of(lead).post(f"/desk/tickets/{ticket.pk}/emergency/", {"plan": plan.pk, "reason": " "})

    assert answer.status_code == 422
    assert "Say what is wrong" in answer.text


def test_without_a_plan_the_form_says_who_makes_one(ticket, lead, admin):
    assert "Ask an admin" in desk_of(lead).get(f"/desk/tickets/{ticket.pk}/emergency/").text
    assert "/settings/emergencies/new/" in desk_of(admin).get(f"/desk/tickets/{ticket.pk}/emergency/").text


def test_the_strip_crosses_the_desk_of_whoever_was_called_until_somebody_is_on_it(emergency, agent, lead, agent_l2):
    assert "You are called" in desk_of(agent).get("/desk/news/banner/").text
    for other in (lead, agent_l2):
        assert "You are called" not in desk_of(other).get("/desk/news/banner/").text

    answer = desk_of(agent).post(
        f"/desk/emergencies/{emergency.pk}/acknowledge/",
        {"at": "strip"},
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/desk/emergencies/"},
    )

    assert answer.status_code == 200
    assert f"Emergency: {agent.display_name} is on it" in answer.text  # in the list below the strip
    assert "You are called" not in desk_of(agent).get("/desk/news/banner/").text
    emergency.refresh_from_db()
    assert emergency.acknowledged_by == agent


def test_the_desk_of_whoever_is_called_asks_for_the_strip_and_others_do_not(emergency, agent, agent_l2):
    with_call, without = desk_of(agent).get("/desk/").text, desk_of(agent_l2).get("/desk/").text

    assert "live:refresh, load" in with_call
    assert 'href="/desk/emergencies/"' in with_call
    assert "live:refresh, load" not in without
    assert 'href="/desk/emergencies/"' not in without


def test_a_call_is_mailed_at_once_also_to_who_is_away(plan, ticket, lead, agent, mailbox):
    agent.availability = Availability.AWAY
    agent.save()
    declare(ticket, actor=lead, plan=plan, reason="Nobody can sign in.")

    [email] = calls()

    assert [row.address for row in email.recipients.all()] == ["agent@example.com"]
    assert email.subject == f"EMERGENCY: The printer is on fire (#{ticket.pk})"
    assert "Nobody can sign in." in email.text
    assert "List-Unsubscribe" not in email.headers
    assert calls() == [email]


def test_no_mail_is_written_once_somebody_is_on_it(emergency, lead):
    acknowledge_emergency(emergency, actor=lead)

    assert calls() == []


def test_the_link_in_the_mail_asks_before_it_answers_and_needs_no_sign_in(emergency, agent):
    [email] = calls()
    path = re.search(r"http\S+?(/desk/emergencies/answer/\S+)", email.text)[1]

    asked = Client().get(path)
    emergency.refresh_from_db()
    assert "Omar Haddad, you are called" in asked.text
    assert emergency.acknowledged_at is None

    for _click in range(2):
        assert "You are on it" in Client().post(path).text
    emergency.refresh_from_db()
    assert emergency.acknowledged_by == agent


def test_a_link_that_comes_too_late_says_who_is_on_it(emergency, agent, lead):
    path = f"/desk/emergencies/answer/{acknowledge_token(agent, emergency)}/"
    acknowledge_emergency(emergency, actor=lead)

    answer = Client().post(path)

    assert answer.status_code == 409
    assert "Lena Vogt is on it" in answer.text


def test_the_notification_offers_the_answer_and_is_read_when_somebody_else_gave_it(emergency, agent, lead):
    assert f"/desk/emergencies/{emergency.pk}/acknowledge/" in desk_of(agent).get("/desk/notifications/").text

    acknowledge_emergency(emergency, actor=lead)

    told = Notification.objects.get(person=agent, kind=NotificationKind.EMERGENCY)
    assert told.read_at is not None
    assert f"/desk/emergencies/{emergency.pk}/acknowledge/" not in desk_of(agent).get("/desk/notifications/").text


def test_nobody_chooses_how_an_emergency_calls_them(agent):
    assert NotificationKind.EMERGENCY not in matrix_of(settings_of(agent))
    assert "An emergency calls me" not in desk_of(agent).get("/desk/notifications/settings/").text


def test_the_list_shows_what_runs_and_beside_it_what_is_over(emergency, lead):
    desk = desk_of(lead)
    assert "Nobody can sign in." in desk.get("/desk/emergencies/").text
    assert "Nobody can sign in." not in desk.get("/desk/emergencies/?over=1").text

    stand_down(emergency, actor=lead, words="It is out.")

    assert "No emergency is running" in desk.get("/desk/emergencies/").text
    assert "Lena Vogt stood it down." in desk.get("/desk/emergencies/?over=1").text


def test_standing_down_on_the_ticket_takes_the_banner_away(emergency, ticket, lead):
    desk = desk_of(lead)

    desk.post(f"/desk/emergencies/{emergency.pk}/stand-down/", {"words": "It is out."})

    page = desk.get(f"/desk/tickets/{ticket.pk}/").text
    assert f'id="emergency-{emergency.pk}"' not in page
    assert "stood the emergency down: It is out." in page


def test_a_list_of_many_asks_no_more_than_a_list_of_one(emergency, plan, lead, customer, django_assert_max_num_queries):
    desk = desk_of(lead)
    desk.get("/desk/emergencies/")
    with CaptureQueriesContext(connection) as one:
        desk.get("/desk/emergencies/")
    for _number in range(5):
        declare(make_ticket(requester=customer), actor=lead, plan=plan, reason="Also here.")

    with django_assert_max_num_queries(len(one)):
        desk.get("/desk/emergencies/")
