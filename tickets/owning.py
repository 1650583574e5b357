"""Whether an answer makes the ticket its writer's.

It does where nobody has the ticket and the writer wants it (a choice in their profile), by whatever means they answer. A
ticket in the queue of a team they are not in stays there: who escalates a ticket and then tells the customer so, or helps
out elsewhere, takes nothing away from those whose work it is.
"""

from accounts.models import User
from tickets.models import Ticket


def takes_by_answering(person: User, ticket: Ticket, *, is_in_team: bool | None = None) -> bool:
    """`is_in_team`: whether they are in the ticket's team, where that is known already."""
    if not (person.is_staff and person.takes_answered) or ticket.assignee_id is not None:
        return False
    if ticket.requester_id == person.pk:
        return False
    if ticket.team_id is None or is_in_team is not None:
        return ticket.team_id is None or bool(is_in_team)
    return person.teams.filter(pk=ticket.team_id).exists()
