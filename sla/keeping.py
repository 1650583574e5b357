"""A `Standing` as plain data, for `Ticket.sla`, and back."""

from datetime import datetime
from typing import Any

from sla.counted import Counted
from sla.deadlines import Standing
from sla.terms import Target

_MOMENTS = ("started", "since", "due", "next_warning", "settles", "ended")
_USUAL: dict[str, Any] = {
    "turn": 1, "seconds": None, "policy": None, "calendar": None, "is_promised": False, "is_breached": False,
    "is_cancelled": False, "warned": 0, "escalation": None,
}  # fmt: skip


def kept(standing: Standing) -> dict[str, Any]:
    """What is as usual is left out."""
    return {
        "policy": standing.policy,
        "calendar": standing.calendar,
        "status": str(standing.status),
        "priority": int(standing.priority),
        "level": int(standing.level),
        "channel": str(standing.channel),
        "waiting": standing.waiting.isoformat() if standing.waiting else None,
        "away": standing.away,
        "is_away": standing.is_away,
        "had_first": standing.had_first,
        "turns": {str(target): turn for target, turn in standing.turns.items()},
        "clocks": {str(target): _plain(clock) for target, clock in standing.clocks.items()},
        **(
            {"gone": [{"target": str(clock.target), **_plain(clock)} for clock in standing.gone]}
            if standing.gone
            else {}
        ),
        **({"accepted": [_plain(clock) for clock in standing.accepted]} if standing.accepted else {}),
        **(
            {"escalated": standing.escalated.isoformat(), "escalation": standing.escalation}
            if standing.escalated
            else {}
        ),
    }


def read(data: dict[str, Any]) -> Standing:
    """A standing of its own, with nothing touched."""
    waiting, escalated = data["waiting"], data.get("escalated")
    return Standing(
        policy=data["policy"],
        calendar=data["calendar"],
        status=data["status"],
        priority=data["priority"],
        level=data["level"],
        channel=data["channel"],
        waiting=datetime.fromisoformat(waiting) if waiting else None,
        escalated=datetime.fromisoformat(escalated) if escalated else None,
        escalation=data.get("escalation"),
        away=dict(data["away"]),
        is_away=data["is_away"],
        had_first=data["had_first"],
        turns={Target(target): turn for target, turn in data["turns"].items()},
        clocks={Target(target): _clock(Target(target), plain) for target, plain in data["clocks"].items()},
        gone=[_clock(Target(plain["target"]), plain) for plain in data.get("gone", ())],
        accepted=[_clock(Target.ACCEPTANCE, plain) for plain in data.get("accepted", ())],
    )


def _plain(clock: Counted) -> dict[str, Any]:
    data = {name: getattr(clock, name) for name, usual in _USUAL.items() if getattr(clock, name) != usual}
    for name in _MOMENTS:
        moment = getattr(clock, name)
        if moment is not None:
            data[name] = moment.isoformat()
    if clock.runs:
        data["runs"] = [[start.isoformat(), end.isoformat()] for start, end in clock.runs]
    return data


def _clock(target: Target, data: dict[str, Any]) -> Counted:
    moments = {name: datetime.fromisoformat(data[name]) if name in data else None for name in _MOMENTS}
    plain = {name: data.get(name, usual) for name, usual in _USUAL.items()}
    runs = [(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in data.get("runs", ())]
    return Counted(target, runs=runs, **plain, **moments)  # type: ignore[arg-type]  # `started` is always there
