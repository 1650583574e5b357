"""The ticket's form on its page: one control for each field that is asked, saved one by one."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.desk.conftest import HTMX
from tests.factories import make_form
from tests.tickets.asserting import nothing_happened
from tickets.actions import set_field, set_form

pytestmark = pytest.mark.django_db

TREE = [{"name": "Hardware", "options": [{"name": "Printer"}, {"name": "Phone"}]}, {"name": "Account"}]


@pytest.fixture
def form():
    return make_form(
        "Billing",
        amount={"kind": "number", "required_on_solve": True, "help": "In euros."},
        paid_on="date",
        area={"kind": "tree", "options": TREE},
        outcome={"kind": "choice", "options": ["Refund", "None"]},
        reason={"kind": "text", "shown_while": "outcome", "values": ["Refund"]},
    )


@pytest.fixture
def asked(ticket, agent, form):
    set_form(ticket, actor=agent, form=form)
    return ticket


def page(desk, ticket) -> str:
    return desk.get(f"/desk/tickets/{ticket.number}/").content.decode()


def act(desk, ticket, what: str, headers=HTMX, **data):
    return desk.post(f"/desk/tickets/{ticket.number}/{what}/", data, headers=headers)


def test_a_desk_without_forms_shows_nothing_of_them(desk, ticket):
    assert 'id="fields"' not in page(desk, ticket)


def test_a_form_is_chosen_from_its_menu_and_its_fields_appear(desk, ticket, form):
    assert "No form" in page(desk, ticket)
    menu = desk.get(f"/desk/tickets/{ticket.number}/forms/", headers=HTMX).content.decode()
    assert f'value="{form.pk}"' in menu
    answer = act(desk, ticket, "form", chosen=form.pk)
    assert 'id="answer-amount"' in answer.content.decode()
    assert 'id="answer-reason"' not in answer.content.decode()
    assert act(desk, ticket, "form", chosen="999").status_code == 400


def test_an_answer_is_saved_by_itself(desk, asked):
    answer = act(desk, asked, "fields/amount", value="12.50")
    assert answer.status_code == 200
    asked.refresh_from_db()
    assert asked.fields == {"amount": 12.5}
    assert 'value="12.5"' in page(desk, asked)


def test_a_wrong_answer_keeps_the_words_and_says_what_to_do(desk, asked):
    with nothing_happened():
        refused = act(desk, asked, "fields/amount", value="<much>")
    assert refused.status_code == 400
    back = refused.content.decode()
    assert 'hx-target="#field-amount"' in back
    assert 'value="&lt;much&gt;"' in back
    assert "write a number" in back
    assert 'aria-invalid="true"' in back


def test_without_a_script_a_refusal_is_told_on_the_page(desk, asked):
    answer = act(desk, asked, "fields/amount", headers={}, value="much")
    assert answer.url == f"/desk/tickets/{asked.number}/"
    assert "write a number" in page(desk, asked)


def test_a_conditional_field_comes_and_goes(desk, asked):
    assert 'id="answer-reason"' in act(desk, asked, "fields/outcome", value="Refund").content.decode()
    assert 'id="answer-reason"' not in act(desk, asked, "fields/outcome", value="None").content.decode()


def test_a_forged_option_is_refused(desk, asked):
    with nothing_happened():
        assert act(desk, asked, "fields/outcome", value="Millions").status_code == 400
        assert act(desk, asked, "fields/unknown", value="x").status_code == 400
        assert act(desk, asked, "fields/reason", value="hidden").status_code == 400


def test_a_tree_is_searched_by_its_paths(desk, asked):
    options = f"/desk/tickets/{asked.number}/fields/area/options/"
    menu = desk.get(options, headers=HTMX).content.decode()
    assert "Hardware › Printer" in menu
    found = desk.get(f"{options}?q=phone hard", headers=HTMX).content.decode()
    assert "Hardware › Phone" in found
    assert "Account" not in found
    assert "Nothing of this name" in desk.get(f"{options}?q=%25", headers=HTMX).content.decode()
    assert desk.get(options.replace("area", "amount")).status_code == 404

    act(desk, asked, "fields/area", value="Hardware › Printer")
    asked.refresh_from_db()
    assert asked.fields == {"area": ["Hardware", "Printer"]}


def test_solving_says_which_fields_to_open(desk, asked):
    refused = act(desk, asked, "status", status="solved")
    assert refused.status_code == 409
    told = json.loads(refused["HX-Trigger"])
    assert told["fields-missing"] == {"keys": ["amount"]}
    assert "Amount" in told["toast"]["text"]
    sent = act(desk, asked, "send", kind="public", html="<p>Done.</p>", seen_seq="1", status="solved")
    assert sent.status_code == 409
    assert json.loads(sent["HX-Trigger"])["fields-missing"] == {"keys": ["amount"]}
    assert "Done." in sent.content.decode()


def test_a_ticket_without_a_form_costs_no_statement_and_one_with_it_one(desk, agent, ticket, form):
    def statements() -> int:
        page(desk, ticket)
        with CaptureQueriesContext(connection) as captured:
            page(desk, ticket)
        return len(captured)

    without = statements()
    set_form(ticket, actor=agent, form=form)
    with_form = statements()
    assert with_form - without == 1
    set_field(ticket, actor=agent, key="amount", value=1)
    assert statements() - with_form <= 1  # the names of the fields in the event


def test_a_list_shows_kinds_and_answers_where_somebody_wants_them(desk, agent, asked):
    set_field(asked, actor=agent, key="area", value="Hardware › Printer")
    set_field(asked, actor=agent, key="amount", value=12.5)
    assert "Hardware" not in desk.get("/desk/views/open/").content.decode()
    agent.list_columns = ["kind", "fields"]
    agent.save()
    shown = desk.get("/desk/views/open/").content.decode()
    assert "12.5" in shown
    assert "Hardware › Printer" in shown
    assert "Question" in shown


def test_options_and_names_are_words_only(desk, agent, ticket):
    set_form(
        ticket,
        actor=agent,
        form=make_form("<b>F</b>", a={"kind": "choice", "name": "<i>A</i>", "options": ["<u>x</u>"]}),
    )
    shown = page(desk, ticket)
    for forged in ("<b>F", "<i>A", "<u>x"):
        assert forged not in shown
