"""The terms and hours of versions. They never change, so each process reads one once."""

from functools import lru_cache

from sla import conditions
from sla.calendar import Schedule
from sla.conditions import Condition
from sla.models import CalendarVersion, PolicyVersion
from sla.terms import Terms


@lru_cache(maxsize=1000)
def _terms(policy: int) -> Terms:
    return Terms.parse(PolicyVersion.objects.values_list("terms", flat=True).get(pk=policy))


@lru_cache(maxsize=1000)
def _schedule(calendar: int) -> Schedule:
    return Schedule.parse(CalendarVersion.objects.values_list("hours", flat=True).get(pk=calendar))


@lru_cache(maxsize=1000)
def condition_of(policy: int) -> Condition:
    return conditions.parse(PolicyVersion.objects.values_list("conditions", flat=True).get(pk=policy))


class StoredBook:
    """`sla.deadlines.Book`, from the database."""

    def terms(self, policy: int) -> Terms:
        return _terms(policy)

    def schedule(self, calendar: int) -> Schedule:
        return _schedule(calendar)


BOOK = StoredBook()
