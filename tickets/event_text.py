"""The one place that turns an event into a sentence. Events hold ids and codes; `Names` knows what they stand for.

What higher apps record they say themselves, in the modules that `settings.EVENT_SENTENCES` lists.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from accounts.actors import ActorKind, machine_name
from accounts.brands import brand_of
from helpdesk.templatetags.ui import exact_time
from tickets.content import snippet_of
from tickets.event_names import Names
from tickets.event_text_concessions import of_concession
from tickets.event_text_emergencies import emergency_called, emergency_declared, emergency_ended
from tickets.event_text_follow_through import question, reminder_due, reminder_set, task, time_worked
from tickets.event_text_identity import identity_asked, identity_verified
from tickets.event_text_links import close_rule_set, linked
from tickets.event_text_mail import undelivered
from tickets.event_text_participants import participant_added, participant_removed
from tickets.event_text_problems import incident_detached, incidents_answered
from tickets.event_text_surveys import rated, survey_sent
from tickets.events import EventKind
from tickets.fields import FieldOfForm, value_text
from tickets.models import Channel, Event, Kind, Level, Priority, Status

Sentence = Callable[[Event, str, Names], str]  # with who did it


def event_text(event: Event, names: Names) -> str:
    """What happened as a sentence: "Omar solved this", "Auto-close closed this for good"."""
    who = (
        names.person(event.actor_id)
        if event.actor_kind == ActorKind.PERSON
        else machine_name(event.actor_kind, event.actor_name)
    )
    if event.actor_kind == ActorKind.RULE:
        who = _("The rule “%(name)s”") % {"name": event.actor_name}
    sentence = _sentences()[EventKind(event.kind)](event, who, names)
    if because := event.data.get("because"):
        words = {"what": sentence, "percent": int(because["confidence"] * 100)}
        return _("%(what)s, as alike tickets suggest (%(percent)s %% sure)") % words
    return sentence


def _assigned(event: Event, who: str, names: Names) -> str:
    parts = []
    if "assignee_id" in event.changes:
        after = event.changes["assignee_id"][1]
        if after is None:
            parts.append(_("%(who)s took the assignee off") % {"who": who})
        elif after == event.actor_id:
            parts.append(_("%(who)s took this on") % {"who": who})
        else:
            parts.append(_("%(who)s assigned this to %(person)s") % {"who": who, "person": names.person(after)})
    if "team_id" in event.changes:
        after = event.changes["team_id"][1]
        if after is None:
            parts.append(_("%(who)s took this out of the team's queue") % {"who": who})
        else:
            parts.append(_("%(who)s moved this to %(team)s") % {"who": who, "team": names.team(after)})
    return "; ".join(reversed(parts)) or _("%(who)s changed who works on this") % {"who": who}


def _status(event: Event, who: str, names: Names) -> str:
    after = event.changes.get("status", ["", ""])[1]
    return _("%(who)s set the status to %(status)s") % {"who": who, "status": _label(Status, after)}


def _priority(event: Event, who: str, names: Names) -> str:
    before, after = event.changes["priority"]
    sentence = _("%(who)s raised the priority to %(priority)s")
    if after < before:
        sentence = _("%(who)s lowered the priority to %(priority)s")
    return sentence % {"who": who, "priority": _label(Priority, after)}


def _kind(event: Event, who: str, names: Names) -> str:
    return _("%(who)s set the kind to %(kind)s") % {"who": who, "kind": _label(Kind, event.changes["kind"][1])}


def _brand(event: Event, who: str, names: Names) -> str:
    return _("%(who)s moved this to the brand %(brand)s") % {
        "who": who,
        "brand": brand_of(event.changes["brand_id"][1]).name,
    }


def _subject(event: Event, who: str, names: Names) -> str:
    return _("%(who)s changed the subject from “%(before)s”") % {"who": who, "before": event.changes["subject"][0]}


def _tagged(event: Event, who: str, names: Names) -> str:
    parts = []
    if added := event.data.get("added"):
        parts.append(_("added the tag %(tags)s") % {"tags": ", ".join(added)})
    if removed := event.data.get("removed"):
        parts.append(_("removed the tag %(tags)s") % {"tags": ", ".join(removed)})
    return f"{who} {_(' and ').join(parts)}"


def _escalated(event: Event, who: str, names: Names) -> str:
    level = _label(Level, event.changes["level"][1])
    team = event.changes.get("team_id", [None, None])[1]
    if team:
        return _("%(who)s escalated this to %(level)s, %(team)s") % {
            "who": who, "level": level, "team": names.team(team)
        }  # fmt: skip
    return _("%(who)s escalated this to %(level)s") % {"who": who, "level": level}


def _de_escalated(event: Event, who: str, names: Names) -> str:
    words = {"level": _label(Level, event.changes["level"][1]), "reason": snippet_of(event.data["reason"])}
    return _("%(who)s brought this down to %(level)s: “%(reason)s”") % {"who": who, **words}


def _answered(plain: str, with_answer: str) -> Sentence:
    """Older events say only that there was an answer."""

    def sentence(event: Event, who: str, names: Names) -> str:
        answer = event.data.get("answer", "")
        return _(with_answer if answer else plain) % {"who": who, "answer": answer}

    return sentence


def _form_set(event: Event, who: str, names: Names) -> str:
    if not event.data["name"]:
        return _("%(who)s took the form off") % {"who": who}
    return _("%(who)s chose the form “%(form)s”") % {"who": who, "form": event.data["name"]}


def _fields_set(event: Event, who: str, names: Names) -> str:
    said = [
        _answer(names.fields.get(key) or FieldOfForm(key, key, "text"), pair)
        for key, pair in event.data["fields"].items()
    ]
    return _("%(who)s set %(fields)s") % {"who": who, "fields": ", ".join(said)}


def _answer(answered: FieldOfForm, pair: list[Any]) -> str:
    before, after = pair
    words = {"field": answered.name, "after": value_text(answered, after), "before": value_text(answered, before)}
    if after is None:
        return _("%(field)s to nothing (it was %(before)s)") % words
    return (_("%(field)s from %(before)s to %(after)s") if before is not None else _("%(field)s to %(after)s")) % words


def _snoozed(event: Event, who: str, names: Names) -> str:
    until = datetime.fromisoformat(event.changes["snoozed_until"][1])
    return _("%(who)s snoozed this until %(time)s") % {"who": who, "time": exact_time(until)}


def _unsnoozed(event: Event, who: str, names: Names) -> str:
    if event.actor_kind == ActorKind.PERSON:
        return _("%(who)s ended the snooze") % {"who": who}
    return _("The snooze is over")


def _noted(event: Event, who: str, names: Names) -> str:
    named = [names.person(pk) for pk in event.data.get("mentions", ())]
    if not named:
        return _("%(who)s wrote a note") % {"who": who}
    return _("%(who)s wrote a note and named %(people)s") % {"who": who, "people": ", ".join(named)}


def _people_merged(event: Event, who: str, names: Names) -> str:
    return _("%(who)s merged %(person)s into %(survivor)s: they are one person") % _both(event, who, names)


def _people_unmerged(event: Event, who: str, names: Names) -> str:
    return _("%(who)s took the merge of %(person)s into %(survivor)s back") % _both(event, who, names)


def _both(event: Event, who: str, names: Names) -> dict[str, str]:
    return {"who": who, "person": names.person(event.data["person"]), "survivor": names.person(event.data["survivor"])}


def _replied(event: Event, who: str, names: Names) -> str:
    talk = event.data.get("talk")
    if talk is None:
        return _("%(who)s replied") % {"who": who}
    sentence = _("%(who)s logged a call") if talk["channel"] == Channel.PHONE else _("%(who)s logged a visit")
    return sentence % {"who": who}


def _with_outsiders(sentence: str) -> Sentence:
    """A sentence that names whom a side conversation is with."""
    return lambda event, who, names: _(sentence) % {"who": who, "people": ", ".join(event.data["to"])}


def _macro_applied(event: Event, who: str, names: Names) -> str:
    return _("%(who)s used the macro “%(name)s”") % {"who": who, "name": event.data["name"]}


def _about(sentence: str) -> Sentence:
    """A sentence that names another ticket."""
    return lambda event, who, names: _(sentence) % {"who": who, "ticket": names.ticket(event.data["other"])}


def _split(event: Event, who: str, names: Names) -> str:
    count = len(event.data["messages"])
    sentence = ngettext(
        "%(who)s split a message off into %(ticket)s", "%(who)s split %(count)s messages off into %(ticket)s", count
    )
    return sentence % {"who": who, "ticket": names.ticket(event.data["other"]), "count": count}


def _moved_away(event: Event, who: str, names: Names) -> str:
    sentence = _("%(who)s moved a message to %(ticket)s")
    if event.data.get("undo"):
        sentence = _("%(who)s moved a message back to %(ticket)s")
    return sentence % {"who": who, "ticket": names.ticket(event.data["other"])}


def _moved_here(event: Event, who: str, names: Names) -> str:
    sentence = _("%(who)s moved a message here from %(ticket)s")
    if event.data.get("undo"):
        sentence = _("%(who)s moved a message back here from %(ticket)s")
    return sentence % {"who": who, "ticket": names.ticket(event.data["other"])}


def _opened(event: Event, who: str, names: Names) -> str:
    if "split_from" in event.data:
        return _("%(who)s split this off from %(ticket)s") % {
            "who": who,
            "ticket": names.ticket(event.data["split_from"]),
        }
    return _("%(who)s opened this") % {"who": who}


def _level_set(event: Event, who: str, names: Names) -> str:
    level = event.changes.get("level", [None, event.ticket.level])[1]
    return _("%(who)s let this begin at %(level)s") % {"who": who, "level": _label(Level, level)}


def _told(event: Event, who: str, names: Names) -> str:
    people = ", ".join(names.person(pk) for pk in event.data["tell"])
    return _("%(who)s told %(people)s: %(text)s") % {"who": who, "people": people, "text": event.data["text"]}


def _rule_stopped(event: Event, who: str, names: Names) -> str:
    sentence = _("The rule “%(name)s” failed again and again and was switched off")
    if event.data["reason"] == "loop":
        sentence = _("The rule “%(name)s” set itself off again and again and was switched off")
    return sentence % {"name": event.data["name"]}


def _judged(event: Event, who: str, names: Names) -> str:
    if event.changes["is_avoidable"][1]:
        return _("%(who)s said that level 1 should have solved this") % {"who": who}
    return _("%(who)s took back that level 1 should have solved this") % {"who": who}


def _plainly(sentence: str) -> Sentence:
    return lambda event, who, names: _(sentence) % {"who": who}


def _label(choices: type, value: object) -> str:
    try:
        return str(choices(value).label)
    except ValueError:
        return str(value)


@cache
def _sentences() -> dict[EventKind, Sentence]:
    found = dict(_SENTENCES)
    for path in settings.EVENT_SENTENCES:
        found |= import_string(path)
    return found


# gettext sees these literals through the makemessages keywords `_plainly`, `_about`, `_counted`, `_of_concession` and
# `_with_outsiders`.
_SENTENCES: dict[EventKind, Sentence] = {
    EventKind.OPENED: _opened,
    EventKind.ASSIGNED: _assigned,
    EventKind.STATUS_CHANGED: _status,
    EventKind.SOLVED: _plainly(gettext_noop("%(who)s solved this")),
    EventKind.REOPENED: _plainly(gettext_noop("%(who)s reopened this")),
    EventKind.UNSOLVED: _plainly(gettext_noop("%(who)s took back that this is solved")),
    EventKind.CLOSED: _plainly(gettext_noop("%(who)s closed this for good")),
    EventKind.PRIORITY_CHANGED: _priority,
    EventKind.KIND_CHANGED: _kind,
    EventKind.BRAND_CHANGED: _brand,
    EventKind.SUBJECT_CHANGED: _subject,
    EventKind.TAGGED: _tagged,
    EventKind.ESCALATED: _escalated,
    EventKind.DE_ESCALATED: _de_escalated,
    EventKind.ESCALATION_ACCEPTED: _plainly(gettext_noop("%(who)s accepted the escalation")),
    EventKind.ESCALATION_DECLINED: _answered(
        gettext_noop("%(who)s declined the escalation"), gettext_noop("%(who)s declined the escalation: “%(answer)s”")
    ),
    EventKind.HANDED_BACK: _answered(
        gettext_noop("%(who)s handed this back with an answer"), gettext_noop("%(who)s handed this back: “%(answer)s”")
    ),
    EventKind.ESCALATION_WITHDRAWN: _plainly(gettext_noop("%(who)s withdrew the escalation")),
    EventKind.ESCALATION_UNACCEPTED: _plainly(
        gettext_noop("%(who)s took back accepting the escalation, so it waits again")
    ),
    EventKind.ESCALATION_RESUMED: _plainly(
        gettext_noop("%(who)s took back the answer to the escalation, so it goes on")
    ),
    EventKind.LINKED: linked,
    EventKind.UNLINKED: _about(gettext_noop("%(who)s removed the link to %(ticket)s")),
    EventKind.CLOSE_RULE_SET: close_rule_set,
    EventKind.INCIDENTS_ANSWERED: incidents_answered,
    EventKind.INCIDENT_DETACHED: incident_detached,
    EventKind.CHILDREN_SOLVED: _about(gettext_noop("All children are solved, %(ticket)s was the last")),
    EventKind.FORM_SET: _form_set,
    EventKind.FIELDS_SET: _fields_set,
    EventKind.MARKED_SPAM: _plainly(gettext_noop("%(who)s marked this as spam")),
    EventKind.UNMARKED_SPAM: _plainly(gettext_noop("%(who)s said that this is no spam")),
    EventKind.DELETED: _plainly(gettext_noop("%(who)s deleted this")),
    EventKind.RESTORED: _plainly(gettext_noop("%(who)s restored this")),
    EventKind.SNOOZED: _snoozed,
    EventKind.UNSNOOZED: _unsnoozed,
    EventKind.RECEIVED: _plainly(gettext_noop("%(who)s wrote")),
    EventKind.AUTO_RECEIVED: _plainly(gettext_noop("An automatic answer arrived")),
    EventKind.REPLIED: _replied,
    EventKind.NOTED: _noted,
    EventKind.PARTICIPANT_ADDED: participant_added,
    EventKind.PARTICIPANT_REMOVED: participant_removed,
    EventKind.SIDE_OPENED: _with_outsiders(gettext_noop("%(who)s asked %(people)s in a side conversation")),
    EventKind.SIDE_WRITTEN: _with_outsiders(gettext_noop("%(who)s wrote to %(people)s in a side conversation")),
    EventKind.SIDE_ANSWERED: _plainly(gettext_noop("%(who)s answered in a side conversation")),
    EventKind.SIDE_CLOSED: _with_outsiders(gettext_noop("%(who)s closed the side conversation with %(people)s")),
    EventKind.MACRO_APPLIED: _macro_applied,
    EventKind.MERGED: _about(gettext_noop("%(who)s merged this into %(ticket)s")),
    EventKind.MERGED_HERE: _about(gettext_noop("%(who)s merged %(ticket)s into this")),
    EventKind.UNMERGED: _about(gettext_noop("%(who)s took the merge into %(ticket)s back")),
    EventKind.UNMERGED_HERE: _about(gettext_noop("%(who)s took the merge of %(ticket)s into this back")),
    EventKind.SPLIT: _split,
    EventKind.UNSPLIT: _about(gettext_noop("%(who)s took the split back: this is in %(ticket)s again")),
    EventKind.UNSPLIT_HERE: _about(gettext_noop("%(who)s took the split into %(ticket)s back")),
    EventKind.MOVED_AWAY: _moved_away,
    EventKind.MOVED_HERE: _moved_here,
    EventKind.PEOPLE_MERGED: _people_merged,
    EventKind.PEOPLE_UNMERGED: _people_unmerged,
    EventKind.CONCESSION_GRANTED: of_concession(gettext_noop("%(who)s granted %(what)s")),
    EventKind.CONCESSION_ASKED: of_concession(gettext_noop("%(who)s asked for approval of %(what)s")),
    EventKind.CONCESSION_APPROVED: of_concession(gettext_noop("%(who)s approved %(what)s")),
    EventKind.CONCESSION_DECLINED: of_concession(gettext_noop("%(who)s declined %(what)s")),
    EventKind.CONCESSION_REOPENED: of_concession(
        gettext_noop("%(who)s took the decision on %(what)s back; it waits again")
    ),
    EventKind.CONCESSION_WITHDRAWN: of_concession(gettext_noop("%(who)s no longer asks for %(what)s")),
    EventKind.EMERGENCY_DECLARED: emergency_declared,
    EventKind.EMERGENCY_CALLED: emergency_called,
    EventKind.EMERGENCY_ACKNOWLEDGED: _plainly(gettext_noop("%(who)s acknowledged the emergency and is on it")),
    EventKind.EMERGENCY_UNANSWERED: _plainly(
        gettext_noop("Everybody was called for the emergency, and nobody acknowledged it")
    ),
    EventKind.EMERGENCY_ENDED: emergency_ended,
    EventKind.IDENTITY_ASKED: identity_asked,
    EventKind.IDENTITY_VERIFIED: identity_verified,
    EventKind.IDENTITY_FAILED: _plainly(gettext_noop("%(who)s entered a wrong code")),
    EventKind.IDENTITY_EXPIRED: _plainly(gettext_noop("%(who)s entered a code that no longer works")),
    EventKind.QUESTION_ASKED: question,
    EventKind.QUESTION_ANSWERED: question,
    EventKind.QUESTION_WITHDRAWN: question,
    EventKind.QUESTION_OVERDUE: question,
    EventKind.TASK_ADDED: task,
    EventKind.TASK_CHANGED: task,
    EventKind.TASK_DONE: task,
    EventKind.TASK_UNDONE: task,
    EventKind.TASK_REMOVED: task,
    EventKind.TASK_OVERDUE: task,
    EventKind.TASKS_ORDERED: _plainly(gettext_noop("%(who)s put the tasks in another order")),
    EventKind.TIME_LOGGED: time_worked,
    EventKind.TIME_CHANGED: time_worked,
    EventKind.TIME_REMOVED: time_worked,
    EventKind.REMINDER_SET: reminder_set,
    EventKind.REMINDER_DUE: reminder_due,
    EventKind.LEVEL_SET: _level_set,
    EventKind.TOLD: _told,
    EventKind.RULE_STOPPED: _rule_stopped,
    EventKind.REMINDER_ENDED: _plainly(gettext_noop("%(who)s is done with a reminder")),
    EventKind.SURVEY_SENT: survey_sent,
    EventKind.RATED: rated,
    EventKind.PERSON_ERASED: _plainly(gettext_noop("%(who)s erased the personal data of somebody who asked for it")),
    EventKind.REVIEWED: _plainly(gettext_noop("%(who)s went through this case")),
    EventKind.UNDELIVERED: undelivered,
    EventKind.ESCALATION_JUDGED: _judged,
}
