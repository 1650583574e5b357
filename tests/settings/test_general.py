"""What holds for the whole desk: set by an admin, else by the environment."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions.general import set_general
from accounts.actions.staff import invite_agent
from accounts.directory import Refusal
from accounts.general import forget, general
from accounts.models import GeneralSettings, SettingChange
from desk.settings.configuration import compare, export, take_over
from helpdesk import clock
from outbox.models import OutboundEmail
from tickets.actions import solve
from tickets.closing import close_solved
from tickets.models import Status, Ticket

pytestmark = pytest.mark.django_db
PAGE = "/settings/general/"
FORM = {
    "desk_name": "Acme Help",
    "language": "de",
    "time_zone": "Europe/Berlin",
    "close_after_days": "14",
    "acknowledges": "on",
    "undo_seconds": "20",
    "notification_hold_seconds": "60",
    "identity_minutes": "15",
}


def test_until_an_admin_says_otherwise_the_environment_holds(settings):
    settings.CLOSE_AFTER_DAYS = 3

    assert (general().close_after_days, general().desk_name) == (3, "Helpdesk")
    assert not GeneralSettings.objects.exists()


def test_the_form_sets_notes_and_can_be_taken_back(browser):
    assert browser.post(PAGE, FORM).status_code == 302

    now = general()
    assert (now.desk_name, now.language, now.close_after_days, now.undo_seconds) == ("Acme Help", "de", 14, 20)
    change = SettingChange.objects.get(kind="general")
    assert change.changes["close_after_days"] == [7, 14]
    browser.post(f"/settings/changes/{change.pk}/undo/")
    assert (general().desk_name, general().close_after_days) == ("Helpdesk", 7)


def test_saving_what_nobody_touched_changes_nothing(admin):
    assert set_general(actor=admin, **general().described()) is False
    assert not SettingChange.objects.exists()


def test_what_is_set_back_follows_the_environment_again(admin, settings):
    set_general(actor=admin, close_after_days=14)
    set_general(actor=admin, close_after_days=7)
    settings.CLOSE_AFTER_DAYS = 5

    assert general().close_after_days == 5


def test_what_is_refused_keeps_every_word(browser):
    answer = browser.post(PAGE, {**FORM, "close_after_days": "-1"})

    assert answer.status_code == 422
    assert "Acme Help" in answer.content.decode()
    assert general().desk_name == "Helpdesk"


@pytest.mark.parametrize(
    "wrong",
    [
        {"close_after_days": -1},
        {"identity_minutes": 0},
        {"undo_seconds": 7},
        {"language": "xx"},
        {"time_zone": "Mars/Phobos"},
        {"notification_hold_seconds": True},
    ],
)
def test_nonsense_is_refused(admin, wrong):
    with pytest.raises(Refusal):
        set_general(actor=admin, **wrong)


def test_only_admins_set_it(lead):
    with pytest.raises(PermissionDenied):
        set_general(actor=lead, desk_name="Mine")


def test_every_page_bears_the_name_of_the_desk(browser, admin):
    set_general(actor=admin, desk_name="Acme <Help>")

    assert "Acme &lt;Help&gt;" in browser.get("/desk/").content.decode()
    assert "Acme &lt;Help&gt;" in Client().get("/sign-in/").content.decode()


def test_a_request_asks_for_nothing_once_it_is_known(browser, admin):
    set_general(actor=admin, desk_name="Acme")
    browser.get("/desk/")

    with CaptureQueriesContext(
        connection,
    ) as asked:
        browser.get("/desk/")

    assert not [query for query in asked.captured_queries if "generalsettings" in query["sql"]]


def test_without_acknowledgement_a_new_ticket_answers_nothing(receive, admin):
    set_general(actor=admin, acknowledges=False)

    receive(From="Ann <ann@example.net>", Subject="Invoice")

    assert not OutboundEmail.objects.exists()


def test_another_process_learns_of_it_with_the_next_event(receive, admin):
    before = general()
    set_general(actor=admin, acknowledges=False)
    import accounts.general as kept

    kept._copy = kept._Copy(0, before, float("inf"))  # as in a process that has not heard of it

    receive(From="Ann <ann@example.net>", Subject="Invoice")

    assert not OutboundEmail.objects.exists()
    forget()


def test_solved_tickets_close_after_the_days_that_were_set(ticket, agent, admin):
    set_general(actor=admin, close_after_days=2)
    solve(ticket, actor=agent)
    Ticket.objects.update(solved_at=clock.now() - timedelta(days=3))

    assert close_solved() == 1
    assert Ticket.objects.get().status == Status.CLOSED


def test_new_colleagues_begin_with_the_seconds_that_were_set(admin, mailbox):
    set_general(actor=admin, undo_seconds=20)

    assert invite_agent(actor=admin, email="nele@example.com", name="Nele New").undo_seconds == 20


def test_the_file_carries_it(admin):
    set_general(actor=admin, desk_name="Acme", keeps_time=True)
    file = export()
    set_general(actor=admin, desk_name="", keeps_time=False)

    assert [step.act for step in compare(file, actor=admin).steps] == ["changed"]
    assert general().desk_name == "Helpdesk"  # comparing changes nothing
    take_over(file, actor=admin)
    assert (general().desk_name, general().keeps_time) == ("Acme", True)


def test_the_api_reads_and_changes_it(browser):
    at = "/api/v1/general-settings/"
    assert browser.get(at).json()["close_after_days"] == 7
    changed = browser.patch(at, {"close_after_days": 30}, content_type="application/json")
    assert changed.json()["close_after_days"] == 30
    assert browser.patch(at, {"undo_seconds": 7}, content_type="application/json").status_code == 409
