"""People, teams, tickets and files that a body names: found, or refused with the field's name."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.brands import brand_shown, brands
from accounts.models import Team, User
from helpdesk.api.problems import UnknownReference
from tickets import recipients
from tickets.actions.macros import macros_named
from tickets.models import Attachment, EscalationReason, Macro, Ticket, TicketForm


def person_named(field: str, pk: int | None) -> User | None:
    if pk is None:
        return None
    person = User.objects.filter(pk=pk).first()
    if person is None:
        raise UnknownReference(field, _("There is no such person."))
    return person


def team_named(field: str, pk: int | None) -> Team | None:
    if pk is None:
        return None
    team = Team.objects.filter(pk=pk).first()
    if team is None:
        raise UnknownReference(field, _("There is no such team."))
    return team


def brand_named_by(pk: int | None) -> int:
    """The key of a brand in use; None: of the address that was called."""
    if pk is None:
        return brand_shown().pk
    if pk not in [brand.pk for brand in brands()]:
        raise UnknownReference("brand", _("There is no such brand."))
    return pk


def form_named(pk: int | None, person: User) -> TicketForm | None:
    """Of customers a topic, which the verb looks at once more."""
    if pk is None:
        return None
    form = TicketForm.objects.filter(pk=pk).first()
    if form is None or not (person.is_staff or form.for_customers and form.is_active):
        raise UnknownReference("form", _("There is no such form."))
    return form


def ticket_named(field: str, number: int, person: User) -> Ticket:
    """Another ticket, which the person must see too."""
    ticket = Ticket.objects.visible_to(person).filter(pk=number).first()
    if ticket is None:
        raise UnknownReference(field, _("There is no such ticket, or not for you."))
    return ticket


def people_at(addresses: Iterable[str] | None) -> list[User] | None:
    """The people behind addresses, made as customers when unknown."""
    return None if addresses is None else recipients.people_at(addresses)


def colleagues_named(keys: Iterable[int]) -> list[User]:
    """People of ours by id."""
    wanted = list(dict.fromkeys(keys))
    found = User.objects.staff().in_bulk(wanted) if wanted else {}
    if len(found) < len(wanted):
        raise UnknownReference("mentions", _("There is no such colleague."))
    return [found[pk] for pk in wanted]


def macros_of(person: User, keys: Iterable[int]) -> list[Macro]:
    """Macros that the person may use, by id."""
    wanted = list(dict.fromkeys(keys))
    found = macros_named(wanted, actor=person)
    if len(found) < len(wanted):
        raise UnknownReference("macros", _("There is no such macro, or not for you."))
    return found


def files_of(person: User, keys: Iterable[str]) -> list[Attachment]:
    """The person's own files that were not sent yet, in this order."""
    wanted = list(dict.fromkeys(keys))
    if not wanted:
        return []
    found = {
        str(file.key): file for file in Attachment.objects.filter(key__in=wanted, uploaded_by=person, message=None)
    }
    missing = [key for key in wanted if key not in found]
    if missing:
        raise UnknownReference("attachments", _("A file is not there or was sent already. Upload it again."))
    return [found[key] for key in wanted]


def reason_named(field: str, pk: int | None) -> EscalationReason | None:
    if pk is None:
        return None
    reason = EscalationReason.objects.filter(pk=pk, is_active=True).first()
    if reason is None:
        raise UnknownReference(field, _("This reason is no longer offered. Choose another one."))
    return reason
