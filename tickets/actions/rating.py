"""What customers think of our help, in the ticket's log. Whom we ask, and what they answered, is kept by metrics."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.actors import SURVEYS
from accounts.models import User
from tickets.door import verb
from tickets.errors import IllegalTransition, Invalid
from tickets.events import EventKind, change, record
from tickets.locking import locked
from tickets.models import Event, Ticket
from tickets.ratings import SurveyKind, is_score


@verb
def note_survey(ticket: Ticket, *, person: User, survey: int, of: SurveyKind, solved_at: datetime) -> Event:
    """A survey about this solving leaves for the person. Who finds out whether it may is metrics/actions/sending.py."""
    ticket = locked(ticket)
    return record(
        ticket,
        EventKind.SURVEY_SENT,
        actor=SURVEYS,
        survey=survey,
        of=of,
        person=person.pk,
        solved_at=solved_at.isoformat(),
    )


@verb
def rate(
    ticket: Ticket, *, actor: User, survey: int, of: SurveyKind, score: int, before: int | None, comment: str = ""
) -> Event:
    """Take down what the customer answered; `before`: the score that this one replaces. Closed tickets are rated, too.

    Raises Invalid for a score beside the scale, IllegalTransition on spam and deleted tickets.
    """
    ticket = locked(ticket)
    if ticket.is_spam or ticket.deleted_at is not None:
        raise IllegalTransition(_("This request is no longer here, so it cannot be rated."))
    if not is_score(of, score):
        raise Invalid(_("Choose one of the offered values."))

    changes = change(ticket, satisfaction=score) if of == SurveyKind.CSAT else {}
    return record(
        ticket,
        EventKind.RATED,
        actor=actor,
        changes=changes,
        survey=survey,
        of=of,
        score=score,
        before=before,
        comment=comment,
    )
