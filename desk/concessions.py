"""The concessions of the desk: what the queue shows, sums and exports for the filters that its page offers."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission, role_may
from desk.formulas import harmless
from desk.keyset import Keyset
from helpdesk import clock
from tickets.concessions import decidable
from tickets.content import storable
from tickets.currencies import money_text, plain_amount
from tickets.models import Concession
from tickets.models.concession import ConcessionQuerySet, ConcessionState

PAGE_SIZE = 25
# What waits and this person may decide: as many as the sidebar says.
FOR_ME = "mine"
MOST_SUMMED = 10_000
_LONGEST_SEARCH = 100
_WAITING_LONGEST = Keyset("asked_at", "pk")
_NEWEST = Keyset("-asked_at", "-pk")
_HEAD = (
    "ticket", "kind", "amount", "currency", "state", "reason", "asked_by", "asked_at", "decided_by", "decided_at", "decision",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ConcessionFilter:
    """What waits for the viewer when nothing else is chosen; days are the viewer's, `until` inclusive."""

    state: str = FOR_ME
    search: str = ""
    person: int | None = None
    since: date | None = None
    until: date | None = None

    @classmethod
    def read(cls, query: QueryDict) -> "ConcessionFilter":
        """Nonsense is as if it were not there."""
        state, person = query.get("state", FOR_ME), query.get("person", "")
        return cls(
            state=state if state == "all" or state in ConcessionState else FOR_ME,
            search=storable(query.get("q", "")).strip()[:_LONGEST_SEARCH],
            person=int(person) if person.isascii() and person.isdecimal() and len(person) < 16 else None,
            since=_day(query.get("since", "")),
            until=_day(query.get("until", "")),
        )

    @property
    def keyset(self) -> Keyset:
        """What waits longest is decided first; what was decided is looked up from the newest on."""
        return _WAITING_LONGEST if self.state in (FOR_ME, ConcessionState.WAITING) else _NEWEST

    @property
    def is_narrowed(self) -> bool:
        return bool(self.search or self.person or self.since or self.until)


@dataclass(frozen=True, slots=True)
class CurrencySum:
    currency: str
    count: int
    total: Decimal | None

    def __str__(self) -> str:
        return money_text(self.total, self.currency) if self.total is not None else _("without an amount")


@dataclass(frozen=True, slots=True)
class Shown:
    """One concession as a page draws it, and what this person may do with it."""

    concession: Concession
    may_decide: bool
    may_withdraw: bool
    may_correct: bool = False  # take back what was decided, with a reason

    @property
    def money(self) -> str:
        amount = self.concession.amount
        return "" if amount is None else money_text(amount, self.concession.currency)

    @property
    def was_at_once(self) -> bool:
        """Within the limit of who asked: nobody else decided."""
        return self.concession.decided_by_id == self.concession.asked_by_id


def filtered(person: User, chosen: ConcessionFilter) -> ConcessionQuerySet:
    found = Concession.objects.visible_to(person)
    if chosen.state == FOR_ME:
        found = found.waiting_for(person)
    elif chosen.state != "all":
        found = found.filter(state=chosen.state)
    if chosen.person is not None:
        found = found.filter(asked_by=chosen.person)
    if chosen.since is not None:
        found = found.filter(asked_at__gte=_midnight(chosen.since))
    if chosen.until is not None:
        found = found.filter(asked_at__lt=_midnight(chosen.until + timedelta(days=1)))
    for word in chosen.search.split()[:8]:
        found = found.filter(_holds(word))
    return found.select_related("ticket", "asked_by", "decided_by")


def shown(person: User, concessions: Iterable[Concession]) -> list[Shown]:
    """Each with what this person may do; the verbs look again."""
    concessions = list(concessions)
    mine_to_decide = decidable(person, concessions, clock.now())
    decides = role_may(person.role, Permission.DECIDE_CONCESSIONS)
    return [
        Shown(
            one,
            may_decide=one.pk in mine_to_decide,
            may_withdraw=one.is_waiting and one.asked_by_id == person.pk,
            may_correct=decides and _was_decided_by_others(one) and one.asked_by_id != person.pk,
        )
        for one in concessions
    ]


def _was_decided_by_others(one: Concession) -> bool:
    return one.state in (ConcessionState.APPROVED, ConcessionState.DECLINED) and one.decided_by_id != one.asked_by_id


def sums_of(concessions: ConcessionQuerySet) -> tuple[list[CurrencySum], bool]:
    """By currency, and whether there are more than are summed: a page waits for no sum of years."""
    keys = concessions.order_by("-pk").values("pk")[: MOST_SUMMED + 1]
    rows = (
        Concession.objects.filter(pk__in=keys)
        .order_by()
        .values_list("currency")
        .annotate(count=Count("pk"), total=Sum("amount"))
    )
    sums = sorted((CurrencySum(*row) for row in rows), key=lambda one: (not one.currency, one.currency))
    return sums, sum(one.count for one in sums) > MOST_SUMMED


def askers() -> list[User]:
    """Whom the list can be narrowed to: people of ours who ever asked for something."""
    asked = Concession.objects.order_by().values("asked_by").distinct()
    return list(User.objects.filter(pk__in=asked).only("name", "email").order_by("name", "email"))


def csv_lines(concessions: ConcessionQuerySet) -> Iterator[str]:
    """The export, line by line as it is read: nobody holds all of it."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(_HEAD)
    for one in concessions.order_by("asked_at", "pk").iterator(2_000):
        writer.writerow(_cells(one))
        if buffer.tell() > 1 << 16:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _cells(one: Concession) -> list[str]:
    texts = [one.reason, str(one.asked_by), str(one.decided_by or ""), one.decision]
    reason, asked_by, decided_by, decision = map(harmless, texts)
    return [
        str(one.ticket_id),
        one.kind,
        plain_amount(one.amount, one.currency) if one.amount is not None else "",
        one.currency,
        one.state,
        reason,
        asked_by,
        _moment(one.asked_at),
        decided_by,
        _moment(one.decided_at) if one.decided_at else "",
        decision,
    ]


def _holds(word: str) -> Q:
    text = Q(reason__icontains=word) | Q(decision__icontains=word) | Q(ticket__subject__icontains=word)
    people = Q(asked_by__name__icontains=word) | Q(ticket__requester__name__icontains=word)
    number = word.removeprefix("#")
    if number.isascii() and number.isdecimal() and len(number) < 18:
        return text | people | Q(ticket=int(number))
    return text | people


def _moment(at: datetime) -> str:
    """In the viewer's zone, with it."""
    return timezone.localtime(at).isoformat(timespec="seconds")


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
