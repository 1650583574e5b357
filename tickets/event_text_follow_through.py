"""Sentences of events about questions to colleagues, tasks, times and reminders."""

from datetime import datetime

from django.utils.translation import gettext as _

from helpdesk.templatetags.ui import exact_time
from tickets.event_names import Names
from tickets.events import EventKind
from tickets.models import Event


def question(event: Event, who: str, names: Names) -> str:
    team = event.data.get("team")
    if event.kind == EventKind.QUESTION_ANSWERED and not team and event.actor_id == event.data.get("person"):
        return _("%(who)s answered the question") % {"who": who}
    whom = names.team(team) if team else names.person(event.data.get("person"))
    return {
        EventKind.QUESTION_ASKED: _("%(who)s asked %(whom)s a question"),
        EventKind.QUESTION_ANSWERED: _("%(who)s answered the question to %(whom)s"),
        EventKind.QUESTION_WITHDRAWN: _("%(who)s withdrew the question to %(whom)s"),
        EventKind.QUESTION_OVERDUE: _("The time to answer the question to %(whom)s is over"),
    }[EventKind(event.kind)] % {"who": who, "whom": whom}


def task(event: Event, who: str, names: Names) -> str:
    return {
        EventKind.TASK_ADDED: _("%(who)s added the task “%(task)s”"),
        EventKind.TASK_CHANGED: _("%(who)s changed the task “%(task)s”"),
        EventKind.TASK_DONE: _("%(who)s ticked off “%(task)s”"),
        EventKind.TASK_UNDONE: _("%(who)s opened the task “%(task)s” again"),
        EventKind.TASK_REMOVED: _("%(who)s removed the task “%(task)s”"),
        EventKind.TASK_OVERDUE: _("The time for the task “%(task)s” is over"),
    }[EventKind(event.kind)] % {"who": who, "task": event.data["text"]}


def time_worked(event: Event, who: str, names: Names) -> str:
    sentence = {
        EventKind.TIME_LOGGED: _("%(who)s worked %(minutes)s min on this"),
        EventKind.TIME_CHANGED: _("%(who)s corrected a time to %(minutes)s min"),
        EventKind.TIME_REMOVED: _("%(who)s took a time of %(minutes)s min away"),
    }[EventKind(event.kind)] % {"who": who, "minutes": event.data["minutes"]}
    return f"{sentence}: {event.data['words']}" if event.data["words"] else sentence


def reminder_set(event: Event, who: str, names: Names) -> str:
    at = datetime.fromisoformat(event.data["due_at"])
    return _("%(who)s set a reminder for %(time)s") % {"who": who, "time": exact_time(at)}


def reminder_due(event: Event, who: str, names: Names) -> str:
    return _("%(person)s was reminded of this") % {"person": names.person(event.data.get("person"))}
