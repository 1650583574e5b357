"""What the demo's customers think of our help: drawn by lot, with more happy ones than unhappy ones, as in life."""

from datetime import timedelta
from random import Random

from helpdesk import clock
from metrics.actions.answering import answer_survey
from metrics.actions.planning import plan_now
from metrics.actions.sending import new_survey
from tickets.actions import note_survey
from tickets.door import one_passage
from tickets.models import Ticket
from tickets.ratings import SurveyKind

MOST = 150
SPAN = timedelta(days=90)
ANSWERED = 0.55
# Who is asked whether they would recommend us, instead of how happy they are.
ASKED_TO_RECOMMEND = 0.15
SCORES = ((5, 46), (4, 28), (3, 12), (2, 8), (1, 6))
WITH_WORDS = 0.6
COMMENTS = {
    1: ("Three days for a password. Really?", "I was asked the same question twice, by two people."),
    2: ("The answer did not fit what I had asked.", "Solved in the end, but I had to ask again and again."),
    3: ("It works now. I would have liked to know why it broke.", "Friendly, but slow."),
    4: ("Quick and friendly, thanks.", "Good answer, only the link in it was old."),
    5: ("Wow, that was fast!", "Omar explained it so well that I could do it alone.", "Best support I ever had."),
}


def rate_help(random: Random) -> None:
    """After all else that happened to the tickets, so that every event comes after the one before."""
    now = clock.now()
    solved = Ticket.objects.solved().filter(
        solved_at__gt=now - SPAN,
        first_reply_at__isnull=False,
        requester__role="customer",
        updated_at__lt=now - timedelta(days=2),
    )
    for ticket in solved.select_related("requester", "team").order_by("-solved_at")[:MOST]:
        kind = SurveyKind.NPS if random.random() < ASKED_TO_RECOMMEND else SurveyKind.CSAT
        _ask(ticket, kind, random)


def _ask(ticket: Ticket, kind: SurveyKind, random: Random) -> None:
    """A day after it was solved, or after what came later; answered within hours, if at all."""
    assert ticket.solved_at is not None  # noqa: S101 - they are solved
    asked_at = max(ticket.solved_at + timedelta(days=1), ticket.updated_at + timedelta(minutes=5))
    survey = new_survey(ticket, plan_now(kind))
    with clock.at(asked_at), one_passage():
        survey.sent_at = asked_at
        survey.save()
        note_survey(ticket, person=ticket.requester, survey=survey.pk, of=kind, solved_at=ticket.solved_at)
    if random.random() > ANSWERED:
        return
    (happiness,) = random.choices([score for score, _weight in SCORES], [weight for _score, weight in SCORES])
    comment = random.choice(COMMENTS[happiness]) if random.random() < WITH_WORDS else ""
    with clock.at(asked_at + timedelta(minutes=random.randrange(5, 12 * 60))):
        answer_survey(survey, score=happiness if kind == SurveyKind.CSAT else 2 * happiness, comment=comment)
