"""Pages on which something waits for a person that is no ticket: counted in the statement that counts the views."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Permission, role_may
from outbox.models import EmailState, OutboundEmail
from tickets.models import Announcement, Concession, Emergency

# The place of the first in that statement, behind all views and teams.
FIRST_PLACE = 1_000_000


@dataclass(frozen=True, slots=True)
class Queue:
    """`waiting`: what is counted, as a function of the person's key and role alone.

    `is_shown_empty`: it has its entry also while nothing waits. `is_alarm`: its number stands out.
    """

    key: str
    name: object
    icon: str
    route: str
    waiting: Callable[[User], "QuerySet[Any]"]
    permission: Permission
    is_shown_empty: bool = True
    is_alarm: bool = False


@dataclass(frozen=True, slots=True)
class CountedQueue:
    queue: Queue
    count: int


QUEUES = (
    Queue(
        "emergencies", _("Emergencies"), "siren", "desk:emergencies",
        lambda person: Emergency.objects.visible_to(person).calling(person),
        Permission.NOTE,
        is_shown_empty=False,
    ),
    Queue(
        "undelivered", _("Mail not sent"), "mail-x", "settings:undelivered",
        lambda _person: OutboundEmail.objects.filter(state=EmailState.FAILED),
        Permission.SETTINGS,
        is_shown_empty=False,
        is_alarm=True,
    ),
    Queue(
        "news", _("News"), "megaphone", "desk:news",
        lambda person: Announcement.objects.unread_by(person),
        Permission.SHARE_NEWS,
    ),
    Queue(
        "concessions", _("Concessions"), "hand-coins", "desk:concessions",
        lambda person: Concession.objects.visible_to(person).waiting_for(person),
        Permission.DECIDE_CONCESSIONS,
    ),
)  # fmt: skip


def queues_of(role: str) -> list[Queue]:
    return [queue for queue in QUEUES if role_may(role, queue.permission)]


def counting_parts(person: User, most: int) -> list[tuple[str, tuple[Any, ...]]]:
    """For each queue of the person's role a SELECT of place, number, and five columns that only views have; its parameters."""
    parts = []
    for place, queue in enumerate(queues_of(person.role), start=FIRST_PLACE):
        sql, params = queue.waiting(person).order_by().values("pk")[:most].query.sql_with_params()
        nothing = "NULL::bigint, NULL, NULL::boolean, NULL::boolean"
        parts.append((f"SELECT {place}, count(*), false, {nothing} FROM ({sql}) part", params))  # noqa: S608  # our own
    return parts


def counted_queues(role: str, counts: Iterable[tuple[int, int]]) -> list[CountedQueue]:
    """`counts`: place and number of the statement's rows."""
    numbers = dict(counts)
    queues = enumerate(queues_of(role), start=FIRST_PLACE)
    return [CountedQueue(queue, numbers.get(place, 0)) for place, queue in queues]
