"""What can happen to a ticket, and `record`, which writes it down.

Kinds are closed and namespaced; a kind is never renamed or reused, because metrics and reports depend on it.
"""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor, ActorKind, person_of
from helpdesk.insert import insert_asking
from helpdesk.revisions import BOTH
from tickets.door import current_passage
from tickets.models import Event, Ticket


class EventKind(models.TextChoices):
    OPENED = "ticket.opened", _("Opened")
    ASSIGNED = "ticket.assigned", _("Assigned")
    STATUS_CHANGED = "ticket.status_changed", _("Status changed")
    SOLVED = "ticket.solved", _("Solved")
    REOPENED = "ticket.reopened", _("Reopened")
    UNSOLVED = "ticket.unsolved", _("Solving taken back")
    CLOSED = "ticket.closed", _("Closed")
    PRIORITY_CHANGED = "ticket.priority_changed", _("Priority changed")
    KIND_CHANGED = "ticket.kind_changed", _("Kind changed")
    BRAND_CHANGED = "ticket.brand_changed", _("Brand changed")
    SUBJECT_CHANGED = "ticket.subject_changed", _("Subject changed")
    TAGGED = "ticket.tagged", _("Tags changed")
    ESCALATED = "ticket.escalated", _("Escalated")
    DE_ESCALATED = "ticket.de_escalated", _("De-escalated")
    ESCALATION_ACCEPTED = "escalation.accepted", _("Escalation accepted")
    ESCALATION_DECLINED = "escalation.declined", _("Escalation declined")
    HANDED_BACK = "escalation.handed_back", _("Handed back")
    ESCALATION_WITHDRAWN = "escalation.withdrawn", _("Escalation withdrawn")
    ESCALATION_UNACCEPTED = "escalation.unaccepted", _("Acceptance taken back")
    ESCALATION_RESUMED = "escalation.resumed", _("Answer to an escalation taken back")
    ESCALATION_JUDGED = "escalation.judged", _("What a lead thinks of the escalation")
    LINKED = "ticket.linked", _("Linked")
    UNLINKED = "ticket.unlinked", _("Link removed")
    CLOSE_RULE_SET = "ticket.close_rule_set", _("Close rule set")
    INCIDENTS_ANSWERED = "incidents.answered", _("All incidents answered")
    INCIDENT_DETACHED = "incident.detached", _("Incident detached")
    ISSUE_LINKED = "issue.linked", _("Issue linked")
    ISSUE_UNLINKED = "issue.unlinked", _("Link to an issue removed")
    ISSUE_ASKED = "issue.asked", _("New issue asked for")
    ISSUE_COMMENTED = "issue.commented", _("Comment for an issue")
    ISSUE_CHANGED = "issue.changed", _("Issue changed")
    ISSUE_DONE = "issue.done", _("Issue done")
    ISSUE_REOPENED = "issue.reopened", _("Issue reopened")
    ISSUE_FAILED = "issue.failed", _("The tracker did not take it")
    CHILDREN_SOLVED = "ticket.children_solved", _("All children are solved")
    FORM_SET = "ticket.form_set", _("Form set")
    FIELDS_SET = "ticket.fields_set", _("Fields changed")
    MARKED_SPAM = "ticket.marked_spam", _("Marked as spam")
    UNMARKED_SPAM = "ticket.unmarked_spam", _("No longer spam")
    DELETED = "ticket.deleted", _("Deleted")
    RESTORED = "ticket.restored", _("Restored")
    SNOOZED = "ticket.snoozed", _("Snoozed")
    UNSNOOZED = "ticket.unsnoozed", _("Snooze ended")
    RECEIVED = "message.received", _("Customer wrote")
    AUTO_RECEIVED = "message.auto_received", _("Automatic mail arrived")
    UNDELIVERED = "message.undelivered", _("Mail not delivered")
    REPLIED = "message.replied", _("Replied")
    NOTED = "message.noted", _("Note added")
    SIDE_OPENED = "side.opened", _("Side conversation opened")
    SIDE_WRITTEN = "side.written", _("Written in a side conversation")
    SIDE_ANSWERED = "side.answered", _("Side conversation answered")
    SIDE_CLOSED = "side.closed", _("Side conversation closed")
    PARTICIPANT_ADDED = "participant.added", _("Participant added")
    PARTICIPANT_REMOVED = "participant.removed", _("Participant removed")
    MACRO_APPLIED = "macro.applied", _("Macro used")
    MERGED = "ticket.merged", _("Merged into another")
    MERGED_HERE = "ticket.merged_here", _("Another was merged into this")
    UNMERGED = "ticket.unmerged", _("Merge undone")
    UNMERGED_HERE = "ticket.unmerged_here", _("Merge into this undone")
    SPLIT = "ticket.split", _("Split")
    UNSPLIT = "ticket.unsplit", _("Split undone")
    UNSPLIT_HERE = "ticket.unsplit_here", _("Split from this undone")
    MOVED_AWAY = "message.moved_away", _("Message moved away")
    MOVED_HERE = "message.moved_here", _("Message moved here")
    PEOPLE_MERGED = "ticket.people_merged", _("Two people of it became one")
    PEOPLE_UNMERGED = "ticket.people_unmerged", _("One person of it became two again")
    CONCESSION_GRANTED = "concession.granted", _("Concession granted")
    CONCESSION_ASKED = "concession.asked", _("Concession asked for")
    CONCESSION_APPROVED = "concession.approved", _("Concession approved")
    CONCESSION_DECLINED = "concession.declined", _("Concession declined")
    CONCESSION_REOPENED = "concession.reopened", _("Decision on a concession taken back")
    CONCESSION_WITHDRAWN = "concession.withdrawn", _("Concession withdrawn")
    EMERGENCY_DECLARED = "emergency.declared", _("Emergency declared")
    EMERGENCY_CALLED = "emergency.called", _("Called for an emergency")
    EMERGENCY_ACKNOWLEDGED = "emergency.acknowledged", _("Emergency acknowledged")
    EMERGENCY_UNANSWERED = "emergency.unanswered", _("Nobody acknowledged an emergency")
    EMERGENCY_ENDED = "emergency.ended", _("Emergency over")
    IDENTITY_ASKED = "identity.asked", _("Identity code sent")
    IDENTITY_VERIFIED = "identity.verified", _("Identity verified")
    IDENTITY_FAILED = "identity.failed", _("Wrong identity code")
    IDENTITY_EXPIRED = "identity.expired", _("Expired identity code")
    QUESTION_ASKED = "question.asked", _("Question asked")
    QUESTION_ANSWERED = "question.answered", _("Question answered")
    QUESTION_WITHDRAWN = "question.withdrawn", _("Question withdrawn")
    QUESTION_OVERDUE = "question.overdue", _("Question overdue")
    TASK_ADDED = "task.added", _("Task added")
    TASK_CHANGED = "task.changed", _("Task changed")
    TASK_DONE = "task.done", _("Task done")
    TASK_UNDONE = "task.undone", _("Task to be done again")
    TASK_REMOVED = "task.removed", _("Task removed")
    TASK_OVERDUE = "task.overdue", _("Task overdue")
    TASKS_ORDERED = "task.ordered", _("Tasks put in another order")
    TIME_LOGGED = "time.logged", _("Time kept")
    TIME_CHANGED = "time.changed", _("Time corrected")
    TIME_REMOVED = "time.removed", _("Time taken away")
    REMINDER_SET = "reminder.set", _("Reminder set")
    REMINDER_DUE = "reminder.due", _("Reminder due")
    REMINDER_ENDED = "reminder.ended", _("Reminder ended")
    SLA_SET = "sla.set", _("SLA policy set")
    SLA_WARNED = "sla.warned", _("SLA warning")
    SLA_BREACHED = "sla.breached", _("SLA breached")
    LEVEL_SET = "ticket.level_set", _("Level set at opening")
    TOLD = "ticket.told", _("Colleagues told")
    ARTICLE_MADE = "article.made", _("Article made of it")
    RULE_STOPPED = "rule.stopped", _("Rule switched off")
    SURVEY_SENT = "survey.sent", _("Survey sent")
    RATED = "ticket.rated", _("Rated")
    PERSON_ERASED = "person.erased", _("Personal data erased")
    REVIEWED = "case.reviewed", _("Case gone through")


# The columns whose history the log holds: the state at any event can be rebuilt from them.
TRACKED = (
    "subject",
    "status",
    "priority",
    "kind",
    "channel",
    "level",
    "requester_id",
    "organization_id",
    "team_id",
    "assignee_id",
    "mailbox_id",
    "brand_id",
    "language",
    "sentiment",
    "merged_into_id",
    "is_spam",
    "deleted_at",
    "snoozed_until",
    "conceded_at",
    "verified_until",
    "conversation_seq",
    "opened_at",
    "waiting_since",
    "first_reply_at",
    "solved_at",
    "closed_at",
    "reopen_count",
    "satisfaction",
    "is_avoidable",
    "tasks_open",
    "tasks_total",
    "minutes_spent",
    "form_id",
    "fields",
)

# What time or a mail server does to a ticket, a promise that was edited, words that were erased, or what leads think of it later
# is no news of it: `updated_at` stays.
QUIET = frozenset(
    {
        EventKind.SLA_SET,
        EventKind.SLA_WARNED,
        EventKind.SLA_BREACHED,
        EventKind.SURVEY_SENT,
        EventKind.PERSON_ERASED,
        EventKind.ESCALATION_JUDGED,
        EventKind.REVIEWED,
        EventKind.UNDELIVERED,
    }
)

Changes = dict[str, list[Any]]


def change(ticket: Ticket, **columns: Any) -> Changes:
    """Set columns on the locked ticket (`record` saves them); what really changed as column → [before, after]."""
    changes: Changes = {}
    for name, value in columns.items():
        before = getattr(ticket, name)
        if before != value:
            setattr(ticket, name, value)
            changes[name] = [_plain(before), _plain(value)]
    return changes


def snapshot(ticket: Ticket) -> dict[str, Any]:
    """Every tracked column in its stored form, for `ticket.opened`."""
    return {
        name: value.isoformat() if isinstance(value := getattr(ticket, name), datetime) else value for name in TRACKED
    }


def record(
    ticket: Ticket, kind: EventKind, *, actor: Actor, changes: Changes | None = None, **particulars: Any
) -> Event:
    """Save what changed, append the event, and queue it for the listeners; called by verbs only, under the lock."""
    passage = current_passage()
    changes = changes or {}
    ticket.event_seq += 1
    touched = {"event_seq", *changes, *passage.derived.pop(ticket.pk, ())}
    if kind not in QUIET:
        ticket.updated_at = passage.now()
        touched.add("updated_at")
    if "snippet" in particulars:
        ticket.snippet = particulars.pop("snippet")
        touched.add("snippet")
    ticket.save(update_fields=touched)
    return _append(ticket, kind, actor, {**particulars, **({"changes": changes} if changes else {})})


def record_opening(ticket: Ticket, *, actor: Actor, **particulars: Any) -> Event:
    """The first event of a ticket just inserted (its `event_seq` already 1): the full snapshot."""
    return _append(ticket, EventKind.OPENED, actor, {**particulars, "snapshot": snapshot(ticket)})


def _append(ticket: Ticket, kind: EventKind, actor: Actor, data: dict[str, Any]) -> Event:
    passage = current_passage()
    person = person_of(actor)
    if passage.bulk is not None:
        data = {**data, "bulk": passage.bulk}
    if passage.rule is not None:
        data = {**data, "by_rule": passage.rule}
    if passage.because is not None:
        data = {**data, "because": passage.because}
    if passage.undoes is not None and passage.undoes[0] == ticket.pk:
        data = {**data, "undoes": passage.undoes[1]}
    event = Event(
        ticket=ticket,
        seq=ticket.event_seq,
        kind=kind,
        actor=person,
        actor_kind=ActorKind.PERSON if person else actor.kind,  # type: ignore[union-attr]  # then a machine
        actor_name="" if person else actor.name,
        at=passage.now(),
        data=data,
    )
    passage.revision, passage.desk_revision = insert_asking(event, BOTH)
    passage.note_event(event)
    return event


def _plain(value: Any) -> Any:
    """As it stands in JSON: ids, codes and ISO times."""
    return value.isoformat() if isinstance(value, datetime) else value
