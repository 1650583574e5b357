"""The verbs about issues: link, unlink, ask for a new one, comment; and what comes back from the tracker.

What leaves is a TrackerCall, written in the verb's transaction and sent by a worker (integrations/calls.py).
"""

import secrets
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actors import Actor, ActorKind, SystemActor
from accounts.models import User
from accounts.permissions import Permission
from helpdesk import clock
from helpdesk.nudge import nudge_once
from integrations.clients.base import LONGEST_TITLE, RemoteComment, RemoteIssue
from integrations.models import CallKind, CallState, Issue, IssueComment, IssueLink, Tracker, TrackerCall
from integrations.queries import tickets_of
from tickets.access import require, survivor_of
from tickets.actions.conversation import add_note, note_on
from tickets.actions.problems import answer_tickets
from tickets.actions.reading import make_unread
from tickets.content import Body, storable, subject_line
from tickets.door import verb
from tickets.errors import IllegalTransition, Invalid
from tickets.events import EventKind, change, record
from tickets.locking import locked
from tickets.models import BulkAct, Event, Message, Ticket

LONGEST_BODY = 50_000


def tracker_actor(tracker: Tracker) -> SystemActor:
    return SystemActor(tracker.get_kind_display(), ActorKind.INTEGRATION)


@verb
def link_issue(ticket: Ticket, *, actor: Actor, tracker: Tracker, key: str) -> IssueLink | None:
    """Say that the ticket is about this issue; None if that is said already. A worker looks up what it is."""
    ticket = locked(ticket)
    require(actor, Permission.LINK, ticket)
    _refuse_archived(tracker)
    issue, _is_new = Issue.objects.get_or_create(tracker=tracker, key=key)
    if ticket.issue_links.filter(issue=issue).exists():
        return None

    link = _linked(ticket, issue, actor)
    if issue.looked_at is None:
        ask_soon(tracker)
    return link


@verb
def unlink_issue(ticket: Ticket, *, actor: Actor, issue: Issue) -> Event | None:
    """Take that back; None if it was not said. The issue itself stays as it is."""
    ticket = locked(ticket)
    require(actor, Permission.LINK, ticket)
    if not ticket.issue_links.filter(issue=issue).delete()[0]:
        return None
    return record(ticket, EventKind.ISSUE_UNLINKED, actor=actor, **names_of(issue))


@verb
def create_issue(ticket: Ticket, *, actor: User, tracker: Tracker, title: str, body: str) -> TrackerCall | None:
    """Ask for a new issue, which is linked once it is there; None while the very same is on its way already."""
    ticket = locked(ticket)
    require(actor, Permission.LINK, ticket)
    _refuse_archived(tracker)
    title, body = subject_line(title)[:LONGEST_TITLE], storable(body).strip()[:LONGEST_BODY]
    if not title:
        raise Invalid(_("Give it a title."))
    same = {"tracker": tracker, "kind": CallKind.CREATE, "title": title, "body": body}
    if ticket.tracker_calls.filter(state=CallState.QUEUED, **same).exists():
        return None

    call = post_call(tracker, CallKind.CREATE, actor, ticket=ticket, title=title, body=body)
    record(ticket, EventKind.ISSUE_ASKED, actor=actor, tracker=tracker.name, title=title)
    return call


@verb
def comment_on_issue(ticket: Ticket, *, actor: User, issue: Issue, body: Body) -> Message:
    """A note for engineering: kept here as a note, and sent to the issue as a comment. Customers see neither."""
    ticket = locked(ticket)
    require(actor, Permission.NOTE, ticket)
    link = ticket.issue_links.filter(issue=issue).select_related("issue__tracker").first()
    if link is None:
        raise IllegalTransition(_("This issue is not linked to the ticket any more. Link it again first."))
    _refuse_archived(link.issue.tracker)
    if body.is_empty:
        raise Invalid(_("Write something first."))

    message = note_on(ticket, actor=actor, body=body)
    words = f"{body.text}\n\n{actor.display_name} · Helpdesk #{ticket.pk}"
    post_call(link.issue.tracker, CallKind.COMMENT, actor, ticket=ticket, link=link, message=message, body=words)
    record(ticket, EventKind.ISSUE_COMMENTED, actor=actor, message=message.pk, **names_of(link.issue))
    return message


@verb
def retry_call(call: TrackerCall, *, actor: User) -> bool:
    """Send what was given up once more; False when it was not."""
    ticket = locked(_ticket_of(call))
    require(actor, Permission.LINK, ticket)
    given_up = TrackerCall.objects.filter(pk=call.pk, state=CallState.FAILED)
    if not given_up.update(state=CallState.QUEUED, due_at=clock.now(), claimed_until=None):
        return False
    nudge_callers()
    return True


@verb
def forget_call(call: TrackerCall, *, actor: User) -> bool:
    """Let what was given up be; False when it was not."""
    ticket = locked(_ticket_of(call))
    require(actor, Permission.LINK, ticket)
    return bool(TrackerCall.objects.filter(pk=call.pk, state=CallState.FAILED).delete()[0])


def answer_issue(
    issue: Issue,
    *,
    actor: User,
    html: str,
    seen: Mapping[int, int],
    token: str,
    solving: bool = False,
    by_worker: bool = True,
) -> BulkAct:
    """Begin to send one message to the customers of tickets about this issue, each by the verb of one incident.

    `seen` as for `answer_incidents`. Raises Invalid for a ticket that is not about it.
    """
    require(actor, Permission.REPLY)
    strange = sorted(seen.keys() - set(tickets_of(issue, actor, unfinished=False).values_list("pk", flat=True)))
    if strange:
        words = {"number": strange[0], "issue": issue.reference}
        raise Invalid(_("#%(number)s is not about %(issue)s. Look at the list again.") % words)
    return answer_tickets(
        actor=actor, html=html, seen=seen, token=token, about=issue.reference, solving=solving, by_worker=by_worker
    )


# --- What comes back ----------------------------------------------------------------------------------------------------


@verb
def take_created(call: TrackerCall, remote: RemoteIssue) -> IssueLink | None:
    """The issue that was asked for is there: it is linked, in the name of who asked. None if it is linked already."""
    ticket = locked(_ticket_of(call))
    issue = keep_issue(call.tracker, remote)
    if ticket.issue_links.filter(issue=issue).exists():
        return None
    link = _linked(ticket, issue, tracker_actor(call.tracker), by=call.by, created=True)
    TrackerCall.objects.filter(pk=call.pk).update(
        link=link
    )  # with it, it goes back to a ticket that was merged meanwhile
    return link


@verb
def take_comment(link: IssueLink, comment: RemoteComment) -> Message | None:
    """What engineering wrote there, as a note; None if it is known. On a merged-away ticket it stands on the survivor, once."""
    ticket = locked(survivor_of(Ticket.objects.get(pk=link.ticket_id)))
    issue = link.issue
    if ticket.pk != link.ticket_id and ticket.issue_links.filter(issue=issue).exists():
        return None
    if IssueComment.objects.filter(link=link, remote_id=comment.id).exists():
        return None
    who = _("%(who)s on %(issue)s") % {"who": comment.author or _("Somebody"), "issue": issue.reference}
    body = Body.from_text(f"{who}:\n\n{comment.text or '–'}")
    message = add_note(ticket, actor=tracker_actor(issue.tracker), body=body)
    IssueComment.objects.create(link=link, remote_id=comment.id, message=message)
    return message


@verb
def tell_state(link: IssueLink) -> Event | None:
    """Tell the ticket how its issue stands; None if it was told. Of what was just linked nothing is told unless it is done."""
    ticket = locked(Ticket.objects.get(pk=link.ticket_id))
    fresh = IssueLink.objects.select_related("issue__tracker").filter(pk=link.pk).first()
    if fresh is None or not fresh.issue.state:
        return None
    issue, before, was_done = fresh.issue, fresh.told_state, fresh.told_done
    if (before, was_done) == (issue.state, issue.is_done):
        return None
    fresh.told_state, fresh.told_done = issue.state, issue.is_done
    fresh.save(update_fields=["told_state", "told_done"])
    if not before and not issue.is_done:
        return None

    kind = EventKind.ISSUE_CHANGED
    if issue.is_done != was_done:
        kind = EventKind.ISSUE_DONE if issue.is_done else EventKind.ISSUE_REOPENED
    changes = change(ticket, snoozed_until=None) if kind == EventKind.ISSUE_DONE else {}
    if kind == EventKind.ISSUE_DONE and ticket.assignee_id is not None:
        make_unread(ticket, ticket.assignee_id)
    actor = tracker_actor(issue.tracker)
    return record(ticket, kind, actor=actor, changes=changes, state=issue.state, **names_of(issue))


@verb
def tell_failed(call: TrackerCall, trouble: str) -> Event:
    """Nobody must believe that it went out."""
    ticket = locked(_ticket_of(call))
    said: dict[str, Any] = {"what": call.kind, "tracker": call.tracker.name, "trouble": trouble}
    return record(ticket, EventKind.ISSUE_FAILED, actor=tracker_actor(call.tracker), **said)


def keep_issue(tracker: Tracker, remote: RemoteIssue) -> Issue:
    """As the tracker told it now. Tickets are told by `tell_state`."""
    return Issue.objects.update_or_create(tracker=tracker, key=remote.key, defaults=columns_of(remote))[0]


def columns_of(remote: RemoteIssue) -> dict[str, Any]:
    return {
        "title": storable(remote.title)[:300],
        "url": remote.url[:500],
        "state": storable(remote.state)[:60],
        "is_done": remote.is_done,
        "assignee": storable(remote.assignee)[:150],
        "changed_at": remote.changed_at,
        "looked_at": clock.now(),
        "trouble": "",
    }


def post_call(tracker: Tracker, kind: CallKind, by: User, **what: Any) -> TrackerCall:
    """Put it into the outbox, in the present transaction."""
    now = clock.now()
    marker = f"helpdesk-{secrets.token_hex(16)}"
    call = TrackerCall.objects.create(
        tracker=tracker, kind=kind, marker=marker, by=by, due_at=now, created_at=now, **what
    )
    nudge_callers()
    return call


def ask_soon(tracker: Tracker) -> None:
    """Let a worker ask the tracker for news now; several times at once are one."""
    Tracker.objects.filter(pk=tracker.pk, due_at__gt=clock.now()).update(due_at=clock.now())
    transaction.on_commit(_nudge_refreshing, robust=True)


def ticket_address(ticket: Ticket) -> str:
    """For the issue: only people of ours can open it."""
    return settings.SITE_URL.rstrip("/") + reverse("desk:ticket", args=[ticket.pk])


def nudge_callers() -> None:
    transaction.on_commit(_nudge_sending, robust=True)


def _linked(ticket: Ticket, issue: Issue, actor: Actor, *, by: User | None = None, created: bool = False) -> IssueLink:
    person = by or (actor if isinstance(actor, User) else None)
    link = IssueLink.objects.create(
        ticket=ticket,
        issue=issue,
        by=person,
        created_at=clock.now(),
        told_state=issue.state,
        told_done=issue.is_done,
    )
    particulars: dict[str, Any] = {"created": True} if created else {}
    record(ticket, EventKind.ISSUE_LINKED, actor=actor, **names_of(issue), **particulars)
    return link


def names_of(issue: Issue) -> dict[str, Any]:
    """What sentences and readers of the log need, so that neither has to look anything up."""
    return {"issue": issue.pk, "reference": issue.reference, "title": issue.title, "url": issue.url}


def _ticket_of(call: TrackerCall) -> Ticket:
    assert call.ticket_id is not None  # noqa: S101 - a constraint
    return survivor_of(Ticket.objects.get(pk=call.ticket_id))


def _refuse_archived(tracker: Tracker) -> None:
    if tracker.archived_at is not None:
        raise IllegalTransition(_("The tracker “%(name)s” is archived. Ask an admin.") % {"name": tracker.name})


def _nudge_sending() -> None:
    from integrations.tasks import send_waiting_calls

    nudge_once(send_waiting_calls)


def _nudge_refreshing() -> None:
    from integrations.tasks import refresh_trackers

    nudge_once(refresh_trackers)
