"""Mails with figures: once for each period, as their person reads them, and none for who may not see them any more."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, Team
from desk.metrics.report_form import ReportForm
from desk.metrics.report_mail import mail_due_figures
from helpdesk import clock
from metrics.actions.dashboards import delete_dashboard, save_dashboard
from metrics.actions.reports import change_report, delete_report, pause_report, restore_report, schedule_report
from metrics.layouts import ITEMS
from metrics.models import ReportMail
from outbox.models import OutboundEmail
from tests.factories import make_ticket
from tickets.errors import Invalid, NotAllowed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mailbox")]

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)  # a Tuesday


@pytest.fixture
def client(client, manager):
    client.force_login(manager)
    return client


def scheduled(person, **fields) -> ReportMail:
    with clock.at(NOON):
        return schedule_report(
            actor=person,
            **{"page": "overview", "rhythm": "daily", "at": time(8), "zone": "Europe/Berlin", **fields},
        )


def mails() -> list[OutboundEmail]:
    return list(OutboundEmail.objects.filter(kind="report").order_by("pk"))


def mailed_at(moment: datetime) -> int:
    with clock.at(moment):
        return mail_due_figures()


def test_it_comes_once_for_each_period_however_often_beat_looks(manager):
    scheduled(manager)

    assert [mailed_at(NOON + timedelta(hours=hours)) for hours in (1, 20, 20, 21, 44, 44)] == [0, 1, 0, 0, 1, 0]
    assert [mail.subject for mail in mails()] == ["Overview: 10 March 2026", "Overview: 11 March 2026"]
    assert mails()[0].recipients.get().address == "manager@example.com"


def test_after_an_outage_each_period_is_mailed_once(manager):
    scheduled(manager)

    assert [mailed_at(NOON + timedelta(days=3)) for _each in range(2)] == [3, 0]


def test_what_is_older_than_a_week_is_not_made_up_for(manager):
    scheduled(manager)

    assert mailed_at(NOON + timedelta(days=60)) <= 8
    assert ReportMail.objects.get().next_at > NOON + timedelta(days=60)


def test_one_that_cannot_be_written_holds_up_no_other_and_comes_once_it_can(manager):
    broken, fine = scheduled(manager), scheduled(manager, page="sla")
    ReportMail.objects.filter(pk=broken.pk).update(zone="Nowhere/Land")
    assert mailed_at(NOON + timedelta(days=1)) == 1
    ReportMail.objects.filter(pk=broken.pk).update(zone="Europe/Berlin")

    assert [mailed_at(NOON + timedelta(days=1)) for _each in range(2)] == [1, 0]
    assert ReportMail.objects.get(pk=fine.pk).sent_at == ReportMail.objects.get(pk=broken.pk).sent_at


def test_it_shows_the_figures_of_its_days_in_words_and_bars(manager, first_line):
    with clock.at(NOON - timedelta(hours=3)):
        make_ticket(team=first_line)
    dashboard = save_dashboard(
        actor=manager,
        name="Mornings <b>",
        items=["escalation_rate", "flow"],
        filters=f"team={first_line.pk}&period=90d",
    )
    scheduled(manager, dashboard=dashboard, page="")
    mailed_at(NOON + timedelta(days=1))

    (mail,) = mails()
    assert mail.subject == "Mornings <b>: 10 March 2026"
    assert "Mornings &lt;b&gt;" in mail.html
    assert "Escalation rate: 0 % (1 ticket; few: take it with care)" in mail.text
    assert "Likely between: 0 % and 79 %" in mail.text
    assert "Team: First line" in mail.text
    assert "10 March: 1 / 0" in mail.text
    assert re.search(r'<td width="140" height="12" bgcolor="#0969da"', mail.html)
    assert "<script" not in mail.html
    assert "<style" not in mail.html
    assert f"/metrics/dashboards/{dashboard.pk}/?period=days&from=2026-03-10" in mail.text


def test_a_month_of_everything_fits_into_a_mail_that_gmail_shows_whole(manager):
    """It cuts a mail off beyond 102 KB: days are shown by weeks, and of the forecast only what is to come."""
    for day in range(1, 70):
        with clock.at(NOON - timedelta(days=day)):
            make_ticket(team=Team.objects.create(name=f"Team with quite a long name {day}"))
    dashboard = save_dashboard(actor=manager, name="Everything", items=list(ITEMS))
    scheduled(manager, dashboard=dashboard, page="", rhythm="monthly", day=10)

    mailed_at(NOON + timedelta(days=31))

    (mail,) = mails()
    assert mail.subject == "Everything: 1 March 2026 – 31 March 2026"
    assert len(mail.html.encode()) < 90_000
    assert "Week from" in mail.html
    assert "1 March: 1 / 0" in mail.text  # Sunday, called by the first day that counts
    assert "2 March: 7 / 0" in mail.text
    assert re.search(r"The next two weeks\n(  \d+ April: [\d.]+\n){14}\n", mail.text)
    assert mail.html.count("Team with quite a long name") == 14
    assert "and 55 more" in mail.html


def test_who_lost_the_right_gets_none(manager):
    scheduled(manager)
    manager.role = Role.AGENT
    manager.save()

    assert mailed_at(NOON + timedelta(days=1)) == 0
    assert not mails()


def test_a_team_that_is_no_longer_theirs_makes_no_mail_of_other_figures(lead, first_line):
    first_line.members.add(lead)
    scheduled(lead, filters=f"team={first_line.pk}")
    first_line.members.remove(lead)

    assert mailed_at(NOON + timedelta(days=1)) == 0


def test_a_deleted_dashboard_is_not_mailed(manager):
    dashboard = save_dashboard(actor=manager, name="Gone", items=["csat"])
    scheduled(manager, dashboard=dashboard, page="")
    delete_dashboard(dashboard, actor=manager)

    assert mailed_at(NOON + timedelta(days=1)) == 0


def test_paused_and_deleted_ones_wait_and_are_not_made_up_for(manager):
    first, second = scheduled(manager), scheduled(manager, rhythm="weekly")
    with clock.at(NOON):
        pause_report(first, actor=manager)
        delete_report(second, actor=manager)
    assert mailed_at(NOON + timedelta(days=8)) == 0

    with clock.at(NOON + timedelta(days=8)):
        change_report(first, actor=manager, is_paused=False)
        assert restore_report(second, actor=manager)
        assert not restore_report(second, actor=manager)
    assert mailed_at(NOON + timedelta(days=8, minutes=5)) == 0
    assert mailed_at(NOON + timedelta(days=9)) == 1


def test_another_time_makes_no_second_mail_about_the_same_day(manager):
    report = scheduled(manager)
    assert mailed_at(NOON + timedelta(days=1)) == 1

    with clock.at(NOON + timedelta(days=1)):
        change_report(report, actor=manager, at=time(20))

    assert mailed_at(NOON + timedelta(days=1, hours=11)) == 0
    assert mailed_at(NOON + timedelta(days=2, hours=11)) == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"page": "moon"}, "a page of figures or a dashboard"),
        ({"rhythm": "hourly"}, "every day, every week"),
        ({"zone": "Mars/Base"}, "time zone"),
        ({"at": None}, "at what time"),
        ({"weekday": 9}, "seven days"),
        ({"day": 32}, "1 to 31"),
    ],
)
def test_what_is_missing_is_said(manager, fields, words):
    with pytest.raises(Invalid, match=words):
        scheduled(manager, **fields)


def test_who_may_not_see_figures_schedules_none_and_others_touch_nothing(manager, agent, lead):
    with pytest.raises(NotAllowed):
        scheduled(agent)
    with pytest.raises(NotAllowed):
        pause_report(scheduled(manager), actor=lead)


def test_on_the_pages(client, manager):
    form = client.get(reverse("metrics:new_report"), {"page": "sla"})
    assert form.context["form"].initial["rhythm"] == "weekly"
    fields = {"rhythm": "monthly", "day": "31", "weekday": "1", "at": "07:30", "zone": "Asia/Tokyo"}
    for _click in range(2):
        client.post(f"{reverse('metrics:new_report')}?page=sla&priority=4", fields)
    report = ReportMail.objects.get()
    assert (report.page, report.filters, report.day) == ("sla", "priority=4", 31)

    listed = client.get(reverse("metrics:dashboards")).content.decode()
    assert "Every month on day 31 at 07:30, Asia/Tokyo" in listed
    assert (
        client.get(reverse("metrics:preview_report", args=[report.pk])).context["written"].subject.startswith("SLA: ")
    )
    frame = client.get(reverse("metrics:preview_report_mail", args=[report.pk]))
    assert frame.headers["X-Frame-Options"] == "SAMEORIGIN"
    for _click in range(2):
        client.post(reverse("metrics:send_report", args=[report.pk]))
    assert len(mails()) == 1
    refused = client.post(reverse("metrics:edit_report", args=[report.pk]), {**fields, "at": "soon"})
    assert refused.status_code == 422
    assert "soon" in refused.content.decode()


def test_over_the_api(client, manager):
    asked = {"page": "overview", "rhythm": "weekly", "weekday": 5, "at": "08:00", "time_zone": "Europe/Berlin"}
    made = client.post("/api/v1/report-mails/", asked, content_type="application/json")
    assert (made.status_code, made.json()["at"], made.json()["name"]) == (201, "08:00", "Overview")
    address = f"/api/v1/report-mails/{made.json()['id']}/"

    assert client.patch(address, {"is_paused": True}, content_type="application/json").json()["is_paused"]
    assert "Escalation rate" in client.get(f"{address}preview/").json()["text"]
    assert [client.post(f"{address}send/").json()["sent"] for _click in range(2)] == [True, False]
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404
    assert client.post(f"{address}restore/").status_code == 200


@pytest.mark.parametrize(("zone", "first"), [("America/New_York", "Sunday"), ("Europe/Berlin", "Monday")])
def test_the_choice_of_weekdays_begins_as_the_readers_week_does(zone, first):
    with timezone.override(zone):
        choices = ReportForm().fields["weekday"].choices

    assert str(choices[0][1]) == first
    assert dict(choices)[1] == "Monday"
