"""What figures are narrowed to: each filter counts what the list behind it shows, stands in the address and comes off again."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import DEFAULT_BRAND, Brand
from accounts.models.organization import Tier
from desk.metrics.time_cells import time_cell
from helpdesk import clock
from metrics.by_agent import Took
from metrics.keeping import keep_stale
from metrics.layouts import filters_kept
from metrics.models import Survey
from tests.factories import (
    AgentFactory,
    CustomerFactory,
    MailboxFactory,
    OrganizationFactory,
    TeamFactory,
    make_form,
    make_ticket,
)
from tests.metrics.living import WORDS, answered, opened
from tickets.actions import assign, reply, set_form
from tickets.models import Status, Tag, Ticket

pytestmark = pytest.mark.django_db

FILTERS = ("agent", "channel", "level", "priority", "tag", "organization", "tier", "form", "mailbox")
FIGURES = ("first_response_time", "resolution_time", "escalation_rate", "backlog")


@pytest.fixture
def client(client, manager):
    client.force_login(manager)
    return client


@pytest.fixture
def marked(agent, mailbox) -> Ticket:
    """One that differs from `plain` in all that can be asked for; answered and solved an hour ago, then another is open."""
    acme = OrganizationFactory(name="Acme", tier=Tier.PREMIUM)
    person = CustomerFactory(organization=acme)
    form = make_form("Billing")
    with clock.at(clock.now() - timedelta(hours=2)):
        for _each in range(2):
            ticket = make_ticket(person, channel="chat", tags=["refund"], mailbox_id=mailbox.pk, priority=4, level=2)
            set_form(ticket, actor=agent, form=form)
            assign(ticket, actor=agent, assignee=agent)
    with clock.at(clock.now() - timedelta(hours=1)):
        reply(Ticket.objects.get(pk=ticket.pk), actor=agent, body=WORDS, seen_seq=None, status=Status.SOLVED)
    return Ticket.objects.get(pk=ticket.pk)


@pytest.fixture
def plain(agent_l2) -> Ticket:
    with clock.at(clock.now() - timedelta(hours=2)):
        ticket = make_ticket(mailbox_id=MailboxFactory(address="shop@example.com", is_default=False).pk)
        make_ticket(ticket.requester)
    with clock.at(clock.now() - timedelta(hours=1)):
        reply(ticket, actor=agent_l2, body=WORDS, seen_seq=None, status=Status.SOLVED)
    return ticket


def value_of(name: str, ticket: Ticket) -> object:
    asked = {
        "agent": ticket.assignee_id,
        "tag": Tag.objects.get(name="refund").pk,
        "organization": ticket.organization_id,
        "tier": "premium",
        "form": ticket.form_id,
        "mailbox": ticket.mailbox_id,
    }
    return asked[name] if name in asked else getattr(ticket, name)


@pytest.mark.parametrize("name", FILTERS)
def test_a_figure_counts_what_its_list_shows(client, marked, plain, name):
    query = {name: value_of(name, marked)}
    for key in FIGURES:
        page = client.get(reverse("metrics:tickets", args=[key]), query)
        numbers = {line.number for line, _took in page.context["lines"]}

        assert page.context["count"].split()[0] == str(len(page.context["lines"])), key
        assert plain.pk not in numbers, key
    assert client.get(reverse("metrics:overview"), query).context["cards"][5].figure.n == 1


@pytest.mark.parametrize("section", ["overview", "responsiveness", "levels", "sla", "volume", "comments"])
def test_every_page_takes_all_filters_at_once(client, marked, plain, section):
    query = {name: value_of(name, marked) for name in FILTERS}

    page = client.get(reverse(f"metrics:{section}"), query)

    assert [chip.name for chip in page.context["filters"].chips] == list(FILTERS)
    assert page.context["filters"].only == {name: value_of(name, marked) for name in FILTERS}


def test_a_response_is_of_who_gave_it(client, marked, agent_l2):
    """Omar has the ticket; Bea answered once."""
    with clock.at(clock.now() - timedelta(minutes=50)):
        other = make_ticket()
    assign(other, actor=agent_l2, assignee=marked.assignee)
    reply(Ticket.objects.get(pk=other.pk), actor=agent_l2, body=WORDS, seen_seq=None)

    page = client.get(reverse("metrics:tickets", args=["first_response_time"]), {"agent": agent_l2.pk})

    assert [line.number for line, _took in page.context["lines"]] == [other.pk]


TYPED = [("agent", "OMAR haddad"), ("agent", "agent@example.com"), ("tag", "Refund"), ("organization", "acme")]


@pytest.mark.parametrize(("name", "typed"), TYPED)
def test_what_is_typed_is_found_by_its_name(client, marked, name, typed):
    filters = client.get(reverse("metrics:overview"), {name: typed}).context["filters"]

    assert filters.only == {name: value_of(name, marked)}
    assert filters.query == f"{name}={value_of(name, marked)}"


def test_what_is_not_there_narrows_nothing_and_is_told(client):
    page = client.get(reverse("metrics:overview"), {"organization": "Nobody & Sons", "tier": "gold"})

    assert page.context["filters"].only == {}
    assert "there is no “Nobody &amp; Sons”" in page.content.decode()
    assert 'value="Nobody &amp; Sons"' in page.content.decode()


def test_a_list_is_not_said_to_be_typed(client):
    page = client.get(reverse("metrics:overview"), {"priority": "urgentest"}).content.decode()

    assert "there is no “urgentest” for you, so it narrows nothing. Choose one of the list." in page
    assert "suggested as you type" not in page


@pytest.mark.parametrize("given", ["fortnight", "days ago", "30", "x" * 200])
def test_a_period_that_there_is_not_is_told(client, given):
    page = client.get(reverse("metrics:overview"), {"period": given})

    assert page.context["filters"].choice == "30d"
    assert f"There is no period “{given[:60]}”. Here are the last 30 days" in page.content.decode()


@pytest.mark.parametrize("given", ["999999", "Nobody"])
def test_a_team_that_there_is_not_is_told(client, given):
    page = client.get(reverse("metrics:overview"), {"team": given}).content.decode()

    assert f"Team: there is no “{given}” for you, so it narrows nothing." in page


def test_a_team_of_others_is_told(client, lead, first_line):
    first_line.members.add(lead)
    client.force_login(lead)
    others = TeamFactory(name="Warehouse")

    page = client.get(reverse("metrics:overview"), {"team": others.pk})

    assert page.context["filters"].team is None
    assert f"there is no “{others.pk}” for you" in page.content.decode()


def test_one_day_alone_is_no_period_and_is_told(client):
    page = client.get(reverse("metrics:overview"), {"from": "2026-03-02"})

    assert page.context["filters"].was_refused


def test_there_is_no_file_for_a_filter_that_is_not_the_readers(client, lead, first_line):
    """It would hold the reader's own figures, and nothing in it would say so."""
    first_line.members.add(lead)
    client.force_login(lead)
    others = TeamFactory(name="Warehouse")

    def file_of(place, query):
        return client.get(f"{reverse('metrics:overview')}{place}", query)

    refused = file_of("export.csv", {"team": others.pk, "tier": "gold"})
    assert refused.status_code == 400
    assert f"Team: there is no “{others.pk}” for you." in refused.content.decode()
    assert "Tier: there is no “gold” for you." in refused.content.decode()
    assert "There is no period “fortnight”." in file_of("export.csv", {"period": "fortnight"}).content.decode()
    assert "These days are no period" in file_of("export.csv", {"from": "2026-03-02"}).content.decode()
    for place in ("export.xlsx", "figures/backlog/export.csv", "figures/backlog/export.xlsx", "team/export.csv",
                  "self-service/solved/export.csv", "self-service/searches/vain/export.csv", "wallboard/queue/export.csv",
                  ):  # fmt: skip
        assert file_of(place, {"team": others.pk}).status_code == 400, place
        assert file_of(place, {"team": first_line.pk}).status_code == 200, place


def test_days_sent_along_with_a_named_period_are_not_kept():
    given = {"period": "month", "from": "2026-03-02", "to": "2026-03-08", "tier": "premium"}

    assert filters_kept(given) == "period=month&tier=premium"
    assert filters_kept(given | {"period": "days"}) == "period=days&from=2026-03-02&to=2026-03-08&tier=premium"
    assert filters_kept(given | {"period": ""}) == "from=2026-03-02&to=2026-03-08&tier=premium"


def test_two_days_are_a_period_without_saying_so(client):
    period = (
        client.get(reverse("metrics:overview"), {"from": "2026-03-02", "to": "2026-03-08"}).context["filters"].period
    )

    assert (period.first.isoformat(), period.last.isoformat()) == ("2026-03-02", "2026-03-08")


def test_a_filter_comes_off_alone(client, marked):
    page = client.get(reverse("metrics:overview"), {"tier": "premium", "priority": 4, "after": "x"}).content.decode()

    assert 'href="?priority=4"' in page
    assert 'href="?tier=premium"' in page


def test_leads_choose_among_agents_of_their_teams(client, lead, agent, agent_l2, first_line):
    first_line.members.add(lead)
    client.force_login(lead)

    assert client.get(reverse("metrics:overview"), {"agent": agent.pk}).context["filters"].only == {"agent": agent.pk}
    assert client.get(reverse("metrics:overview"), {"agent": agent_l2.pk}).context["filters"].only == {}
    found = client.get(reverse("metrics:choices", args=["agent"]), {"agent": ""}).context["found"]
    assert {one.words for one in found} == {"Omar Haddad", "Lena Vogt"}


def test_suggestions_hold_what_is_typed(client):
    AgentFactory(name="Zoë Quill", email="zoe@example.com")

    page = client.get(reverse("metrics:choices", args=["agent"]), {"agent": "quil"}).content.decode()

    assert '<option value="zoe@example.com">Zoë Quill</option>' in page
    assert client.get(reverse("metrics:choices", args=["mood"])).status_code == 404


def test_the_api_narrows_alike(client, marked, plain):
    week = {"from": (clock.now() - timedelta(days=3)).date().isoformat(), "to": clock.now().date().isoformat()}

    def ask(**query):
        return client.get("/api/v1/metrics/", {**week, "time_zone": "UTC", **query})

    def backlog(**query) -> float:
        return next(one["value"] for one in ask(**query).json()["results"] if one["key"] == "backlog")

    assert backlog() == 2
    assert backlog(tag="refund", tier="premium", organization=str(marked.organization_id)) == 1
    assert ask(organization="Nobody").json()["errors"]["organization"]
    assert ask(tier="gold").status_code == 400


def test_the_only_brand_is_a_filter_for_who_names_it_and_none_to_choose(client, marked):
    Brand.objects.get_or_create(pk=DEFAULT_BRAND)
    assert client.get("/api/v1/metrics/", {"brand": marked.brand_id}).status_code == 200
    assert 'name="brand"' not in client.get(reverse("metrics:overview")).content.decode()
    assert client.get(reverse("metrics:overview"), {"brand": marked.brand_id}).context["filters"].only == {
        "brand": marked.brand_id
    }


def test_ratings_are_of_whose_ticket_was_solved(client, marked, agent, agent_l2):
    for number, person in enumerate((agent, agent_l2)):
        about = {"kind": "csat", "ticket": marked, "person": marked.requester, "language": "en", "question": "?"}
        times = {
            "solved_at": clock.now() - timedelta(minutes=number),
            "answered_at": clock.now(),
            "changed_at": clock.now(),
        }
        Survey.objects.create(**about, **times, agent=person, score=5, comment=person.name)

    page = client.get(reverse("metrics:comments"), {"agent": agent.pk})

    assert [line.survey.comment for line in page.context["page"].rows] == ["Omar Haddad"]


@pytest.mark.parametrize(
    ("median", "before", "words", "direction"),
    [
        (90, 100, "10 % faster", "down"),
        (91, 100, "as before", ""),
        (0, 100, "100 % faster", "down"),
        (0, 0, "as before", ""),
        (60, 0, "slower", "up"),
        (60, None, "none before", ""),
        (None, 100, "", ""),
    ],
)
def test_a_median_says_whether_it_moved_and_whether_there_was_one_before(median, before, words, direction):
    cell = time_cell(Took(5, median, before))

    assert (cell.change, cell.direction) == (words, direction)


def test_for_whom_first_responses_got_slower_is_told_with_the_tickets_behind(client, customer, agent, first_line):
    answered(opened(customer, -24 * 7, team=first_line), agent, -24 * 7 + 1)
    answered(opened(customer, 0, team=first_line), agent, 2)
    keep_stale()

    page = client.get("/metrics/responsiveness/", {"from": "2026-03-02", "to": "2026-03-08", "for": "team"})

    (line,) = page.context["groups"]
    assert (line.name, line.first.n, line.first.direction) == (first_line.name, 1, "up")
    assert line.first.change == "100 % slower"
    behind = client.get(f"/metrics/figures/first_response_time/?{line.query}")
    assert behind.context["count"].startswith("1 ")
