"""What the rules do when something happens to a ticket: asked in their order, in the ticket's transaction, before all others.

A listener only writes rows: what a rule does goes through verbs (routing/performing.py), whose events are told after this one.
"""

from outbox.posting import is_past
from routing.acting import FIRED, STOPPED, act
from routing.assign import note_work
from routing.effects import Do
from routing.facts import live_facts
from routing.models import Trace
from routing.plans import call_webhook
from routing.rulebook import Rulebook, rulebook
from tickets.door import current_passage
from tickets.events import EventKind
from tickets.models import Event


def on_event(event: Event) -> None:
    """Ask the rules that listen; nothing of it while the past is written down."""
    if event.kind == EventKind.EMERGENCY_CALLED and event.data["webhook"]:
        call_webhook(event)
    passage = current_passage()
    book = rulebook(passage.revision)
    if not book.rules and not book.teams or is_past():
        return
    if book.listens_to(event.kind) and not passage.kept.get(STOPPED):
        _ask(book, event)
    if book.teams:
        note_work(event, book)


def _ask(book: Rulebook, event: Event) -> None:
    facts = live_facts(event)
    asked: list[list[int | None]] = []
    rules = iter(book.to_ask(event.kind, facts))
    while (rule := next(rules, None)) is not None:
        failure = rule.reading.conditions.first_failure(facts)
        outcome = act(rule, event) if failure is None else failure
        asked.append([rule.pk, rule.version, outcome])
        stops = any(effect.do == Do.STOP for effect in rule.reading.effects)
        if outcome is FIRED and stops or current_passage().kept.get(STOPPED):
            break
        if outcome is FIRED:  # those behind it are asked about the ticket as it left it
            facts.read_anew()
            place = rule.place
            rules = iter([later for later in book.to_ask(event.kind, facts) if later.place > place])
    current_passage().last_rows.append(Trace(ticket=event.ticket, seq=event.seq, at=event.at, asked=asked))
