"""One rule acts on one ticket, and what went wrong is seen to: the act that set it off goes on in any case."""

from datetime import datetime

from django.utils import translation

from routing.alarms import note_failure, stop_runaway
from routing.performing import Failed, RanAway, perform
from routing.rulebook import ActiveRule
from tickets.door import current_passage
from tickets.models import Event

# What a trace says of a rule that was asked, beside the number of the node that was against it.
FIRED, FAILED = None, -1
# What a passage remembers: that one has run away and all have stopped, and how often each has acted.
STOPPED, _COUNTS = "rules_stopped", "rules_acted"


def act(rule: ActiveRule, event: Event, *, at: datetime | None = None) -> int | None:
    """FIRED, or FAILED: then the ticket is as if the rule had not acted. `at`: now, where the event is one of the past."""
    passage = current_passage()
    counts: dict[int, int] = passage.kept.setdefault(_COUNTS, {})
    counts[rule.pk] = counts.get(rule.pk, 0) + 1
    try:
        # What went wrong is kept in English (helpdesk/kept_words.py), whoever's request set the rule off.
        with translation.override("en"):
            perform(rule, event)
    except RanAway:
        passage.kept[STOPPED] = True
        stop_runaway(max(counts, key=lambda pk: counts[pk]), event)
        return FAILED
    except Failed as failed:
        note_failure(rule, event, str(failed), at=at or event.at)
        return FAILED
    return FIRED
