"""When a rule can act: the events it may listen to, and the moments from which a timer counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tickets.events import EventKind

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

WHEN_WORDS: "dict[EventKind, _StrOrPromise]" = {
    EventKind.OPENED: gettext_lazy("a ticket is opened"),
    EventKind.RECEIVED: gettext_lazy("the customer writes"),
    EventKind.REPLIED: gettext_lazy("the customer is answered"),
    EventKind.NOTED: gettext_lazy("a note is added"),
    EventKind.ASSIGNED: gettext_lazy("team or assignee change"),
    EventKind.STATUS_CHANGED: gettext_lazy("the status changes"),
    EventKind.SOLVED: gettext_lazy("it is solved"),
    EventKind.REOPENED: gettext_lazy("it is reopened"),
    EventKind.CLOSED: gettext_lazy("it is closed for good"),
    EventKind.PRIORITY_CHANGED: gettext_lazy("the priority changes"),
    EventKind.KIND_CHANGED: gettext_lazy("the kind changes"),
    EventKind.SUBJECT_CHANGED: gettext_lazy("the subject changes"),
    EventKind.TAGGED: gettext_lazy("tags change"),
    EventKind.FIELDS_SET: gettext_lazy("a field of the form is set"),
    EventKind.FORM_SET: gettext_lazy("the form is chosen"),
    EventKind.ESCALATED: gettext_lazy("it is escalated"),
    EventKind.DE_ESCALATED: gettext_lazy("it is brought down a level"),
    EventKind.HANDED_BACK: gettext_lazy("it is handed back"),
    EventKind.ESCALATION_DECLINED: gettext_lazy("an escalation is declined"),
    EventKind.UNSNOOZED: gettext_lazy("a snooze ends"),
    EventKind.MERGED_HERE: gettext_lazy("another ticket is merged into it"),
    EventKind.RATED: gettext_lazy("the customer rates our help"),
    EventKind.SLA_WARNED: gettext_lazy("an SLA target is about to be missed"),
    EventKind.SLA_BREACHED: gettext_lazy("an SLA target is missed"),
}
MOST_HOURS = 24 * 365


class Since(StrEnum):
    OPENED = "opened"
    WAITING = "waiting"
    ANSWERED = "answered"
    REMINDED = "reminded"
    SOLVED = "solved"
    ESCALATED = "escalated"


SINCE_WORDS: "dict[Since, _StrOrPromise]" = {
    Since.OPENED: gettext_lazy("it was opened, and it is not solved"),
    Since.WAITING: gettext_lazy("the customer waits for an answer"),
    Since.ANSWERED: gettext_lazy("we answered, and it waits for the customer"),
    Since.REMINDED: gettext_lazy("a rule has reminded the customer, and it waits for them"),
    Since.SOLVED: gettext_lazy("it was solved"),
    Since.ESCALATED: gettext_lazy("it was escalated, and nobody has accepted it"),
}


class WrongWhen(ValueError):
    """With a sentence."""


@dataclass(frozen=True, slots=True)
class When:
    """Either `events`, or so long after a moment: `after`, or so many `working_days`.

    With a `calendar` (its key) only its opening hours count.
    """

    events: frozenset[EventKind] = frozenset()
    after: timedelta | None = None
    working_days: int | None = None
    since: Since | None = None
    calendar: int | None = None

    @classmethod
    def parse(cls, data: Any) -> "When":
        """Raises WrongWhen for anything but one of these:

        {"events": ["ticket.opened", …]}, {"after": {"hours": 72, "since": "answered"}},
        {"after": {"hours": 8, "since": "answered", "calendar": 1}},
        {"after": {"working_days": 3, "since": "answered", "calendar": 1}}
        """
        if isinstance(data, Mapping) and set(data) == {"events"} and isinstance(data["events"], list):
            return cls(events=_events(data["events"]))
        if isinstance(data, Mapping) and set(data) == {"after"} and isinstance(data["after"], Mapping):
            return _timed(data["after"])
        raise WrongWhen(_("Say when the rule acts: at events, or so long after something."))

    @property
    def is_timed(self) -> bool:
        return self.since is not None


def _timed(data: Mapping[str, Any]) -> When:
    since, calendar = _since(data.get("since")), _calendar(data.get("calendar"))
    if "working_days" not in data:
        return When(after=_hours(data.get("hours")), since=since, calendar=calendar)
    if calendar is None:
        raise WrongWhen(_("Choose the calendar whose working days count."))
    return When(working_days=_whole(data["working_days"], MOST_HOURS // 24), since=since, calendar=calendar)


def _events(names: list[Any]) -> frozenset[EventKind]:
    known = {str(kind) for kind in WHEN_WORDS}
    if not names:
        raise WrongWhen(_("Choose at least one event."))
    if any(not isinstance(name, str) or name not in known for name in names):
        raise WrongWhen(_("Choose from the events that are offered."))
    return frozenset(EventKind(name) for name in names)


def _hours(hours: Any) -> timedelta:
    return timedelta(hours=_whole(hours, MOST_HOURS))


def _whole(number: Any, most: int) -> int:
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= most:
        raise WrongWhen(_("Write a whole number between 1 and %(most)s.") % {"most": most})
    return number


def _calendar(key: Any) -> int | None:
    if key is None:
        return None
    if isinstance(key, bool) or not isinstance(key, int) or not 0 < key < 2**63:
        raise WrongWhen(_("Choose one of the calendars that are offered."))
    return key


def _since(name: Any) -> Since:
    if not isinstance(name, str) or name not in list(Since):
        raise WrongWhen(_("Choose what the time counts from."))
    return Since(name)
