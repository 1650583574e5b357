"""Whatever changes what is promised says first how many open tickets get other deadlines."""

import re
from io import StringIO

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from accounts.models import Scope, SettingChange, Team
from accounts.models.setting import SettingAct
from desk.settings.configuration import compare, export
from sla.editing import save_calendar, save_policy
from sla.models import Calendar, Policy, Recomputation
from sla.recomputing import run_waiting
from tests.factories import make_ticket
from tests.sla.making import HOUR, OFFICE, goal

pytestmark = pytest.mark.django_db
QUESTION = "2 open tickets get other deadlines. Of 2 that are open."


@pytest.fixture
def policy(admin) -> Policy:
    """The only one; an hour to answer in Berlin's office hours."""
    Policy.objects.update(is_active=False)
    calendar = save_calendar(actor=admin, name="Berlin", hours=hours("Europe/Berlin"))
    return promise(None, admin, HOUR, calendar)


@pytest.fixture
def tickets(policy, customer) -> None:
    """Two that wait under it."""
    for _number in range(2):
        make_ticket(customer)


def hours(zone: str) -> dict[str, object]:
    return {"time_zone": zone, "weekly": OFFICE}


def promise(policy: Policy | None, admin, seconds: int, calendar: Calendar) -> Policy:
    return save_policy(
        policy=policy,
        actor=admin,
        name="All",
        description="",
        conditions={},
        terms={"targets": {"first_response": goal(seconds, business=True)}},
        calendar=calendar,
    )


def edit_policy(policy: Policy, admin) -> SettingChange:
    """Open tickets have followed when it is taken back, by an answer to the first question."""
    promise(policy, admin, 2 * HOUR, policy.current.calendar)
    return SettingChange.objects.filter(act=SettingAct.CHANGED).latest("pk")


def edit_calendar(policy: Policy, admin) -> SettingChange:
    save_calendar(calendar=policy.current.calendar, actor=admin, name="Berlin", hours=hours("America/Chicago"))
    return SettingChange.objects.filter(act=SettingAct.CHANGED).latest("pk")


@pytest.mark.parametrize("edit", [edit_policy, edit_calendar])
def test_taking_a_change_back_asks_first(browser, policy, admin, customer, edit):
    change = edit(policy, admin)
    for _number in range(2):
        make_ticket(customer)
    place = f"/settings/changes/{change.pk}/undo/"

    asked = browser.post(place, {"next": "/settings/history/"}).content.decode()

    assert QUESTION in asked
    assert not change.undone_by.exists()
    assert not Recomputation.objects.exists()
    answer = re.search(r'name="confirmed" value="(\w+)"', asked)[1]
    done = browser.post(place, {"next": "/settings/history/", "confirmed": answer})
    assert done["Location"] == "/settings/history/"
    assert change.undone_by.exists()
    assert Recomputation.objects.exists()


def test_what_changes_no_deadline_is_taken_back_at_once(browser, tickets, policy, admin):
    save_policy(
        policy=policy,
        actor=admin,
        name="Another name",
        description="",
        conditions={},
        terms=policy.current.terms,
        calendar=policy.current.calendar,
    )
    change = SettingChange.objects.latest("pk")

    assert browser.post(f"/settings/changes/{change.pk}/undo/").status_code == 302
    assert change.undone_by.exists()


def edited(**parts: object) -> str:
    """The configuration of now, with two hours to answer."""
    words = yaml.safe_load(export())
    (policy,) = [one for one in words["policies"] if one["name"] == "All"]
    policy["terms"]["targets"]["first_response"]["seconds"] = {"1": 7200, "2": 7200, "3": 7200, "4": 7200}
    return yaml.safe_dump({"helpdesk": 1, "policies": words["policies"]} | parts)


def test_a_file_that_is_compared_says_it(browser, tickets, policy):
    file = SimpleUploadedFile("all.yaml", edited().encode())

    page = browser.post("/settings/configuration/", {"file": file}).content.decode()

    assert QUESTION in page
    policy.refresh_from_db()
    assert policy.versions.count() == 1
    assert not Recomputation.objects.exists()


def test_a_file_about_something_else_asks_nothing(tickets, admin):
    assert compare("helpdesk: 1\ntags:\n- name: refund\n", actor=admin).deadlines is None


def test_the_command_says_it_when_it_only_compares(tickets, tmp_path):
    (tmp_path / "all.yaml").write_text(edited())
    said = StringIO()

    call_command("config", "import", str(tmp_path / "all.yaml"), "--dry-run", stdout=said)

    assert QUESTION in said.getvalue()


def test_the_api_says_it_of_a_file_and_of_taking_back(program_of, tickets, policy, admin):
    api = program_of(admin, Scope.ADMIN)
    told = {"changed": 2, "overdue": 0, "looked_at": 2, "is_whole": True}

    compared = api.post("/api/v1/configuration/", {"yaml": edited(), "dry_run": True}).json()
    assert compared["deadlines"] == told

    api.post("/api/v1/configuration/", {"yaml": edited()})
    run_waiting()
    change = SettingChange.objects.filter(act=SettingAct.CHANGED, kind="policy").latest("pk")
    assert api.get(f"/api/v1/setting-changes/{change.pk}/undo/").json() == {"deadlines": told}
    assert not change.undone_by.exists()


def test_of_a_team_the_api_has_no_deadlines_to_tell(program_of, admin, first_line):
    api = program_of(admin, Scope.ADMIN)
    api.patch(f"/api/v1/teams/{first_line.pk}/", {"name": "Front"})
    change = SettingChange.objects.latest("pk")

    assert api.get(f"/api/v1/setting-changes/{change.pk}/undo/").json() == {"deadlines": None}
    assert Team.objects.get().name == "Front"
