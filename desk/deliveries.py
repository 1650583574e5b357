"""How the mails of a ticket's messages fared, per recipient: one narrow statement, without the mails' own words."""

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from django.db import connection

from helpdesk.planned import PlannedSQL
from outbox.models import UNSENT, EmailState, RecipientState

# What was sent before our time tells nothing.
_SQL = PlannedSQL.written(
    """
    SELECT email.ticket_message_id, email.id, email.kind, email.subject, email.state, email.last_error,
           recipient.field, recipient.address, recipient.state, recipient.error
    FROM tickets_message message
    JOIN outbox_outboundemail email ON email.ticket_message_id = message.id
    LEFT JOIN outbox_outboundrecipient recipient ON recipient.email_id = email.id
    WHERE message.ticket_id = %(ticket)s AND email.state <> 'history'
    ORDER BY email.id DESC, recipient.id
    """,
    "ticket",
)
_EMAIL_COLUMNS = 6


@dataclass(frozen=True, slots=True)
class Recipient:
    field: str
    address: str
    state: str
    error: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """One mail that carried a message, or said that it arrived."""

    pk: int
    kind: str
    subject: str
    state: str
    last_error: str
    recipients: tuple[Recipient, ...]

    @property
    def has_failed(self) -> bool:
        """Wholly or for somebody; then it can be sent again."""
        return self.state == EmailState.FAILED or any(recipient.state in UNSENT for recipient in self.recipients)

    @property
    def says_why(self) -> bool:
        """Beside a recipient, so that nobody reads it twice."""
        return any(recipient.error for recipient in self.recipients)

    @property
    def is_held(self) -> bool:
        """For somebody whose earlier mail came back."""
        return any(recipient.state == RecipientState.HELD for recipient in self.recipients)


def deliveries_of(ticket_number: int) -> dict[int, list[Delivery]]:
    """Newest first, by the message's key."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, _SQL.params([ticket_number]))
        rows = cursor.fetchall()
    deliveries: dict[int, list[Delivery]] = {}
    for email, lines in groupby(rows, key=itemgetter(*range(_EMAIL_COLUMNS))):
        message, *columns = email
        recipients = tuple(Recipient(*line[_EMAIL_COLUMNS:]) for line in lines if line[_EMAIL_COLUMNS] is not None)
        columns.append(recipients)
        deliveries.setdefault(message, []).append(Delivery(*columns))
    return deliveries
