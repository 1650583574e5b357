"""Asking trackers what is new: the sure way, once a minute; their webhooks only make it sooner.

One question tells all issues of a project that changed, so that they can be searched here and many tickets cost no more than
one. Where a worker dies, the next one reads on from what was kept; what is known already makes no second note or event.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F, Min, Q

from helpdesk import clock
from integrations.actions import (
    columns_of,
    keep_issue,
    link_issue,
    take_comment,
    tell_state,
    tracker_actor,
    unlink_issue,
)
from integrations.clients import client_for
from integrations.clients.base import Client, Gone, RemoteIssue, Trouble
from integrations.markers import is_ours
from integrations.models import Issue, IssueLink, Tracker, untold

EVERY = timedelta(minutes=1)
AFTER_TROUBLE = timedelta(minutes=5)
CLAIM = timedelta(minutes=5)
FIRST_LOOK_BACK = timedelta(days=90)
# So far the past is read again: clocks differ, and changes become visible there out of order.
OVERLAP = timedelta(minutes=2)
MOST_PAGES = 20
MOST_LOOKED_AT = 50
LOOK_AGAIN = timedelta(hours=6)  # at linked ones, for what a list does not tell: deleted, moved
_CLAIM = """
UPDATE integrations_tracker SET claimed_until = statement_timestamp() + %s
WHERE id = (
    SELECT id FROM integrations_tracker
    WHERE archived_at IS NULL AND due_at <= statement_timestamp()
        AND (claimed_until IS NULL OR claimed_until <= statement_timestamp())
    ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING *
"""
logger = logging.getLogger(__name__)


def refresh_waiting(limit: int = 100) -> int:
    """Each tracker that is due, by one worker at a time; how many."""
    asked = 0
    while asked < limit and (tracker := claim()) is not None:
        asked += 1
        began = clock.now()
        try:
            refresh(tracker)
        except Trouble as trouble:
            logger.warning("Tracker %s told no news: %s", tracker.pk, trouble)
            _end(tracker, began, max(trouble.wait or AFTER_TROUBLE, EVERY), str(trouble)[:500])
        else:
            _end(tracker, began, EVERY, "")
    return asked


def claim() -> Tracker | None:
    return next(iter(Tracker.objects.raw(_CLAIM, [CLAIM])), None)


def refresh(tracker: Tracker) -> None:
    """What is new there, for the issues, then for their tickets. Raises Trouble; what was read until then is kept."""
    client = client_for(tracker)
    _look_at(client, tracker, _never_looked_at(tracker))
    _read_changes(client, tracker)
    _look_at(client, tracker, _long_not_looked_at(tracker))
    _tell(tracker)
    _read_comments(client, tracker)


def _read_changes(client: Client, tracker: Tracker) -> None:
    since = tracker.known_to - OVERLAP if tracker.known_to else clock.now() - FIRST_LOOK_BACK
    for number, page in enumerate(client.changed_since(since), start=1):
        _keep_all(tracker, page)
        if page:
            newest = max(issue.changed_at for issue in page)
            tracker.known_to = max(tracker.known_to or newest, newest)
            Tracker.objects.filter(pk=tracker.pk).update(known_to=tracker.known_to)
        if number >= MOST_PAGES:
            return  # the rest next time


def _keep_all(tracker: Tracker, page: list[RemoteIssue]) -> None:
    rows = {remote.key: Issue(tracker=tracker, key=remote.key, **columns_of(remote)) for remote in page}
    Issue.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["tracker", "key"],
        update_fields=["title", "url", "state", "is_done", "assignee", "changed_at", "looked_at", "trouble"],
    )


def _never_looked_at(tracker: Tracker) -> Iterable[Issue]:
    return tracker.issues.filter(looked_at=None, trouble="")[:MOST_LOOKED_AT]


def _long_not_looked_at(tracker: Tracker) -> Iterable[Issue]:
    old = tracker.issues.filter(looked_at__lt=clock.now() - LOOK_AGAIN, links__isnull=False).distinct()
    return old.order_by("looked_at")[:MOST_LOOKED_AT]


def _look_at(client: Client, tracker: Tracker, issues: Iterable[Issue]) -> None:
    """One by one, under their own keys; what is gone says so on its card and goes on being asked for."""
    for issue in list(issues):
        try:
            remote = client.issue(issue.key)
        except Gone as gone:
            Issue.objects.filter(pk=issue.pk).update(trouble=str(gone)[:500], looked_at=clock.now())
            continue
        if remote.key != issue.key and not tracker.issues.filter(key=remote.key).exists():
            Issue.objects.filter(pk=issue.pk).update(key=remote.key)  # it moved; its tickets go with it
        kept = keep_issue(tracker, remote)
        if kept.pk != issue.pk:
            _hand_over(issue, kept)


def _hand_over(issue: Issue, kept: Issue) -> None:
    """Two rows turned out to be one issue: its tickets are linked to the one that stays, by the verbs, which tell it."""
    actor = tracker_actor(kept.tracker)
    for link in issue.links.select_related("ticket").order_by("ticket"):
        link_issue(link.ticket, actor=actor, tracker=kept.tracker, key=kept.key)
        unlink_issue(link.ticket, actor=actor, issue=issue)
    issue.delete()


def _tell(tracker: Tracker) -> None:
    """Each ticket in a transaction of its own."""
    for link in IssueLink.objects.filter(untold(), issue__tracker=tracker).order_by("ticket"):
        tell_state(link)


def _read_comments(client: Client, tracker: Tracker) -> None:
    """Of linked issues that changed since they were read last."""
    unread = Q(comments_to=None) | Q(changed_at__gt=F("comments_to"))
    linked = tracker.issues.filter(unread, trouble="", looked_at__isnull=False, links__isnull=False)
    for issue in linked.annotate(linked_at=Min("links__created_at")):
        since: datetime = issue.comments_to - OVERLAP if issue.comments_to else issue.linked_at
        comments = client.comments(issue.key, max(since, issue.linked_at))
        for link in issue.links.select_related("issue__tracker").order_by("ticket"):
            for comment in comments:
                if comment.created_at >= link.created_at and not is_ours(comment.text):
                    take_comment(link, comment)
        Issue.objects.filter(pk=issue.pk).update(comments_to=issue.changed_at)


def _end(tracker: Tracker, began: datetime, wait: timedelta, trouble: str) -> None:
    """Unless our claim ran out. Who asked for it meanwhile (`due_at` moved) is not made to wait."""
    ours = Tracker.objects.filter(pk=tracker.pk, claimed_until=tracker.claimed_until)
    ours.update(claimed_until=None, asked_at=clock.now(), trouble=trouble)
    Tracker.objects.filter(pk=tracker.pk, due_at__lt=began).update(due_at=clock.now() + wait)
