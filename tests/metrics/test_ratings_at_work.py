"""What a rating sets off and where it shows: rules, notifications, the ticket's page, the page of comments, the API."""

import pytest
from django.test import Client

from desk.models import Notification
from metrics.actions.answering import rate_request
from metrics.integrity_surveys import check_surveys
from metrics.keeping import keep_stale
from metrics.models import Survey
from tests.factories import CustomerFactory, TeamFactory, make_rule
from tests.metrics.surveying import rated, solved_ticket, survey_about
from tickets import actions
from tickets.models import Event, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mailbox")]


def browser_of(person) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


@pytest.fixture
def ratings(agent, first_line, manager) -> list[Survey]:
    """From 1 to 5, each with words, on the first line's tickets."""
    surveys = []
    for score in range(1, 6):
        ticket = solved_ticket(CustomerFactory(), agent, team=first_line, subject=f"Matter {score}")
        rate_request(ticket, person=ticket.requester, score=score, comment=f"Words of {score}")
        surveys.append(Survey.objects.get(ticket=ticket))
    keep_stale()
    return surveys


def test_a_low_rating_can_bring_a_lead_in(customer, agent, lead):
    make_rule(
        when={"events": ["ticket.rated"]},
        conditions={
            "all": [
                {"field": "rating.kind", "operator": "is", "value": "csat"},
                {"field": "rating.score", "operator": "at_most", "value": 2},
                {"field": "rating.is_low", "operator": "is", "value": True},
                {"field": "rating.comment", "operator": "contains", "value": "slow"},
            ]
        },
        effects=[
            {"do": "tag", "add": ["unhappy"]},
            {"do": "set_priority", "priority": "high"},
            {"do": "assign_person", "person": lead.pk},
        ],
    )
    survey = survey_about(solved_ticket(customer, agent))

    rated(survey, 4, "slow")
    assert not Ticket.objects.get(pk=survey.ticket_id).tags.exists()
    rated(survey, 2, "Too slow for us")

    ticket = Ticket.objects.get(pk=survey.ticket_id)
    assert list(ticket.tags.values_list("name", flat=True)) == ["unhappy"]
    assert (ticket.assignee, ticket.priority) == (lead, 3)


def test_a_low_rating_is_told_to_whose_ticket_it_is(customer, agent):
    survey = survey_about(solved_ticket(customer, agent))
    actions.assign(survey.ticket, actor=agent, assignee=agent)

    rate_request(survey.ticket, person=customer, score=3)
    assert not Notification.objects.filter(kind="rated_low").exists()
    rate_request(survey.ticket, person=customer, score=1)

    assert Notification.objects.get(kind="rated_low").person == agent


def test_the_tickets_page_says_how_it_was_rated(customer, agent):
    survey = survey_about(solved_ticket(customer, agent))
    rate_request(survey.ticket, person=customer, score=2, comment="Slow")

    page = browser_of(agent).get(f"/desk/tickets/{survey.ticket_id}/").content.decode()

    assert "Rated" in page
    assert "Unhappy" in page
    assert "Ann Lee rated our help: Unhappy (2 of 5) – “Slow”" in page


def test_comments_are_found_by_words_and_height(ratings, manager, agent):
    browser = browser_of(manager)

    def found(**query: str) -> set[int]:
        page = browser.get("/metrics/comments/", query).content.decode()
        return {score for score in range(1, 6) if f"Words of {score}" in page}

    assert found() == {1, 2, 3, 4, 5}
    assert found(q="words of 3") == {3}
    assert found(score="low") == {1, 2}
    assert found(score="middle") == {3}
    assert found(score="high", kind="csat") == {4, 5}
    assert found(kind="nps") == set()


def test_small_samples_say_so_and_how_sure_the_score_is(ratings, manager):
    page = browser_of(manager).get("/metrics/comments/").content.decode()

    assert "40 %" in page
    assert "Likely between" in page
    assert "12 % and 77 %" in page
    assert "few: take it with care" in page


def test_a_lead_reads_what_was_said_of_their_teams_only(ratings, lead, first_line):
    other = TeamFactory(name="Others")
    other.members.add(lead)
    assert "Words of" not in browser_of(lead).get("/metrics/comments/").content.decode()
    assert browser_of(lead).get("/api/v1/surveys/").json()["results"] == []

    first_line.members.add(lead)
    assert "Words of 5" in browser_of(lead).get("/metrics/comments/").content.decode()
    assert len(browser_of(lead).get("/api/v1/surveys/").json()["results"]) == 5


def test_thirty_comments_cost_as_many_statements_as_one(ratings, manager, django_assert_max_num_queries):
    browser = browser_of(manager)
    browser.get("/metrics/comments/")

    with django_assert_max_num_queries(30):
        browser.get("/metrics/comments/")


def test_the_api_filters_and_answers(ratings, manager, customer, agent):
    browser = browser_of(manager)
    results = browser.get("/api/v1/surveys/", {"at_most": 2, "sort": "answered"}).json()["results"]
    assert [(row["score"], row["comment"]) for row in results] == [(2, "Words of 2"), (1, "Words of 1")]
    assert "token" not in results[0]

    survey = survey_about(solved_ticket(customer, agent))
    answer = browser_of(customer).post(
        "/api/v1/surveys/answer/", {"token": survey.token, "score": 5}, content_type="application/json"
    )
    assert (answer.status_code, answer.json()["score"]) == (200, 5)
    assert Survey.objects.get(pk=survey.pk).score == 5
    again = browser_of(customer).post(
        f"/api/v1/tickets/{survey.ticket_id}/rating/", {"score": 9}, content_type="application/json"
    )
    assert again.status_code == 409


def test_surveys_agree_with_the_log_and_a_difference_is_found(ratings):
    assert list(check_surveys()) == []

    Survey.objects.filter(pk=ratings[0].pk).update(score=5)
    Event.objects.filter(kind="ticket.rated", data__survey=ratings[1].pk)
    assert [problem.split(":")[0] for problem in check_surveys()] == [f"survey {ratings[0].pk}"]
