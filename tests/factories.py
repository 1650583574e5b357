"""Rows for tests, made the short way; tickets through the real verb."""

from typing import Any

import factory

from accounts.models import Organization, Role, Team, User
from mail.models import Mailbox
from routing.actions import add_rule
from routing.models import Rule
from tickets.actions import open_ticket
from tickets.content import Body
from tickets.models import Channel, Field, FormField, Macro, Ticket, TicketForm


class OrganizationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organization

    name = factory.Sequence(lambda n: f"Acme {n}")


class CustomerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"customer{n}@example.net")
    name = factory.Sequence(lambda n: f"Customer {n}")
    password = "!"


class AgentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"agent{n}@example.com")
    name = factory.Sequence(lambda n: f"Agent {n}")
    role = Role.AGENT
    level = 1
    undo_seconds = 0  # what they send leaves at once; holding it back has tests of its own
    takes_answered = False  # likewise, tickets stay whose they are
    password = "!"


class TeamFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Team

    name = factory.Sequence(lambda n: f"Team {n}")


class MailboxFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Mailbox
        django_get_or_create = ("address",)

    address = "support@example.com"
    name = "Example Support"
    is_default = True


def make_ticket(requester: User | None = None, **fields: Any) -> Ticket:
    """A ticket that a customer opened by the verb."""
    requester = requester or CustomerFactory()
    defaults: dict[str, Any] = {
        "subject": "The printer is on fire",
        "body": Body.from_text("It started this morning. What can I do?"),
        "channel": Channel.EMAIL,
    }
    return open_ticket(**{"actor": requester, "requester": requester, **defaults, **fields})


def make_macro(**fields: Any) -> Macro:
    """A macro that everybody sees."""
    return Macro.objects.create(**{"name": "Thanks", "scope": "all", **fields})


def make_rule(**words: Any) -> Rule:
    """A rule that is on: when a ticket is opened, always, tag it."""
    admin = words.pop("actor", None) or AgentFactory(role=Role.ADMIN)
    usual: dict[str, Any] = {
        "name": "Tag it",
        "state": "on",
        "when": {"events": ["ticket.opened"]},
        "effects": [{"do": "tag", "add": ["seen"]}],
    }
    return add_rule(actor=admin, **{**usual, **words})


def make_form(name: str = "Billing", **fields: Any) -> TicketForm:
    """A form with these fields in their order: key → kind, or → the particulars of Field and of its place in the form."""
    form = TicketForm.objects.create(name=name)
    made: dict[str, Field] = {}
    for position, (key, given) in enumerate(fields.items()):
        given = {"kind": given} if isinstance(given, str) else dict(given)
        shown_while, values = given.pop("shown_while", None), given.pop("values", [])
        made[key] = Field.objects.create(key=key, **{"name": key.replace("_", " ").capitalize(), **given})
        FormField.objects.create(
            form=form,
            field=made[key],
            position=position,
            condition_field=made[shown_while] if shown_while else None,
            condition_values=values,
        )
    return form
