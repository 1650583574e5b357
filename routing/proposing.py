"""Smart routing at work: what alike solved tickets say about a new one, proposed on it or done at once.

A worker does it after the indexer has given the ticket its vector, a few seconds after it was opened. It never acts against a
rule or a person: what one of them decided stays, and once somebody of ours has touched the ticket it only proposes.
"""

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, QuerySet

from accounts.actors import SMART_ROUTING
from accounts.models import Team
from helpdesk import clock
from routing.measuring import learnt_from
from routing.models import SmartChoice, SmartProgress
from routing.neighbours import ASKED, MOST_TAGS, Calibration, Labels, Neighbour, SmartField, Vote, votes
from routing.smart_actions import newest_result
from search.models import Embedding
from search.ticket_vectors import nearest_of
from tickets.actions import act_on_proposal, propose
from tickets.door import undone_when_it_fails, verb
from tickets.errors import Refused
from tickets.events import EventKind
from tickets.locking import locked
from tickets.models import Priority, Status, Ticket
from tickets.models.ticket import OUR_TURN
from tickets.proposals import Proposal

# Less sure than this it is no help.
LEAST = 0.5
# In one go, 50 ms each on a desk of 100,000: whatever else waits for a worker comes in between.
MOST_AT_ONCE = 100
_ONE_AT_A_TIME = 7_302_207  # key of an advisory lock
NEW_FOR = timedelta(days=1)
# What people's decisions are known by, and so are rules'.
_COLUMNS = {SmartField.TEAM: "team_id", SmartField.PRIORITY: "priority", SmartField.LEVEL: "level"}
_MOST_NEAR = 3

logger = logging.getLogger(__name__)


def propose_for_new() -> int:
    """For tickets that got their vector since the last time, in the order of the commits; how many were looked at."""
    if not calibrations_now():
        SmartProgress.objects.update_or_create(pk=1, defaults={"seen": _newest_vector()})
        return 0
    looked_at = 0
    while looked_at < MOST_AT_ONCE and _propose_for_next():
        looked_at += 1
    return looked_at


@verb
def propose_for(ticket: Ticket) -> list[Proposal]:
    """What is proposed on it now, or was done; nothing while nothing was measured yet."""
    ticket = locked(ticket)
    calibrations = calibrations_now()
    if not calibrations or ticket.status not in OUR_TURN:
        return []
    neighbours = neighbours_of(ticket)
    tags = frozenset(ticket.tags.values_list("name", flat=True))
    decided = _decided(ticket, tags)
    proposals = [
        found
        for field in SmartField
        if (found := _proposal(field, ticket, tags, votes(neighbours, field), calibrations.get(field)))
    ]
    choices = {choice.field: choice for choice in SmartChoice.objects.filter(is_on=True)}
    kept = []
    for proposal in proposals:
        choice = choices.get(proposal.field)
        acts = choice is not None and proposal.confidence >= choice.threshold and proposal.field not in decided
        if acts and ticket.status == Status.NEW:
            done = _act(ticket, proposal)
            kept += [done] if done is not None else []
        elif proposal.field not in decided:
            kept.append(proposal)
    propose(ticket, actor=SMART_ROUTING, proposals=kept)
    return kept


def calibrations_now() -> dict[str, Calibration]:
    """By the newest measurement that has ended."""
    newest = newest_result()
    if newest is None or newest.result is None:
        return {}
    fields = newest.result["fields"]
    return {field: Calibration(tuple(map(tuple, found["steps"]))) for field, found in fields.items()}


def neighbours_of(ticket: Ticket) -> list[Neighbour]:
    """The solved tickets most like this one, with what they were in the end."""
    alike = nearest_of(ticket, learnt_from(), most=ASKED)
    found = Ticket.objects.filter(pk__in=[one.number for one in alike]).prefetch_related("tags").in_bulk()
    labels = {
        number: Labels(
            one.team_id,
            frozenset(tag.name for tag in one.tags.all() if tag.archived_at is None),
            one.priority,
            one.level,
        )
        for number, one in found.items()
    }
    return [Neighbour(one.number, one.nearness, labels[one.number]) for one in alike if one.number in labels]


def _propose_for_next() -> bool:
    """One ticket, in a transaction with the mark that it was looked at; a worker that is killed leaves it to the next."""
    with transaction.atomic():
        if not _is_alone():
            return False
        progress, _made = SmartProgress.objects.get_or_create(pk=1, defaults={"seen": _newest_vector()})
        newest = _newest_vector()
        waiting = _waiting().filter(pk__gt=progress.seen, pk__lte=newest).order_by("pk").first()
        seen = waiting.pk if waiting is not None else newest
        if seen > progress.seen:
            progress.seen = seen
            progress.save(update_fields=["seen"])
        if waiting is not None:
            _try(waiting.ticket)
        return waiting is not None


def _is_alone() -> bool:
    """Until the transaction ends no other worker is at it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        return bool(cursor.fetchone()[0])


def _waiting() -> QuerySet[Embedding]:
    """Of new tickets: what was indexed anew or loaded from elsewhere is passed over."""
    since = clock.now() - NEW_FOR
    return Embedding.objects.select_related("ticket").filter(
        ticket__in=Ticket.objects.unfinished().filter(status__in=OUR_TURN, opened_at__gte=since)
    )


def _try(ticket: Ticket) -> None:
    """What is wrong with one ticket holds no other up."""
    try:
        with transaction.atomic():
            propose_for(ticket)
    except Refused as refused:
        logger.info("Smart routing left #%s alone: %s", ticket.pk, refused)


def _newest_vector() -> int:
    return Embedding.objects.aggregate(newest=Max("pk"))["newest"] or 0


def _proposal(
    field: SmartField, ticket: Ticket, tags: frozenset[str], found: Sequence[Vote], calibration: Calibration | None
) -> Proposal | None:
    """None where nothing is likely enough, or where it is so already."""
    if calibration is None:
        return None
    likely = [(vote, calibration.confidence(vote.share)) for vote in found]
    likely = [(vote, confidence) for vote, confidence in likely if confidence >= LEAST]
    if not likely:
        return None
    if field == SmartField.TAGS:
        return _proposal_of_tags(likely, tags)
    vote, confidence = likely[0]
    before = getattr(ticket, _COLUMNS[field])
    if vote.value == before:
        return None
    name = ""
    if field == SmartField.TEAM:
        team = Team.objects.filter(pk=vote.value, archived_at=None).first()
        if team is None or not team.serves(ticket.level):
            return None
        name = team.name
    if field == SmartField.LEVEL and vote.value <= ticket.level:
        return None
    return Proposal(field.value, vote.value, name, confidence, vote.near[:_MOST_NEAR], before)


def _proposal_of_tags(likely: Sequence[tuple[Vote, float]], tags: frozenset[str]) -> Proposal | None:
    """Those that are missing; as sure as of the least likely of them."""
    missing = [(vote, confidence) for vote, confidence in likely[:MOST_TAGS] if vote.value not in tags]
    if not missing:
        return None
    names = [vote.value for vote, _confidence in missing]
    near = missing[0][0].near[:_MOST_NEAR]
    return Proposal("tags", names, ", ".join(names), min(confidence for _vote, confidence in missing), near, [])


def _decided(ticket: Ticket, tags: frozenset[str]) -> set[str]:
    """The fields that a rule, a person or whoever opened it has decided."""
    decided: set[str] = set()
    if ticket.team_id is not None:
        decided.add(SmartField.TEAM)
    if ticket.priority != Priority.NORMAL:
        decided.add(SmartField.PRIORITY)
    if tags:
        decided.add(SmartField.TAGS)
    for event in ticket.events.exclude(kind=EventKind.OPENED):
        decided |= {field.value for field, column in _COLUMNS.items() if column in event.changes}
        if event.kind == EventKind.TAGGED:
            decided.add(SmartField.TAGS)
    return decided


def _act(ticket: Ticket, proposal: Proposal) -> Proposal | None:
    """Done, with the event that did it; where the verb refuses, it is no proposal either."""
    try:
        with undone_when_it_fails():
            event: Any = act_on_proposal(ticket, actor=SMART_ROUTING, proposal=proposal)
    except Refused as refused:
        logger.info("Smart routing could not set the %s of #%s: %s", proposal.field, ticket.pk, refused)
        return None
    if event is None:
        return None
    return Proposal(**{name: getattr(proposal, name) for name in Proposal.__slots__ if name != "seq"}, seq=event.seq)
