"""The customer's list and page: what is theirs, in their words, and nothing else."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils.translation import override

from accounts.actions.teams import add_team
from accounts.models import User
from helpdesk import clock
from portal.queries import PAGE_SIZE, request_list
from tests.factories import CustomerFactory, OrganizationFactory, TeamFactory, make_ticket
from tests.sla.making import make_policy
from tickets.actions import (
    add_note,
    add_participant,
    assign,
    assign_team,
    close,
    escalate,
    mark_spam,
    receive_message,
    reply,
    solve,
)
from tickets.content import Body
from tickets.handled_by import handled_by
from tickets.models import Channel, Status, Ticket
from tickets.models.participant import ParticipantRole

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def ann(client, customer) -> User:
    client.force_login(customer)
    return customer


def page(client, ticket: Ticket) -> str:
    return client.get(f"/requests/{ticket.pk}/").content.decode()


def test_a_stranger_sees_what_this_is_and_where_to_ask(client, db):
    text = client.get("/").content.decode()
    assert 'href="/requests/new/"' in text
    assert 'href="/sign-in/"' in text


def test_staff_are_shown_to_the_desk(client, agent, ticket):
    client.force_login(agent)
    for url in ("/", f"/requests/{ticket.pk}/", f"/requests/{ticket.pk}/conversation/"):
        assert client.get(url)["Location"] == "/desk/"


def test_a_new_customer_is_invited_to_ask(client, ann):
    text = client.get("/").content.decode()
    assert "No requests yet" in text
    assert 'name="search"' not in text


def test_the_list_shows_ones_own_requests_in_the_customers_words(client, ann, other_customer, agent):
    mine = make_ticket(ann, subject=f"Mine {HOSTILE}")
    make_ticket(other_customer, subject="Foreign")
    reply(mine, actor=agent, body=Body.from_text("Which version?"), seen_seq=None, status=Status.PENDING)
    text = client.get("/").content.decode()
    assert "Mine &lt;script&gt;" in text
    assert "We need your answer" in text
    assert "Foreign" not in text
    assert "ticket" not in text.lower().replace("data-live", "").replace("ticket:", "")


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.NEW, "We have it"),
        (Status.OPEN, "We&#x27;re on it"),
        (Status.ON_HOLD, "We&#x27;re on it"),
        (Status.PENDING, "We need your answer"),
        (Status.SOLVED, "Solved – tell us if not"),
        (Status.CLOSED, "Closed"),
    ],
)
def test_every_status_has_plain_words(client, ann, ticket, status, words):
    Ticket.objects.filter(pk=ticket.pk).update(status=status, solved_at=ticket.opened_at)
    assert words in page(client, ticket)
    assert words in client.get("/").content.decode()


def test_internal_notes_and_who_wrote_them_never_show(client, ann, agent, agent_l2, ticket):
    assign(ticket, actor=agent_l2, assignee=agent_l2)
    add_note(ticket, actor=agent, body=Body.from_text("He always complains"))
    text = page(client, ticket) + client.get(f"/requests/{ticket.pk}/conversation/").content.decode()
    assert "complains" not in text
    assert "Omar" not in text
    assert client.get("/?search=complains").content.decode().count("request-row__link") == 0


def test_other_peoples_requests_are_not_there(client, ann, other_customer):
    theirs = make_ticket(other_customer)
    for url in ("", "conversation/"):
        assert client.get(f"/requests/{theirs.pk}/{url}").status_code == 404
    for url in ("answer/", "solved/", "unsolved/"):
        assert client.post(f"/requests/{theirs.pk}/{url}", {"text": "x"}).status_code == 404
    assert client.get(f"/requests/{10**18}/").status_code == 404
    assert client.get(f"/requests/{10**30}/").status_code == 404
    theirs.refresh_from_db()
    assert theirs.status == Status.NEW
    assert theirs.messages.count() == 1


def test_spam_and_deleted_requests_are_gone(client, ann, agent, ticket):
    mark_spam(ticket, actor=agent)
    assert client.get(f"/requests/{ticket.pk}/").status_code == 404
    assert "The printer" not in client.get("/").content.decode()


def test_somebody_in_copy_sees_from_when_they_joined(client, agent, ticket, other_customer):
    add_participant(ticket, actor=agent, person=other_customer, role=ParticipantRole.CC)
    ticket.participants.update(since=clock.now())
    reply(ticket, actor=agent, body=Body.from_text("Unplug it"), seen_seq=None)
    client.force_login(other_customer)
    text = page(client, ticket)
    assert "Unplug it" in text
    assert "started this morning" not in text
    assert "This is solved" not in text  # the requester decides
    assert client.get("/?search=unplug").content.decode().count("request-row__link") == 1
    assert client.get("/?search=morning").content.decode().count("request-row__link") == 0


def test_colleagues_see_requests_that_their_organization_shares(client, customer):
    shared = OrganizationFactory(shares_tickets=True)
    customer.organization = shared
    customer.save()
    ticket = make_ticket(customer)
    client.force_login(CustomerFactory(organization=shared))
    assert "Ann Lee" in client.get("/").content.decode()
    assert client.get(f"/requests/{ticket.pk}/").status_code == 200


def test_hostile_words_of_others_stay_words(client, ann, ticket, agent):
    reply(ticket, actor=agent, body=Body.from_html(f"<p>{HOSTILE}hello</p><img src=x onerror=alert(1)>"), seen_seq=None)
    receive_message(ticket, actor=ann, body=Body.from_text(HOSTILE), channel=Channel.EMAIL)
    User.objects.filter(pk=agent.pk).update(name=HOSTILE)
    text = page(client, ticket)
    assert "alert(1)</script>" not in text
    assert "onerror" not in text


def test_search_finds_subject_words_and_number_also_with_signs_of_like(client, ann):
    tickets = [make_ticket(ann, subject=subject) for subject in ("100% of it", "Red car", "Blue boat")]

    def found(search):
        return {row.ticket for row in request_list(ann, search=search).rows}

    assert found("RED") == {tickets[1]}
    assert found("this morning") == set(tickets)
    assert found("%") == {tickets[0]}
    assert found("_") == set()
    assert found(f"#{tickets[2].pk}") == {tickets[2]}
    assert found("9" * 40) == set()


def test_filters_and_sorting(client, ann, agent):
    old, new = make_ticket(ann, subject="Old"), make_ticket(ann, subject="New")
    solve(old, actor=agent)
    assert [row.ticket for row in request_list(ann).rows] == [old, new]
    assert [row.ticket for row in request_list(ann, sort="opened").rows] == [new, old]
    assert [row.ticket for row in request_list(ann, stand="solved").rows] == [old]
    assert [row.ticket for row in request_list(ann, stand="with-us").rows] == [new]
    assert client.get("/?stand=nonsense&sort=nonsense&after=x.y&before=9.9.9").status_code == 200
    assert "No request fits" in client.get("/?stand=closed").content.decode()


def test_paging_shows_each_request_once_also_when_times_are_equal(ann):
    for _each in range(PAGE_SIZE * 2 + 3):
        make_ticket(ann)
    moment = clock.now()
    Ticket.objects.update(updated_at=moment)
    pages, after = [], ""
    while True:
        current = request_list(ann, after=after)
        pages.append(current)
        if not current.next:
            break
        after = current.next
    numbers = [row.ticket.pk for one in pages for row in one.rows]
    assert len(pages) == 3
    assert sorted(numbers, reverse=True) == numbers
    assert len(set(numbers)) == PAGE_SIZE * 2 + 3
    back = request_list(ann, before=pages[2].previous or "")
    assert [row.ticket.pk for row in back.rows] == [row.ticket.pk for row in pages[1].rows]
    first = request_list(ann, before=back.previous or "")
    assert [row.ticket.pk for row in first.rows] == [row.ticket.pk for row in pages[0].rows]
    assert first.previous is None


@pytest.mark.parametrize(
    "cursor", ["x", "1", "1.", ".1", "-1.1", "9" * 40 + ".1", "1." + "9" * 30, "²³.1", "99999999999999999999.1"]
)
def test_forged_cursors_are_ignored(ann, cursor):
    make_ticket(ann)
    request_list(ann, after=cursor)
    request_list(ann, before=cursor)


def test_the_conversation_only_comes_again_when_something_changed(client, ann, agent, ticket):
    text = page(client, ticket)
    state = text.split("?state=")[1].split('"')[0]
    url = f"/requests/{ticket.pk}/conversation/?state={state}"
    add_note(ticket, actor=agent, body=Body.from_text("internal"))
    Ticket.objects.update(updated_at=F("updated_at") + timedelta(seconds=1), status=Status.NEW)
    assert client.get(url).status_code == 204
    reply(ticket, actor=agent, body=Body.from_text("Unplug it"), seen_seq=None)
    assert "Unplug it" in client.get(url).content.decode()
    assert f'data-live="ticket:{ticket.pk}"' in text


def test_a_closed_request_says_that_writing_opens_a_new_one(client, ann, agent, ticket):
    close(ticket, actor=agent)
    assert "new request that continues this one" in page(client, ticket)


def queries_of(client, url: str, django_assert_max_num_queries) -> int:
    client.get(url)  # connections, sessions and caches of content types are warm
    with django_assert_max_num_queries(30) as context:
        assert client.get(url).status_code == 200
    return len(context)


def test_the_list_takes_as_many_queries_for_thirty_as_for_one(client, ann, django_assert_max_num_queries):
    make_ticket(ann)
    one = queries_of(client, "/", django_assert_max_num_queries)
    for _each in range(29):
        make_ticket(ann)
    assert queries_of(client, "/", django_assert_max_num_queries) == one


def test_the_page_takes_as_many_queries_for_thirty_messages_as_for_one(
    client, ann, agent, ticket, django_assert_max_num_queries
):
    reply(
        ticket, actor=agent, body=Body.from_text("One answer"), seen_seq=None
    )  # nobody waits: no promise is looked up
    one = queries_of(client, f"/requests/{ticket.pk}/", django_assert_max_num_queries)
    for number in range(29):
        html = f'<p>Answer {number} <img src="cid:a{number}"></p>'
        message = reply(ticket, actor=agent, body=Body.from_html(html), seen_seq=None)
        message.attachments.create(filename="a.png", size=1, content_id=f"a{number}", file="x")
        message.attachments.create(filename="b.pdf", size=1, file="x")
    assert queries_of(client, f"/requests/{ticket.pk}/", django_assert_max_num_queries) == one


def test_the_customer_is_told_who_has_it_now(client, ann, ticket, agent, agent_l2):
    team = TeamFactory(name="L2-INT", levels=[2], public_name="Our billing team")
    before = page(client, ticket)
    assert "Who has your request now" not in before

    escalate(ticket, actor=agent, to_level=2, team=team, reason="Hard", tried="Water", asked="Sand?")
    told = page(client, ticket)
    assert "Who has your request now, with all that you wrote: Our billing team." in told
    for ours in ("L2-INT", "Level 2", "Hard", "Sand?", "escalat"):
        assert ours not in told
    assert state_of(before) != state_of(told)  # an open page notices


def test_a_german_reads_the_teams_german_name(ticket, admin, agent):
    team = add_team(
        actor=admin, name="L2", levels=[1], public_name="Our billing team", public_names={"de": "Die Kasse"}
    )
    assign_team(ticket, actor=agent, team=team)
    with override("de"):
        assert handled_by(ticket).endswith("hat jetzt: Die Kasse.")


def test_who_took_a_request_is_named_on_its_page_and_in_the_list_with_the_time_of_the_answer(client, ann, agent):
    make_policy()
    ticket = make_ticket(ann)
    assign(ticket, actor=agent, assignee=agent)
    assert f"with all that you wrote: {agent.display_name}." in page(client, ticket)
    shown = client.get("/").content.decode()
    assert f"With {agent.display_name}" in shown and "Answer by" in shown
    solve(ticket, actor=agent)
    assert f"With {agent.display_name}" not in client.get("/").content.decode()


def test_of_what_was_begun_and_laid_back_our_team_is_named(client, ann, ticket, agent):
    reply(ticket, actor=agent, body=Body.from_text("We look."), seen_seq=None)
    assert "Our support team has your request now" in page(client, ticket)


def test_without_a_public_name_they_read_no_name_of_ours(client, ann, ticket, agent):
    escalate(
        ticket, actor=agent, to_level=3, team=TeamFactory(name="Core", levels=[3]), reason="r", tried="t", asked="a"
    )
    told = page(client, ticket)
    assert "Our experts have your request now" in told
    assert "Core" not in told


def test_of_what_is_solved_nobody_has_it_any_more(client, ann, ticket, agent):
    escalate(ticket, actor=agent, to_level=2, reason="r", tried="t", asked="a")
    solve(ticket, actor=agent)
    assert "have your request now" not in page(client, ticket)


def state_of(html: str) -> str:
    return html.split("?state=", 1)[1].split('"', 1)[0]
