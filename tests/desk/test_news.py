"""What an act or a live refresh brings to a page that says what it shows."""

import re

import pytest

from accounts.models import Team
from outbox.models import EmailState, OutboundEmail, OutboundRecipient, RecipientState
from tests.desk.conftest import HTMX
from tests.factories import make_ticket
from tickets.actions import (
    add_note,
    assign,
    assign_team,
    escalate,
    move_message,
    receive_message,
    reply,
    set_priority,
    solve,
)
from tickets.content import Body
from tickets.models import Channel, Level, Priority

pytestmark = pytest.mark.django_db

ENTRY = re.compile(r'<article class="message.*?</article>|<(ul|details) class="changes".*?</\1>', re.DOTALL)


def shown(client, ticket) -> tuple[str, int]:
    """The page, and the event that it says it shows last."""
    html = client.get(f"/desk/tickets/{ticket.number}/").content.decode()
    found = re.search(r'data-live-seq="(\d+)"', html)
    assert found
    return html, int(found[1])


def news(client, ticket, seq: object, query: str = "") -> str:
    response = client.get(f"/desk/tickets/{ticket.number}/live/{query}", headers={**HTMX, "Shown-Seq": str(seq)})
    assert response.status_code == 200
    return response.content.decode()


def act(client, ticket, what: str, seq: int, **fields) -> str:
    url = f"/desk/tickets/{ticket.number}/{what}/"
    response = client.post(url, fields, headers={**HTMX, "Shown-Seq": str(seq)})
    assert response.status_code == 200
    return response.content.decode()


def entries_of(html: str) -> list[str]:
    """Without the parts of times that go on."""
    return [re.sub(r">[^<]*</time>", "></time>", entry[0]) for entry in ENTRY.finditer(html)]


def is_whole(answer: str) -> bool:
    return 'hx-target="#side"' in answer


def test_a_reply_brings_itself_and_not_what_stands_there(desk, agent, ticket):
    _html, seq = shown(desk, ticket)
    answer = act(desk, ticket, "send", seq, kind="public", html="<div>Use sand</div>", seen_seq=1)
    assert "Use sand" in answer
    assert "It started this morning" not in answer
    assert not is_whole(answer)


def test_what_came_is_drawn_as_on_the_page(desk, agent, lead, customer, ticket):
    before, seq = shown(desk, ticket)
    set_priority(ticket, actor=lead, priority=Priority.HIGH)
    reply(ticket, actor=lead, body=Body.from_text("Use sand"), seen_seq=1, status="pending")
    receive_message(ticket, actor=customer, body=Body.from_text("It helped"), channel=Channel.EMAIL)
    for priority in (Priority.LOW, Priority.HIGH, Priority.LOW):
        set_priority(ticket, actor=lead, priority=priority)
    came = entries_of(news(desk, ticket, seq))
    assert entries_of(before) + came == entries_of(shown(desk, ticket)[0])
    assert len(came) == 5


def test_changes_join_those_after_the_last_message(desk, agent, lead, ticket):
    set_priority(ticket, actor=lead, priority=Priority.HIGH)
    html, seq = shown(desk, ticket)
    (first,) = (entry for entry in entries_of(html) if "changes" in entry)
    (joined,) = entries_of(act(desk, ticket, "assign", seq, assignee="me"))
    known_by = re.search(r'id="(changes-\d+)"', first)
    assert known_by
    assert f'id="{known_by[1]}"' in joined
    assert "raised the priority" in joined
    assert "took this on" in joined
    assert joined == entries_of(shown(desk, ticket)[0])[-1]


def test_what_one_act_said_and_changed_stays_together_for_those_who_come_later(desk, agent, lead, ticket):
    reply(ticket, actor=lead, body=Body.from_text("Use sand"), seen_seq=1, status="pending")
    _html, seq = shown(desk, ticket)
    (joined,) = entries_of(act(desk, ticket, "priority", seq, priority="4"))
    assert joined == entries_of(shown(desk, ticket)[0])[-1]
    assert "Waiting on customer" in joined


def test_a_colleagues_words_come_with_ones_own_act(desk, agent, lead, ticket):
    _html, seq = shown(desk, ticket)
    add_note(ticket, actor=lead, body=Body.from_text("Careful"))
    answer = act(desk, ticket, "priority", seq, priority="4")
    assert answer.index("Careful") < answer.index("raised the priority")


def test_nothing_changed_brings_no_entry(desk, agent, ticket):
    assign(ticket, actor=agent, assignee=agent)
    _html, seq = shown(desk, ticket)
    answer = act(desk, ticket, "assign", seq, assignee="me")
    assert entries_of(answer) == []
    assert not is_whole(answer)


def test_properties_and_tags_come_when_they_were_touched(desk, agent, ticket):
    _html, seq = shown(desk, ticket)
    tagged = act(desk, ticket, "tags", seq, add="fire")
    assert 'hx-target="#tags"' in tagged
    assert 'hx-target="#properties"' not in tagged
    assigned = act(desk, ticket, "assign", seq + 1, assignee="me")
    assert 'hx-target="#properties"' in assigned
    assert 'hx-target="#tags"' not in assigned


def test_what_stands_elsewhere_too_is_drawn_whole(desk, agent, lead, ticket, specialists):
    _html, seq = shown(desk, ticket)
    escalate(ticket, actor=lead, to_level=Level.SPECIALIST, reason="No idea", tried="Water", asked="Sand")
    answer = news(desk, ticket, seq)
    assert is_whole(answer)
    assert "No idea" in answer


def test_changes_around_a_message_that_was_moved_here_stay_where_they_are(desk, agent, lead, customer, ticket):
    other = make_ticket(requester=customer, subject="The same fire")
    set_priority(ticket, actor=lead, priority=Priority.HIGH)
    note = add_note(other, actor=lead, body=Body.from_text("Careful"))
    set_priority(ticket, actor=lead, priority=Priority.LOW)
    move_message(note, actor=lead, to=ticket)
    _html, seq = shown(desk, ticket)
    assert is_whole(act(desk, ticket, "priority", seq, priority="4"))


def test_closing_takes_the_controls_away(desk, agent, ticket):
    _html, seq = shown(desk, ticket)
    answer = act(desk, ticket, "status", seq, status="closed")
    assert is_whole(answer)
    assert 'id="properties"' not in answer


def test_solving_and_reopening_change_head_and_properties(desk, agent, ticket):
    _html, seq = shown(desk, ticket)
    solved = act(desk, ticket, "status", seq, status="solved")
    assert "Reopen" in solved
    assert "escalate/form/" not in solved
    assert "escalate/form/" in act(desk, ticket, "status", seq + 1, status="open")


@pytest.mark.parametrize("seq", ["", "x", "-1", "99", "9" * 30])
def test_whoever_says_nothing_or_nonsense_gets_all(desk, agent, ticket, seq):
    solve(ticket, actor=agent)
    answer = news(desk, ticket, seq)
    assert is_whole(answer)
    assert "It started this morning" in answer


def test_after_very_much_the_page_is_drawn_anew(desk, agent, ticket):
    _html, seq = shown(desk, ticket)
    for number in range(60):
        set_priority(ticket, actor=agent, priority=Priority.HIGH if number % 2 else Priority.LOW)
    assert is_whole(news(desk, ticket, seq))


@pytest.mark.parametrize("query", ["?all=1", "?remote=1"])
def test_asking_for_more_of_the_old_brings_all(desk, agent, ticket, query):
    _html, seq = shown(desk, ticket)
    assert is_whole(news(desk, ticket, seq, query))


def test_what_became_of_an_older_mail_comes_with_any_news(desk, agent, lead, mailbox, ticket):
    message = reply(ticket, actor=agent, body=Body.from_text("Use sand"), seen_seq=1)
    html, seq = shown(desk, ticket)
    assert "On its way to" in html
    OutboundEmail.objects.filter(ticket_message=message).update(state=EmailState.SENT)
    OutboundRecipient.objects.filter(email__ticket_message=message).update(state=RecipientState.SENT)
    add_note(ticket, actor=lead, body=Body.from_text("Good"))
    answer = news(desk, ticket, seq)
    assert f'hx-target="#deliveries-{message.pk}"' in answer
    assert "Sent to" in answer
    assert "Use sand" not in answer


def test_whoever_gives_a_ticket_away_from_their_own_eyes_is_shown_nothing_of_it(desk, lead, agent, ticket):
    secret = Team.objects.create(name="Legal", levels=[1], is_private=True)
    secret.members.add(agent)
    assign_team(ticket, actor=agent, team=secret)
    _html, seq = shown(desk, ticket)
    secret.members.remove(agent)
    url = f"/desk/tickets/{ticket.number}/live/"
    assert desk.get(url, headers={**HTMX, "Shown-Seq": str(seq)}).status_code == 404


def test_news_costs_few_queries(desk, agent, lead, ticket, django_assert_max_num_queries):
    _html, seq = shown(desk, ticket)
    add_note(ticket, actor=lead, body=Body.from_text("Careful"))
    news(desk, ticket, seq)
    with django_assert_max_num_queries(9):
        news(desk, ticket, seq)


def test_the_tabs_of_a_browser_share_the_answer_to_one_hint_and_to_nothing_else(desk, agent, ticket):
    add_note(ticket, actor=agent, body=Body.from_text("Look"))
    for address in (f"/desk/tickets/{ticket.number}/live/?seq=1", "/desk/nav/?current="):
        assert desk.get(address)["Cache-Control"] == "no-store"
        shared = desk.get(f"{address}&hint={ticket.number}.2")
        assert shared["Cache-Control"] == "private, max-age=2"
        assert {"Cookie", "Shown-Seq"} <= set(shared["Vary"].split(", "))
    nothing_new = desk.get(f"/desk/tickets/{ticket.number}/live/?seq={ticket.event_seq}&hint=1.2")
    assert (nothing_new.status_code, nothing_new["Cache-Control"]) == (204, "no-store")
