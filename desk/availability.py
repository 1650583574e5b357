"""Being there or away, and giving one's open tickets back to the queues before a longer absence.

The row of the person says what they are; a Reassignment says how far the worker is with what follows from it.
"""

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Availability, User
from accounts.profile import set_availability
from desk.models import Reassignment
from helpdesk import clock
from helpdesk.nudge import nudge_once
from tickets.actions import assign
from tickets.errors import Refused
from tickets.models import Ticket
from tickets.models.ticket import OUR_TURN

_MOST_REFUSED_KEPT = 50


def tickets_to_give_back(person: User) -> QuerySet[Ticket]:
    """Theirs on which it is our turn; what waits for the customer or for others stays theirs."""
    return Ticket.objects.listed().filter(assignee=person, status__in=OUR_TURN)


def change_availability(person: User, availability: Availability) -> Reassignment | None:
    """Set it; when work is to be given back, the row in which a worker counts. Coming back brings nothing back."""
    with transaction.atomic():
        changed = set_availability(person, availability)
        if availability != Availability.REASSIGNING:
            return None
        under_way = _reassignment_of(person)
        if changed:
            transaction.on_commit(_nudge, robust=True)
    return under_way


def latest_reassignment(person: User) -> Reassignment | None:
    return Reassignment.objects.filter(person=person).order_by("-pk").first()


def give_back_waiting() -> None:
    """What people who are away have said and no worker has done yet."""
    away = User.objects.filter(availability=Availability.REASSIGNING, is_active=True, availability_since__isnull=False)
    done = Reassignment.objects.filter(since=F("person__availability_since"), ended_at__isnull=False)
    for person in away.exclude(pk__in=done.values("person")):
        _give_back(person, _reassignment_of(person))
    # Of people who came back meanwhile.
    Reassignment.objects.filter(~Q(person__availability=Availability.REASSIGNING), ended_at=None).update(
        ended_at=clock.now()
    )


def _give_back(person: User, reassignment: Reassignment) -> None:
    """Each ticket by the verb; one that was given away meanwhile is not asked for, one that is refused stays and is named."""
    refused: list[int] = []
    for ticket in tickets_to_give_back(person).order_by("pk"):
        if not User.objects.filter(pk=person.pk, availability=Availability.REASSIGNING).exists():
            break
        try:
            assign(ticket, actor=person, assignee=None)
        except Refused:
            refused.append(ticket.pk)
        else:
            Reassignment.objects.filter(pk=reassignment.pk).update(given_back=F("given_back") + 1)
    Reassignment.objects.filter(pk=reassignment.pk).update(refused=refused[:_MOST_REFUSED_KEPT], ended_at=clock.now())


def _reassignment_of(person: User) -> Reassignment:
    since = person.availability_since
    assert since is not None  # noqa: S101 - they said so at some time
    found, _is_new = Reassignment.objects.get_or_create(
        person=person,
        since=since,
        defaults={"total": tickets_to_give_back(person).count()},
    )
    return found


def _nudge() -> None:
    from desk.tasks import give_back

    nudge_once(give_back)


def result_of(reassignment: Reassignment) -> str:
    """How it went, as a sentence."""
    if not reassignment.total:
        return _("You had no open tickets to give back.")
    if reassignment.refused:
        numbers = ", ".join(f"#{number}" for number in reassignment.refused)
        return _("%(number)s given back. These stay yours because they cannot be changed: %(numbers)s.") % {
            "number": reassignment.given_back, "numbers": numbers
        }  # fmt: skip
    return _("%(number)s of %(total)s given back to their queues.") % {
        "number": reassignment.given_back, "total": reassignment.total
    }  # fmt: skip
