"""The whole configuration as one file."""

from io import StringIO

import pytest
import yaml
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Organization, SettingChange, Team
from desk.settings.configuration import compare, export, take_over
from mail.models import Mailbox
from routing.actions import add_rule, order_rules
from routing.models import Rule
from sla.editing import make_default, save_calendar, save_policy, set_policy_active
from sla.models import Calendar, CalendarVersion, Policy, PolicyVersion
from tests.factories import AgentFactory, OrganizationFactory, make_form, make_macro, make_ticket
from tickets.models import Macro, Tag, Ticket

pytestmark = pytest.mark.django_db
NEW = """
helpdesk: 1
teams:
- name: Billing
  levels: [2]
  members: [agent@example.com]
tags:
- name: refund
macros:
- name: Refund
  html: <p>Done</p>
  scope: team
  team: Billing
"""


def test_what_was_exported_changes_nothing(admin, agent, first_line, mailbox) -> None:
    make_macro(name="Refund", html="<p>Hi {{ requester.name }}</p>", scope="team", team=first_line, priority=4)
    make_macro(name="Refund", html="<p>Another of this name</p>", owner=admin)
    OrganizationFactory(name="Initech", domains=["initech.example"], notes="Zwei\nZeilen: ja, # wirklich")
    text = export()

    comparison = take_over(text, actor=admin, remove=True)

    assert (comparison.steps, comparison.problems) == ([], [])
    assert export() == text
    assert not SettingChange.objects.exists()


def test_days_times_and_norway_need_no_quotation_marks(admin) -> None:
    text = """
helpdesk: 1
calendars:
- name: Oslo
  time_zone: Europe/Oslo
  weekly:
    mon: [[09:00, 17:00]]
    fri: [[22:00, 06:00]]
  holidays: [2026-12-24]
  holiday_region: NO
  day_names: {2026-12-24: Julaften}
"""

    found = take_over(text, actor=admin)

    assert found.problems == []
    version = Calendar.objects.get(name="Oslo").current
    assert version.hours["weekly"] == {"mon": [["09:00", "17:00"]], "fri": [["22:00", "06:00"]]}
    assert (version.hours["holidays"], version.hours["holiday_region"]) == (["2026-12-24"], "NO")
    assert version.day_names == {"2026-12-24": "Julaften"}
    assert compare(text, actor=admin).steps == []


def test_what_stands_twice_is_refused_because_one_of_them_would_be_lost(admin) -> None:
    twice = compare("helpdesk: 1\ntags:\n- name: a\nteams: []\ntags:\n- name: b\n", actor=admin)

    assert twice.problems == ["line 5: this is no YAML: “tags” stands here twice."]
    assert "“name” stands here twice" in compare("helpdesk: 1\ntags:\n- name: a\n  name: b\n", actor=admin).problems[0]


def test_another_desk_reads_the_same_policies_rules_and_their_order(admin, agent, first_line) -> None:
    """What they name stands there by its name: the keys of the other desk are others."""
    form = make_form("Order")
    save_calendar(actor=admin, name="Night", hours={"time_zone": "UTC", "weekly": {"mon": [["22:00", "06:00"]]}})
    make_default(Calendar.objects.get(name="Night"), actor=admin)
    asking = {"any": [{"field": "team", "is": [first_line.pk]}, {"field": "form", "is": [form.pk]}]}
    terms = {
        "targets": {"resolution": {"business": False, "seconds": {"2": 3600}}},
        "warn": [{"percent": 75, "tell": ["leads"], "people": [agent.pk]}],
        "breach": [{"do": "move", "team": first_line.pk}, {"do": "assign", "person": agent.pk}],
    }
    policy = save_policy(actor=admin, name="Orders", terms=terms, conditions=asking)
    set_policy_active(policy, actor=admin, is_active=False)
    for name in ("One", "Two"):
        add_rule(
            actor=admin, name=name, when={"events": ["ticket.opened"]}, conditions={"all": []}, effects=[{"do": "stop"}]
        )
    order_rules([Rule.objects.get(name="Two").pk, Rule.objects.get(name="One").pk], actor=admin)
    text = export()
    Rule.objects.all().delete()
    Policy.objects.update(current=None)
    PolicyVersion.objects.all().delete()
    Policy.objects.all().delete()
    Calendar.objects.update(current=None)
    CalendarVersion.objects.all().delete()
    Calendar.objects.all().delete()
    first_line.members.clear()
    first_line.delete()

    comparison = take_over(text, actor=admin)

    assert not comparison.problems
    assert export() == text
    assert Policy.objects.get(name="Orders").current.conditions["any"][0]["is"] == [Team.objects.get().pk]
    assert not Policy.objects.get(name="Orders").is_active


def test_another_order_of_rules_is_a_difference(admin) -> None:
    for name in ("One", "Two", "Three"):
        add_rule(
            actor=admin, name=name, when={"events": ["ticket.opened"]}, conditions={"all": []}, effects=[{"do": "stop"}]
        )

    comparison = take_over("helpdesk: 1\nrules:\n- name: Three\n- name: One\n", actor=admin)

    assert [(step.name, step.differences) for step in comparison.steps] == [
        ("their order", [("Order", "One, Two, Three", "Three, Two, One")])
    ]
    assert list(Rule.objects.order_by("position").values_list("name", flat=True)) == ["Three", "Two", "One"]


def test_new_things_are_added_together_and_named_in_the_preview(admin, agent) -> None:
    comparison = compare(NEW, actor=admin)
    assert [(step.act, step.kind.code, step.name) for step in comparison.steps] == [
        ("added", "team", "Billing"),
        ("added", "tag", "refund"),
        ("added", "macro", "Refund"),
    ]
    assert not Team.objects.filter(name="Billing").exists()

    assert take_over(NEW, actor=admin).summary == "3 added, 0 changed, 0 removed"
    team = Team.objects.get(name="Billing")
    assert (list(team.members.all()), Macro.objects.get().team) == ([agent], team)
    assert take_over(NEW, actor=admin).steps == []


def test_changes_say_from_what_to_what_and_fields_left_out_stay(admin, agent, first_line) -> None:
    (step,) = take_over("helpdesk: 1\nteams:\n- name: First line\n  levels: [1, 2]\n", actor=admin).steps

    assert (step.act, step.differences) == ("changed", [("Levels", "", "also 2")])
    first_line.refresh_from_db()
    assert list(first_line.members.all()) == [agent]


def test_nothing_is_removed_unless_asked(admin, first_line, specialists) -> None:
    text = "helpdesk: 1\nteams:\n- name: First line\n"

    assert take_over(text, actor=admin).steps == []
    assert take_over(text, actor=admin, remove=True).summary == "0 added, 0 changed, 1 removed"
    specialists.refresh_from_db()
    assert specialists.archived_at is not None


def test_what_a_file_removed_another_brings_back(admin, mailbox, first_line) -> None:
    things = """helpdesk: 1
teams:
- {name: Front desk, levels: [1]}
tags:
- name: Big  Customer
skills:
- {name: Refunds, tags: [refund]}
fields:
- {key: version, name: Version, kind: text}
forms:
- {name: Installation, fields: []}
escalation_reasons:
- name: Rights
style_guides:
- {name: Short, tone: Be short.}
calendars:
- {name: Early, time_zone: UTC, weekly: {mon: [[9:00, 17:00]]}}
mail_rules:
- {name: Silent, conditions: [{header: subject, how: contains, value: x}], does: drop, reason: Noise}
webhooks:
- {name: Chat, url: "https://chat.example.com/hook"}
"""
    nothing = "helpdesk: 1\n" + "".join(f"{line[:-1]}: []\n" for line in things.splitlines()[1:] if line.endswith(":"))
    calendars = list(Calendar.objects.filter(archived_at=None).values_list("name", flat=True))
    assert take_over(things, actor=admin).problems == []
    front_desk, before = Team.objects.get(name="Front desk"), export()
    assert take_over(things, actor=admin).steps == []  # a tag is the same one however it is spelled

    nothing = nothing.replace("teams: []", "teams: [{name: First line}]")
    kept = ", ".join(f"{{name: {name}}}" for name in calendars)  # the default one stays
    nothing = nothing.replace("calendars: []", f"calendars: [{kept}]")
    removed = take_over(nothing, actor=admin, remove=True)
    back = take_over(before, actor=admin, remove=True)

    assert removed.problems == back.problems == []
    assert removed.count("removed") >= 10
    assert back.summary == f"{removed.count('removed')} added, 0 changed, 0 removed"
    assert (export(), Team.objects.get(name="Front desk")) == (before, front_desk)


CALENDAR = "helpdesk: 1\ncalendars:\n- name: Early\n  time_zone: UTC\n  weekly: {mon: [[9:00, 17:00]]}\n"


def test_an_hour_may_be_written_with_one_digit(admin) -> None:
    assert take_over(CALENDAR, actor=admin).problems == []
    assert Calendar.objects.get(name="Early").current.hours["weekly"] == {"mon": [["09:00", "17:00"]]}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "line 1: the file has to begin with “helpdesk: 1”"),
        ("helpdesk: 2", "line 1: the file is of version 2; this desk reads version 1."),
        ("helpdesk: 0", "line 1: the file has to begin"),
        ("helpdesk: 1\n5: []", "line 2: “5” is not known"),
        ('helpdesk: 1\ntags:\n- name: "a\\ud800"', "line 3: this is no YAML: half a character."),
        (CALENDAR + "  day_names: {2026-12-24: 5}", "calendars, item 1 (line 3): Days off have their names as texts"),
        ("helpdesk: 1\nteams: [", "line 2: this is no YAML"),
        ("helpdesk: 1\ntems: []", "line 2: “tems” is not known"),
        ("helpdesk: 1\nteams: Billing", "line 2: “teams” is a list"),
        ("helpdesk: 1\nteams:\n- Billing", "teams, item 1 (line 3): write its fields"),
        ("helpdesk: 1\nteams:\n- name: A\n  levls: [1]", "teams, item 1 (line 4): “levls” is not known here"),
        ("helpdesk: 1\nteams:\n- name: A\n  levels: one", "(line 4): “levels” is a list of whole numbers"),
        ("helpdesk: 1\nteams:\n- levels: [1]", "(line 3): “name” is missing"),
        ("helpdesk: 1\nteams:\n- name: A\n- name: B\n  levels: [9]", "teams, item 2 (line 4): Choose at least one"),
        ("helpdesk: 1\nteams:\n- name: A\n  members: [x@y.test]", "There is no colleague with the address x@y.test"),
        ("helpdesk: 1\nagents:\n- email: new@example.com", "“name” is missing"),
        (
            f"helpdesk: 1\norganizations:\n- name: {'x' * 300}",
            "organizations, item 1 (line 3): something in it is longer",
        ),
        ("helpdesk: 1\na: &a [1]\ntags: *a", "uses aliases"),
        ("helpdesk: 1\ntags:\n- name: !!python/object:os.system x", "this is no YAML"),
    ],
)
def test_each_mistake_names_its_place_and_nothing_is_taken_over(admin, text, sentence) -> None:
    comparison = take_over(text, actor=admin)

    assert any(sentence in problem for problem in comparison.problems), comparison.problems
    assert not Team.objects.exists()


def test_one_mistake_stops_all(admin, agent) -> None:
    assert take_over(NEW + "\n- name: Bad\n  scope: team\n  team: Nobody\n", actor=admin).problems

    assert not Tag.objects.exists()
    assert not SettingChange.objects.exists()


def test_only_admins_take_over(lead) -> None:
    with pytest.raises(PermissionDenied):
        compare(NEW, actor=lead)


def test_the_command_writes_compares_and_takes_over(admin, agent, tmp_path) -> None:
    file, said = tmp_path / "new.yaml", StringIO()
    file.write_text(NEW)

    call_command("config", "import", str(file), "--dry-run", stdout=said)
    assert "+ Team Billing" in said.getvalue()
    assert "Would be: 3 added" in said.getvalue()
    assert not Tag.objects.exists()
    call_command("config", "import", str(file), stdout=said)
    assert SettingChange.objects.filter(machine="Configuration file", kind="tag").exists()
    call_command("config", "export", str(tmp_path / "out.yaml"), stdout=said)
    assert yaml.safe_load((tmp_path / "out.yaml").read_text())["tags"] == [{"name": "refund"}]
    file.write_text("helpdesk: 1\ntems: []")
    with pytest.raises(CommandError, match="line 2"):
        call_command("config", "import", str(file))


def test_the_page_previews_a_file_and_then_takes_it_over(browser, agent) -> None:
    file = SimpleUploadedFile("new.yaml", NEW.encode())
    page = browser.post("/settings/configuration/", {"file": file}).content.decode()
    assert "3 added, 0 changed, 0 removed" in page
    assert not Tag.objects.exists()

    answer = browser.post("/settings/configuration/", {"text": NEW, "take_over": "1"}, follow=True).content.decode()
    assert "Taken over: 3 added" in answer
    assert Tag.objects.exists()
    exported = browser.get("/settings/configuration/export/")
    assert "Billing" in exported.content.decode()
    assert "attachment" in exported["Content-Disposition"]


def test_the_page_says_what_is_wrong(browser) -> None:
    assert "Choose a file" in browser.post("/settings/configuration/", {}).content.decode()
    bad = browser.post("/settings/configuration/", {"file": SimpleUploadedFile("x.yaml", b"helpdesk: 1\ntems: []")})
    assert bad.status_code == 422
    assert "line 2" in bad.content.decode()
    picture = browser.post("/settings/configuration/", {"file": SimpleUploadedFile("x.png", b"\x89PNG\xff")})
    assert "no text file" in picture.content.decode()


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(team=NAMES, tags=st.lists(NAMES, max_size=4), words=NAMES, notes=st.text(max_size=60), mailbox_name=NAMES)
def test_whatever_things_are_called_the_round_is_closed(db, team, tags, words, notes, mailbox_name) -> None:
    """Exported, wiped, taken over: the same file again, and taking it over once more changes nothing."""
    admin = AgentFactory(role="admin")
    wipe()
    for described in (
        {"teams": [{"name": team, "levels": [1]}]},
        {"tags": [{"name": name} for name in tags]},
        {"macros": [{"name": words, "html": f"<p>{words}</p>", "scope": "all"}]},
        {"organizations": [{"name": words, "notes": notes.replace("\0", "")}]},
        {"mailboxes": [{"address": "one@example.com", "name": mailbox_name}]},
    ):
        take_over(yaml.safe_dump({"helpdesk": 1, **described}), actor=admin)  # some names are refused
    text = export()
    assert take_over(text, actor=admin, remove=True).steps == []
    wipe()
    assert take_over(text, actor=admin).problems == []
    assert export() == text
    wipe()


def wipe() -> None:
    for model in (Macro, Tag, Team, Organization, Mailbox):
        model.objects.all().delete()


def test_a_thing_is_renamed_by_a_file_and_keeps_its_tickets(admin, first_line) -> None:
    ticket = make_ticket(team=first_line)
    text = export().replace(f"name: {first_line.name}\n", f"renamed_from: {first_line.name}\n  name: Front desk\n", 1)

    assert compare(text, actor=admin, remove=True).summary == "0 added, 1 changed, 0 removed"
    take_over(text, actor=admin, remove=True)

    assert Ticket.objects.get(pk=ticket.pk).team.name == "Front desk"
    again = compare(text, actor=admin, remove=True)
    assert (again.steps, again.problems) == ([], [])


def test_a_file_that_was_cut_off_is_refused_wherever_the_cut_is(admin, first_line, mailbox) -> None:
    text = export()
    lines = text.splitlines(keepends=True)

    for end in range(3, len(lines), 7):
        problems = compare("".join(lines[:end]), actor=admin, remove=True).problems
        assert problems
        assert "was cut off" in problems[0]
    assert "was cut off" in compare(text[: len(text) // 2], actor=admin).problems[0]


def test_a_character_that_no_text_has_is_told_with_its_line(admin) -> None:
    assert compare("helpdesk: 1\nteams:\n- name: A\x01\n", actor=admin).problems == [
        "line 3: there is a character that no text has (U+0001). Was the file damaged?"
    ]
