"""Lists of wishes and copies, and what an erasure is about, in words."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from accounts.models import User
from accounts.personal import whom_of
from privacy.models import OPEN, DataCopy, Erasure, ErasureState
from privacy.stores import stores_for

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, slots=True)
class Line:
    """A store and how much of it there is, or was erased."""

    key: str
    title: "_StrOrPromise"
    rows: int
    is_done: bool


def erasures_like(text: str, *, state: str = "") -> QuerySet[Erasure]:
    """By words of name and address, those that wait first. Who was erased has neither any more."""
    found = Erasure.objects.select_related("person", "asked_by", "decided_by").annotate(
        turn=Case(When(state__in=OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    )
    found = found.filter(_named(text)) if text else found
    return found.filter(state=state) if state else found


def copies_like(text: str) -> QuerySet[DataCopy]:
    found = DataCopy.objects.select_related("person", "asked_by")
    return found.filter(_named(text)) if text else found


def erased_lines(erasure: Erasure, reader: User) -> list[Line]:
    """Before it begins, what there is of each store; afterwards what was erased. Empty stores are left out."""
    stores = stores_for(erasure.decided_by or reader)
    if erasure.state == ErasureState.WAITING:
        whom = whom_of(erasure.person)
        lines = [Line(store.key, store.title, store.count(whom), is_done=False) for store in stores]
    else:
        lines = [
            Line(store.key, store.title, erasure.counts.get(store.key, 0), is_done=number < erasure.stage)
            for number, store in enumerate(stores)
        ]
    return [line for line in lines if line.rows]


def waiting_erasures() -> int:
    return Erasure.objects.filter(state=ErasureState.WAITING).count()


def _named(text: str) -> Q:
    return Q(person__name__icontains=text) | Q(person__email__icontains=text)
