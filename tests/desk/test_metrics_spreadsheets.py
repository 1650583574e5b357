"""Figures and the rows behind them as spreadsheets: real numbers and times, what they mean, and no formulas."""

import csv
import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from helpdesk import clock
from metrics.models import Survey
from tests.factories import make_ticket
from tests.metrics.living import WORDS
from tickets.actions import reply
from tickets.models import Status, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client, manager):
    manager.time_zone = "Asia/Tokyo"
    manager.save()
    client.force_login(manager)
    return client


def answered(agent, **fields) -> Ticket:
    """Opened three hours ago, answered and solved an hour later."""
    now = clock.now()
    with clock.at(now - timedelta(hours=3)):
        ticket = make_ticket(**fields)
    with clock.at(now - timedelta(hours=2)):
        reply(ticket, actor=agent, body=WORDS, seen_seq=None, status=Status.SOLVED)
    return ticket


def book_of(response):
    assert response.headers["Content-Disposition"].endswith('.xlsx"')
    return load_workbook(io.BytesIO(response.content))


def lines_of(sheet) -> list[dict]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_figures_are_numbers(client, agent):
    answered(agent)

    book = book_of(client.get(reverse("metrics:export_spreadsheet")))

    by_key = {line["Key"]: line for line in lines_of(book["Figures"])}
    assert (by_key["first_response_time"]["Value"], by_key["first_response_time"]["Counted from"]) == (3600, 1)
    assert by_key["reopen_rate"]["Value"] == 0
    assert by_key["csat"]["Value"] is None
    assert {line["Of which"] for line in lines_of(book["Parts"]) if line["By"] == "age"}


def test_the_first_sheet_says_what_it_is_about(client, agent, first_line):
    book = book_of(client.get(reverse("metrics:export_spreadsheet"), {"period": "7d", "team": first_line.pk}))

    about = {row[0]: row[1] for row in book["About"].iter_rows(values_only=True)}
    assert book.sheetnames[0] == "About"
    assert (about["Time zone"], about["Team"]) == ("Asia/Tokyo", "First line")
    assert isinstance(about["First day"], datetime)
    assert about["Period"].startswith("Last 7 days: ")


@pytest.mark.parametrize("subject", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_rows_have_times_in_the_readers_zone_and_no_formulas(client, agent, subject):
    ticket = answered(agent, subject=subject)

    book = book_of(client.get(reverse("metrics:export_tickets_spreadsheet", args=["first_response_time"])))

    (line,) = lines_of(book["Rows"])
    subject_cell = book["Rows"]["B2"]
    assert subject_cell.data_type == "s"
    assert subject_cell.quotePrefix is True
    assert (line["Ticket"], line["Subject"], line["Took, in seconds"]) == (ticket.pk, subject, 3600)
    expected = Ticket.objects.get(pk=ticket.pk).first_reply_at.astimezone(ZoneInfo("Asia/Tokyo"))
    assert abs(line["When (Asia/Tokyo)"] - expected.replace(tzinfo=None)) < timedelta(seconds=1)
    about = {row[0]: row[1] for row in book["About"].iter_rows(values_only=True)}
    assert about["Figure"] == "First response time"
    assert "public answer of a person" in about["What it means"]


def test_broken_promises_say_what_a_share_counts(client):
    book = book_of(client.get(reverse("metrics:export_tickets_spreadsheet", args=["sla_attainment"])))

    assert [cell.value for cell in book["Rows"][1]][-2:] == ["Broken promises", "Counts as"]


def test_rows_of_ratings_say_which_one(client, agent):
    ticket, now = answered(agent), clock.now()
    about = {"ticket": ticket, "person": ticket.requester, "language": "en", "question": "?", "solved_at": now}
    Survey.objects.create(kind="nps", score=9, answered_at=now, changed_at=now, **about)

    sheet = book_of(client.get(reverse("metrics:export_tickets_spreadsheet", args=["nps"])))["Rows"]
    rows = csv.DictReader(client.get(reverse("metrics:export_tickets", args=["nps"])).content.decode().splitlines())

    assert [line["Rating"] for line in lines_of(sheet)] == [9]
    assert [line["score"] for line in rows] == ["9"]
