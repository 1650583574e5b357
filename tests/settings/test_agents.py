"""Colleagues in the settings: inviting, changing, switching off with a hand-over, and back."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts.actions.staff import change_agent, invite_again, invite_agent, link_to_hand_over
from accounts.directory import Refusal
from accounts.models import SettingChange, User
from helpdesk import clock
from outbox.models import OutboundEmail
from tests.desk.conftest import signed_in
from tests.factories import make_ticket
from tickets.actions import assign, save_draft, solve
from tickets.actions.forward_drafts import save_forward_draft
from tickets.actions.holding import schedule
from tickets.actions.staffing import deactivate_agent, reactivate_agent
from tickets.bulk.running import run
from tickets.errors import Invalid
from tickets.models import Draft
from tickets.models.message import MessageKind

pytestmark = pytest.mark.django_db


def invited(admin: User) -> User:
    return invite_agent(actor=admin, email="Nele@Example.com", name="Nele New", role="agent", level=2)


def link_of_newest_mail() -> str:
    text = OutboundEmail.objects.filter(kind="invitation").latest("pk").text
    found = re.search(r"https?://[^/\s]+(/invitation/\S+)", text)
    assert found is not None, text
    return found[1]


def test_an_invitation_is_mailed_and_lets_its_reader_in_once(admin) -> None:
    person = invited(admin)
    link = link_of_newest_mail()
    browser = Client()

    assert "Welcome, Nele New" in browser.get(link).content.decode()
    words = {"new_password1": "correct horse battery", "new_password2": "correct horse battery"}
    assert browser.post(link, words)["Location"] == "/desk/"
    assert browser.get("/desk/").status_code == 200
    person.refresh_from_db()
    assert person.check_password("correct horse battery")
    assert Client().get(link).status_code == 404
    assert SettingChange.objects.get().act == "added"


def test_a_bad_password_is_refused_with_a_sentence(admin) -> None:
    invited(admin)

    answer = Client().post(link_of_newest_mail(), {"new_password1": "short", "new_password2": "short"})

    assert answer.status_code == 422
    assert "at least 10 characters" in answer.content.decode()


def test_an_invitation_is_repeated_until_it_is_used(admin) -> None:
    person = invited(admin)
    invite_again(person, actor=admin)
    assert OutboundEmail.objects.filter(kind="invitation").count() == 2

    person.set_password("correct horse battery")
    person.save()
    with pytest.raises(Refusal, match="has set a password already"):
        invite_again(person, actor=admin)


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("no address", "such as ann@example.com"),
        ("agent@example.com", "works here already"),
        ("ann@example.net", "as a customer"),
    ],
)
def test_an_address_that_is_wrong_or_taken_is_refused(admin, agent, customer, email, sentence) -> None:
    with pytest.raises(Refusal, match=sentence):
        invite_agent(actor=admin, email=email, name="Nele")

    assert not OutboundEmail.objects.filter(kind="invitation").exists()


def test_only_admins_invite(lead) -> None:
    with pytest.raises(PermissionDenied):
        invited(lead)


def test_role_and_level_are_changed_and_noted(admin, agent) -> None:
    assert change_agent(agent, actor=admin, role="lead", level=2)
    assert not change_agent(agent, actor=admin, role="lead")

    agent.refresh_from_db()
    assert (agent.role, agent.level) == ("lead", 2)
    assert SettingChange.objects.get().changes == {"role": ["agent", "lead"], "level": [1, 2]}


def test_the_last_admin_stays_one(admin, other_admin) -> None:
    change_agent(other_admin, actor=admin, role="agent")

    with pytest.raises(Refusal, match="last admin"):
        change_agent(admin, actor=admin, role="lead")


def test_who_is_switched_off_hands_over_and_is_out(admin, agent, agent_l2) -> None:
    ticket, finished = make_ticket(), make_ticket()
    for one in (ticket, finished):
        assign(one, actor=admin, assignee=agent)
    browser = signed_in(agent)

    act = deactivate_agent(agent, actor=admin, to=agent_l2)
    assert act is not None
    run(act.pk)

    ticket.refresh_from_db()
    assert ticket.assignee == agent_l2
    assert browser.get("/desk/").status_code == 302
    assert deactivate_agent(agent, actor=admin) is None  # again: nothing


def test_without_a_name_tickets_go_back_to_their_queue(admin, agent, first_line) -> None:
    ticket = make_ticket(team=first_line)
    assign(ticket, actor=admin, assignee=agent)

    act = deactivate_agent(agent, actor=admin)
    assert act is not None
    run(act.pk)

    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.team) == (None, first_line)


def test_what_was_not_sent_becomes_drafts_of_who_takes_over_below_their_own(admin, agent, agent_l2) -> None:
    held, noted = make_ticket(), make_ticket()
    words = {"kind": MessageKind.PUBLIC, "seen_seq": 1}
    save_draft(held, actor=agent, html="<p>It leaves on Monday.</p>", cc=["bob@example.net"], **words)
    schedule(held, actor=agent, send_at=clock.now() + timedelta(days=3))
    save_draft(noted, actor=agent, kind=MessageKind.NOTE, html="<p>Half a note</p>", seen_seq=1)
    save_draft(held, actor=agent_l2, html="<p>Mine.</p>", **words)

    deactivate_agent(agent, actor=admin, to=agent_l2)

    assert not Draft.objects.filter(author=agent).exists()
    theirs = Draft.objects.get(author=agent_l2, ticket=held)
    assert (theirs.html, theirs.cc, theirs.send_at) == (
        "<p>Mine.</p><p>It leaves on Monday.</p>", ["bob@example.net"], None,
    )  # fmt: skip
    assert Draft.objects.get(author=agent_l2, ticket=noted).kind == MessageKind.NOTE
    held.refresh_from_db()
    assert held.held_until is None


def test_where_nobody_takes_over_what_was_not_sent_is_noted_on_the_ticket(browser, admin, agent) -> None:
    ticket, finished = make_ticket(), make_ticket()
    solve(finished, actor=admin)
    for one in (ticket, finished):
        save_draft(one, actor=agent, kind=MessageKind.PUBLIC, html="<p>We will <b>refund</b> it.</p>", seen_seq=1)
    assert (
        "1 reply or note that they have not sent"
        in browser.get(f"/settings/agents/{agent.pk}/deactivate/").content.decode()
    )

    deactivate_agent(agent, actor=admin)

    note = ticket.messages.get(kind=MessageKind.NOTE)
    assert (note.author, "We will refund it." in note.text, f"{agent} had not sent" in note.text) == (admin, True, True)
    assert list(Draft.objects.filter(author=agent)) == [Draft.objects.get(ticket=finished)]


def test_what_was_to_be_forwarded_goes_to_who_takes_over_or_is_noted(admin, agent, agent_l2) -> None:
    ticket, other = make_ticket(), make_ticket()
    for one in (ticket, other):
        save_forward_draft(one, actor=agent, text="Can you repair it?", to=["bob@supplier.test"], subject="Pump")
    save_forward_draft(other, actor=agent_l2, text="Begun by me", to=["eve@supplier.test"])

    deactivate_agent(agent, actor=admin, to=agent_l2)

    assert not Draft.objects.filter(author=agent).exists()
    over = Draft.objects.get(author=agent_l2, ticket=ticket)
    assert (over.to, over.subject, "Can you repair it?" in over.html) == (["bob@supplier.test"], "Pump", True)
    assert "Begun by me" in Draft.objects.get(author=agent_l2, ticket=other).html
    note = other.messages.get(kind=MessageKind.NOTE).text
    assert "A message to bob@supplier.test" in note
    assert "Can you repair it?" in note


def test_what_was_to_be_sent_later_on_a_solved_ticket_is_noted_there(admin, agent) -> None:
    solved = make_ticket()
    solve(solved, actor=agent)
    save_draft(solved, actor=agent, kind=MessageKind.PUBLIC, html="<p>Does it still hold?</p>", seen_seq=0)
    schedule(solved, actor=agent, send_at=clock.now() + timedelta(days=3))

    deactivate_agent(agent, actor=admin)

    assert "Does it still hold?" in solved.messages.get(kind=MessageKind.NOTE).text
    assert not Draft.objects.filter(author=agent).exists()
    solved.refresh_from_db()
    assert (solved.status, solved.held_until) == ("solved", None)


def test_nobody_switches_off_themselves_or_the_last_admin(admin, other_admin, agent) -> None:
    with pytest.raises(Invalid, match="cannot switch yourself off"):
        deactivate_agent(admin, actor=admin)
    with pytest.raises(Invalid, match="active colleague"):
        deactivate_agent(agent, actor=admin, to=agent)
    agent.refresh_from_db()
    assert agent.is_active


def test_who_is_switched_on_again_is_back(admin, agent) -> None:
    deactivate_agent(agent, actor=admin)

    assert reactivate_agent(agent, actor=admin)
    assert not reactivate_agent(agent, actor=admin)
    assert [change.act for change in SettingChange.objects.order_by("pk")] == ["archived", "restored"]


def test_the_pages_invite_change_and_show_what_moves(browser, admin, agent, first_line) -> None:
    words = {"email": "nele@example.com", "name": "Nele", "role": "agent", "level": "1", "teams": [first_line.pk]}
    assert browser.post("/settings/agents/invite/", words).status_code == 302
    nele = User.objects.get(email="nele@example.com")
    assert nele in first_line.members.all()
    page = browser.get("/settings/agents/?q=first+line").content.decode()
    assert "nele@example.com" in page
    assert "Lena Vogt" not in page

    again = browser.post("/settings/agents/invite/", words)
    assert again.status_code == 422
    assert "works here already" in again.content.decode()

    browser.post(f"/settings/agents/{nele.pk}/", {"name": "Nele New", "role": "lead", "level": ""})
    nele.refresh_from_db()
    assert (nele.name, nele.role, nele.level, nele.teams.count()) == ("Nele New", "lead", None, 0)

    assign(make_ticket(subject="Printer on fire"), actor=admin, assignee=agent)
    preview = browser.get(f"/settings/agents/{agent.pk}/deactivate/").content.decode()
    assert "1 open ticket needs somebody" in preview
    assert "Printer on fire" in preview
    moved = browser.post(f"/settings/agents/{agent.pk}/deactivate/", {"to": ""})
    assert moved["Location"].startswith("/desk/bulk/")
    assert "Omar Haddad" in browser.get("/settings/agents/?archived=1").content.decode()


def test_customers_are_not_found_here(browser, customer) -> None:
    assert browser.get(f"/settings/agents/{customer.pk}/").status_code == 404


@pytest.mark.parametrize(("level", "is_said"), [("1", True), ("2", False)])
def test_who_would_be_given_nothing_in_a_team_is_named_when_invited(browser, specialists, level, is_said) -> None:
    words = {"email": "bert@example.com", "name": "Bert", "role": "agent", "level": level, "teams": [specialists.pk]}

    page = browser.post("/settings/agents/invite/", words, follow=True).content.decode()

    assert (f"no ticket of {specialists.name} is given to them" in page) == is_said


@pytest.fixture
def no_mail_leaves(settings) -> None:
    settings.DEMO, settings.EMAIL_BACKEND, settings.EMAIL_HOST = False, "", ""


def link_on(page: str) -> str:
    found = re.search(r"https?://[^/<\s]+(/invitation/[^<\s]+)</textarea>", page)
    return found[1] if found else ""


@pytest.mark.usefixtures("no_mail_leaves")
def test_where_no_mail_leaves_the_link_of_an_invitation_is_handed_over(browser) -> None:
    words = {"email": "bert@example.com", "name": "Bert", "role": "agent"}
    page = browser.post("/settings/agents/invite/", words, follow=True).content.decode()
    assert "no mail leaves yet" in page
    assert "on its way" not in page
    bert = User.objects.get(email="bert@example.com")
    assert link_on(browser.post(f"/settings/agents/{bert.pk}/invite-again/", follow=True).content.decode())

    password = {"new_password1": "correct horse battery", "new_password2": "correct horse battery"}
    assert Client().post(link_on(page), password)["Location"] == "/desk/"

    assert not link_on(browser.get(f"/settings/agents/{bert.pk}/").content.decode())
    assert Client().get(link_on(page)).status_code == 404


@pytest.mark.usefixtures("no_mail_leaves")
def test_only_admins_see_the_link_and_of_nobody_who_is_switched_off(admin, lead) -> None:
    person = invited(admin)
    with pytest.raises(PermissionDenied):
        link_to_hand_over(person, actor=lead)

    deactivate_agent(person, actor=admin)
    person.refresh_from_db()

    assert link_to_hand_over(person, actor=admin) == ""


def test_where_mail_leaves_the_link_stands_in_the_mail_alone(browser, admin) -> None:
    person = invited(admin)

    assert not link_on(browser.get(f"/settings/agents/{person.pk}/").content.decode())
