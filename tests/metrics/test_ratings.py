"""Answering a survey: on its page, by its token; who only looks, or looks by program, answers nothing."""

from datetime import timedelta

import pytest
from django.test import Client

from helpdesk import clock
from metrics.actions.answering import rate_request
from metrics.actions.planning import set_plan
from metrics.models import Survey, SurveyOptOut
from metrics.surveys.due import send_due_surveys
from tests.metrics.surveying import rated, solved_ticket, survey_about
from tests.tickets.asserting import assert_log_agrees, kinds_of, last_event
from tickets import actions
from tickets.errors import IllegalTransition, Invalid
from tickets.event_names import Names
from tickets.event_text import event_text
from tickets.events import EventKind
from tickets.models import Event, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mailbox")]


@pytest.fixture
def survey(customer, agent) -> Survey:
    return survey_about(solved_ticket(customer, agent))


def page_of(survey: Survey) -> str:
    return f"/surveys/{survey.token}/"


def score_of(survey: Survey) -> int | None:
    return Survey.objects.get(pk=survey.pk).score


def test_a_scanner_that_opens_every_link_rates_nothing(survey):
    events = Event.objects.count()
    for method in ("get", "head"):
        for score in range(1, 6):
            assert getattr(Client(), method)(page_of(survey), {"score": score}).status_code == 200

    assert score_of(survey) is None
    assert Event.objects.count() == events


def test_the_link_chooses_and_the_button_sends(survey):
    browser = Client()
    page = browser.get(page_of(survey), {"score": 4}).content.decode()
    assert 'value="4" required checked' in page

    answer = browser.post(page_of(survey), {"score": "4", "comment": " Quick! "})

    assert answer.status_code == 302
    survey.refresh_from_db()
    assert (survey.score, survey.comment) == (4, "Quick!")
    thanks = browser.get(answer["Location"]).content.decode()
    assert "Thank you" in thanks
    assert "Happy (4 of 5)" in thanks
    assert "You can change it until" in thanks


def test_a_rating_is_an_event_of_the_ticket(survey, customer):
    event = rated(survey, 2, "Slow")

    assert event is not None
    assert (event.kind, event.actor) == (EventKind.RATED, customer)
    assert event_text(event, Names.of([event])) == "Ann Lee rated our help: Unhappy (2 of 5) – “Slow”"
    ticket = Ticket.objects.get(pk=survey.ticket_id)
    assert ticket.satisfaction == 2
    assert ticket.status == "solved"
    assert_log_agrees(ticket)


def test_sent_twice_it_is_one_rating(survey):
    for _click in range(2):
        assert Client().post(page_of(survey), {"score": "5"}).status_code == 302

    assert kinds_of(survey.ticket).count(EventKind.RATED) == 1


def test_a_change_of_mind_is_taken_for_seven_days(survey):
    rated(survey, 5)
    event = rated(survey, 1, "Broken again", after_days=6)

    assert event is not None
    assert event_text(event, Names.of([event])).startswith("Ann Lee changed their rating to Very unhappy (1 of 5)")
    survey.refresh_from_db()
    assert survey.answered_at is not None
    assert survey.changed_at is not None
    assert survey.changed_at - survey.answered_at > timedelta(days=5)
    with pytest.raises(IllegalTransition, match="too late"):
        rated(survey, 5, after_days=8)
    assert score_of(survey) == 1


def test_after_thirty_days_the_page_says_that_it_is_too_late(survey):
    Survey.objects.update(sent_at=clock.now() - timedelta(days=31))

    assert "too late" in Client().get(page_of(survey)).content.decode()
    answer = Client().post(page_of(survey), {"score": "5"})
    assert answer.status_code == 422
    assert score_of(survey) is None


def test_a_link_that_is_not_ours_says_so(survey):
    for token in (survey.token[:-1], "x"):
        answer = Client().post(f"/surveys/{token}/", {"score": "5"})
        assert answer.status_code == 404
        assert "This link does not work" in answer.content.decode()


@pytest.mark.parametrize("score", ["", "0", "6", "-1", "9" * 30, "five", "٣"])
def test_nonsense_is_refused_and_keeps_the_words(survey, score):
    answer = Client().post(page_of(survey), {"score": score, "comment": "My words"})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Choose one of the answers" in page
    assert "My words" in page
    assert score_of(survey) is None


def test_closed_tickets_are_rated_too_but_deleted_ones_are_not(survey, lead):
    actions.close(survey.ticket, actor=lead)
    assert rated(survey, 5) is not None

    actions.delete(survey.ticket, actor=lead)
    with pytest.raises(IllegalTransition, match="no longer here"):
        rated(survey, 4)
    assert score_of(survey) == 5


def test_a_score_beside_the_scale_is_refused(survey):
    with pytest.raises(Invalid):
        rated(survey, 6)
    assert last_event(survey.ticket).kind == EventKind.SURVEY_SENT


def test_looking_at_the_way_out_stops_nothing_one_click_does(survey, customer):
    stop = page_of(survey) + "stop/"
    strict = Client(enforce_csrf_checks=True)
    assert "No more questions" in strict.get(stop).content.decode()
    assert not SurveyOptOut.objects.exists()

    assert strict.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert SurveyOptOut.objects.get().person == customer

    assert "Thank you" in strict.post(stop, {"back": "1"}).content.decode()
    assert not SurveyOptOut.objects.exists()


def test_the_requester_rates_a_solved_request_in_the_portal(customer, agent):
    ticket = solved_ticket(customer, agent, ago=1)
    browser = Client()
    browser.force_login(customer)
    assert "How happy are you with our help?" in browser.get(f"/requests/{ticket.pk}/").content.decode()
    assert not Survey.objects.exists()

    browser.post(f"/requests/{ticket.pk}/rating/", {"score": "5", "comment": "Great"})

    survey = Survey.objects.get()
    assert (survey.score, survey.sent_at) == (5, None)
    page = browser.get(f"/requests/{ticket.pk}/").content.decode()
    assert "Very happy (5 of 5)" in page
    assert "Great" in page


@pytest.mark.parametrize(("kind", "question", "score"), [("ces", "easy", 7), ("nps", "recommend", 0)])
def test_where_satisfaction_is_not_asked_for_the_portal_asks_what_is(customer, agent, admin, kind, question, score):
    set_plan("csat", actor=admin, is_on=False)
    set_plan(kind, actor=admin, is_on=True)
    ticket = solved_ticket(customer, agent, ago=1)
    browser = Client()
    browser.force_login(customer)
    assert question in browser.get(f"/requests/{ticket.pk}/").content.decode()

    browser.post(f"/requests/{ticket.pk}/rating/", {"score": str(score)})

    survey = Survey.objects.get()
    assert (survey.kind, survey.score, survey.sent_at) == (kind, score, None)


def test_what_was_rated_in_the_portal_is_not_asked_about_by_mail(customer, agent):
    rate_request(solved_ticket(customer, agent), person=customer, score=4)

    assert send_due_surveys() == 0


def test_in_the_portal_nobody_else_rates_and_nothing_unsolved_is(customer, other_customer, agent):
    ticket = solved_ticket(customer, agent, ago=1, cc=[other_customer])
    browser = Client()
    browser.force_login(other_customer)
    assert "How happy" not in browser.get(f"/requests/{ticket.pk}/").content.decode()
    assert browser.post(f"/requests/{ticket.pk}/rating/", {"score": "1"}).status_code == 403

    actions.reopen(ticket, actor=agent)
    browser.force_login(customer)
    assert "How happy" not in browser.get(f"/requests/{ticket.pk}/").content.decode()
    browser.post(f"/requests/{ticket.pk}/rating/", {"score": "1"})
    assert not Survey.objects.exists()
