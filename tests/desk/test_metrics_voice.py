"""The voice of the customer: whom a matter concerns, in words without personal data; and the wallboard."""

import csv
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.models import Availability
from helpdesk import clock
from metrics.wallboard import NUMBERS
from tests.factories import CustomerFactory, OrganizationFactory, make_ticket
from tests.sla.making import make_policy
from tickets.actions import solve
from tickets.content import Body
from tickets.models import Field, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client, manager):
    client.force_login(manager)
    cache.clear()
    return client


@pytest.fixture
def tagged(db) -> list[Ticket]:
    """Two of one customer and one of another of the same company about printers, one about refunds."""
    acme = OrganizationFactory(name="Acme")
    bob, eve = (CustomerFactory(name=name, organization=acme) for name in ("Bob Stone", "Eve Field"))
    words = Body.from_text("Hello,\n\nBob Stone here, bob@acme.example: it eats paper.")
    printers = [make_ticket(person, tags=["printer"], body=words) for person in (bob, bob, eve)]
    return [*printers, make_ticket(tags=["refund"])]


def test_areas_count_tickets_customers_and_organizations(client, tagged):
    areas = client.get(reverse("metrics:voice")).context["areas"]

    assert [(area.name, area.tickets, area.customers, area.organizations) for area, _quotes in areas] == [
        ("printer", 3, 2, 1), ("refund", 1, 1, 0),
    ]  # fmt: skip


def test_an_area_leads_to_as_many_tickets_with_their_words(client, tagged):
    page = client.get(reverse("metrics:voice_area"), {"area": "printer"})

    assert (page.context["count"], len(page.context["quotes"])) == (3, 3)
    assert {quote.ticket.pk for quote in page.context["quotes"]} == {ticket.pk for ticket in tagged[:3]}


def test_quotes_name_nobody(client, tagged):
    quotes = client.get(reverse("metrics:voice_area"), {"area": "printer"}).context["quotes"]

    words = next(quote.words for quote in quotes if quote.ticket.pk == tagged[0].pk)
    assert "eats paper" in words
    assert "Bob" not in words
    assert "@" not in words


def test_by_a_field_of_the_forms(client, tagged):
    Field.objects.create(key="area", name="Product area", kind="tree", options=[])
    Ticket.objects.filter(pk=tagged[0].pk).update(fields={"area": ["Hardware", "Printer"]})

    page = client.get(reverse("metrics:voice"), {"by": "area"})

    assert [(area.name, area.tickets) for area, _quotes in page.context["areas"]] == [("Hardware", 1)]
    assert ("area", "Product area") in page.context["ways"]


def test_the_export_for_the_product_team(client, tagged):
    def lines(**query) -> list[dict[str, str]]:
        return list(
            csv.DictReader(client.get(reverse("metrics:export_voice_csv"), query).content.decode().splitlines())
        )

    assert [(line["area"], line["customers"]) for line in lines()] == [("printer", "2"), ("refund", "1")]
    assert {line["organization"] for line in lines(area="printer")} == {"Acme"}


def test_the_export_quotes_each_area_without_naming_anybody(client, tagged):
    exported = client.get(reverse("metrics:export_voice_csv")).content.decode().splitlines()
    printer, refund = csv.DictReader(exported)

    assert "eats paper" in printer["quote_1"]
    assert printer["quote_2"].endswith("here, […]: it eats paper.")
    assert "Bob" not in printer["quote_2"]  # newest first: that one is Bob's own
    assert "@" not in printer["quote_1"] + printer["quote_2"]
    assert refund["quote_1"]
    assert refund["quote_2"] == ""


def test_words_of_tickets_that_the_reader_does_not_see_are_not_quoted(client, tagged, first_line):
    first_line.is_private = True
    first_line.save()
    Ticket.objects.filter(pk=tagged[0].pk).update(team=first_line)

    assert len(client.get(reverse("metrics:voice_area"), {"area": "printer"}).context["quotes"]) == 2


def test_empty_it_says_what_it_is_for(client):
    assert "Nothing to show in this period" in client.get(reverse("metrics:voice")).content.decode()


def test_the_api_gives_areas_with_quotes(client, tagged):
    today = clock.now().date().isoformat()

    first, _second = client.get("/api/v1/metrics/voice/", {"from": today, "to": today, "time_zone": "UTC"}).json()[
        "results"
    ]

    assert (first["area"], first["customers"], len(first["quotes"])) == ("printer", 2, 2)


def test_the_wallboard_counts_the_queue_of_this_moment(client, agent):
    make_policy()
    agent.availability = Availability.ONLINE
    agent.save()
    with clock.at(clock.now() - timedelta(hours=5)):
        old = make_ticket()
    make_ticket()

    board = client.get(reverse("metrics:wallboard")).context["board"]

    assert (board.queue, board.waiting, board.overdue, board.unfinished) == (2, 2, 1, 2)
    assert board.longest[0].number == old.pk
    assert "Omar Haddad" in board.agents


def test_the_wallboard_of_a_team_is_of_its_tickets(client, first_line, specialists):
    make_ticket(team=first_line)

    assert client.get(reverse("metrics:wallboard"), {"team": first_line.pk}).context["board"].queue == 1
    assert client.get(reverse("metrics:wallboard"), {"team": specialists.pk}).context["board"].queue == 0


def test_the_wallboard_asks_for_its_board_alone_and_shares_it(client, django_assert_max_num_queries):
    make_ticket()
    address = reverse("metrics:wallboard")

    first = client.get(address, headers={"HX-Request": "true"}).content.decode()
    make_ticket()
    with django_assert_max_num_queries(6):
        again = client.get(address, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in first
    assert first == again


def test_the_api_gives_the_wallboard(client):
    make_ticket()

    answer = client.get("/api/v1/metrics/wallboard/").json()

    assert (answer["queue"], len(answer["longest"])) == (1, 1)


@pytest.mark.parametrize("whom", ["customers", "organizations"])
def test_an_area_leads_to_whom_it_concerns(client, tagged, whom):
    areas = client.get(reverse("metrics:voice")).context["areas"]
    printer = next(area for area, _quotes in areas if area.key == "printer")

    page = client.get(reverse("metrics:voice_area"), {"area": "printer", "whom": whom})

    assert page.context["number"] == len(page.context["lines"]) == getattr(printer, whom)
    assert sum(tickets for _name, _about, tickets in page.context["lines"]) == printer.tickets
    exported = client.get(reverse("metrics:export_voice_csv"), {"area": "printer", "whom": whom}).content.decode()
    assert len(exported.splitlines()) == 1 + page.context["number"]


def test_the_number_before_leads_to_the_tickets_of_then(client, tagged):
    with clock.at(clock.now() - timedelta(days=40)):
        before = make_ticket(tags=["printer"])

    page = client.get(reverse("metrics:voice"))

    query = page.context["before"]
    assert query in page.content.decode().replace("&amp;", "&")
    behind = client.get(f"{reverse('metrics:voice_area')}?by=tag&area=printer&{query}")
    assert [quote.ticket.pk for quote in behind.context["quotes"]] == [before.pk]


def test_each_number_of_the_wallboard_leads_to_its_very_tickets(client, agent):
    make_policy()
    with clock.at(clock.now() - timedelta(hours=5)):
        make_ticket()
    solve(make_ticket(assignee=agent), actor=agent)
    make_ticket(assignee=agent)

    page = client.get(reverse("metrics:wallboard"))

    board = page.context["board"]
    assert (board.queue, board.overdue, board.unfinished, board.solved_today) == (1, 1, 2, 1)
    for number in NUMBERS:
        address = reverse("metrics:wallboard_tickets", args=[number])
        assert address in page.content.decode()
        behind = client.get(address)
        assert behind.context["count"] == len(behind.context["tickets"]) == getattr(board, number), number
        exported = client.get(reverse("metrics:export_wallboard_csv", args=[number])).content.decode()
        assert len(exported.splitlines()) == 1 + getattr(board, number), number
        answer = client.get(f"/api/v1/metrics/wallboard/{number}/").json()
        assert answer["count"] == len(answer["results"]) == getattr(board, number), number
    assert client.get(reverse("metrics:wallboard_tickets", args=["nothing"])).status_code == 404
