"""Smart routing: measured on solved tickets, proposed on new ones, done where an admin allows it, never against anybody."""

import pytest

from accounts.models import SettingChange, Team
from routing.measuring import FEWEST, measure
from routing.models import SmartChoice, SmartMeasurement
from routing.proposing import propose_for, propose_for_new
from routing.smart_actions import set_choice, start_measuring, work_on_measurement
from search.indexing import index_stale
from tests.factories import make_rule, make_ticket
from tests.tickets.asserting import assert_log_agrees
from tickets.actions import (
    accept_proposal,
    assign_team,
    dismiss_proposal,
    set_priority,
    solve,
    tag,
    take_back_proposal,
)
from tickets.content import Body
from tickets.errors import IllegalTransition, Invalid, NotAllowed
from tickets.history import contradictions
from tickets.models import Event, Level, Priority, Ticket
from tickets.proposals import find_proposal, proposals_of

pytestmark = pytest.mark.django_db

MONEY = Body.from_text("You have charged my card two times. Please refund one of the payments.")
SIGN_IN = Body.from_text("I forgot my password and cannot sign in any more.")


@pytest.fixture
def billing(db) -> Team:
    return Team.objects.create(name="Billing", levels=[1])


@pytest.fixture
def access(db) -> Team:
    return Team.objects.create(name="Access", levels=[1])


@pytest.fixture
def learnt(customer, agent, billing, access) -> None:
    """Six solved tickets, and a measurement that says: a share of half the votes is right in 9 of 10 cases."""
    for place in range(6):
        is_money = place % 2 == 0
        ticket = make_ticket(
            requester=customer,
            subject="Charged twice" if is_money else "Password",
            body=MONEY if is_money else SIGN_IN,
            team=billing if is_money else access,
            tags=["refund"] if is_money else ["login"],
            priority=Priority.HIGH if is_money else Priority.NORMAL,
        )
        solve(ticket, actor=agent)
    index_stale()
    fields = {
        name: {"number": 100, "right": 90, "baseline_right": 50, "bands": [], "steps": [[0.5, 0.92]]}
        for name in ("team", "tags", "priority", "level")
    }
    result = {"trained": 100, "tested": 100, "before": "2026-01-01T00:00:00+00:00", "fields": fields}
    SmartMeasurement.objects.create(started_at="2026-01-02T00:00Z", ended_at="2026-01-02T00:01Z", result=result)


def new_ticket(customer, **words) -> Ticket:
    ticket = make_ticket(requester=customer, **{"subject": "Double payment", "body": MONEY, **words})
    index_stale()
    return ticket


def now(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def shown(ticket: Ticket) -> dict[str, str]:
    ticket = now(ticket)
    return {one.field: one.label for one in proposals_of(ticket, set(ticket.tags.values_list("name", flat=True)))}


def test_it_proposes_what_alike_tickets_were_and_changes_nothing(customer, billing, learnt):
    ticket = new_ticket(customer)
    seq = ticket.event_seq

    propose_for(ticket)

    assert shown(ticket) == {"team": "Billing", "tags": "refund", "priority": "High priority"}
    assert find_proposal(now(ticket), "team").percent == 92
    assert (now(ticket).event_seq, now(ticket).team_id) == (seq, None)


def test_nothing_is_proposed_before_anything_was_measured(customer, agent, billing):
    solve(make_ticket(requester=customer, body=MONEY, team=billing), actor=agent)
    ticket = new_ticket(customer)

    assert propose_for(ticket) == []
    assert now(ticket).proposed == {}


def test_the_worker_looks_at_each_new_ticket_once(customer, learnt):
    propose_for_new()  # what was there before it began
    ticket = new_ticket(customer)

    assert (propose_for_new(), propose_for_new()) == (1, 0)
    assert shown(ticket)["team"] == "Billing"


def test_one_click_does_it_and_the_event_says_why(customer, agent, billing, learnt):
    ticket = new_ticket(customer)
    propose_for(ticket)

    event = accept_proposal(now(ticket), actor=agent, field="team")

    assert now(ticket).team == billing
    assert event.actor == agent
    assert event.data["because"]["confidence"] == 0.92
    assert len(event.data["because"]["near"]) == 3
    assert "team" not in shown(ticket)
    assert accept_proposal(now(ticket), actor=agent, field="team") is None
    assert_log_agrees(now(ticket))


def test_hidden_it_stays_hidden_and_changes_nothing(customer, agent, learnt):
    ticket = new_ticket(customer)
    propose_for(ticket)

    assert dismiss_proposal(now(ticket), actor=agent, field="team")
    assert not dismiss_proposal(now(ticket), actor=agent, field="team")
    assert "team" not in shown(ticket)
    assert now(ticket).team_id is None


def test_customers_may_neither_use_nor_hide_them(customer, learnt):
    ticket = new_ticket(customer)
    propose_for(ticket)

    for verb in (accept_proposal, dismiss_proposal, take_back_proposal):
        with pytest.raises(NotAllowed):
            verb(now(ticket), actor=customer, field="team")
    assert shown(ticket)["team"] == "Billing"


def test_what_somebody_decided_is_proposed_no_more(customer, agent, access, learnt):
    ticket = new_ticket(customer)
    propose_for(ticket)

    assign_team(now(ticket), actor=agent, team=access)

    assert "team" not in shown(ticket)
    assert accept_proposal(now(ticket), actor=agent, field="team") is None
    assert now(ticket).team == access


def test_where_it_is_on_it_acts_and_says_so(customer, admin, billing, learnt):
    set_choice("team", actor=admin, is_on=True, threshold=0.9)
    set_choice("tags", actor=admin, is_on=True, threshold=0.95)  # it is not so sure
    ticket = new_ticket(customer)

    propose_for(ticket)

    assert now(ticket).team == billing
    event = Event.objects.filter(ticket=ticket).latest("seq")
    assert (event.actor, event.actor_name) == (None, "Smart routing")
    assert event.data["because"]["near"]
    assert find_proposal(now(ticket), "team").is_done
    assert not find_proposal(now(ticket), "tags").is_done
    assert now(ticket).status == "new"  # no human of ours has touched it
    assert list(contradictions(now(ticket), ticket.events.all())) == []


def test_what_it_did_is_taken_back_in_one_click(customer, admin, agent, learnt):
    set_choice("team", actor=admin, is_on=True)
    ticket = new_ticket(customer)
    propose_for(ticket)

    event = take_back_proposal(now(ticket), actor=agent, field="team")

    assert event.actor == agent
    assert now(ticket).team_id is None
    assert take_back_proposal(now(ticket), actor=agent, field="team") is None


def test_it_is_not_taken_back_where_somebody_decided_otherwise(customer, admin, agent, access, learnt):
    set_choice("team", actor=admin, is_on=True)
    ticket = new_ticket(customer)
    propose_for(ticket)
    assign_team(now(ticket), actor=agent, team=access)

    with pytest.raises(IllegalTransition):
        take_back_proposal(now(ticket), actor=agent, field="team")
    assert now(ticket).team == access


def test_it_never_acts_against_a_rule(customer, admin, access, learnt):
    set_choice("team", actor=admin, is_on=True)
    make_rule(conditions={"all": []}, effects=[{"do": "assign_team", "team": access.pk}])
    ticket = new_ticket(customer)

    propose_for(now(ticket))

    assert now(ticket).team == access
    assert "team" not in now(ticket).proposed


def test_it_never_acts_against_a_person_nor_on_what_somebody_touched(customer, admin, agent, learnt):
    for field in ("team", "tags", "priority"):
        set_choice(field, actor=admin, is_on=True)
    ticket = new_ticket(customer)
    set_priority(ticket, actor=agent, priority=Priority.LOW)
    set_priority(now(ticket), actor=agent, priority=Priority.NORMAL)  # on purpose
    tag(now(ticket), actor=agent, add=["vip"])

    propose_for(now(ticket))

    assert now(ticket).priority == Priority.NORMAL
    assert set(now(ticket).proposed) <= {"team", "level"}


def test_a_level_is_only_ever_proposed(customer, admin, agent, learnt):
    with pytest.raises(IllegalTransition):
        set_choice("level", actor=admin, is_on=True)

    Ticket.objects.filter(subject="Charged twice").update(level=Level.SPECIALIST)
    ticket = new_ticket(customer)
    propose_for(ticket)

    assert shown(ticket)["level"].startswith("Level 2")
    with pytest.raises(IllegalTransition):
        accept_proposal(now(ticket), actor=agent, field="level")
    assert now(ticket).level == Level.FIRST_LINE


def test_tickets_of_private_teams_teach_nothing(customer, billing, learnt):
    Team.objects.filter(pk=billing.pk).update(is_private=True)
    ticket = new_ticket(customer)

    propose_for(ticket)

    assert shown(ticket).get("team") != "Billing"


def test_only_admins_set_it_and_each_change_is_noted(admin, agent, learnt):
    with pytest.raises(NotAllowed):
        set_choice("team", actor=agent, is_on=True)
    assert not SmartChoice.objects.exists()

    set_choice("team", actor=admin, is_on=True, threshold=0.95)
    set_choice("team", actor=admin, is_on=True, threshold=0.95)

    assert SettingChange.objects.filter(kind="smart_routing").count() == 1


@pytest.mark.parametrize(("field", "threshold"), [("subject", 0.9), ("team", 0.2), ("team", 1.0)])
def test_nonsense_is_refused(admin, learnt, field, threshold):
    with pytest.raises(Invalid):
        set_choice(field, actor=admin, is_on=True, threshold=threshold)


def test_it_is_not_switched_on_before_anything_was_measured(admin):
    with pytest.raises(IllegalTransition):
        set_choice("team", actor=admin, is_on=True)


def test_with_too_few_solved_tickets_nothing_is_measured(admin, learnt):
    SmartMeasurement.objects.all().delete()
    assert Ticket.objects.solved().count() < FEWEST

    first = start_measuring(actor=admin)
    assert start_measuring(actor=admin).pk == first.pk
    assert work_on_measurement()

    first.refresh_from_db()
    assert (first.result, first.ended_at is not None) == (None, True)
    assert not work_on_measurement()


def test_a_measurement_compares_with_the_most_usual_answer(monkeypatch, admin, learnt):
    """Six tickets alternate between two matters: alike ones tell which, guessing is right for one of them only."""
    monkeypatch.setattr("routing.measuring.FEWEST", 6)
    monkeypatch.setattr("routing.measuring.TESTED", 2)
    Ticket.objects.update(solved_at="2026-01-01T00:00Z")  # before the newest were opened

    seen = []
    result = measure(lambda done, total: seen.append((done, total)))

    assert result is not None
    assert seen[-1][0] == seen[-1][1]
    team = result.fields["team"]
    assert team.number == team.right == result.tested
