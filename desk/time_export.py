"""Times as a file for spreadsheets."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from desk.formulas import harmless
from tickets.models import Ticket, TimeEntry

_AT_ONCE = 2_000


def entries_between(reader: User, first: date, last: date) -> QuerySet[TimeEntry]:
    """Of days in the reader's zone, both included, on tickets that they see."""
    start, end = (timezone.make_aware(datetime.combine(day, time())) for day in (first, last + timedelta(days=1)))
    visible = Ticket.objects.visible_to(reader).order_by().values("pk")
    entries = TimeEntry.objects.filter(spent_at__gte=start, spent_at__lt=end, ticket__in=visible)
    return entries.select_related("person", "ticket").order_by("spent_at", "pk")


def csv_lines(entries: QuerySet[TimeEntry]) -> Iterator[str]:
    """Line by line as they are read: nobody holds all of it."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([_("Ticket"), _("Subject"), _("Who"), _("Minutes"), _("What for"), _("When")])
    for entry in entries.iterator(_AT_ONCE):
        writer.writerow(_cells(entry))
        if buffer.tell() > 1 << 16:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _cells(entry: TimeEntry) -> list[str]:
    texts = [entry.ticket.subject, entry.person.display_name, entry.words]
    subject, who, words = map(harmless, texts)
    when = timezone.localtime(entry.spent_at).isoformat(timespec="minutes")
    return [str(entry.ticket_id), subject, who, str(entry.minutes), words, when]
