"""What a ticket's form asks, and what was answered."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.permissions import Permission
from tickets.access import require
from tickets.door import verb
from tickets.errors import Invalid
from tickets.events import EventKind, change, record
from tickets.fields import cleaned, missing_fields, shown_fields
from tickets.forms import customers_fields, fields_of
from tickets.locking import locked
from tickets.models import Event, Ticket, TicketForm
from tickets.solving import refuse_closed


def answers_to(form: TicketForm | None, given: Mapping[str, object], *, is_customer: bool) -> dict[str, Any]:
    """Part of the verb that opens: the values of these answers. What a condition hides is left out, as nobody was asked it.

    Raises Invalid for a form that is not offered (to a customer), for a field it does not ask, for an answer that its field
    does not take, and where a customer leaves out what they must answer.
    """
    if form is None:
        if given:
            raise Invalid(_("Choose the form whose fields are answered."))
        return {}
    if not form.is_active or is_customer and not form.for_customers:
        raise Invalid(_("The form “%(form)s” is no longer used. Choose another one.") % {"form": form.topic_name})
    fields = customers_fields(form.pk) if is_customer else fields_of(form.pk)
    by_key = {field.key: field for field in fields}
    if unknown := [key for key in given if key not in by_key]:
        raise Invalid(_("“%(field)s” is not asked here.") % {"field": unknown[0][:40]})
    found = {key: cleaned(by_key[key], value) for key, value in given.items()}
    values: dict[str, Any] = {key: value for key, value in found.items() if value is not None}
    shown = {field.key for field in shown_fields(fields, values)}
    values = {key: value for key, value in values.items() if key in shown}
    if is_customer and (missing := missing_fields(fields, values)):
        raise Invalid(_("“%(field)s” must be answered.") % {"field": missing[0].name})
    return values


@verb
def set_form(ticket: Ticket, *, actor: Actor, form: TicketForm | None) -> Event | None:
    """Which form the ticket has; None if it has it already. What was answered in another is kept, and not shown meanwhile.

    Raises IllegalTransition once the ticket is closed, Invalid for a form that is no longer used.
    """
    ticket = locked(ticket)
    require(actor, Permission.CHANGE, ticket)
    if ticket.form_id == (form.pk if form else None):
        return None
    refuse_closed(ticket)
    if form is not None and not form.is_active:
        raise Invalid(_("The form “%(form)s” is no longer used. Choose another one.") % {"form": form.name})

    changes = change(ticket, form_id=form.pk if form else None)
    return record(ticket, EventKind.FORM_SET, actor=actor, changes=changes, name=form.name if form else "")


@verb
def set_field(ticket: Ticket, *, actor: Actor, key: str, value: object) -> Event | None:
    """Answer one field of the ticket's form; empty takes the answer back. None if nothing changes."""
    return set_fields(ticket, actor=actor, values={key: value})


@verb
def set_fields(ticket: Ticket, *, actor: Actor, values: Mapping[str, object]) -> Event | None:
    """Answer several fields at once, as people type them or as they are stored; None if nothing changes.

    The event holds each field's answer before and after. Raises Invalid, changing nothing, for a field that the form does not
    show with these answers, and for an answer that the field does not take; IllegalTransition once the ticket is closed.
    """
    ticket = locked(ticket)
    require(actor, Permission.CHANGE, ticket)
    by_key = {field.key: field for field in fields_of(ticket.form_id)} if ticket.form_id else {}
    if unknown := [key for key in values if key not in by_key]:
        raise Invalid(_("The ticket's form has no field “%(key)s”. Choose the form first.") % {"key": unknown[0][:40]})
    answers: dict[str, Any] = {**ticket.fields, **{key: cleaned(by_key[key], value) for key, value in values.items()}}
    answers = {key: value for key, value in answers.items() if value is not None}
    shown = {field.key for field in shown_fields(list(by_key.values()), answers)}
    if hidden := [key for key in values if key in answers and key not in shown]:
        raise Invalid(_("“%(field)s” is not asked here.") % {"field": by_key[hidden[0]].name})

    before = ticket.fields
    if answers == before:
        return None
    refuse_closed(ticket)
    changes = change(ticket, fields=answers)
    named = {key: [before.get(key), answers.get(key)] for key in values if before.get(key) != answers.get(key)}
    return record(ticket, EventKind.FIELDS_SET, actor=actor, changes=changes, fields=named)
