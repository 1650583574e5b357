"""Topics: what customers are asked when they ask, and what becomes of their answers."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from helpdesk import clock
from portal.models import PendingRequest
from privacy.collecting import collected
from tests.accounts.test_sign_in import newest_code
from tests.factories import TeamFactory, make_form, make_rule
from tests.tickets.asserting import assert_log_agrees
from tickets.actions import copy_colleague, open_ticket
from tickets.actions.forms import change_form
from tickets.content import Body
from tickets.errors import Invalid
from tickets.models import Channel, Event, Field, FormField, Ticket, TicketForm

pytestmark = pytest.mark.django_db
WORDS = {"subject": "Charged twice", "text": "Both on Monday."}
MATTER = {"kind": "choice", "options": ["Charged twice", "Other"]}


@pytest.fixture
def billing() -> TicketForm:
    """What happened is needed, the day only after two charges; what came of it is for agents."""
    form = make_form(
        matter=MATTER,
        day={"kind": "date", "shown_while": "matter", "values": ["Charged twice"]},
        amount="number",
        consent="checkbox",
        where={"kind": "tree", "options": [{"name": "Europe", "options": [{"name": "Spain"}]}, {"name": "Asia"}]},
        outcome="text",
    )
    TicketForm.objects.update(for_customers=True, topic="A bill", introduction="Charges and refunds.")
    FormField.objects.filter(field__key__in=("matter", "day")).update(asking="required")
    FormField.objects.filter(field__key="outcome").update(asking="never")
    form.refresh_from_db()
    return form


@pytest.fixture
def ann(client, customer) -> User:
    client.force_login(customer)
    return customer


def sent(form: TicketForm, asked: str = "matter amount consent where", **answers: str) -> dict[str, object]:
    named = {f"answer-{key}": value for key, value in answers.items()}
    return {"token": str(uuid.uuid4()), **WORDS, "topic": form.pk, "asked": asked.split(), **named}


def test_whoever_asks_chooses_a_topic_first(client, ann, billing):
    make_form("Faults")
    TicketForm.objects.filter(name="Faults").update(for_customers=True, is_active=True, position=1)
    make_form("Inside")
    page = client.get("/requests/new/").content.decode()
    assert (
        page.index("A bill") < page.index("Charges and refunds.") < page.index("Faults") < page.index("Something else")
    )
    assert "Inside" not in page
    assert "What happened?" in client.get("/requests/new/?topic=other").content.decode()


def test_a_single_topic_needs_no_choice(client, ann, billing):
    page = client.get("/requests/new/").content.decode()
    assert "<h1>A bill</h1>" in page
    assert 'name="answer-matter"' in page
    assert 'name="answer-day"' not in page
    assert "outcome" not in page


def test_answers_stand_on_the_ticket_from_its_opening(client, ann, billing):
    words = sent(billing, "matter day amount consent where", matter="Charged twice", day="2026-03-31", amount="49.50")
    client.post("/requests/new/", {**words, "answer-where": "Europe › Spain", "answer-consent": "on"})
    ticket = Ticket.objects.get()
    assert ticket.form == billing
    assert ticket.fields == {
        "matter": "Charged twice",
        "day": "2026-03-31",
        "amount": 49.5,
        "consent": True,
        "where": ["Europe", "Spain"],
    }
    assert Event.objects.get(ticket=ticket, kind="ticket.opened").data["snapshot"]["fields"] == ticket.fields
    assert_log_agrees(ticket)
    assert "Europe › Spain" in client.get(f"/requests/{ticket.pk}/").content.decode()


def test_who_came_in_copy_later_and_a_copy_of_ones_data_hold_no_more_than_was_said_to_them(
    client, ann, billing, other_customer
):
    words = sent(billing, "matter day amount consent where", matter="Charged twice", day="2026-03-31", amount="49.50")
    client.post("/requests/new/", words)
    ticket = Ticket.objects.get()
    Ticket.objects.filter(pk=ticket.pk).update(fields={**ticket.fields, "outcome": "For us alone"})
    told = collected(ann)["requests"][0]["told"]
    assert told["Matter"] == "Charged twice" and "Outcome" not in told

    with clock.at(clock.now() + timedelta(minutes=1)):
        copy_colleague(ticket, actor=ann, person=other_customer)
    client.force_login(other_customer)
    page = client.get(f"/requests/{ticket.pk}/")
    assert page.status_code == 200 and "What you told us" not in page.content.decode()
    assert collected(other_customer)["requests"][0]["told"] == {}


def test_without_a_script_the_server_asks_what_an_answer_calls_for(client, ann, billing):
    words = sent(billing, matter="Charged twice", amount="12")
    page = client.post("/requests/new/", words).content.decode()
    assert not Ticket.objects.exists()
    assert "One more thing" in page
    assert 'name="answer-day"' in page
    assert 'value="12"' in page
    assert "Both on Monday." in page
    client.post("/requests/new/", {**words, "asked": [*words["asked"], "day"], "answer-day": "2026-03-31"})
    assert Ticket.objects.get().fields["day"] == "2026-03-31"


def test_with_a_script_the_question_comes_at_once(client, ann, billing):
    part = client.post("/requests/new/questions/", sent(billing, matter="Charged twice", amount="x")).content.decode()
    assert 'name="answer-day"' in part
    assert 'value="x"' in part
    assert "write a number" not in part


def test_what_must_be_answered_is_said_beside_it_and_nothing_is_lost(client, ann, billing):
    words = sent(billing, "matter day amount", matter="Charged twice", amount="many")
    answer = client.post("/requests/new/", words)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This field is required." not in page
    assert "Answer this, so that we need not ask you for it." in page
    assert "write a number" in page
    assert 'value="many"' in page
    assert not Ticket.objects.exists()


def test_an_answer_whose_question_is_no_longer_asked_goes(client, ann, billing):
    client.post("/requests/new/", sent(billing, matter="Other", day="2026-03-31"))
    assert Ticket.objects.get().fields == {"matter": "Other"}


def test_customers_answer_nothing_that_is_for_agents(ann, billing):
    with pytest.raises(Invalid, match="not asked here"):
        open_ticket(
            actor=ann,
            requester=ann,
            subject="x",
            body=Body.from_text("y"),
            channel=Channel.PORTAL,
            form=billing,
            answers={"matter": "Other", "outcome": "Refund"},
        )
    assert not Ticket.objects.exists()


def test_a_topic_put_away_meanwhile_costs_no_word(client, ann, billing, admin):
    change_form(billing, actor=admin, for_customers=False)
    answer = client.post("/requests/new/", sent(billing, matter="Other"))
    assert answer.status_code == 422
    assert "no longer ask by that topic" in answer.content.decode()
    assert "Both on Monday." in answer.content.decode()


def test_the_answers_of_a_stranger_wait_with_their_words(client: Client, billing):
    client.post("/requests/new/", {**sent(billing, matter="Other"), "email": "new@example.com", "name": "New"})
    assert PendingRequest.objects.get().answers == {"matter": "Other"}
    client.post("/requests/confirm/", {"code": newest_code()})
    assert Ticket.objects.get().fields == {"matter": "Other"}


def test_answers_to_a_topic_that_changed_meanwhile_become_words(client: Client, billing, admin):
    client.post("/requests/new/", {**sent(billing, matter="Other"), "email": "new@example.com"})
    change_form(billing, actor=admin, for_customers=False)
    client.post("/requests/confirm/", {"code": newest_code()})
    ticket = Ticket.objects.get()
    assert ticket.form is None
    assert ticket.messages.get().text == "Both on Monday.\n\nMatter: Other"


def test_a_rule_routes_by_the_topic(client, ann, billing):
    team = TeamFactory(name="Money")
    make_rule(
        conditions={"all": [{"any": [{"field": "form", "operator": "is", "value": billing.pk}]}]},
        effects=[{"do": "assign_team", "team": team.pk}],
    )
    client.post("/requests/new/", sent(billing, matter="Other"))
    assert Ticket.objects.get().team == team


def test_a_german_reads_topic_and_questions_in_german(client, admin, ann, billing):
    client.force_login(admin)
    matter = Field.objects.get(key="matter")
    client.post(
        f"/settings/fields/{matter.pk}/",
        {
            "name": "Matter",
            "options": "Charged twice\nOther",
            "said-de-0": "Anliegen",
            "said-de-1": "Zweimal abgebucht",
        },
    )
    words = {"name": "Billing", "topic": "A bill", "introduction": "Charges", "is_active": "on", "for_customers": "on"}
    words |= {"key-0": "matter", "said-de-0": "Eine Rechnung", "said-de-1": "Abbuchungen"}
    client.post(f"/settings/forms/{billing.pk}/", words)
    client.force_login(ann)
    page = client.get("/requests/new/", headers={"accept-language": "de"}).content.decode()
    assert "<h1>Eine Rechnung</h1>" in page
    assert "Abbuchungen" in page
    assert '<option value="Charged twice">Zweimal abgebucht</option>' in page
    assert "Anliegen" in page
    assert "<h1>A bill</h1>" in client.get("/requests/new/").content.decode()


def test_an_admin_makes_a_topic_of_a_form(client, admin, billing):
    client.force_login(admin)
    TicketForm.objects.update(for_customers=False, topic="", introduction="")
    words = {"name": "Billing", "is_active": "on", "for_customers": "on", "topic": "Money", "introduction": "Bills"}
    words |= {"icon": "receipt", "position": "3", "key-0": "matter", "asking-0": "required", "key-1": "outcome"}
    assert client.post(f"/settings/forms/{billing.pk}/", words | {"asking-1": "never"}).status_code == 302
    billing.refresh_from_db()
    assert (billing.for_customers, billing.topic_name, billing.icon, billing.position) == (True, "Money", "receipt", 3)
    assert list(billing.places.values_list("field__key", "asking")) == [("matter", "required"), ("outcome", "never")]
    page = client.get(f"/settings/forms/{billing.pk}/").content.decode()
    assert "See it as a customer does" in page
