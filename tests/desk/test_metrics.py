"""The pages of figures: what they show, whom, and that the list behind a figure is as long as it says."""

import csv
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from helpdesk import clock
from metrics import behind
from metrics.behind import PAGE
from metrics.models import ResponseFacts
from sla.models import Policy
from tests.factories import CustomerFactory, make_ticket
from tests.metrics.living import WORDS
from tests.sla.making import make_policy
from tickets.actions import assign, escalate, reply
from tickets.models import Status, Ticket

pytestmark = pytest.mark.django_db

SECTIONS = ("overview", "responsiveness", "levels", "sla", "volume")


@pytest.fixture
def answered(customer, agent):
    """Opened so many hours ago, answered and solved an hour later."""

    def make(hours: float = 5, **fields) -> Ticket:
        with clock.at(clock.now() - timedelta(hours=hours)):
            ticket = make_ticket(requester=customer, **fields)
        with clock.at(clock.now() - timedelta(hours=hours - 1)):
            reply(ticket, actor=agent, body=WORDS, seen_seq=None, status=Status.SOLVED)
        return ticket

    return make


@pytest.fixture
def client(client, manager):
    client.force_login(manager)
    return client


@pytest.mark.parametrize("section", SECTIONS)
def test_without_tickets_each_page_says_so(client, section):
    page = client.get(reverse(f"metrics:{section}")).content.decode()

    assert "Nothing to count in this period" in page or "Nothing to show in this period" in page or "0 tickets" in page


@pytest.mark.parametrize("section", SECTIONS)
def test_each_page_shows_figures_and_what_they_mean(client, answered, section):
    make_policy()
    ticket = answered(tags=["printer"])
    make_ticket()

    page = client.get(reverse(f"metrics:{section}"), {"period": "7d"}).content.decode()

    assert "as of" in page
    assert "Counted:" in page
    assert ticket.subject not in page


def test_the_overview_compares_with_the_period_before(client, answered):
    answered(24 * 10)
    answered(3)

    page = client.get(reverse("metrics:overview"), {"period": "7d"}).content.decode()

    assert "1 h" in page
    assert "as before" in page


def test_the_list_behind_a_figure_has_as_many_rows(client, answered):
    tickets = [answered(hours) for hours in (5, 6, 7)]

    page = client.get(reverse("metrics:tickets", args=["first_response_time"])).content.decode()

    assert "First response time: 3 responses" in page
    assert all(reverse("desk:ticket", args=[ticket.pk]) in page for ticket in tickets)


def test_the_list_of_a_share_shows_either_side(client, answered, agent, customer):
    good = answered()
    escalated = make_ticket(requester=customer)
    escalate(escalated, actor=agent, to_level=2, reason="r", tried="t", asked="a")

    def numbers(only: str) -> list[bool]:
        page = client.get(reverse("metrics:tickets", args=["escalation_rate"]), {"which": only}).content.decode()
        return [reverse("desk:ticket", args=[ticket.pk]) in page for ticket in (good, escalated)]

    assert numbers("") == [True, True]
    assert numbers("yes") == [False, True]
    assert numbers("no") == [True, False]


def test_a_long_list_has_pages_and_each_row_once(client, answered):
    answered()
    client.get(reverse("metrics:overview"))
    row = ResponseFacts.objects.get()
    for turn in range(2, PAGE + 12):
        row.turn, row.seconds = turn, turn % 3
        row.pk = (row.ticket_id, turn)
        row.save(force_insert=True)
    address, seen = reverse("metrics:tickets", args=["first_response_time"]), 0
    following = ""
    for _page in range(2):
        response = client.get(address, {"after": following})
        seen += len(response.context["lines"])
        following = response.context["following"]

    assert (seen, following) == (PAGE + 11, "")


@pytest.mark.parametrize("after", ["x", "1|2", "1|2|3|4", "x|1|1", "1|x|1"])
def test_a_cursor_that_is_none_begins_at_the_beginning(client, answered, after):
    answered()

    page = client.get(reverse("metrics:tickets", args=["first_response_time"]), {"after": after})

    assert len(page.context["lines"]) == 1


def test_what_was_broken_of_a_target(client, customer, agent):
    make_policy()
    with clock.at(clock.now() - timedelta(hours=3)):
        late = make_ticket(requester=customer)

    policy = Policy.objects.get(name="Everything").pk
    query = {"target": "first_response", "which": "no", "policy": policy}
    page = client.get(reverse("metrics:tickets", args=["sla_attainment"]), query).content.decode()

    assert reverse("desk:ticket", args=[late.pk]) in page
    assert "1 promise" in page
    assert "2 h</td>" in page
    elsewhere = client.get(reverse("metrics:tickets", args=["sla_attainment"]), {**query, "policy": policy + 1})
    assert elsewhere.context["lines"] == []


def test_filters_stand_in_the_address_and_nonsense_is_none(client, answered, first_line):
    answered(team=first_line)
    address = reverse("metrics:tickets", args=["first_response_time"])

    def count(**query) -> int:
        return len(client.get(address, query).context["lines"])

    assert count(team=first_line.pk, channel="email", level=1, priority=2) == 1
    assert count(channel="chat") == 0
    assert count(priority=4) == 0
    assert count(team="x", channel="x", level=9, period="x", priority="²") == 1
    today = clock.now().date()
    assert count(period="days", **{"from": today - timedelta(days=1), "to": today}) == 1
    refused = client.get(reverse("metrics:overview"), {"period": "days", "from": "2026-03-08", "to": "2026-03-01"})
    assert "These days are no period" in refused.content.decode()


def test_figures_as_a_file(client, answered):
    answered()

    lines = list(csv.DictReader(client.get(reverse("metrics:export")).content.decode().splitlines()))

    first = next(line for line in lines if line["key"] == "first_response_time")
    assert (float(first["value"]), first["unit"], first["n"]) == (3600, "seconds", "1")


def test_rows_as_a_file_without_formulas(client, answered, agent, first_line):
    """Names are written by people, too."""
    ticket = answered(subject="=1+1", team=first_line)
    first_line.name, agent.name, ticket.requester.name = "@SUM(A1)", "＝cmd", "+1"  # noqa: RUF001
    for named in (first_line, agent, ticket.requester):
        named.save()
    assign(ticket, actor=agent, assignee=agent)

    content = client.get(reverse("metrics:export_tickets", args=["first_response_time"])).content.decode()

    (line,) = csv.DictReader(content.splitlines())
    assert (line["ticket"], line["subject"], line["seconds"]) == (str(ticket.pk), "'=1+1", "3600")
    assert (line["team"], line["assignee"], line["requester"]) == ("'@SUM(A1)", "'＝cmd", "'+1")  # noqa: RUF001


def test_a_file_has_all_rows_of_the_list_each_once(client, answered, monkeypatch):
    monkeypatch.setattr(behind, "_BITE", 2)
    tickets = {str(answered(5 + hours).pk) for hours in range(5)}

    content = client.get(reverse("metrics:export_tickets", args=["first_response_time"])).content.decode()

    lines = [line["ticket"] for line in csv.DictReader(content.splitlines())]
    assert (len(lines), set(lines)) == (5, tickets)


def test_a_file_asks_and_builds_its_question_equally_often_however_many_rows_it_has(
    client, answered, agent, first_line, monkeypatch
):
    """A file of 100,000 rows took half a minute: the question was built anew for each row, and tickets came with all columns."""
    built, rows = [], behind.Behind.rows
    monkeypatch.setattr(behind.Behind, "rows", lambda self: built.append(1) or rows(self))

    def cost(form: str) -> tuple[int, int]:
        built.clear()
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(f"metrics:export_tickets{form}", args=["first_response_time"]))
        return len(asked), len(built)

    answered(5, team=first_line, assignee=agent)
    cost("")  # what is kept in memory, and the facts of what was answered
    few = [cost(form) for form in ("", "_spreadsheet")]
    for hours in range(6, 10):
        answered(hours, team=first_line, assignee=agent)
    cost("")

    assert [cost(form) for form in ("", "_spreadsheet")] == few


def test_a_ticket_that_went_to_a_private_team_keeps_its_subject(client, answered, first_line, manager):
    """It is still counted where it was, but who may not see it reads nothing of it."""
    with clock.at(clock.now() - timedelta(days=3)):
        ticket = make_ticket(requester=CustomerFactory(), subject="Salary of the boss")
    with clock.at(clock.now() - timedelta(days=1)):
        first_line.is_private = True
        first_line.save()
        escalate(ticket, actor=manager, to_level=1 + 1, reason="r", tried="t", asked="a")
    Ticket.objects.filter(pk=ticket.pk).update(team=first_line)

    page = client.get(reverse("metrics:tickets", args=["backlog"])).content.decode()

    assert "Salary" not in page
    assert "A ticket that you do not see any more" in page


def test_a_metric_without_rows_has_no_list(client):
    assert client.get(reverse("metrics:tickets", args=["deflection"])).status_code == 404
    assert client.get(reverse("metrics:tickets", args=["nothing"])).status_code == 404


@pytest.mark.parametrize("section", SECTIONS)
def test_however_many_tickets_a_page_asks_equally_often(client, answered, section, django_assert_max_num_queries):
    for hours in range(2, 12):
        answered(hours, tags=["printer"])
    client.get(reverse(f"metrics:{section}"))

    with django_assert_max_num_queries(50):
        client.get(reverse(f"metrics:{section}"))


@pytest.mark.parametrize(
    "page", ["overview", "responsiveness", "levels", "sla", "volume", "self_service", "team", "voice"]
)
def test_each_table_has_a_name_for_who_hears_it(client, answered, page):
    """Jumping from table to table, a screen reader says which it is."""
    answered()

    tables = re.findall(r"<table [^>]*>", client.get(reverse(f"metrics:{page}")).content.decode())

    assert all(re.search(r'aria-label(ledby)?="[^"]+"', table) for table in tables), tables
