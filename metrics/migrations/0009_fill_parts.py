"""Parts of facts get what they carry of their ticket; from then on both are written together."""

from django.db import migrations

_OF_TICKET = ("is_counted", "channel", "priority", "organization_id", "assignee_id")
_OF_TEAM = (*_OF_TICKET, "team_id", "level")
_OF_SOLVING = (
    "status",
    "replies",
    "reopens",
    "escalations",
    "hand_backs",
    "answers_above",
    "is_avoidable",
    "is_first_contact",
)
_CARRIED = {
    "metrics_responsefacts": _OF_TEAM,
    "metrics_solvefacts": (*_OF_TEAM, *_OF_SOLVING),
    "metrics_stayfacts": (*_OF_TICKET, "opened_at"),
    "metrics_clockfacts": _OF_TEAM,
}


def _filled(table: str, names: tuple[str, ...]) -> str:
    carried = ", ".join(f"{name} = ticket.{name}" for name in names)
    return f"UPDATE {table} AS part SET {carried} FROM metrics_ticketfacts AS ticket WHERE ticket.ticket_id = part.ticket_id"  # noqa: S608  # constants


class Migration(migrations.Migration):
    dependencies = [("metrics", "0008_parts_carry_their_ticket")]

    operations = [
        migrations.RunSQL([_filled(table, names) for table, names in _CARRIED.items()], migrations.RunSQL.noop)
    ]
