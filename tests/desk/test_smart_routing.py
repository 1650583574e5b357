"""Smart routing on screens: the settings page, and what stands on the ticket."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actors import SMART_ROUTING
from accounts.models import Team
from routing.models import SmartChoice, SmartMeasurement
from routing.neighbours import SmartField
from tests.factories import make_ticket
from tickets.actions import propose
from tickets.models import Ticket
from tickets.proposals import Proposal

pytestmark = pytest.mark.django_db

PAGE = "/settings/smart-routing/"


@pytest.fixture
def admin_desk(admin) -> Client:
    client = Client()
    client.force_login(admin)
    return client


@pytest.fixture
def measured(db) -> SmartMeasurement:
    bands = [{"start": 0.5, "number": 10, "right": 6}, {"start": 0.9, "number": 90, "right": 88}]
    figures = {"number": 100, "right": 94, "baseline_right": 61, "bands": bands, "steps": [[0.4, 0.93]]}
    nothing = {"number": 0, "right": 0, "baseline_right": 0, "bands": [], "steps": []}
    fields = {field.value: nothing if field == SmartField.TAGS else figures for field in SmartField}
    result = {"trained": 900, "tested": 100, "before": timezone.now().isoformat(), "fields": fields}
    return SmartMeasurement.objects.create(started_at=timezone.now(), ended_at=timezone.now(), result=result)


@pytest.fixture
def proposed(customer, db) -> Ticket:
    team = Team.objects.create(name="Billing", levels=[1])
    ticket = make_ticket(requester=customer)
    propose(ticket, actor=SMART_ROUTING, proposals=[Proposal("team", team.pk, "Billing", 0.867, (ticket.pk,), None)])
    return Ticket.objects.get(pk=ticket.pk)


def test_before_anything_was_measured_the_page_offers_to(admin_desk):
    page = admin_desk.get(PAGE).content.decode()

    assert "Measure now" in page
    assert "Act by itself" not in page


def test_a_test_on_fewer_than_a_thousand_tickets_says_why(admin_desk, measured):
    assert (
        "the 1000 newest are the test. You have fewer, so only a quarter of them is (100)"
        in admin_desk.get(PAGE).content.decode()
    )

    measured.result["tested"] = 1000
    measured.save()
    assert "You have fewer" not in admin_desk.get(PAGE).content.decode()


def test_measuring_is_begun_once_and_tells_how_far_it_is(admin_desk, admin):
    for _click in range(2):
        assert admin_desk.post(PAGE + "measure/").status_code == 302

    running = SmartMeasurement.objects.get()
    assert running.asked_by == admin
    SmartMeasurement.objects.update(done=200, total=1000)
    assert "200 of 1000 tickets" in admin_desk.get(PAGE + "progress/").content.decode()
    SmartMeasurement.objects.update(ended_at=timezone.now())
    assert admin_desk.get(PAGE + "progress/").headers["HX-Refresh"] == "true"
    assert "too few solved tickets" in admin_desk.get(PAGE).content.decode()


def test_the_page_shows_accuracy_beside_guessing_and_what_sure_means(admin_desk, measured):
    page = admin_desk.get(PAGE).content.decode()

    assert "94 %" in page
    assert "61 %" in page
    assert "90–100 %" in page
    assert "98 %" in page  # of the 90 of which it was so sure
    assert "there was nothing to measure" in page  # tags


def test_a_threshold_is_chosen_and_taken_away(admin_desk, measured):
    admin_desk.post(PAGE + "team/", {"threshold": "0.95"})
    choice = SmartChoice.objects.get()
    assert (choice.field, choice.is_on, choice.threshold) == ("team", True, 0.95)

    admin_desk.post(PAGE + "team/", {"threshold": ""})
    assert not SmartChoice.objects.get().is_on
    assert admin_desk.post(PAGE + "subject/", {"threshold": "0.95"}).status_code == 404


def test_a_refusal_is_told_on_the_page(admin_desk, measured):
    page = admin_desk.post(PAGE + "level/", {"threshold": "0.95"}, follow=True).content.decode()

    assert "Smart routing only proposes it" in page
    assert not SmartChoice.objects.filter(is_on=True).exists()


def test_the_ticket_says_what_it_looks_like_and_why(desk, proposed):
    page = desk.get(f"/desk/tickets/{proposed.pk}/").content.decode()
    assert "Looks like <strong>Billing</strong> ·&nbsp;86&nbsp;%" in page

    why = desk.get(f"/desk/tickets/{proposed.pk}/rules/").content.decode()
    assert "86 % sure" in why
    assert f"#{proposed.pk} {proposed.subject}" in why


def test_one_click_uses_it_and_a_second_does_nothing(desk, proposed):
    address = f"/desk/tickets/{proposed.pk}/proposals/team/accept/"
    answer = desk.post(address, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "Looks like" not in answer.content.decode()
    assert Ticket.objects.get(pk=proposed.pk).team.name == "Billing"
    seq = Ticket.objects.get(pk=proposed.pk).event_seq

    again = desk.post(address, headers={"HX-Request": "true"})

    assert "Somebody has decided this meanwhile" in again.headers["HX-Trigger"]
    assert Ticket.objects.get(pk=proposed.pk).event_seq == seq


def test_hidden_it_is_gone_from_the_page(desk, proposed):
    answer = desk.post(f"/desk/tickets/{proposed.pk}/proposals/team/dismiss/", headers={"HX-Request": "true"})

    assert "Looks like" not in answer.content.decode()
    assert "Looks like" not in desk.get(f"/desk/tickets/{proposed.pk}/").content.decode()


def test_without_a_script_an_act_leads_back_to_the_ticket(desk, proposed):
    answer = desk.post(f"/desk/tickets/{proposed.pk}/proposals/team/accept/")

    assert answer.headers["Location"] == f"/desk/tickets/{proposed.pk}/"


def test_a_page_with_proposals_asks_the_database_no_more(desk, customer, proposed, django_assert_max_num_queries):
    plain = make_ticket(requester=customer)
    for ticket in (plain, proposed):
        desk.get(f"/desk/tickets/{ticket.pk}/")  # what is asked once only
    with CaptureQueriesContext(
        connection,
    ) as without:
        desk.get(f"/desk/tickets/{plain.pk}/")

    with django_assert_max_num_queries(len(without)):
        desk.get(f"/desk/tickets/{proposed.pk}/")
