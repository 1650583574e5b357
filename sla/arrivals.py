"""When customers write, and in which language: tickets of the last eight weeks, counted by the half hour.

A page that drew this from tickets would take longer with each of them; so a worker counts every hour, all of it anew, and what
was merged, deleted or given to another team meanwhile is right again.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from accounts.models import Team, User
from helpdesk import clock
from sla.models import Arrivals
from sla.shifts import SLOTS
from tickets.models import Channel

WEEKS = 8
_LOCK = 7_104_229  # any number: two countings at once wait for each other

# Zones differ by hours, halves and (in three places) quarters of them; a quarter more or less shows nobody anything else.
_COUNT = """
INSERT INTO sla_arrivals (at, team_id, language, number)
SELECT date_bin('30 minutes', opened_at, 'epoch'), team_id, language, count(*)
FROM tickets_ticket
WHERE opened_at >= %s AND opened_at < %s AND NOT is_spam AND deleted_at IS NULL AND merged_into_id IS NULL AND channel <> %s
GROUP BY 1, 2, 3
"""
_BY_SLOT = """
SELECT language, (extract(isodow FROM local)::int - 1) * 48 + extract(hour FROM local)::int * 2
       + extract(minute FROM local)::int / 30 AS slot, sum(number)::int
FROM (SELECT language, number, at AT TIME ZONE %s AS local FROM sla_arrivals WHERE {among}) counted
GROUP BY 1, 2
"""
# Of a private team's tickets, people outside of it do not even learn how many there are.
_VISIBLE = """(team_id IS NULL OR team_id NOT IN (
    SELECT id FROM accounts_team
    WHERE is_private AND id NOT IN (SELECT team_id FROM accounts_team_members WHERE user_id = %s)))"""


@dataclass(frozen=True, slots=True)
class Counted:
    """By language (empty: not known), how many came in each half hour of the week, Monday first; over how many weeks."""

    numbers: dict[str, list[int]]
    weeks: float


@transaction.atomic
def count_arrivals() -> None:
    """The last eight weeks anew. Only whole half hours, so that none is counted by halves."""
    now = clock.now()
    until = now.replace(minute=now.minute // 30 * 30, second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        Arrivals.objects.all().delete()
        cursor.execute(_COUNT, [until - timedelta(weeks=WEEKS), until, Channel.PROACTIVE])


def arrivals_for(person: User, *, zone: ZoneInfo, team: Team | None) -> Counted:
    """What this person may know of, by the clock of the zone. Two statements."""
    among, values = ("team_id = %s", [team.pk]) if team else ("TRUE", [])
    if not person.is_admin:
        among, values = f"{among} AND {_VISIBLE}", [*values, person.pk]
    numbers: dict[str, list[int]] = defaultdict(lambda: [0] * SLOTS)
    with connection.cursor() as cursor:
        cursor.execute(_BY_SLOT.format(among=among), [zone.key, *values])
        for language, slot, number in cursor.fetchall():
            numbers[language.split("-")[0]][slot] += number
    return Counted(dict(numbers), _weeks())


def _weeks() -> float:
    """A desk that is younger than eight weeks has fewer of them; less than one says nothing of a week."""
    first: datetime | None = Arrivals.objects.order_by("at").values_list("at", flat=True).first()
    if first is None:
        return WEEKS
    return min(WEEKS, max(1.0, (clock.now() - first) / timedelta(weeks=1)))
