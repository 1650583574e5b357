"""Smart routing over the API."""

import pytest
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


def test_the_api_tells_and_acts(api, admin, proposed, measured):
    address = f"/api/v1/tickets/{proposed.pk}/proposals/"
    (found,) = api.get(address).json()["results"]
    assert (found["field"], found["label"], found["is_done"], found["near"]) == (
        "team",
        "Billing",
        False,
        [proposed.pk],
    )

    assert api.post(address + "team/accept/").status_code == 200
    assert api.get(address).json()["results"] == []
    assert api.post(address + "subject/accept/").status_code == 404


def test_admins_set_it_by_the_api(program_of, admin, measured):
    program = program_of(admin)
    state = program.get("/api/v1/smart-routing/").json()
    team = state["fields"][0]
    assert (team["field"], team["is_on"], team["tested"], team["right"]) == ("team", False, 100, 94)

    answer = program.put("/api/v1/smart-routing/fields/team/", {"is_on": True, "percent": 95})
    assert answer.status_code == 200, answer.content
    assert SmartChoice.objects.get().threshold == 0.95
    assert program.put("/api/v1/smart-routing/fields/level/", {"is_on": True}).status_code == 409
    assert program.post("/api/v1/smart-routing/measure/").json()["is_measuring"]
