"""Issues of a ticket that goes into another: parts of merging, under the locks of both tickets (integrations/listener.py).

The rows themselves move, so that what was told and noted of them is known there; the events of both tickets tell it. What taking
it back needs stands with the rest of that in `Transfer.before`, as `issues`.
"""

from collections.abc import Iterable

from accounts.actors import Actor
from integrations.actions import names_of
from integrations.models import CallState, IssueLink, TrackerCall
from tickets.door import verb
from tickets.events import EventKind, record
from tickets.locking import locked
from tickets.models import Ticket, Transfer


@verb
def bring_issues(transfer: Transfer, *, actor: Actor) -> None:
    """What the source is about, the target is about, and so is what was asked of a tracker and has not come yet.

    A link that the target has already stays where it is.
    """
    source, target = locked(transfer.source), locked(transfer.target)
    links = list(source.issue_links.exclude(issue__in=target.issue_links.values("issue")).values_list("pk", flat=True))
    calls = list(source.tracker_calls.exclude(state=CallState.SENT).values_list("pk", flat=True))
    if not links and not calls:
        return
    transfer.before["issues"] = {"links": links, "calls": calls}
    transfer.save(update_fields=["before"])
    TrackerCall.objects.filter(pk__in=calls).update(ticket=target)
    _hang(links, source, target, actor=actor)


@verb
def take_issues_back(transfer: Transfer, *, actor: Actor) -> None:
    """What went along and is still there returns, with the issues that were asked for by then; not what the source has again."""
    brought = transfer.before.get("issues")
    if brought is None:
        return
    source, target = locked(transfer.source), locked(transfer.target)
    calls = TrackerCall.objects.filter(pk__in=brought["calls"], ticket=target)
    created = calls.exclude(link=None).values_list("link", flat=True)
    keys = {*brought["links"], *created}
    calls.update(ticket=source)
    back = target.issue_links.filter(pk__in=keys).exclude(issue__in=source.issue_links.values("issue"))
    _hang(list(back.values_list("pk", flat=True)), target, source, actor=actor)


def _hang(keys: Iterable[int], here: Ticket, there: Ticket, *, actor: Actor) -> None:
    for link in IssueLink.objects.filter(pk__in=keys).select_related("issue__tracker").order_by("pk"):
        IssueLink.objects.filter(pk=link.pk).update(ticket=there)
        record(here, EventKind.ISSUE_UNLINKED, actor=actor, other=there.pk, **names_of(link.issue))
        record(there, EventKind.ISSUE_LINKED, actor=actor, other=here.pk, **names_of(link.issue))
