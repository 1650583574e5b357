"""Whoever gets business times as a file or a mail is told that they were restated by a corrected calendar."""

import csv
import io
from datetime import time

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from desk.metrics.report_mail import mail_due_figures
from metrics.actions.dashboards import save_dashboard
from metrics.actions.reports import schedule_report
from metrics.actions.restating import restate
from metrics.keeping import keep_stale
from outbox.models import OutboundEmail
from sla.changing import save_calendar
from tests.metrics.living import answered, at, opened
from tests.sla.making import OFFICE, make_calendar, make_default

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mailbox", "restated")]

DAYS = {"from": "2026-03-02", "to": "2026-03-08", "period": "days"}


@pytest.fixture
def client(client, manager):
    client.force_login(manager)
    return client


@pytest.fixture
def restated(customer, agent, admin):
    """One answer on Tuesday; that Monday had been a holiday was written down and restated on March 16."""
    with at(-1000):
        office = make_default(make_calendar("Ours"))
    ticket = opened(customer)
    answered(ticket, agent, 25)
    with at(14 * 24):
        hours = {"time_zone": "UTC", "weekly": OFFICE, "holidays": ["2026-03-02"]}
        save_calendar(office, actor=admin, name="Ours", hours=hours)
        restate(office, actor=admin)
        keep_stale()


def lines_of(response):
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def about(response):
    book = load_workbook(io.BytesIO(response.content))
    return {row[0]: row[1] for row in book["About"].iter_rows(values_only=True)}


def test_in_the_csv_of_figures_and_of_rows(client):
    figures = {line["key"]: line for line in lines_of(client.get(reverse("metrics:export"), DAYS))}
    (row,) = lines_of(client.get(reverse("metrics:export_tickets", args=["first_response_business_time"]), DAYS))
    (plain,) = lines_of(client.get(reverse("metrics:export_tickets", args=["first_response_time"]), DAYS))

    assert figures["first_response_business_time"]["restated_at"].startswith("2026-03-16T09:00")
    assert figures["first_response_time"]["restated_at"] == ""
    assert (row["seconds"], row["restated"]) == ("3600", "1")
    assert plain["restated"] == ""


def test_in_the_spreadsheets(client):
    said = "Restated on 16 March 2026 by a corrected calendar"
    assert about(client.get(reverse("metrics:export_spreadsheet"), DAYS))["Business times"] == said
    rows = client.get(reverse("metrics:export_tickets_spreadsheet", args=["first_response_business_time"]), DAYS)
    assert about(rows)["Business times"] == said
    assert load_workbook(io.BytesIO(rows.content))["Rows"]["H2"].value == "Yes"


@pytest.mark.parametrize(("items", "is_told"), [(["first_response_business_time"], True), (["backlog"], False)])
def test_on_a_dashboard_and_in_its_mail_where_they_stand_there(client, manager, items, is_told):
    dashboard = save_dashboard(actor=manager, name="Mine", items=items, filters="")
    with at(24):
        schedule_report(actor=manager, dashboard=dashboard, page="", rhythm="daily", at=time(11), zone="UTC")
    with at(24 + 2.5):
        mail_due_figures()

    mail = OutboundEmail.objects.filter(kind="report").first()
    said = "Business times were restated on 16 March 2026 by a corrected calendar."
    assert (said in " ".join(mail.text.split()), said in mail.html) == (is_told, is_told)
    page = client.get(reverse("metrics:dashboard", args=[dashboard.pk]), DAYS).content.decode()
    assert ("business times restated on 16 March 2026" in page) == is_told
