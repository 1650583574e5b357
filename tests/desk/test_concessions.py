"""Concessions on the desk: the form on a ticket, the queue of those who decide, the export and the limits."""

import csv
import io
import json
from decimal import Decimal
from uuid import uuid4

import pytest

from accounts.models import Role
from desk.lists import sidebar
from tests.desk.conftest import HTMX, signed_in
from tests.factories import AgentFactory, TeamFactory, make_ticket
from tickets.actions import approve_concession, assign_team, grant_concession, set_concession_limit
from tickets.models import Concession, ConcessionLimit
from tickets.models.concession import ConcessionKind, ConcessionState

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _limits(admin) -> None:
    set_concession_limit(actor=admin, role=Role.AGENT, currency="EUR", most=Decimal(50))
    set_concession_limit(actor=admin, role=Role.LEAD, currency="EUR", most=Decimal(200))


@pytest.fixture
def leads_desk(lead):
    return signed_in(lead)


def refund(ticket, actor, amount: str, reason: str = "Late.", currency: str = "EUR") -> Concession:
    fields = {"kind": ConcessionKind.REFUND, "amount": Decimal(amount), "currency": currency, "reason": reason}
    concession = grant_concession(ticket, actor=actor, **fields)
    assert concession is not None
    return concession


def page_of(client, query: str = "") -> str:
    return client.get(f"/desk/concessions/{query}").content.decode()


# --- On a ticket ------------------------------------------------------------------------------------------------------


def test_the_form_grants_and_leads_back_to_the_ticket(desk, ticket, agent):
    url = f"/desk/tickets/{ticket.number}/concession/"
    form = desk.get(url).content.decode()
    assert "up to 50.00 EUR" in form
    key = form.split('name="key" value="')[1].split('"')[0]
    words = {"kind": "refund", "amount": "12,50", "currency": "EUR", "reason": "It came late.", "key": key}

    answer = desk.post(url, words)
    assert answer.headers["Location"] == f"/desk/tickets/{ticket.number}/"
    granted = Concession.objects.get()
    assert (granted.amount, granted.state, granted.asked_by) == (Decimal("12.5"), ConcessionState.APPROVED, agent)

    desk.post(url, words)  # the button again, or Back and the button
    assert Concession.objects.count() == 1


def test_something_else_from_a_page_gone_back_to_is_no_second_click(desk, ticket):
    url = f"/desk/tickets/{ticket.number}/concession/"
    words = {"kind": "refund", "amount": "12.50", "currency": "EUR", "reason": "It came late.", "key": str(uuid4())}
    desk.post(url, words)

    answer = desk.post(url, {**words, "amount": "7", "reason": "And it is scratched."})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This page has granted something before" in page
    assert "And it is scratched." in page

    key = page.split('name="key" value="')[1].split('"')[0]
    desk.post(url, {**words, "amount": "7", "reason": "And it is scratched.", "key": key})
    assert set(Concession.objects.values_list("amount", flat=True)) == {Decimal("12.5"), Decimal(7)}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"amount": "much"}, "Write the amount as a number"),
        ({"amount": ""}, "Say how much"),
        ({"amount": "1.005"}, "2 decimals"),
        ({"reason": "", "amount": "17"}, "it cannot stay empty."),
    ],
)
def test_what_is_wrong_is_said_and_every_word_stays(desk, ticket, fields, sentence):
    key = "2f1a5c52-6b6b-4f0e-9d0a-3a8f0f6f6a11"
    words = {"kind": "credit", "amount": "17", "currency": "EUR", "reason": "Kept words.", "key": key, **fields}

    answer = desk.post(f"/desk/tickets/{ticket.number}/concession/", words)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert words["reason"] in page
    assert words["amount"] in page
    assert not Concession.objects.exists()


def test_a_ticket_with_none_asks_for_none(desk, ticket, agent):
    url = f"/desk/tickets/{ticket.number}/"
    assert "concessions/" not in desk.get(url).content.decode()

    refund(ticket, agent, "5")
    assert f"{url}concessions/" in desk.get(url).content.decode()
    assert "5.00 EUR" in desk.get(f"{url}concessions/", headers=HTMX).content.decode()


# --- The queue --------------------------------------------------------------------------------------------------------


def test_what_waits_longest_stands_first_and_is_decided_in_its_row(leads_desk, ticket, agent):
    first, second = refund(ticket, agent, "60", "First reason"), refund(ticket, agent, "70", "Second reason")
    page = page_of(leads_desk)
    assert page.index("First reason") < page.index("Second reason")
    assert "130.00 EUR" in page

    row = leads_desk.post(f"/desk/concessions/{first.pk}/approve/", {"queue": "1"}, headers=HTMX).content.decode()
    assert "Approved" in row
    row = leads_desk.post(
        f"/desk/concessions/{second.pk}/decline/", {"queue": "1", "words": "Too much."}, headers=HTMX
    ).content.decode()
    assert "Declined" in row
    assert "Too much." in row
    assert "Nothing waits for you" in page_of(leads_desk)


def test_a_stale_row_says_what_was_decided(leads_desk, ticket, agent, admin):
    concession = refund(ticket, agent, "60")
    approve_concession(concession, actor=admin)

    answer = leads_desk.post(f"/desk/concessions/{concession.pk}/decline/", {"words": "No."}, headers=HTMX)
    assert answer.status_code == 409
    assert "decided already" in answer.headers["HX-Trigger"]


def test_above_the_leads_limit_the_row_says_who_decides(leads_desk, ticket, agent):
    refund(ticket, agent, "201")
    assert "Nothing waits for you" in page_of(leads_desk)
    page = page_of(leads_desk, "?state=waiting")
    assert "an admin decides" in page
    assert "Approve</button>" not in page


def test_the_list_holds_as_many_as_the_sidebar_says(leads_desk, ticket, agent, lead):
    refund(ticket, agent, "60")
    refund(ticket, agent, "201")  # for an admin
    refund(ticket, lead, "300")  # their own

    assert page_of(leads_desk).count('class="concession"') == 1
    assert next(one.count for one in sidebar(lead).queues if one.queue.key == "concessions") == 1


def test_a_decision_can_be_taken_back_from_its_toast(leads_desk, ticket, agent):
    concession = refund(ticket, agent, "60")
    answer = leads_desk.post(f"/desk/concessions/{concession.pk}/approve/", {"queue": "1"}, headers=HTMX)
    undo = json.loads(answer.headers["HX-Trigger"])["toast"]["undo"]

    assert "Approve</button>" in leads_desk.post(undo, headers=HTMX).content.decode()
    concession.refresh_from_db()
    assert concession.is_waiting


def test_filters_narrow_rows_sums_and_export_alike(leads_desk, ticket, customer, agent, agent_l2, lead):
    refund(ticket, agent, "5", "Broken cup")
    refund(make_ticket(requester=customer, subject="Lamp"), agent_l2, "7", "Dim")
    everything = page_of(leads_desk, "?state=all")
    assert "Broken cup" in everything
    assert "12.00 EUR" in everything
    for query, there, gone, total in (
        ("q=cup", "Broken cup", "Dim", "5.00 EUR"),
        ("q=lamp", "Dim", "Broken cup", "7.00 EUR"),
        (f"q=%23{ticket.number}", "Broken cup", "Dim", "5.00 EUR"),
        (f"person={agent_l2.pk}", "Dim", "Broken cup", "7.00 EUR"),
    ):
        page = page_of(leads_desk, f"?state=all&{query}")
        assert there in page, query
        assert gone not in page, query
        assert f"<strong>{total}" in page, query
        rows = exported(leads_desk, f"?state=all&{query}")
        assert [row["reason"] for row in rows] == [there], query
    assert "Nothing fits" in page_of(leads_desk, "?state=all&until=2020-01-01")
    assert "Broken cup" in page_of(leads_desk, "?state=all&since=2020-01-01&until=nonsense")


def test_odd_input_is_no_error(leads_desk, ticket, agent):
    refund(ticket, agent, "5")
    for query in ("state=xyz", "person=-1", "person=abc", "since=2020-99-99", "q=%00%25'\"", "after=nonsense"):
        assert leads_desk.get(f"/desk/concessions/?{query}").status_code == 200, query


def exported(client, query: str = "") -> list[dict[str, str]]:
    answer = client.get(f"/desk/concessions/export/{query}")
    assert answer.headers["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))


def test_no_cell_of_the_export_is_a_formula(leads_desk, ticket):
    person = AgentFactory(name="=HYPERLINK(1)")
    refund(ticket, person, "5", "@SUM(A1)")
    refund(ticket, person, "5", 'with "quotes", commas\nand lines')

    rows = exported(leads_desk, "?state=all")
    assert [row["reason"] for row in rows] == ["'@SUM(A1)", 'with "quotes", commas\nand lines']
    assert rows[0]["asked_by"] == "'=HYPERLINK(1)"
    assert (rows[0]["ticket"], rows[0]["amount"], rows[0]["currency"]) == (str(ticket.number), "5.00", "EUR")


def test_those_of_a_private_team_are_seen_by_who_sees_their_tickets(leads_desk, ticket, agent, admin):
    refund(ticket, agent, "60", "Secret reason")
    assign_team(ticket, actor=admin, team=TeamFactory(is_private=True, levels=[1]))

    assert "Secret reason" not in page_of(leads_desk)
    assert "Secret reason" in page_of(signed_in(admin))
    assert leads_desk.post(f"/desk/concessions/{Concession.objects.get().pk}/approve/").status_code == 404


def test_a_page_holds_25_and_the_next_goes_on(leads_desk, ticket, agent):
    for number in range(30):
        refund(ticket, agent, "60", f"Reason {number:02}.")

    first = page_of(leads_desk)
    assert "Reason 24." in first
    assert "Reason 25." not in first
    after = first.split("after=")[1].split('"')[0].split("&")[0]
    second = page_of(leads_desk, f"?after={after}")
    assert "Reason 25." in second
    assert "Reason 24." not in second


def test_thirty_cost_no_more_queries_than_one(leads_desk, ticket, agent, django_assert_max_num_queries):
    refund(ticket, agent, "60")
    page_of(leads_desk)
    with django_assert_max_num_queries(20) as one:
        page_of(leads_desk)
    for _number in range(30):
        refund(make_ticket(), agent, "60")
    with django_assert_max_num_queries(20) as many:
        page_of(leads_desk)
    assert len(many) == len(one)


# --- The sidebar ------------------------------------------------------------------------------------------------------


def nav_of(client) -> str:
    return client.get("/desk/nav/").content.decode()


def test_the_sidebar_counts_what_a_decider_can_decide(desk, leads_desk, ticket, agent, lead, admin):
    refund(ticket, agent, "60")
    refund(ticket, agent, "500")  # above the lead's limit
    refund(ticket, lead, "201")  # the lead's own

    assert '/desk/concessions/"' not in nav_of(desk)
    assert count_of("concessions", leads_desk) == "1"
    assert count_of("concessions", signed_in(admin)) == "3"


def count_of(key: str, client) -> str:
    entry = nav_of(client).split(f'/desk/{key}/"')[1].split("</a>")[0]
    return entry.split('class="count">')[1].split("<")[0] if 'class="count">' in entry else ""


def test_the_count_costs_no_statement(leads_desk, agent, ticket, django_assert_max_num_queries):
    nav_of(leads_desk)
    with django_assert_max_num_queries(10) as without:
        nav_of(leads_desk)
    refund(ticket, agent, "60")
    with django_assert_max_num_queries(10) as with_one:
        nav_of(leads_desk)
    assert len(with_one) == len(without)


# --- Limits -----------------------------------------------------------------------------------------------------------


def test_admins_change_add_and_remove_limits(admin):
    client, url = signed_in(admin), "/desk/concessions/limits/"
    page = client.get(url).content.decode()
    assert 'value="50.00"' in page

    words = {"most-EUR-agent": "75", "most-EUR-lead": "", "currency": "usd", "most--agent": "40"}
    assert client.post(url, words).status_code == 302
    assert {(row.currency, row.role, row.most) for row in ConcessionLimit.objects.all()} == {
        ("EUR", "agent", Decimal(75)),
        ("USD", "agent", Decimal(40)),
    }


def test_a_wrong_limit_is_said_and_nothing_is_saved(admin):
    client = signed_in(admin)

    answer = client.post("/desk/concessions/limits/", {"most-EUR-agent": "75", "most-EUR-lead": "lots"})
    assert answer.status_code == 422
    assert "lots" in answer.content.decode()
    assert ConcessionLimit.objects.get(role="agent").most == Decimal(50)
