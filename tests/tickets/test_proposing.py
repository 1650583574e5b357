"""Which team is proposed, and what is said for it."""

import pytest

from accounts.models import Availability, Skill
from tests.factories import AgentFactory, TeamFactory, make_ticket
from tickets.actions import add_note, ask, assign_team, de_escalate, decline_escalation, escalate, tag
from tickets.content import Body
from tickets.handing_on import drafted_words
from tickets.proposals import Proposal
from tickets.proposing import proposals_for, proposed_team

pytestmark = pytest.mark.django_db


def team_of(name: str, *people, **fields):
    team = TeamFactory(name=name, levels=[2], **fields)
    team.members.add(*people)
    return team


def test_who_knows_what_it_is_about_comes_first(ticket, agent):
    skill = Skill.objects.create(name="Refunds", tags=["refund"])
    knower = AgentFactory(level=2, name="Kim")
    knower.skills.create(skill=skill, proficiency=3)
    team_of("Able", AgentFactory(level=2))
    able = team_of("Knowing", knower)
    tag(ticket, actor=agent, add=["refund"])

    first = proposals_for(ticket, [2])[0]

    assert (first.team, first.person) == (able, knower)
    assert first.reasons[0] == "Kim (Refunds, expert) knows it"
    assert proposed_team(ticket, 2) == able


def test_a_skill_that_was_put_away_counts_no_more(ticket, agent):
    skill = Skill.objects.create(name="Refunds", tags=["refund"], is_active=False)
    knower = AgentFactory(level=2)
    knower.skills.create(skill=skill, proficiency=3)
    team_of("Knowing", knower)
    tag(ticket, actor=agent, add=["refund"])

    assert proposals_for(ticket, [2])[0].person is None


def test_then_who_speaks_the_customers_language():
    german = make_ticket(language="de")
    team_of("A", AgentFactory(level=2, languages=["en"]))
    speaking = team_of("B", AgentFactory(level=2, languages=["de"]))

    first = proposals_for(german, [2])[0]

    assert first.team == speaking
    assert "answers in German" in first.reasons


def test_of_those_who_know_it_who_speaks_the_language_comes_before_who_knows_it_best(agent):
    skill = Skill.objects.create(name="Refunds", tags=["refund"])
    best, speaking, only_speaking = (
        AgentFactory(level=1, languages=languages) for languages in (["en"], ["de-CH"], ["de"])
    )
    best.skills.create(skill=skill, proficiency=3)
    speaking.skills.create(skill=skill, proficiency=1)
    teams = [TeamFactory(levels=[1], name=name) for name in ("A", "B", "C")]
    for team, person in zip(teams, (best, only_speaking, speaking), strict=True):
        team.members.add(person)
    german = make_ticket(language="de", level=2, team=None, tags=["refund"])

    de_escalate(german, actor=AgentFactory(level=2, role="lead"), to_level=1, reason="Simple")

    german.refresh_from_db()
    assert german.team == teams[2]


def test_then_who_is_there_and_has_least_to_do(ticket, agent):
    away = AgentFactory(level=2, availability=Availability.AWAY)
    absent = team_of("A", away)
    busy = team_of("B", AgentFactory(level=2))
    free = team_of("C", AgentFactory(level=2))
    waiting = make_ticket()
    escalate(waiting, actor=agent, to_level=2, team=busy, reason="r", tried="t", asked="a")

    proposals = proposals_for(ticket, [2])

    assert [one.team for one in proposals] == [free, busy, absent]
    assert [one.reasons for one in proposals] == [
        ["nothing waits there"],
        ["1 ticket waits there"],
        ["nobody there is online"],
    ]


def test_private_teams_are_proposed_to_nobody_who_is_not_in_them(ticket, agent):
    inside = team_of("Inside", agent, is_private=True)

    assert proposed_team(ticket, 2) is None
    assert [one.team for one in proposals_for(ticket, [2], actor=agent)] == [inside]
    assert proposals_for(ticket, [2], actor=AgentFactory()) == []


def test_escalating_without_a_team_goes_to_the_proposed_one(ticket, agent, first_line):
    skill = Skill.objects.create(name="Refunds", tags=["refund"])
    knower = AgentFactory(level=2)
    knower.skills.create(skill=skill, proficiency=1)
    team_of("A", AgentFactory(level=2))
    knowing = team_of("B", knower)
    assign_team(ticket, actor=agent, team=first_line)
    tag(ticket, actor=agent, add=["refund"])

    assert escalate(ticket, actor=agent, to_level=2, reason="r", tried="t", asked="a").to_team == knowing


def test_people_below_the_level_count_for_nothing(ticket, agent):
    skill = Skill.objects.create(name="Refunds", tags=["refund"])
    beginner = AgentFactory(level=1)
    beginner.skills.create(skill=skill, proficiency=3)
    team_of("A", beginner)
    tag(ticket, actor=agent, add=["refund"])

    first = proposals_for(ticket, [2])[0]

    assert (first.person, first.online) == (None, 0)


def test_a_language_that_all_speak_speaks_for_none():
    german = make_ticket(language="de")
    for name in ("A", "B"):
        team_of(name, AgentFactory(level=2, languages=["de"]))

    assert [one.reasons for one in proposals_for(german, [2])] == [["nothing waits there"]] * 2


def test_going_down_it_is_proposed_to_the_team_that_had_it(ticket, agent, first_line, specialists):
    TeamFactory(name="Another", levels=[1])
    assign_team(ticket, actor=agent, team=first_line)
    escalate(ticket, actor=agent, to_level=2, reason="r", tried="t", asked="a")

    de_escalate(ticket, actor=agent, to_level=1, reason="Simple")

    assert ticket.team_id == first_line.pk


def test_going_down_two_levels_it_is_proposed_to_the_team_that_had_it_there(
    ticket, agent, agent_l2, lead, first_line, specialists
):
    TeamFactory(name="Another", levels=[1])
    TeamFactory(name="Engineering", levels=[3])
    assign_team(ticket, actor=agent, team=first_line)
    escalate(ticket, actor=agent, to_level=2, reason="r", tried="t", asked="a")
    escalate(ticket, actor=agent_l2, to_level=3, reason="r", tried="t", asked="a")

    de_escalate(ticket, actor=lead, to_level=1, reason="Simple")

    assert ticket.team_id == first_line.pk


def test_who_declined_it_is_proposed_last(ticket, agent):
    bea = AgentFactory(level=2)
    first, second = team_of("A", bea), team_of("B")
    escalate(ticket, actor=agent, to_level=2, team=first, reason="r", tried="Water", asked="a")

    decline_escalation(ticket, actor=bea, reason="Not ours")

    proposals = proposals_for(ticket, [2])
    assert [one.team for one in proposals] == [second, first]
    assert proposals[1].reasons[0] == "declined it before"


def test_without_tags_those_that_smart_routing_proposes_ask_for_skills(ticket):
    skill = Skill.objects.create(name="Refunds", tags=["refund"])
    knower = AgentFactory(level=2)
    knower.skills.create(skill=skill, proficiency=3)
    team_of("Able", AgentFactory(level=2))
    knowing = team_of("Knowing", knower)
    ticket.proposed = {"tags": Proposal("tags", ["refund"], "refund", 0.99, (), []).as_json()}

    assert proposed_team(ticket, 2) == knowing


def test_the_notes_of_colleagues_tell_what_was_tried(ticket, agent, lead):
    add_note(ticket, actor=agent, body=Body.from_text("Cleared the cache: no change."))
    ask(ticket, actor=agent, person=lead, body=Body.from_text("Do you know this one?"))

    assert drafted_words(ticket).tried.splitlines() == [f"- {agent} noted: “Cleared the cache: no change.”"]


def test_what_was_tried_before_an_earlier_escalation_stands_in_the_next_one(ticket, agent):
    bea = AgentFactory(level=2)
    team_of("A", bea)
    escalate(ticket, actor=agent, to_level=2, reason="r", tried="Water\n- Sand", asked="a")
    decline_escalation(ticket, actor=bea, reason="Not ours")

    assert drafted_words(ticket).tried.splitlines() == [
        "Water", "- Sand", "- Level 2 · Specialist answered: “Not ours”",
    ]  # fmt: skip
