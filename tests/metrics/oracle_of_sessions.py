"""Deflection, told from exported sessions and events alone, as naively as design.md section 11 reads. Nothing of ours is used.

`told_deflection(export, …)` takes JSON: {"events": […], "sessions": [{"place", "question", "person", "outcome", "ticket",
"last_at", "ended_at"}, …]}.
"""

import json
from datetime import datetime, timedelta

from tests.metrics.oracle import lives_of, share

IDLE = timedelta(minutes=30)
FOLLOW_UP = timedelta(hours=48)


def told_deflection(export, start, end, now):
    """((value, n), how many ended silently)."""
    lives = [life for life in lives_of(export) if not life.is_excluded]
    tickets = {life.all[0]["ticket"] for life in lives}
    helped, silent = [], 0
    for session in json.loads(export)["sessions"]:
        if session["place"] == "mail" or not is_question(session):
            continue
        if session["outcome"] == "":
            over = datetime.fromisoformat(session["last_at"]) + IDLE
            silent += start <= over < end and over < now
            continue
        ended = datetime.fromisoformat(session["ended_at"])
        if not start <= ended < end:
            continue
        if session["outcome"] == "solved":
            helped.append(not any(is_after(life, session["person"], ended) for life in lives))
        elif session["ticket"] in (None, *tickets):
            helped.append(False)
    return share(helped), silent


def is_question(session):
    return session["place"] == "search" or len(session["question"].split()) >= 3


def is_after(life, person, ended):
    """Somebody who was not known is nobody's same person."""
    return person is not None and life.column("requester_id") == person and ended <= life.opened < ended + FOLLOW_UP
