"""Triage at the desk without a browser: what is offered, what is said of a change and taken back, what waits elsewhere."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import EmailAddress
from desk.lists import unassigned_in_other_teams
from search.people import people_like
from tests.desk.conftest import HTMX
from tests.factories import TeamFactory, make_ticket
from tests.tickets.asserting import nothing_happened
from tickets.actions import assign_team, escalate, hold, save_draft, schedule, solve, take_back, undo
from tickets.actions.sending import Letter
from tickets.events import EventKind
from tickets.models import BulkAct, Status, Ticket

pytestmark = pytest.mark.django_db

WHY = {"reason": "Beyond us", "tried": "A restart", "asked": "Look at it"}


def toast_of(response) -> dict[str, str]:
    return json.loads(response.headers["HX-Trigger"])["toast"]


def at(ticket: Ticket, part: str) -> str:
    return f"/desk/tickets/{ticket.number}/{part}"


@pytest.mark.parametrize(
    ("part", "form", "said"),
    [
        ("status/", {"status": "solved"}, "Solved."),
        ("status/", {"status": "pending"}, "Set to Waiting on customer."),
        ("priority/", {"priority": "4"}, "The priority is Urgent now."),
        ("kind/", {"kind": "problem"}, "The kind is Problem now."),
        ("assign/", {"assignee": "me"}, "It is yours now."),
        ("tags/", {"add": "fire, vip"}, "Tagged fire, vip."),
        ("subject/", {"subject": "Another"}, "Renamed."),
    ],
)
def test_a_change_is_said_with_its_undo(desk, ticket, part, form, said):
    toast = toast_of(desk.post(at(ticket, part), form, headers=HTMX))
    assert toast["text"] == said

    back = desk.post(toast["undo"], headers=HTMX)

    assert toast_of(back)["text"] == "Taken back."
    assert toast_of(desk.post(toast["undo"], headers=HTMX))["text"] == "This was taken back already."


def test_a_snooze_has_its_undo(desk, agent, ticket):
    toast = toast_of(desk.post(at(ticket, "snooze/"), {"choice": "tomorrow"}, headers=HTMX))
    desk.post(toast["undo"], headers=HTMX)
    ticket.refresh_from_db()
    assert ticket.snoozed_until is None


def test_what_changes_nothing_says_nothing(desk, ticket):
    assert "HX-Trigger" not in desk.post(at(ticket, "priority/"), {"priority": "2"}, headers=HTMX).headers


def test_what_was_taken_back_is_one_line_and_the_timeline_has_all(desk, agent, ticket):
    undo(ticket, actor=agent, seq=solve(ticket, actor=agent).seq)

    page = desk.get(at(ticket, "")).content.decode()

    assert "Omar Haddad solved this, and took it back" in page
    assert "Omar Haddad took back that" not in page
    assert (
        "Omar Haddad took back that this is solved" in desk.get(at(ticket, "timeline/"), headers=HTMX).content.decode()
    )


class TestTeams:
    def teams(self, desk, *tickets) -> str:
        numbers = ",".join(str(ticket.pk) for ticket in tickets)
        return desk.get(f"/desk/bulk/choices/teams/?tickets={numbers}").content.decode()

    def test_those_that_can_take_them_come_first_the_others_say_how(self, desk, ticket, first_line, specialists):
        menu = self.teams(desk, ticket)
        fitting, escalating = menu.split("By escalating")
        assert "First line" in fitting and "Specialists" not in fitting
        assert "Specialists…" in escalating

    def test_of_several_levels_only_who_serves_all(self, desk, agent, customer, ticket, first_line, specialists):
        both = TeamFactory(name="Both", levels=[1, 2])
        other = make_ticket(requester=customer)
        escalate(other, actor=agent, to_level=2, team=specialists, **WHY)
        menu = self.teams(desk, ticket, other)
        assert menu.index(both.name) < menu.index("Do not work at the level of all of them") < menu.index("First line")
        assert "By escalating" not in menu


class TestEscalatingMany:
    def start(self, desk, numbers, **form):
        data = {"act": "escalate", "tickets": ",".join(map(str, numbers)), "token": "one", **form}
        return desk.post("/desk/bulk/start/", data, headers=HTMX)

    @pytest.fixture
    def numbers(self, customer):
        return [make_ticket(requester=customer).pk for _number in range(2)]

    def test_it_asks_once_for_all_and_is_undone(self, desk, numbers, first_line, specialists):
        with nothing_happened():
            question = self.start(desk, numbers, team=specialists.pk).content.decode()
        assert "Escalate 2 tickets?" in question
        assert f'value="2-{specialists.pk}"' in question

        answer = self.start(desk, numbers, to=f"2-{specialists.pk}", confirmed="1", **WHY).content.decode()
        assert "2 escalated to Specialists." in answer
        assert set(Ticket.objects.values_list("level", "team")) == {(2, specialists.pk)}

        answer = desk.post(f"/desk/bulk/{BulkAct.objects.get().pk}/undo/", headers=HTMX).content.decode()
        assert "2 put back." in answer
        assert f'data-put-back="{numbers[1]},{numbers[0]}"' in answer
        assert set(Ticket.objects.values_list("level", flat=True)) == {1}

    def test_words_that_are_missing_are_asked_for(self, desk, numbers, specialists):
        with nothing_happened():
            answer = self.start(desk, numbers, to=f"2-{specialists.pk}", confirmed="1", **{**WHY, "tried": " "})
        assert "what was tried" in toast_of(answer)["text"]

    def test_nowhere_to_go_says_so(self, desk, numbers, first_line):
        assert "No team works at a higher level" in toast_of(self.start(desk, numbers))["text"]


class TestUnassigned:
    def test_what_other_teams_hold_is_told_quietly(self, desk, agent, customer, ticket, specialists):
        assert unassigned_in_other_teams(agent) == 0
        other = make_ticket(requester=customer)
        escalate(other, actor=agent, to_level=2, team=specialists, **WHY)

        line = desk.get("/desk/views/unassigned/elsewhere/", headers=HTMX).content.decode()

        assert "1 more has no owner, in the queue of another team." in line
        assert "q=assignee%3Anone" in line

    def test_private_teams_are_not_counted(self, agent, admin, ticket):
        assign_team(ticket, actor=admin, team=TeamFactory(is_private=True, levels=[1]))
        assert unassigned_in_other_teams(agent) == 0


class TestAnswersForLater:
    @pytest.fixture
    def held(self, agent, ticket, mailbox):
        letter = Letter(html="<p>Soon.</p>", seen_seq=ticket.conversation_seq, cc=[])
        hold(ticket, actor=agent, letter=letter, send_at=timezone.now() + timedelta(days=1))
        return ticket

    def test_lists_show_them(self, desk, held):
        assert "An answer leaves" in desk.get("/desk/views/open/").content.decode()

    def test_solving_warns_and_tells(self, desk, held):
        assert "An answer still waits for its time" in desk.get(at(held, "")).content.decode()
        assert (
            "An answer still leaves"
            in toast_of(desk.post(at(held, "status/"), {"status": "solved"}, headers=HTMX))["text"]
        )

    def test_solving_many_asks(self, desk, held):
        form = {"act": "status", "status": "solved", "tickets": str(held.pk), "token": "x"}
        with nothing_happened():
            assert "an answer waits for its time" in desk.post("/desk/bulk/start/", form, headers=HTMX).content.decode()
        desk.post("/desk/bulk/start/", {**form, "confirmed": "1"}, headers=HTMX)
        held.refresh_from_db()
        assert held.status == Status.SOLVED

    def test_none_is_left_when_it_is_taken_back(self, desk, agent, held):
        take_back(held, actor=agent)
        assert "An answer leaves" not in desk.get("/desk/views/open/").content.decode()

    def test_a_draft_that_gets_a_time_marks_it_too(self, agent, ticket):
        save_draft(ticket, actor=agent, kind="public", html="<p>x</p>", seen_seq=1)
        schedule(ticket, actor=agent, send_at=timezone.now() + timedelta(hours=1))
        ticket.refresh_from_db()
        assert ticket.held_until is not None
        assert EventKind.REPLIED not in set(ticket.events.values_list("kind", flat=True))


def test_people_are_found_by_a_further_address(customer):
    EmailAddress.objects.create(address="lee@work.example", person=customer, added_at=timezone.now())
    assert list(people_like("lee@wor")) == [customer]
    assert list(people_like("ann")) == [customer]
