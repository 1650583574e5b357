"""Rules that go wrong: each failure is kept, and who fails or runs again and again is switched off, and admins hear of it."""

from datetime import datetime, timedelta

from accounts.actors import RULE_GUARD
from routing.actions import switch_off
from routing.models import OffReason, Rule, RuleFailure
from routing.rulebook import ActiveRule
from tickets.actions import note_stopped_rule
from tickets.door import current_passage
from tickets.models import Event

MOST_FAILURES = 5
# Not an hour: on a quiet desk a rule that fails on every mail fails less often than that.
WITHIN = timedelta(days=1)


def note_failure(rule: ActiveRule, event: Event, problem: str, *, at: datetime) -> None:
    """Keep it; the fifth within a day since the rule was last changed switches it off."""
    RuleFailure.objects.create(rule_id=rule.pk, ticket=event.ticket, at=at, problem=problem[:300])
    changed_at = Rule.objects.get(pk=rule.pk).versions.values_list("at", flat=True).first()
    recent = RuleFailure.objects.filter(rule=rule.pk, at__gt=at - WITHIN)
    if changed_at is not None:
        recent = recent.filter(at__gte=changed_at)
    if recent.count() >= MOST_FAILURES:
        _stop(rule.pk, event, OffReason.FAILING)


def stop_runaway(rule: int, event: Event) -> None:
    """Rules act no more in this passage, so what is counted of events begins anew: the mail that set it off is kept."""
    current_passage().events = 0
    _stop(rule, event, OffReason.LOOP)


def _stop(rule: int, event: Event, reason: OffReason) -> None:
    if switch_off(rule, reason):
        name = Rule.objects.get(pk=rule).name
        note_stopped_rule(event.ticket, actor=RULE_GUARD, rule=rule, name=name, reason=reason)
