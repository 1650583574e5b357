"""Issues of a ticket that goes into another: parts of merging, under the locks of both tickets (integrations/listener.py).

The rows themselves move, so that what was told and noted of them is known there; the events of both tickets tell it. What taking
it back needs stands with the rest of that in `Transfer.before`, as `issues`.
"""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actors import Actor
from integrations.actions import names_of
from integrations.models import CallKind, CallState, IssueLink, TrackerCall
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
    links = list(_going_along(source, target).values_list("pk", flat=True))
    calls = list(_not_there_yet(source).values_list("pk", flat=True))
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


def issues_after(source: Ticket, target: Ticket) -> list[str]:
    """What the preview of a merge says of them."""
    sentences = []
    if names := ", ".join(
        link.issue.reference for link in _going_along(source, target).select_related("issue__tracker")
    ):
        sentences.append(_("Issues that come along: %(issues)s.") % {"issues": names})
    if asked := _not_there_yet(source).filter(kind=CallKind.CREATE).count():
        sentences.append(
            ngettext(
                "An issue that was asked for and is not there yet comes along.",
                "%(count)s issues that were asked for and are not there yet come along.",
                asked,
            )
            % {"count": asked}
        )
    return sentences


def _going_along(source: Ticket, target: Ticket) -> QuerySet[IssueLink]:
    return source.issue_links.exclude(issue__in=target.issue_links.values("issue"))


def _not_there_yet(source: Ticket) -> QuerySet[TrackerCall]:
    return source.tracker_calls.exclude(state=CallState.SENT)


def _hang(keys: Iterable[int], here: Ticket, there: Ticket, *, actor: Actor) -> None:
    for link in IssueLink.objects.filter(pk__in=keys).select_related("issue__tracker").order_by("pk"):
        IssueLink.objects.filter(pk=link.pk).update(ticket=there)
        record(here, EventKind.ISSUE_UNLINKED, actor=actor, other=there.pk, **names_of(link.issue))
        record(there, EventKind.ISSUE_LINKED, actor=actor, other=here.pk, **names_of(link.issue))
