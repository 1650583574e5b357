"""Over the API: where a ticket would go, how long levels held it, the reasons, the guides, and what colleagues can do."""

import pytest

from tests.factories import TeamFactory
from tickets.actions import escalate
from tickets.models import EscalationReason

pytestmark = pytest.mark.django_db

V1 = "/api/v1"
WHY = {"reason": "Deep", "tried": "Water", "asked": "Sand?"}


@pytest.fixture
def admins(program_of, admin):
    return program_of(admin)


def test_proposals_come_with_their_reasons_and_drafted_words(api, ticket, specialists, agent_l2):
    answer = api.get(f"{V1}/tickets/{ticket.pk}/escalation-proposals/?level=2").json()

    assert answer["results"] == [
        {
            "level": 2,
            "team": {"id": specialists.pk, "name": "Specialists"},
            "person": None,
            "reasons": ["nothing waits there"],
            "waiting": 0,
        }
    ]
    assert answer["drafted"]["asked"].startswith("Ann Lee asks: ")


def test_an_escalation_names_its_reason_of_the_list(api, ticket, specialists):
    listed = EscalationReason.objects.create(name="Too hard")
    words = {"tried": "Water", "asked": "Sand?", "to_level": 2, "listed_reason": listed.pk}

    assert api.post(f"{V1}/tickets/{ticket.pk}/escalate/", words).status_code == 200

    escalation = api.get(f"{V1}/tickets/{ticket.pk}/escalations/").json()["results"][0]
    assert (escalation["listed_reason"], escalation["reason"]) == (listed.pk, "Too hard")


def test_without_any_reason_or_from_where_it_is_no_more_it_goes_nowhere(api, ticket, specialists):
    words = {"tried": "Water", "asked": "Sand?", "to_level": 3}

    assert api.post(f"{V1}/tickets/{ticket.pk}/escalate/", words).status_code == 409
    assert (
        api.post(f"{V1}/tickets/{ticket.pk}/escalate/", {**words, "reason": "Deep", "seen_level": 2}).status_code == 409
    )


def test_a_reason_that_is_offered_no_more_is_refused(api, ticket, specialists):
    listed = EscalationReason.objects.create(name="Old", is_active=False)
    words = {**WHY, "to_level": 2, "listed_reason": listed.pk}

    answer = api.post(f"{V1}/tickets/{ticket.pk}/escalate/", words)

    assert (answer.status_code, list(answer.json()["errors"])) == (409, ["listed_reason"])


def test_stays_tell_how_long_each_level_held_it(api, agent, ticket, specialists):
    escalate(ticket, actor=agent, to_level=2, **WHY)

    answer = api.get(f"{V1}/tickets/{ticket.pk}/level-stays/").json()

    assert [stay["level"] for stay in answer["results"]] == [1, 2]
    assert set(answer["held_seconds"]) == {"1", "2"}
    assert answer["ping_pongs"] == 0


def test_admins_keep_the_reasons(admins, api):
    added = admins.post(f"{V1}/escalation-reasons/", {"name": " Too  hard "})
    assert (added.status_code, added.json()["name"]) == (201, "Too hard")
    address = f"{V1}/escalation-reasons/{added.json()['id']}/"
    assert admins.patch(address, {"position": 0, "is_active": False}).json()["is_active"] is False
    assert admins.post(f"{V1}/escalation-reasons/", {"name": "Too hard"}).status_code == 409
    assert api.post(f"{V1}/escalation-reasons/", {"name": "Mine"}).status_code == 403
    assert "Too hard" in [row["name"] for row in api.get(f"{V1}/escalation-reasons/").json()["results"]]


def test_admins_write_the_guides(admins, api):
    assert api.get(f"{V1}/level-guides/2/").json()["changed_at"] is None
    written = admins.patch(f"{V1}/level-guides/2/", {"criteria": "*Refunds* ![x](http://x.test/p.png)"}).json()
    assert "<em>Refunds</em>" in written["criteria_html"]
    assert "<img" not in written["criteria_html"]
    assert api.get(f"{V1}/level-guides/").json()["results"][2] == written
    assert api.patch(f"{V1}/level-guides/2/", {"criteria": "Mine"}).status_code == 403
    assert api.get(f"{V1}/level-guides/9/").status_code == 404


def test_leads_say_what_colleagues_can_do(program_of, lead, api, agent_l2):
    leads = program_of(lead)
    assert leads.post(f"{V1}/skills/", {"name": "Refunds", "tags": ["Refund"]}).json()["tags"] == ["refund"]
    address = f"{V1}/people/{agent_l2.pk}/abilities/"
    words = {"skills": {"Refunds": 3}, "languages": ["de", "en"], "capacity": {"email": 5, "chat": 2}}

    known = leads.patch(address, words).json()

    assert [(one["name"], one["proficiency"]) for one in known["skills"]] == [("Refunds", 3)]
    assert (known["languages"], known["capacity"]) == (["de", "en"], {"chat": 2, "email": 5})
    assert leads.patch(address, {"languages": ["de"]}).json()["capacity"] == {"chat": 2, "email": 5}
    changes = leads.get(f"{V1}/people/{agent_l2.pk}/changes/").json()
    assert len(changes["results"]) == 2
    assert api.patch(address, {"languages": []}).status_code == 403


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ({"skills": {"Unknown": 2}}, 409),
        ({"skills": {"Refunds": 4}}, 400),
        ({"capacity": {"pigeon": 2}}, 400),
        ({"capacity": []}, 400),
        ({"languages": ["german!"]}, 400),
    ],
)
def test_abilities_that_cannot_be_are_refused(admins, agent_l2, words, status):
    assert admins.patch(f"{V1}/people/{agent_l2.pk}/abilities/", words).status_code == status


def test_customers_have_no_abilities(admins, customer):
    assert admins.patch(f"{V1}/people/{customer.pk}/abilities/", {"languages": ["de"]}).status_code == 409


def test_customers_read_who_has_their_request(customer_api, agent, ticket):
    team = TeamFactory(name="L2-INT", levels=[2], public_name="Our billing team")
    assert customer_api.get(f"{V1}/tickets/{ticket.pk}/").json()["handled_by"] == ""
    escalate(ticket, actor=agent, to_level=2, team=team, **WHY)

    told = customer_api.get(f"{V1}/tickets/{ticket.pk}/").json()

    assert told["handled_by"] == "Who has your request now, with all that you wrote: Our billing team."
    assert "L2-INT" not in str(told)


@pytest.mark.parametrize("level", [0, 4, -1, "2"])
def test_a_level_that_there_is_not_is_refused_with_what_to_write(api, ticket, specialists, level):
    answer = api.post(f"{V1}/tickets/{ticket.pk}/escalate/", {**WHY, "to_level": level})

    assert answer.status_code in (400, 422)
    assert "to_level" in answer.json()["errors"]
    ticket.refresh_from_db()
    assert ticket.level == 1
