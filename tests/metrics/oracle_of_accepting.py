"""The oracle's look at promises to accept an escalation. Plain Python, nothing of ours."""

from collections import defaultdict
from datetime import timedelta

ACCEPTING = {2: timedelta(minutes=30), 3: timedelta(minutes=60)}  # by level, where it is promised
DONE = ("solved", "closed")


def promised_acceptances(log):
    """Each escalation once: the time that it waited, in all, until somebody accepted it or it came down or was solved."""
    waits, goals = defaultdict(list), {}
    key = since = None
    for event in log[1:]:
        data = event["data"]
        changes = data.get("changes", {})
        begins = data["escalation"] if event["kind"] == "ticket.escalated" else data.get("waits_again")
        is_answered = event["kind"] == "escalation.accepted"
        is_done = changes.get("status", ["", ""])[1] in DONE
        if key is not None and (begins is not None or is_answered or is_done or "level" in changes):
            waits[key].append((since, event["at"]))
            key = None
        if begins is not None:
            key, since = begins, event["at"]
            goals.setdefault(key, ACCEPTING.get(changes["level"][1]))
    if key is not None:
        waits[key].append((since, None))
    for escalation, stretches in waits.items():
        left = goals[escalation]
        for begun, over in stretches:
            if over is None or over - begun > left:
                yield "acceptance", begun + left, False
                break
            left -= over - begun
        else:
            yield "acceptance", stretches[-1][1], True
