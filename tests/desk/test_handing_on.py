"""Tickets between levels, as the desk shows them: the form, the hand-over, who sees which button, and the guides."""

import re

import pytest
from django.test import Client

from accounts.abilities import set_abilities
from accounts.models import Skill
from tests.desk.conftest import HTMX, signed_in
from tests.factories import AgentFactory, TeamFactory
from tickets.actions import (
    accept_escalation,
    add_task,
    assign_team,
    decline_escalation,
    escalate,
    hand_back,
    reply,
    set_task_done,
    tag,
)
from tickets.actions.escalation_reasons import set_level_guide
from tickets.content import Body
from tickets.models import EscalationReason, Level, Ticket

pytestmark = pytest.mark.django_db

OPEN = re.compile('<details class="handover"[^>]* open>')
WHY = {"reason": "No idea", "tried": "Water", "asked": "Sand?"}


def post(client: Client, ticket: Ticket, what: str, **fields):
    return client.post(f"/desk/tickets/{ticket.pk}/{what}/", fields, headers=HTMX)


def part(client: Client, ticket: Ticket, what: str) -> str:
    return client.get(f"/desk/tickets/{ticket.pk}/{what}/", headers=HTMX).content.decode()


def page(client: Client, ticket: Ticket) -> str:
    return client.get(f"/desk/tickets/{ticket.pk}/").content.decode()


@pytest.fixture
def escalated(ticket, agent, specialists):
    return escalate(ticket, actor=agent, to_level=2, **WHY)


def test_the_form_says_where_it_goes_and_why(desk, agent, agent_l2, lead, ticket, specialists):
    TeamFactory(name="Billing", levels=[2])
    skill = Skill.objects.create(name="Refunds", tags=["refund"])
    set_abilities(agent_l2, actor=lead, skills={skill: 3})
    tag(ticket, actor=agent, add=["refund"])

    form = part(desk, ticket, "escalate/form")

    assert form.index("Specialists") < form.index("Billing")
    assert "Bea Novak (Refunds, expert) knows it" in form
    assert "Proposed" in form
    assert f'value="2:{specialists.pk}" required checked autofocus' in form


def test_the_form_comes_with_what_was_tried_and_what_is_asked(desk, agent, ticket, specialists):
    set_task_done(add_task(ticket, actor=agent, text="Checked the fuse"), actor=agent, done=True)
    reply(ticket, actor=agent, body=Body.from_text("Have you tried water?"), seen_seq=ticket.conversation_seq)

    form = part(desk, ticket, "escalate/form")

    assert "Done: Checked the fuse" in form
    assert "Have you tried water?" in form
    assert "Ann Lee asks: “It started this morning. What can I do?”" in form


def test_the_form_says_so_when_nobody_works_there(desk, ticket):
    assert "No team works there yet" in part(desk, ticket, "escalate/form")


def test_private_teams_are_offered_to_those_who_know_of_them(desk, agent, admin, ticket, specialists):
    TeamFactory(name="Inside", levels=[2], is_private=True)

    assert "Inside" not in part(desk, ticket, "escalate/form")
    assert "Inside" in part(signed_in(admin), ticket, "escalate/form")


def test_escalating_and_what_comes_back(desk, agent_l2, ticket, specialists):
    reason = EscalationReason.objects.create(name="Too hard")
    to = f"2:{specialists.pk}"
    answer = post(desk, ticket, "escalate", to=to, listed_reason=reason.pk, tried="Water", asked="Sand?")
    assert answer.status_code == 200
    ticket.refresh_from_db()
    assert (ticket.level, ticket.team) == (Level.SPECIALIST, specialists)
    assert ticket.escalations.get().listed_reason == reason
    bea = signed_in(agent_l2)
    assert post(bea, ticket, "accept").status_code == 200
    assert post(bea, ticket, "hand-back", answer="").status_code == 400
    assert post(bea, ticket, "hand-back", answer="Sand.").status_code == 200
    ticket.refresh_from_db()
    assert (ticket.level, ticket.assignee) == (Level.FIRST_LINE, None)


def test_declining_needs_a_reason(agent_l2, ticket, escalated):
    bea = signed_in(agent_l2)
    assert post(bea, ticket, "decline").status_code == 400
    assert post(bea, ticket, "decline", answer="Try the manual").status_code == 200
    assert "Bea Novak declined the escalation to Level 2" in page(bea, ticket)


def test_what_two_levels_handed_back_ends_with_the_answer_of_the_nearer_one(desk, agent_l2, ticket, escalated):
    expert = AgentFactory(email="ida@example.com", name="Ida Frost", level=3)
    TeamFactory(name="Experts", levels=[3]).members.add(expert)
    accept_escalation(ticket, actor=agent_l2)
    escalate(ticket, actor=agent_l2, to_level=3, **WHY)
    hand_back(ticket, actor=expert, answer="It is the index.")

    hand_back(ticket, actor=agent_l2, answer="Rebuild the index.")

    shown = page(desk, ticket)
    assert "Bea Novak handed this back from Level 2" in shown
    assert "Rebuild the index." in shown


def test_the_hand_over_says_all_and_waits_with_its_time(ticket, escalated, agent_l2):
    shown = page(signed_in(agent_l2), ticket)
    for words in ("No idea", "Water", "Sand?", "Waits for Specialists to accept it", "/accept/", "/decline/"):
        assert words in shown
    assert OPEN.search(shown)


def test_who_escalated_it_sees_neither_accept_nor_decline_but_the_way_back(desk, ticket, escalated):
    shown = page(desk, ticket)
    assert "/accept/" not in shown
    assert "/decline/" not in shown
    assert "Withdraw the escalation" in shown


def test_colleagues_of_other_teams_see_no_button(ticket, escalated):
    shown = page(signed_in(AgentFactory(level=2)), ticket)
    for words in ("/accept/", "/decline/", "/hand-back/", "Withdraw the escalation"):
        assert words not in shown


def test_what_came_back_stands_on_top_until_the_customer_has_an_answer(desk, agent, agent_l2, ticket, escalated):
    accept_escalation(ticket, actor=agent_l2)
    hand_back(ticket, actor=agent_l2, answer="Use the blue sand.")
    assert OPEN.search(page(desk, ticket))
    assert "Use the blue sand." in page(desk, ticket)
    assert "Bea Novak handed this back from Level 2" in page(desk, ticket)

    reply(ticket, actor=agent, body=Body.from_text("Use the blue sand."), seen_seq=ticket.conversation_seq)

    assert not OPEN.search(page(desk, ticket))
    assert '<details class="handover"' in page(desk, ticket)


def test_an_answer_that_comes_to_an_open_page_is_not_folded_because_the_hand_over_was(
    desk, agent_l2, ticket, escalated
):
    """A refresh keeps the fold of an element that it knows by its id."""

    def card() -> tuple[str, str]:
        [found] = re.findall(r'<details class="handover" id="([^"]+)"[^>]*?( open)?>', page(desk, ticket))
        return found

    waiting = card()
    accept_escalation(ticket, actor=agent_l2)
    accepted = card()
    hand_back(ticket, actor=agent_l2, answer="Use sand")
    answered = card()

    assert (waiting[1], accepted, answered[1]) == ("", waiting, " open")
    assert answered[0] != accepted[0]


def test_leads_see_how_often_it_turned_around(desk, agent, agent_l2, lead, ticket, escalated):
    decline_escalation(ticket, actor=agent_l2, reason="Not ours")
    escalate(ticket, actor=agent, to_level=2, **WHY)

    assert "It turned around between levels 2 times." in page(signed_in(lead), ticket)
    assert "turned around" not in page(desk, ticket)


def test_bringing_it_down_says_why(desk, agent_l2, ticket, escalated, first_line):
    assert "Specialists" not in part(desk, ticket, "bring-down")
    assert post(desk, ticket, "bring-down", to=f"1:{first_line.pk}", reason="").status_code == 400
    assert post(desk, ticket, "bring-down", to=f"1:{first_line.pk}", reason="Found it").status_code == 200
    ticket.refresh_from_db()
    assert (ticket.level, ticket.team) == (1, first_line)
    shown = page(signed_in(agent_l2), ticket)
    assert "Omar Haddad brought this down to Level 1" in shown
    assert "Found it" in shown.split("handover__answer")[1]


def test_those_who_do_not_work_on_it_are_told_who_brings_it_down(ticket, escalated):
    shown = part(signed_in(AgentFactory()), ticket, "bring-down")
    assert "for those who work on the ticket" in shown
    assert "<form" not in shown


def test_who_hands_back_into_a_private_team_is_led_back_to_the_desk(agent, agent_l2, ticket, specialists):
    inside = TeamFactory(name="Inside", levels=[1], is_private=True)
    inside.members.add(agent)
    assign_team(ticket, actor=agent, team=inside)
    escalate(ticket, actor=agent, to_level=2, **WHY)

    answer = post(signed_in(agent_l2), ticket, "hand-back", answer="Sand.")

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/desk/")


def test_the_guide_of_a_level_is_shown_where_one_decides(desk, admin, ticket, specialists):
    set_level_guide(Level.SPECIALIST, actor=admin, criteria="Only **refunds** <script>x</script>", procedure="1. Look")
    set_level_guide(Level.FIRST_LINE, actor=admin, criteria="", procedure="Greet first.")

    form = part(desk, ticket, "escalate/form")
    assert "<strong>refunds</strong>" in form
    assert "<script" not in form
    assert "Greet first." in part(desk, ticket, "level-guide")


def test_a_level_without_a_guide_says_who_can_write_one(desk, ticket):
    assert "An admin can" in part(desk, ticket, "level-guide")


def test_a_second_press_does_nothing_twice(desk, agent_l2, ticket, escalated):
    bea = signed_in(agent_l2)
    assert post(bea, ticket, "accept").status_code == 200
    seq = Ticket.objects.get(pk=ticket.pk).event_seq
    assert post(bea, ticket, "accept").status_code == 200
    assert Ticket.objects.get(pk=ticket.pk).event_seq == seq


def test_the_form_costs_the_same_with_one_team_and_with_thirty(desk, ticket, agent, django_assert_max_num_queries):
    tag(ticket, actor=agent, add=["refund"])
    skill = Skill.objects.create(name="Refunds", tags=["refund"])
    for number in range(30):
        team = TeamFactory(levels=[2])
        person = AgentFactory(level=2, name=f"Person {number}")
        person.skills.create(skill=skill, proficiency=2)
        team.members.add(person)
    with django_assert_max_num_queries(25):
        part(desk, ticket, "escalate/form")


def test_a_reason_is_chosen_or_written(desk, ticket, specialists):
    to = f"2:{specialists.pk}"
    for chosen in ("", "own"):
        answer = post(desk, ticket, "escalate", to=to, listed_reason=chosen, reason=" ", tried="Water", asked="Sand?")
        assert answer.status_code == 400
    assert post(desk, ticket, "escalate", to=to, listed_reason="own", **WHY).status_code == 200
    assert ticket.escalations.get().listed_reason is None
