"""What the history says of promises that have no moment of their own in the sentence of all others."""

from typing import Any

import pytest

from sla.event_sentences import SENTENCES
from tickets.event_names import Names
from tickets.events import EventKind
from tickets.models import Event

DUE = "2026-11-25T10:00:00+00:00"


def said(kind: EventKind, **data: Any) -> str:
    return SENTENCES[kind](Event(kind=kind, data={"due": DUE, **data}), "SLA", Names())


@pytest.mark.parametrize(
    ("target", "warned", "breached"),
    [
        ("resolution", "75 % of the time for the resolution is used up", "The resolution did not come by"),
        ("level", "75 % of the time at this level is used up", "The time at this level was used up by"),
        ("acceptance", "75 % of the time to accept the escalation is used up", "The escalation was not accepted by"),
    ],
)
def test_each_target_has_a_sentence_of_its_own(target, warned, breached):
    assert said(EventKind.SLA_WARNED, target=target, percent=75).startswith(f"{warned}: due ")
    assert said(EventKind.SLA_BREACHED, target=target).startswith(f"{breached} ")
