"""Named reads of rules."""

from django.db.models import Q, QuerySet

from routing.models import Rule
from routing.traces import Asked
from routing.words import Labels, node_text


def rules_like(text: str = "", *, state: str = "", archived: bool = False) -> QuerySet[Rule]:
    """The kept (or the archived) rules whose name or description holds each of these words, in their order."""
    rules = Rule.objects.filter(archived_at__isnull=not archived)
    for word in text.split()[:8]:
        rules = rules.filter(Q(name__icontains=word) | Q(description__icontains=word))
    if state:
        rules = rules.filter(state=state)
    return rules.order_by("position", "pk")


def why(asked: Asked, labels: Labels) -> str:
    """What was against it, or why it failed; empty when it acted."""
    if asked.has_failed:
        return asked.problem
    return node_text(asked.against, labels) if asked.against is not None else ""
