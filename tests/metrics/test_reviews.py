"""Case reviews: the sample of a week, scoring a case, who reads what, and what is shared."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import Role
from desk.models import Notification
from helpdesk import clock
from metrics.actions.reviews import draw_last_week, draw_more, draw_reviews, review_case, share_case, unshare_case
from metrics.keeping import keep_stale
from metrics.models import CaseReview
from metrics.models.review import Why
from metrics.reviews import Candidate, further, sample
from tests.factories import AgentFactory
from tests.metrics.living import after, answered, at, fresh, opened, solved
from tickets import actions
from tickets.errors import IllegalTransition, Invalid, NotAllowed
from tickets.events import EventKind
from tickets.models import Announcement
from tickets.models.announcement import AnnouncementKind

pytestmark = pytest.mark.django_db

WEEK = date(2026, 3, 2)  # a Monday
SCORES = {"empathy": 4, "accuracy": 5, "completeness": 3, "tone": 4}


@pytest.fixture
def case(customer, agent, first_line):
    """Answered and solved by Omar of the first line, and drawn."""

    def make(hours: float = 0) -> CaseReview:
        ticket = opened(customer, hours, team=first_line)
        with at(hours):
            actions.assign(fresh(ticket), actor=agent, assignee=agent)
        answered(ticket, agent, hours + 1)
        solved(ticket, agent, hours + 2)
        return CaseReview.objects.create(
            week=WEEK, team=first_line, ticket=ticket, agent=agent, why=Why.RANDOM, drawn_at=after(100)
        )

    return make


@pytest.fixture
def teams_lead(lead, first_line):
    first_line.members.add(lead)
    return lead


def test_a_sample_takes_low_ratings_escalations_long_ones_and_others_and_is_the_same_each_time():
    found: list[Candidate] = [
        (number, 1, number, 1 if number in (3, 4, 5) else 0, 1 if number in (1, 2) else None) for number in range(1, 31)
    ]

    drawn = sample(found, "1 2026-03-02")

    by_why = {why: sorted(one[0] for one, of in drawn if of == why) for why in Why}
    assert by_why[Why.LOW_RATED] == [1, 2]
    assert len(by_why[Why.ESCALATED]) == 2 and set(by_why[Why.ESCALATED]) <= {3, 4, 5}
    assert by_why[Why.LONG] == [29, 30]
    assert len(by_why[Why.RANDOM]) == 4
    assert len({one[0] for one, _why in drawn}) == 10
    assert sample(reversed(found), "1 2026-03-02") == drawn != sample(found, "2 2026-03-02")
    assert not {one[0] for one, _why in further(found, by_why[Why.LONG], "x")} & {29, 30}


def test_the_timer_draws_each_weeks_sample_once(customer, agent, first_line):
    ticket = opened(customer, 0, team=first_line)
    answered(ticket, agent, 1)
    solved(ticket, agent, 2)
    opened(customer, 1, team=first_line)  # not solved
    with at(24 * 8):
        keep_stale()

        assert draw_last_week() == 1
        assert draw_last_week() == 0

    (drawn,) = CaseReview.objects.all()
    assert (drawn.ticket_id, drawn.week, drawn.team, drawn.why) == (ticket.pk, WEEK, first_line, Why.LONG)


def test_leads_draw_for_their_teams_and_managers_for_all(
    customer, agent, first_line, lead, manager, teams_lead, specialists
):
    ticket = opened(customer, 0, team=first_line)
    answered(ticket, agent, 1)
    solved(ticket, agent, 2)
    keep_stale()

    with pytest.raises(NotAllowed):
        draw_reviews(actor=agent, week=WEEK)
    with pytest.raises(Exception, match="your own teams"):
        draw_reviews(actor=teams_lead, week=WEEK, team=specialists)
    assert draw_reviews(actor=teams_lead, week=WEEK + timedelta(days=3)) == 1
    assert draw_reviews(actor=manager, week=WEEK) == 0


def test_a_deleted_ticket_is_no_case_any_more_unless_it_was_gone_through(
    case, manager, first_line, teams_lead, customer, agent
):
    """Nor does it stand in the way of drawing more."""
    review = case()
    actions.delete(fresh(review.ticket), actor=manager)
    ticket = opened(customer, 5, team=first_line)
    answered(ticket, agent, 6)
    solved(ticket, agent, 7)
    keep_stale()
    assert not CaseReview.objects.visible_to(teams_lead).exists()
    assert draw_more(actor=manager, week=WEEK, team=first_line, known=0) == 1

    actions.restore(fresh(review.ticket), actor=manager)
    review_case(review, actor=teams_lead, **SCORES)
    actions.delete(fresh(review.ticket), actor=manager)

    assert CaseReview.objects.visible_to(agent).get() == review


def test_a_second_click_draws_no_more(case, manager, first_line, customer, agent):
    case()
    for hours in range(5, 20):
        ticket = opened(customer, hours, team=first_line)
        answered(ticket, agent, hours + 0.5)
        solved(ticket, agent, hours + 1)
    keep_stale()

    assert draw_more(actor=manager, week=WEEK, team=first_line, known=1) == 5
    assert draw_more(actor=manager, week=WEEK, team=first_line, known=1) == 0


def test_a_case_is_scored_and_its_agent_is_told(case, teams_lead, agent, client):
    review = case()

    review_case(review, actor=teams_lead, version=0, **SCORES, comment="Well asked.", lesson="Ask for the model first.")

    review.refresh_from_db()
    assert (review.empathy, review.comment, review.reviewed_by) == (4, "Well asked.", teams_lead)
    event = review.ticket.events.get(kind=EventKind.REVIEWED)
    assert "Well asked" not in str(event.data)  # the log is for everybody's eyes
    told = Notification.objects.get(person=agent, kind="reviewed")
    assert told.event == event
    client.force_login(agent)
    read = client.get(reverse("desk:notification", args=[told.pk]), follow=True)
    assert "Well asked." in read.content.decode()


def test_the_same_again_changes_nothing(case, teams_lead):
    review = case()
    review_case(review, actor=teams_lead, version=0, **SCORES)

    assert review_case(review, actor=teams_lead, version=0, **SCORES) is None
    assert review.ticket.events.filter(kind=EventKind.REVIEWED).count() == 1


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"empathy": 4}, Invalid),
        ({**SCORES, "tone": 6}, Invalid),
        ({**SCORES, "comment": "x" * 2001}, Invalid),
        ({**SCORES, "version": 7}, IllegalTransition),
    ],
)
def test_what_is_refused_leaves_the_case_as_it_was(case, teams_lead, given, refusal):
    review = case()

    with pytest.raises(refusal):
        review_case(review, actor=teams_lead, **given)

    review.refresh_from_db()
    assert (review.reviewed_at, review.empathy, review.version) == (None, None, 0)


def test_nobody_goes_through_a_case_of_their_own_or_of_a_team_they_do_not_lead(case, agent, lead, first_line):
    review = case()
    with pytest.raises(NotAllowed):
        review_case(review, actor=lead, **SCORES)
    agent.role = Role.LEAD
    agent.save()
    with pytest.raises(NotAllowed, match="was yours"):
        review_case(review, actor=agent, **SCORES)


def test_an_agent_reads_what_was_written_about_theirs_and_nothing_else(case, teams_lead, agent, manager):
    written, unwritten = case(), case(10)
    review_case(written, actor=teams_lead, **SCORES)

    assert list(CaseReview.objects.visible_to(agent)) == [written]
    assert not CaseReview.objects.visible_to(AgentFactory()).exists()
    assert set(CaseReview.objects.visible_to(teams_lead)) == {written, unwritten}
    assert set(CaseReview.objects.visible_to(manager)) == {written, unwritten}


def test_a_lesson_is_shared_once_without_the_agents_name_and_taken_out_again(case, teams_lead, agent):
    review = case()
    with pytest.raises(Invalid):
        share_case(review, actor=teams_lead, kind=AnnouncementKind.LESSON)
    review_case(review, actor=teams_lead, **SCORES, lesson="Ask for the model first.")

    news = share_case(review, actor=teams_lead, kind=AnnouncementKind.LESSON)

    assert news is not None and (news.kind, news.text, news.ticket) == (
        "lesson",
        "Ask for the model first.",
        review.ticket,
    )
    assert share_case(review, actor=teams_lead, kind=AnnouncementKind.LESSON) is None
    assert unshare_case(review, actor=teams_lead, kind=AnnouncementKind.LESSON)
    assert not Announcement.objects.kept().exists()


def test_the_page_lists_searches_and_exports(case, teams_lead, client, django_assert_max_num_queries):
    reviews = [case(3 * place) for place in range(5)]
    review_case(reviews[0], actor=teams_lead, **SCORES, lesson="Ask for the model first.")
    client.force_login(teams_lead)
    address = reverse("metrics:reviews")

    with django_assert_max_num_queries(14):
        page = client.get(address).content.decode()

    assert "1 of 5 cases gone through" in page
    found = client.get(address, {"q": "the model", "week": "all"}).context["page"].rows
    assert found == [reviews[0]]
    assert client.get(address, {"show": "to_do"}).context["page"].rows == reviews[:0:-1]
    assert "Nothing found" in client.get(address, {"why": "long"}).content.decode()
    lines = client.get(reverse("metrics:export_reviews_csv"), {"show": "lessons"}).content.decode().splitlines()
    assert len(lines) == 2 and "Ask for the model first." in lines[1]
    assert client.get(reverse("metrics:export_reviews_xlsx")).content.startswith(b"PK")


def test_the_list_goes_on_page_by_page(case, teams_lead, client, monkeypatch):
    monkeypatch.setattr("desk.metrics.reviews.PAGE_SIZE", 2)
    reviews = [case(3 * place) for place in range(3)]
    client.force_login(teams_lead)
    first = client.get(reverse("metrics:reviews")).context["page"]

    second = client.get(reverse("metrics:reviews"), {"after": first.next}).context["page"]

    assert [*first.rows, *second.rows] == reviews[::-1] and second.next is None


def test_the_form_keeps_its_words_and_says_what_is_missing(case, teams_lead, client):
    review = case()
    client.force_login(teams_lead)
    address = reverse("metrics:review", args=[review.pk])

    answer = client.post(address, {"empathy": 4, "version": 0, "comment": "Warm."})
    assert answer.status_code == 422 or answer.status_code == 400
    assert "Choose a score from 1 to 5." in answer.content.decode() and "Warm." in answer.content.decode()

    assert client.post(address, {**SCORES, "version": 0, "comment": "Warm."}).status_code == 302
    review.refresh_from_db()
    assert (review.comment, review.tone) == ("Warm.", 4)


def signed_in(person) -> APIClient:
    client = APIClient()
    client.force_login(person)
    return client


def test_the_api_draws_scores_and_shares(case, teams_lead, agent):
    review = case()
    as_lead = signed_in(teams_lead)

    assert [one["id"] for one in as_lead.get("/api/v1/metrics/reviews/?show=to_do").json()["results"]] == [review.pk]
    address = f"/api/v1/metrics/reviews/{review.pk}/"
    body = as_lead.patch(address, {**SCORES, "win": "So kind."}, format="json").json()
    assert (body["empathy"], body["reviewed_by"]["id"], body["version"]) == (4, teams_lead.pk, 1)
    assert as_lead.put(f"{address}shared/win/", format="json").json()["is_win_shared"]
    assert [one["id"] for one in signed_in(agent).get("/api/v1/metrics/reviews/").json()["results"]] == [review.pk]
    assert as_lead.post("/api/v1/metrics/reviews/draw/", {}, format="json").json() == {"drawn": 0}


def test_a_draw_far_in_the_past_finds_nothing(manager):
    assert clock.now().year < 2100
    assert draw_reviews(actor=manager, week=date(2001, 1, 1)) == 0
