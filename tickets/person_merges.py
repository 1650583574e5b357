"""Letting the tickets of merged people follow, a batch at a time, and going back when a merge is undone.

Nothing remembers where it stopped: what still names the person is what is left. So a killed worker, two at once, or a wiped
Redis do no harm.
"""

from django.db import transaction

from accounts.models import User
from helpdesk import clock
from helpdesk.nudge import nudge
from tickets.actions.merging_people import (
    merge_people,
    name_both_again,
    name_survivor,
    tickets_naming,
    unmerge_people,
)
from tickets.models import PersonMerge

AT_ONCE = 20  # tickets of one transaction; their rows are locked that long
WHILE_ONE_WAITS = 60  # tickets that whoever merges waits for; the worker takes the rest
MOST_IN_A_RUN = 2_000


def merge_now(person: User, *, actor: User, into: User) -> PersonMerge | None:
    """The verb, and as many of the tickets as can follow while somebody waits for the answer."""
    return _begun(merge_people(person, actor=actor, into=into))


def unmerge_now(merge: PersonMerge, *, actor: User) -> PersonMerge | None:
    return _begun(unmerge_people(merge, actor=actor))


def follow_up() -> int:
    """Go on with every merge that is not finished; how many tickets followed. For a worker."""
    return sum(_go_on(merge.pk, MOST_IN_A_RUN) for merge in PersonMerge.objects.filter(finished_at=None)[:100])


def _begun(merge: PersonMerge | None) -> PersonMerge | None:
    if merge is None:
        return None
    _go_on(merge.pk, WHILE_ONE_WAITS)
    merge.refresh_from_db()
    if not merge.is_finished:
        from tickets.tasks import move_tickets_of_merged  # noqa: PLC0415  # the tasks import this module

        transaction.on_commit(lambda: nudge(move_tickets_of_merged), robust=True)
    return merge


def _go_on(key: int, most: int) -> int:
    followed = 0
    while followed < most:
        batch = _next_batch(key)
        if not batch:
            break
        followed += batch
    return followed


@transaction.atomic
def _next_batch(key: int) -> int:
    """Up to AT_ONCE tickets in one transaction; 0 when none is left, or another worker is at it."""
    merges = PersonMerge.objects.select_for_update(of=("self",), skip_locked=True).select_related("actor", "undone_by")
    merge = merges.filter(pk=key, finished_at=None).select_related("person", "survivor").first()
    if merge is None:
        return 0
    batch = _go_back(merge) if merge.is_undone else _follow(merge)
    if batch < AT_ONCE:
        merge.finished_at = clock.now()
        merge.save(update_fields=["finished_at"])
    return batch


def _follow(merge: PersonMerge) -> int:
    tickets = list(tickets_naming(merge.person).order_by("pk")[:AT_ONCE])
    for ticket in tickets:
        name_survivor(ticket, merge=merge)
    return len(tickets)


def _go_back(merge: PersonMerge) -> int:
    """Those of an unfinished merge that have not followed yet name the person as before."""
    rows = list(merge.tickets.filter(put_back=False).select_related("ticket").order_by("ticket", "-pk")[:AT_ONCE])
    for row in rows:
        name_both_again(row, merge=merge)
    return len(rows)
