"""Tickets over the API: opening, listing, reading, and the verbs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_ticket
from tickets.actions import add_note, close, link, solve
from tickets.content import Body
from tickets.models import Channel, Link, Status, Ticket

pytestmark = pytest.mark.django_db


def test_an_agent_opens_a_ticket_for_a_customer(api, agent, mailbox):
    answer = api.post(
        "/api/v1/tickets/",
        {
            "subject": "Calls back",
            "text": "Ann called about the printer.",
            "requester": "Ann@Example.net",
            "requester_name": "Ann Lee",
            "channel": "phone",
            "priority": "high",
            "tags": ["Printer"],
            "assignee": agent.pk,
        },
    )

    assert answer.status_code == 201, answer.content
    shown = answer.json()
    ticket = Ticket.objects.get(pk=shown["number"])
    assert answer["Location"] == f"/api/v1/tickets/{ticket.pk}/"
    assert (ticket.requester.email, ticket.channel, ticket.assignee) == ("ann@example.net", Channel.PHONE, agent)
    assert (shown["priority"], shown["tags"], shown["status"]) == ("high", ["printer"], "open")
    assert ticket.events.order_by("seq").values_list("kind", flat=True)[0] == "ticket.opened"


def test_one_that_goes_on_with_a_closed_one_is_linked_to_it(api, agent, ticket):
    close(ticket, actor=agent)
    refused = api.post(f"/api/v1/tickets/{ticket.pk}/priority/", {"priority": "urgent"})
    answer = api.post(
        "/api/v1/tickets/",
        {"subject": "Once more", "text": "Burns again.", "requester": ticket.requester.email, "follows": ticket.pk},
    )

    assert (refused.status_code, answer.status_code) == (409, 201)
    assert "Open a follow-up" in refused.json()["detail"]
    link = Link.objects.get()
    assert (link.ticket_id, link.other, link.kind) == (answer.json()["number"], ticket, "follow_up")


def test_a_customer_opens_a_ticket_of_their_own_only(customer_api, customer):
    mine = customer_api.post("/api/v1/tickets/", {"subject": "Help", "text": "The printer burns."})
    anothers = customer_api.post(
        "/api/v1/tickets/", {"subject": "Help", "text": "Burns.", "requester": "charlie@elsewhere.test"}
    )
    urgent = customer_api.post("/api/v1/tickets/", {"subject": "Help", "text": "Burns.", "priority": "urgent"})

    assert mine.status_code == 201
    assert Ticket.objects.get().requester == customer
    assert (anothers.status_code, urgent.status_code) == (403, 403)


def test_customers_see_their_own_tickets_without_what_is_for_staff(customer_api, ticket, agent, other_customer):
    make_ticket(requester=other_customer)

    listed = customer_api.get("/api/v1/tickets/").json()["results"]

    assert [row["number"] for row in listed] == [ticket.pk]
    hidden = {"tags", "team", "level", "snippet", "conversation_seq", "waiting_since", "kind"}
    assert not hidden & set(listed[0])
    assert "email" not in listed[0]["requester"]


def test_what_one_may_not_see_is_not_found(program_of, other_customer, ticket):
    charlie = program_of(other_customer)

    for address in ("", "messages/", "attachments/"):
        assert charlie.get(f"/api/v1/tickets/{ticket.pk}/{address}").status_code == 404
    assert charlie.post(f"/api/v1/tickets/{ticket.pk}/solve/").status_code == 404


def test_customers_are_kept_out_of_what_is_for_staff(customer_api, ticket):
    for address in ("events/", "participants/", "links/", "escalations/", "drafts/public/"):
        assert customer_api.get(f"/api/v1/tickets/{ticket.pk}/{address}").status_code == 403
    for verb in ("assign", "close", "priority", "escalate", "spam", "notes"):
        assert customer_api.post(f"/api/v1/tickets/{ticket.pk}/{verb}/", {}).status_code == 403
    for address in ("people", "organizations", "teams", "tags"):
        assert customer_api.get(f"/api/v1/{address}/").status_code == 403


def test_filters_narrow_the_list(api, agent, customer, other_customer, first_line):
    burning = make_ticket(requester=customer, tags=["fire"], assignee=agent, team=first_line)
    solved = make_ticket(requester=customer)
    solve(solved, actor=agent)
    other = make_ticket(requester=other_customer)

    def numbers(query):
        answer = api.get(f"/api/v1/tickets/?{query}")
        assert answer.status_code == 200, answer.content
        return {row["number"] for row in answer.json()["results"]}

    assert numbers("tag=fire") == {burning.pk}
    assert numbers("assignee=me") == {burning.pk}
    assert numbers("assignee=none") == {solved.pk, other.pk}
    assert numbers(f"team={first_line.pk}") == {burning.pk}
    assert numbers("team=none") == {solved.pk, other.pk}
    assert numbers("status=solved") == {solved.pk}
    assert numbers("status=new&status=open") == {burning.pk, other.pk}
    assert numbers(f"requester={other_customer.pk}") == {other.pk}
    assert numbers("sort=solved") == {solved.pk}
    assert numbers("sort=waiting") == {burning.pk, other.pk}
    assert numbers("priority=urgent") == set()
    assert numbers("sentiment=pleased&sentiment=upset") == set()
    assert numbers("solved_after=2020-01-01T00:00:00Z") == {solved.pk}
    assert numbers("opened_before=2020-01-01T00:00:00Z") == set()


@pytest.mark.parametrize(
    "query",
    ["status=nonsense", "limit=0", "limit=101", "limit=x", "limit=1&limit=2", "cursor=abc", "assignee=you", "sort=subject",
     "opened_after=yesterday", "requester=99999999999999999999", "level=4", "is_spam=1"],
)  # fmt: skip
def test_nonsense_in_the_query_is_refused_with_the_parameters_name(api, query):
    answer = api.get(f"/api/v1/tickets/?{query}")

    assert answer.status_code == 400
    assert any(name.startswith(query.split("=")[0]) for name in answer.json()["errors"])


@pytest.mark.parametrize("sort", ["updated", "opened", "waiting", "priority"])
def test_pages_reach_every_ticket_once_forwards_and_back(api, customer, sort):
    expected = {make_ticket(requester=customer).pk for _ in range(7)}

    seen, address, pages = [], f"/api/v1/tickets/?sort={sort}&limit=3", []
    while address:
        page = api.get(address).json()
        pages.append([row["number"] for row in page["results"]])
        seen += pages[-1]
        last, address = address, page["next"]
    back = api.get(api.get(last).json()["previous"]).json()

    assert len(seen) == 7
    assert set(seen) == expected
    assert [row["number"] for row in back["results"]] == pages[1]
    assert api.get(back["previous"]).json()["previous"] is None


def test_verbs_answer_with_the_ticket_as_it_is_then(api, program_of, agent, agent_l2, ticket, first_line, specialists):
    bea = program_of(agent_l2)

    def act(verb, by=api, **words):
        answer = by.post(f"/api/v1/tickets/{ticket.pk}/{verb}/", words)
        assert answer.status_code == 200, answer.content
        return answer.json()

    assert act("assign", assignee=agent.pk)["assignee"]["id"] == agent.pk
    assert act("assign-team", team=first_line.pk)["team"]["name"] == "First line"
    assert act("priority", priority="urgent")["priority"] == "urgent"
    assert act("kind", kind="incident")["kind"] == "incident"
    assert act("subject", subject="Fire")["subject"] == "Fire"
    assert act("tags", add=["Fire", "big"], remove=["none"])["tags"] == ["big", "fire"]
    assert act("status", status="pending")["status"] == "pending"
    raised = act("escalate", to_level=2, reason="Billing", tried="All of it", asked="A refund")
    assert (raised["level"], raised["team"]["name"], raised["assignee"]) == (2, "Specialists", None)
    assert act("accept-escalation", bea)["assignee"]["id"] == agent_l2.pk
    assert act("hand-back", bea, answer="Refunded")["level"] == 1
    assert act("solve")["status"] == "solved"
    assert act("reopen")["status"] == "open"
    assert act("spam")["is_spam"] is True
    assert act("not-spam")["is_spam"] is False
    assert act("close")["status"] == "closed"
    assert act("read")["number"] == ticket.pk

    events = api.get(f"/api/v1/tickets/{ticket.pk}/events/").json()
    assert [event["seq"] for event in events["results"]] == list(range(1, events["last_seq"] + 1))
    raising = next(event for event in events["results"] if event["kind"] == "ticket.priority_changed")
    assert (raising["changes"]["priority"], raising["actor"]["name"]) == (["normal", "urgent"], "Omar Haddad")
    escalation = api.get(f"/api/v1/tickets/{ticket.pk}/escalations/").json()["results"][0]
    assert (escalation["answer"], escalation["answered_by"]["name"]) == ("Refunded", agent_l2.display_name)


def test_a_refused_verb_says_why_and_changes_nothing(api, ticket, specialists):
    answer = api.post(f"/api/v1/tickets/{ticket.pk}/assign-team/", {"team": specialists.pk})

    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "illegal_transition"
    assert "Escalate" in answer.json()["detail"]
    ticket.refresh_from_db()
    assert (ticket.team, ticket.event_seq) == (None, 1)


def test_deleting_is_for_leads_with_the_admin_scope(api, program_of, lead, ticket):
    address = f"/api/v1/tickets/{ticket.pk}/delete/"

    assert api.post(address).status_code == 403
    assert program_of(lead, "read", "write").post(address).json()["code"] == "insufficient_scope"
    with_scope = program_of(lead)
    assert with_scope.post(address).status_code == 200
    assert with_scope.get("/api/v1/tickets/").json()["results"] == []
    assert len(with_scope.get("/api/v1/tickets/?is_deleted=true").json()["results"]) == 1
    assert with_scope.post(address.replace("delete", "restore")).json()["deleted_at"] is None


def test_customers_solve_and_reopen_their_own(customer_api, ticket):
    assert customer_api.post(f"/api/v1/tickets/{ticket.pk}/solve/").json()["status"] == "solved"
    assert customer_api.post(f"/api/v1/tickets/{ticket.pk}/reopen/").json()["status"] == "open"
    ticket.refresh_from_db()
    assert (ticket.status, ticket.reopen_count) == (Status.OPEN, 1)


def test_links_and_participants_come_and_go(api, ticket, customer, other_customer):
    other = make_ticket(requester=customer)
    base = f"/api/v1/tickets/{ticket.pk}"

    linked = api.post(f"{base}/links/", {"ticket": other.pk, "kind": "duplicate"}).json()["results"]
    assert [(row["direction"], row["ticket"], row["kind"]) for row in linked] == [("out", other.pk, "duplicate")]
    assert api.get(f"/api/v1/tickets/{other.pk}/links/").json()["results"][0]["direction"] == "in"
    assert api.delete(f"{base}/links/{other.pk}/?kind=duplicate").status_code == 204
    assert api.get(f"{base}/links/").json()["results"] == []
    assert api.post(f"{base}/links/", {"ticket": ticket.pk}).status_code == 409
    assert api.post(f"{base}/links/", {"ticket": 999999}).json()["errors"]["ticket"]

    copied = api.post(f"{base}/participants/", {"email": other_customer.email}).json()["results"]
    assert copied[0]["person"]["id"] == other_customer.pk
    assert api.delete(f"{base}/participants/{other_customer.pk}/").status_code == 204
    assert api.get(f"{base}/participants/").json()["results"] == []


@pytest.mark.parametrize("address", ["tickets/", "tickets/{n}/messages/", "tickets/{n}/events/", "tickets/{n}/links/"])
def test_as_many_statements_for_thirty_rows_as_for_one(api, agent, customer, address, first_line):
    ticket = make_ticket(requester=customer, tags=["a"], assignee=agent, team=first_line)
    _more(ticket, agent, customer, 1)
    api.get("/api/v1/me/")  # notes the token's use, once a minute
    few = _statements(api, address.format(n=ticket.pk))
    _more(ticket, agent, customer, 30)
    many = _statements(api, address.format(n=ticket.pk))

    assert many == few


def _more(ticket, agent, customer, count):
    for _ in range(count):
        other = make_ticket(tags=["a", "b"], assignee=agent)
        add_note(ticket, actor=agent, body=Body.from_text("A note"))
        link(ticket, actor=agent, other=other)


def _statements(api, address):
    with CaptureQueriesContext(connection) as queries:
        answer = api.get(f"/api/v1/{address}?limit=100")
    assert answer.status_code == 200
    return len(queries)


@pytest.mark.parametrize("tail", ["announcements/a%0Ab/read/", "nothing", "tickets/%F1%0A/"])
def test_an_address_that_is_none_is_answered_as_the_api_answers(client, tail):
    answer = client.get(f"/api/v1/{tail}")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
