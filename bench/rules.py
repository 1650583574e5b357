"""What 200 active rules cost an event on which none of them acts: the evaluator's and the index's work, and the trace row."""

import time

from django.db import connection, transaction

from routing.facts import live_facts
from routing.models import Rule, Trace
from routing.rulebook import Rulebook
from tickets.door import one_passage
from tickets.events import EventKind
from tickets.models import Message, Ticket

RULES, ROUNDS = 200, 200
# As admins write them: most begin with a channel or a priority, a quarter with words to look for; each has more to ask behind.
_FIRST = (
    {"field": "channel", "operator": "is", "value": "email"},
    {"field": "channel", "operator": "any_of", "value": ["chat", "phone"]},
    {"field": "priority", "operator": "is", "value": "urgent"},
    {"field": "message.text", "operator": "matches", "value": r"\b(refund|money back|invoice \d+)\b"},
)


def milliseconds_an_event() -> float:
    """Wall time of one event, the median of many, in a transaction that is rolled back."""
    book = Rulebook.of(_rules())
    ticket = Ticket.objects.filter(channel="email").latest("pk")
    event = ticket.events.get(seq=1)
    event.ticket = ticket
    times = []
    with one_passage() as passage:
        # Whatever act a message comes by, it has the message at hand.
        passage.said[event.data["message"]] = Message.objects.get(pk=event.data["message"])
        for _round in range(ROUNDS):
            start = time.perf_counter()
            facts = live_facts(event)
            asked = [
                [rule.pk, rule.version, rule.reading.conditions.first_failure(facts)]
                for rule in book.to_ask(EventKind.OPENED, facts)
            ]
            Trace.objects.create(ticket=ticket, seq=1, at=event.at, asked=asked)
            times.append(time.perf_counter() - start)
        transaction.set_rollback(True)
    connection.close()
    return sorted(times)[len(times) // 2] * 1000


def _rules() -> list[Rule]:
    return [
        Rule(
            pk=number,
            name=f"Rule {number}",
            when={"events": ["ticket.opened", "message.received"]},
            conditions={
                "all": [
                    _FIRST[number % len(_FIRST)],
                    {"any": [{"field": "subject", "operator": "contains", "value": f"word {number}"},
                             {"field": "requester.domain", "operator": "is", "value": f"customer{number}.example"},
                             {"field": "tags", "operator": "any_of", "value": [f"tag{number}"]}]},
                ]
            },
            effects=[{"do": "tag", "add": ["seen"]}],
        )
        for number in range(RULES)
    ]  # fmt: skip
