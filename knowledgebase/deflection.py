"""How many questions needed no person (design section 11, `deflection`)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from helpdesk import clock
from knowledgebase.actions.sessions import IDLE
from knowledgebase.models import HelpOutcome, HelpPlace, HelpSession
from tickets.models import Ticket

# Who writes within it was not helped, whatever they had said.
FOLLOW_UP = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Deflection:
    """Sessions with a question. `solved`: confirmed, and no ticket of the same person within 48 h after it."""

    solved: int
    ended: int  # in solved or in a ticket
    silent: int

    @property
    def rate(self) -> float | None:
        """0 to 1; None when none ended."""
        return self.solved / self.ended if self.ended else None


def deflection_between(since: datetime, until: datetime, now: datetime | None = None) -> Deflection:
    """Of sessions that ended in [since, until). Whoever asked less than 30 minutes before now may go on: that is no end yet."""
    ended = ended_between(since, until)
    silent = silent_between(since, min(until, now or clock.now()))
    return Deflection(solved=deflected(ended).count(), ended=ended.count(), silent=silent.count())


def ended_between(since: datetime, until: datetime) -> QuerySet[HelpSession]:
    """In solved or in a ticket that counts: spam, deleted and merged-away ones count nowhere.

    What was mailed with an acknowledgement counts as nothing: its ticket was there already.
    """
    ended = HelpSession.objects.filter(ended_at__gte=since, ended_at__lt=until).exclude(place=HelpPlace.MAIL)
    # A ticket that is gone for good leaves the session as it was.
    in_one_that_counts = Q(ticket=None) | Q(ticket__is_spam=False, ticket__deleted_at=None, ticket__merged_into=None)
    return ended.filter(~Q(outcome=HelpOutcome.TICKET) | in_one_that_counts)


def deflected(ended: QuerySet[HelpSession]) -> QuerySet[HelpSession]:
    """Those of them that were solved and needed no person after it."""
    same_person = Q(requester=OuterRef("person"))
    for merged_into in ("person__merged_into", "person__merged_into__merged_into"):
        same_person |= Q(requester=OuterRef(merged_into))
    followed = Ticket.objects.filter(
        same_person,
        opened_at__gte=OuterRef("ended_at"),
        opened_at__lt=OuterRef("ended_at") + FOLLOW_UP,
        is_spam=False,
        deleted_at=None,
        merged_into=None,
    )
    return ended.filter(outcome=HelpOutcome.SOLVED).filter(~Exists(followed))


def silent_between(since: datetime, until: datetime) -> QuerySet[HelpSession]:
    """Those that nobody ended: they did 30 minutes after their last question."""
    silent = HelpSession.objects.filter(ended_at=None, last_at__gte=since - IDLE, last_at__lt=until - IDLE)
    return silent.exclude(place=HelpPlace.MAIL)
