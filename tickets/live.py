"""Who hears live about what: the listener that hints at each event, and the channels that a person may listen on.

A stream hears only what its person may see (`visible_to`). Staff outside a private team and customers have a channel of their
own for tickets they take part in; customers hear only of what they can read, without `seq`, whose gaps would tell of notes.
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial

from django.db import transaction
from django.db.models import Q

from accounts.models import Team, User
from helpdesk import clock, live
from helpdesk.prepared import Prepared, any_of
from tickets.door import current_passage
from tickets.events import EventKind
from tickets.models import Event, Participant
from tickets.models.participant import ParticipantRole

# What a customer can see to have happened.
PUBLIC_KINDS = frozenset(
    {
        EventKind.OPENED,
        EventKind.RECEIVED,
        EventKind.REPLIED,
        EventKind.STATUS_CHANGED,
        EventKind.SOLVED,
        EventKind.REOPENED,
        EventKind.UNSOLVED,
        EventKind.CLOSED,
        EventKind.SUBJECT_CHANGED,
        # Who has it now (tickets/handled_by.py).
        EventKind.ASSIGNED,
        EventKind.ESCALATED,
        EventKind.DE_ESCALATED,
        EventKind.ESCALATION_DECLINED,
        EventKind.HANDED_BACK,
        EventKind.ESCALATION_WITHDRAWN,
        EventKind.ESCALATION_RESUMED,
        EventKind.RESTORED,
        EventKind.UNMARKED_SPAM,
        EventKind.PARTICIPANT_ADDED,
        EventKind.MERGED,
        EventKind.MERGED_HERE,
        EventKind.UNMERGED,
        EventKind.UNMERGED_HERE,
        EventKind.SPLIT,
        EventKind.UNSPLIT,
        EventKind.UNSPLIT_HERE,
        EventKind.MOVED_AWAY,
        EventKind.MOVED_HERE,
        EventKind.PEOPLE_MERGED,
        EventKind.PEOPLE_UNMERGED,
    }
)
SECONDS_TO_GATHER = 0.2
STAFF = "staff"
ADMINS = "admins"


_taking_part = Prepared(
    lambda tickets: Participant.objects.filter(ticket__in=any_of(tickets)).only("ticket", "person", "role").order_by()
)


@dataclass(frozen=True, slots=True)
class News:
    """What a hint needs of an event and its ticket, as they stand at that moment."""

    ticket_id: int
    seq: int
    kind: str
    team_id: int | None
    organization_id: int | None
    people: frozenset[int]  # requester and assignee
    is_public: bool


@dataclass(slots=True)
class _Gathering:
    news: list[News] = field(default_factory=list)
    since: float = field(default_factory=time.monotonic)


_gathering: ContextVar[_Gathering | None] = ContextVar("gathering", default=None)


def on_event(event: Event) -> None:
    """Hint at it once the transaction is committed. What is written into the past (demo, importers) is no news."""
    if clock.is_set():
        return
    passage = current_passage()
    if not passage.news:
        transaction.on_commit(partial(publish, passage.news), robust=True)
    passage.news.append(_news_of(event))


def hint_later(hint: live.Hint) -> None:
    """Of something that is no event: once the transaction is committed, and not of what is written into the past."""
    if not clock.is_set():
        transaction.on_commit(partial(live.publish, [hint]), robust=True)


@contextmanager
def told_together() -> Iterator[None]:
    """What several acts do is told by one message at the end, or on the way as soon as SECONDS_TO_GATHER have gone by."""
    gathering = _Gathering()
    token = _gathering.set(gathering)
    try:
        yield
    finally:
        _gathering.reset(token)
        if gathering.news:
            _tell(gathering.news)


def publish(news: Iterable[News]) -> None:
    """Tell it, or keep it for what is told together."""
    gathering = _gathering.get()
    if gathering is None:
        _tell(list(news))
        return
    gathering.news += news
    if time.monotonic() - gathering.since > SECONDS_TO_GATHER:
        _tell(gathering.news)
        gathering.news, gathering.since = [], time.monotonic()


def _tell(news: list[News]) -> None:
    """One message to Redis for all that was done."""
    live.publish(_hints(news))


def hints_of_events(events: Iterable[Event]) -> list[live.Hint]:
    """Of events that happened a moment ago, for whoever may see their tickets now."""
    return _hints([_news_of(event) for event in events])


def _hints(news: list[News]) -> list[live.Hint]:
    """One query at most, for those in copy."""
    asked = {item.ticket_id for item in news if item.is_public or item.team_id is not None}
    taking_part: dict[int, set[tuple[int, str]]] = {}
    if asked:
        for one in _taking_part(list(asked)):
            taking_part.setdefault(one.ticket_id, set()).add((one.person_id, one.role))
    hints: list[live.Hint] = []
    for item in news:
        hints += _hints_of(item, taking_part.get(item.ticket_id, set()))
    return hints


def channels_for(person: User) -> list[str]:
    """Where this person may listen, as of now; a stream's life is short, so that changes of teams are heeded."""
    if not person.is_staff:
        organization = person.organization
        shared = [f"organization:{organization.pk}"] if organization is not None and organization.shares_tickets else []
        return [f"customer:{person.pk}", *shared]
    own = own_channel(person.pk)
    if person.is_admin:
        return [STAFF, ADMINS, own]
    open_to_them = Team.objects.filter(Q(is_private=False) | Q(members=person)).distinct()
    teams = [f"team:{pk}" for pk in open_to_them.order_by().values_list("pk", flat=True)]
    return [STAFF, f"person:{person.pk}", own, *teams]


def own_channel(person: int) -> str:
    """For what is one person's alone, whichever tickets they see: their notifications."""
    return f"own:{person}"


def staff_channels(team_id: int | None, people: Iterable[int]) -> tuple[str, ...]:
    """Where those of ours listen who see a ticket of this team; `people` are those on it."""
    return (STAFF,) if team_id is None else (ADMINS, f"team:{team_id}", *(f"person:{pk}" for pk in people))


def _news_of(event: Event) -> News:
    ticket = event.ticket
    is_listed = not ticket.is_spam and ticket.deleted_at is None
    return News(
        ticket_id=ticket.pk,
        seq=event.seq,
        kind=event.kind,
        team_id=ticket.team_id,
        organization_id=ticket.organization_id,
        people=frozenset(filter(None, (ticket.requester_id, ticket.assignee_id))),
        is_public=event.kind in PUBLIC_KINDS and is_listed,
    )


def _hints_of(news: News, taking_part: set[tuple[int, str]]) -> list[live.Hint]:
    """For staff with `seq`, for customers without; whoever is not of that kind does not listen on its channels."""
    data = {"ticket": news.ticket_id, "seq": news.seq, "kind": news.kind}
    people = news.people | {person for person, _role in taking_part}
    hints = [live.Hint(staff_channels(news.team_id, people), data)]
    if news.is_public:
        roles = (ParticipantRole.CC, ParticipantRole.REQUESTER)
        readers = news.people | {person for person, role in taking_part if role in roles}
        customers = [f"customer:{pk}" for pk in readers]
        if news.organization_id is not None:
            customers.append(f"organization:{news.organization_id}")
        hints.append(live.Hint(tuple(customers), {"ticket": news.ticket_id, "kind": news.kind}))
    return hints
