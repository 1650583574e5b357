"""What is put away while rules or policies name it: that is said at once, and stands on the list of rules."""

import pytest
from django.contrib.messages import get_messages

from desk.settings.naming import users_of
from helpdesk import clock
from routing.models import EmergencyPlan
from routing.references import with_gone
from tests.desk.conftest import signed_in
from tests.factories import AgentFactory, TeamFactory, make_macro, make_rule
from tests.sla.making import make_policy

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


def test_people_and_plans_are_found(admin):
    person = AgentFactory()
    plan = EmergencyPlan.objects.create(name="Outage", created_at=clock.now())
    make_rule(name="Tell", effects=[{"do": "notify", "people": [person.pk], "text": "Look"}])
    make_rule(name="Call", effects=[{"do": "emergency", "plan": plan.pk, "reason": "Down"}])
    make_policy("Fast", warn=[{"percent": 75, "tell": [], "people": [person.pk]}])

    assert users_of("person", person.pk) == ["Tell", "Fast"]
    assert users_of("plan", plan.pk) == ["Call"]
    assert users_of("person", admin.pk) == []
