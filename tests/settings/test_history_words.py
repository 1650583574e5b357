"""Rules (of tickets and of mails), policies, calendars and plans in the history: words, as their own pages have them."""

import pytest

from accounts.directory import Refusal
from accounts.models import SettingChange
from desk.settings.history import told, undo
from helpdesk import clock
from mail.rule_keeping import add_mail_rule, change_mail_rule
from routing.actions import add_rule, change_rule
from routing.plans import add_plan, change_plan
from sla.changing import save_calendar, save_policy
from sla.editing import make_default
from sla.models import Calendar, Recomputation

pytestmark = pytest.mark.django_db
NINE_TO_FIVE = {"time_zone": "Europe/Berlin", "weekly": {"mon": [["09:00", "17:00"]]}}


def newest() -> list[tuple[str, str, str]]:
    return told(SettingChange.objects.order_by("-pk")[:1])[0].differences


def test_conditions_and_effects_of_a_rule_read_as_the_builder_says_them(admin, first_line, specialists) -> None:
    contains = {"field": "subject", "operator": "contains", "value": "refund"}
    of_team = {"field": "team", "operator": "is", "value": first_line.pk}
    rule = add_rule(
        actor=admin,
        name="Refunds",
        when={"events": ["ticket.opened"]},
        conditions={"all": [contains]},
        effects=[{"do": "assign_team", "team": specialists.pk}],
    )
    change_rule(
        rule,
        actor=admin,
        when={"events": ["ticket.opened", "message.received"]},
        conditions={"all": [contains, {"any": [of_team, {"field": "tags", "operator": "any_of", "value": ["vip"]}]}]},
        effects=[{"do": "assign_team", "team": first_line.pk}, {"do": "tag", "add": ["money"]}],
    )

    said = {label: (before, after) for label, before, after in newest()}
    assert said["If"] == ("", "also (Team is First line or Tags is one of vip)")
    assert said["Then"] == (
        f"Put it into the queue of {specialists.name}",
        "Put it into the queue of First line; Add the tag money",
    )


def test_what_a_rule_named_and_is_gone_is_said_to_be_gone() -> None:
    SettingChange.objects.create(
        kind="rule",
        key="1",
        name="Old",
        act="changed",
        at=clock.now(),
        changes={"effects": [[{"do": "assign_team", "team": 77}], [{"do": "assign_team", "team": "First line"}]]},
    )

    assert newest() == [
        ("Then", "Put it into the queue of something that is gone", "Put it into the queue of First line")
    ]


def test_for_whom_a_policy_is_and_what_it_promises_are_told(admin, first_line) -> None:
    terms = {"targets": {"resolution": {"business": False, "seconds": {"2": 3600}}}}
    policy = save_policy(None, actor=admin, name="Premium", terms=terms)
    tree = {"any": [{"field": "tier", "is": ["premium"]}, {"field": "team", "is": [first_line.pk]}]}
    moving = {**terms, "breach": [{"do": "move", "team": first_line.pk}]}
    save_policy(policy, actor=admin, name="Premium", terms=moving, conditions=tree)

    assert newest() == [
        ("For which tickets", "every ticket", "(Tier of the organization is Premium or Team is First line)"),
        ("When it is missed", "", "Move to another team: First line"),
    ]


def test_hours_and_holidays_of_a_calendar_are_told_day_by_day(admin) -> None:
    calendar = save_calendar(None, actor=admin, name="Germany", hours=NINE_TO_FIVE)
    hours = {**NINE_TO_FIVE, "weekly": {"mon": [["09:00", "12:00"], ["13:00", "18:00"]]}, "holiday_region": "DE-BY"}
    save_calendar(calendar, actor=admin, name="Germany", hours=hours, day_names={"2026-12-24": "Christmas Eve"})

    assert newest() == [
        ("Monday", "09:00–17:00", "09:00–12:00, 13:00–18:00"),
        ("Public holidays of", "", "Germany, Bayern"),
        ("Names of days", "", "2026-12-24 Christmas Eve"),
    ]


def test_the_steps_of_a_plan_are_sentences(admin, first_line, agent) -> None:
    first = {"team": first_line.pk, "how": ["desk", "email"], "minutes": 5}
    plan = add_plan(actor=admin, name="Outage", steps=[first])
    change_plan(
        plan, actor=admin, steps=[{**first, "minutes": 1}, {"person": agent.pk, "how": ["email"], "minutes": 10}]
    )

    assert newest() == [
        (
            "Step 1",
            "First line in the desk and by email, then wait for 5 minutes",
            "First line in the desk and by email, then wait for 1 minute",
        ),
        ("Step 2", "", "agent@example.com by email, then wait for 10 minutes"),
    ]


def test_a_rule_before_a_ticket_is_told_as_its_own_page_has_it(admin, first_line) -> None:
    lottery = {"header": "subject", "how": "contains", "value": "lottery"}
    flagged = {"header": "X-Spam-Flag", "how": "is_there", "value": ""}
    sets = {"tags": ["prize"], "priority": 2}
    rule = add_mail_rule(actor=admin, name="Prizes", conditions=[lottery], does="set", sets=sets)

    change_mail_rule(
        rule,
        actor=admin,
        conditions=[lottery, flagged],
        sets={"tags": ["prize", "spam"], "priority": 4, "team": first_line.name},
    )
    assert newest() == [
        ("Conditions", "", "also X-Spam-Flag is there"),
        ("Tags", "", "also spam"),
        ("Priority", "Normal", "Urgent"),
        ("Team", "", "First line"),
    ]

    change_mail_rule(rule, actor=admin, conditions=[flagged], does="drop")
    assert newest() == [
        ("Conditions", "Subject contains “lottery”", ""),
        ("What it does", "Let it in, and set", "Ignore it"),
        ("Tags", "prize, spam", ""),
        ("Priority", "Urgent", ""),
        ("Team", "First line", ""),
    ]


def test_another_default_calendar_is_told_of_both_and_can_be_taken_back(admin) -> None:
    usual = save_calendar(None, actor=admin, name="Usual", hours=NINE_TO_FIVE)
    make_default(usual, actor=admin)
    night = save_calendar(None, actor=admin, name="Night", hours=NINE_TO_FIVE)
    SettingChange.objects.all().delete()

    make_default(night, actor=admin)
    make_default(night, actor=admin)  # nothing more

    changes = {change.name: change for change in SettingChange.objects.all()}
    assert {name: told([change])[0].differences for name, change in changes.items()} == {
        usual.name: [("Default", "yes", "no")],
        "Night": [("Default", "no", "yes")],
    }
    undo(changes[usual.name], actor=admin)
    assert Calendar.objects.get(is_default=True) == usual


def test_a_calendar_is_the_default_until_another_one_is(admin) -> None:
    make_default(save_calendar(None, actor=admin, name="Night", hours=NINE_TO_FIVE), actor=admin)

    with pytest.raises(Refusal, match="Make another one the default first"):
        undo(SettingChange.objects.latest("pk"), actor=admin)


def test_a_policy_that_is_taken_back_brings_open_tickets_to_what_holds_again(admin) -> None:
    terms = {"targets": {"resolution": {"business": False, "seconds": {"2": 60}}}}
    policy = save_policy(None, actor=admin, name="Premium", terms=terms)
    save_policy(policy, actor=admin, name="Premium", terms={**terms, "pause": []})
    Recomputation.objects.update(after_number=1)  # it is under way

    undo(SettingChange.objects.latest("pk"), actor=admin)

    assert Recomputation.objects.filter(after_number=0, about="Premium").count() == 1
