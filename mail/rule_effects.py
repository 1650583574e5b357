"""What rules want of the ticket that a mail opens; what is gone meanwhile (a team, a form) is left out."""

from dataclasses import dataclass

from accounts.models import Team
from mail.mailboxes import Mailboxes
from mail.rules import Ruling
from tickets.models import Level, Priority, TicketForm


@dataclass(frozen=True, slots=True)
class Wishes:
    tags: tuple[str, ...] = ()
    priority: Priority = Priority.NORMAL
    team: Team | None = None
    mailbox_id: int | None = None
    form: TicketForm | None = None


NONE = Wishes()


def wishes_of(ruling: Ruling, mailboxes: Mailboxes) -> Wishes:
    sets = ruling.sets
    if not sets:
        return NONE
    mailbox = mailboxes.find(sets["mailbox"]) if sets.get("mailbox") else None
    return Wishes(
        tags=tuple(sets.get("tags", ())),
        priority=Priority(sets.get("priority") or Priority.NORMAL),
        team=_team(sets.get("team", "")),
        mailbox_id=mailbox.pk if mailbox else None,
        form=TicketForm.objects.filter(name=sets["form"], is_active=True).first() if sets.get("form") else None,
    )


def _team(name: str) -> Team | None:
    team = Team.objects.filter(name=name, archived_at=None).first() if name else None
    return team if team and team.serves(Level.FIRST_LINE) else None
