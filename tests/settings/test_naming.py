"""What is put away while rules or policies name it: that is said at once, and stands on the list of rules."""

import pytest
from django.contrib.messages import get_messages

from accounts.naming import named_by
from helpdesk import clock
from routing.models import EmergencyPlan
from routing.references import with_gone
from tests.desk.conftest import signed_in
from tests.factories import AgentFactory, TeamFactory, make_macro, make_rule
from tests.sla.making import make_calendar, make_policy
from tickets.models import Field, FieldKind

pytestmark = pytest.mark.django_db


def said(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_a_team_that_rules_and_policies_name_is_archived_with_a_warning(admin):
    team = TeamFactory(name="Billing", levels=[1])
    asked = {"all": [{"any": [{"field": "team", "operator": "is", "value": team.pk}]}]}
    rule = make_rule(name="To Billing", effects=[{"do": "assign_team", "team": team.pk}])
    make_rule(name="Of Billing", conditions=asked)
    make_rule(name="Draft", conditions=asked, state="draft")
    make_policy("Premium", conditions={"any": [{"field": "team", "is": [team.pk]}]})
    client = signed_in(admin)
    assert "not there any more" not in client.get("/settings/rules/").content.decode()

    answer = client.post(f"/settings/teams/{team.pk}/archive/")

    assert "still named by “To Billing”, “Of Billing”, “Premium”" in said(answer)
    assert rule.pk in with_gone([rule])
    assert client.get("/settings/rules/").content.decode().count("Names what is not there any more") == 3
    client.post(f"/settings/teams/{team.pk}/archive/", {"undo": "1"})
    assert with_gone([rule]) == set()


def test_what_nothing_names_is_archived_without_a_word(admin):
    team, other = TeamFactory(levels=[1]), TeamFactory(levels=[1])
    make_rule(effects=[{"do": "assign_team", "team": other.pk}])

    assert "still named" not in said(signed_in(admin).post(f"/settings/teams/{team.pk}/archive/"))


def test_a_macro_says_so_where_it_is_archived(admin):
    macro = make_macro(html="<p>Hello</p>")
    make_rule(name="Greet", effects=[{"do": "reply", "macro": macro.pk}])

    answer = signed_in(admin).post(f"/desk/macros/{macro.pk}/archive/", headers={"HX-Request": "true"})

    assert "Greet" in answer.headers["HX-Trigger"]


def test_a_calendar_that_a_rule_counts_by_says_so(admin):
    calendar = make_calendar("Nights")
    make_rule(name="Remind", when={"after": {"hours": 8, "since": "answered", "calendar": calendar.pk}})

    assert "“Remind”" in said(signed_in(admin).post(f"/settings/calendars/{calendar.pk}/archive/"))


def test_the_api_says_so_too(admin):
    team, macro = TeamFactory(name="Billing", levels=[1]), make_macro(html="<p>Hello</p>")
    calendar, person = make_calendar("Nights"), AgentFactory()
    field = Field.objects.create(key="size", name="Size", kind=FieldKind.TEXT)
    make_rule(name="All of it", when={"after": {"hours": 8, "since": "answered", "calendar": calendar.pk}},
              conditions={"all": [{"field": "answer", "name": field.key, "operator": "is_empty"}]},
              effects=[{"do": "assign_team", "team": team.pk}, {"do": "reply", "macro": macro.pk},
                       {"do": "notify", "people": [person.pk], "text": "Look"}])  # fmt: skip
    things = {"teams": team, "macros": macro, "calendars": calendar, "fields": field}
    for path, thing in things.items():
        answer = signed_in(admin).post(f"/api/v1/{path}/{thing.pk}/archive/")
        assert answer.json()["named_by"] == ["All of it"], path
    answer = signed_in(admin).post(f"/api/v1/agents/{person.pk}/deactivate/", {}, content_type="application/json")
    assert answer.json()["named_by"] == ["All of it"]


def test_people_and_plans_are_found(admin):
    person = AgentFactory()
    plan = EmergencyPlan.objects.create(name="Outage", created_at=clock.now())
    make_rule(name="Tell", effects=[{"do": "notify", "people": [person.pk], "text": "Look"}])
    make_rule(name="Call", effects=[{"do": "emergency", "plan": plan.pk, "reason": "Down"}])
    make_policy("Fast", warn=[{"percent": 75, "tell": [], "people": [person.pk]}])

    assert named_by("person", person.pk) == ["Tell", "Fast"]
    assert named_by("plan", plan.pk) == ["Call"]
    plan.steps = [{"person": admin.pk, "how": ["desk"], "minutes": 5}]
    plan.save()
    assert named_by("person", admin.pk) == ["Outage"]
