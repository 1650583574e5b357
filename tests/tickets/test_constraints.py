"""What the database itself refuses."""

import pytest
from django.db import IntegrityError, connection, transaction

from tests.factories import make_form, make_ticket
from tickets.actions import add_participant, escalate, link, mark_read, merge, save_draft
from tickets.models import (
    Draft,
    Escalation,
    Event,
    Field,
    FormField,
    Link,
    Participant,
    Tag,
    Ticket,
    TicketRead,
    Transfer,
)
from tickets.models.message import MessageKind

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"status": "lost"}, "ticket_status_known"),
        ({"level": 4}, "ticket_level_0_to_3"),
        ({"level": -1}, "ticket_level_0_to_3"),
        ({"priority": 0}, "ticket_priority_1_to_4"),
        ({"priority": 5}, "ticket_priority_1_to_4"),
        ({"status": "solved"}, "ticket_solved_has_time"),
        ({"status": "closed"}, "ticket_solved_has_time"),
    ],
)
def test_columns_of_a_ticket_hold_only_what_they_may(ticket, columns, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        Ticket.objects.filter(pk=ticket.pk).update(**columns)


def copy_of(row):
    row.pk = None
    row._state.adding = True
    row.save()


@pytest.fixture
def rows(ticket, agent, other_customer, specialists):
    add_participant(ticket, actor=agent, person=other_customer)
    link(ticket, actor=agent, other=make_ticket())
    mark_read(ticket, actor=agent)
    save_draft(ticket, actor=agent, kind=MessageKind.NOTE, html="x", seen_seq=1)
    escalate(ticket, actor=agent, to_level=2, reason="a", tried="b", asked="c")
    Tag.objects.create(name="vip")
    merge(make_ticket(), actor=agent, into=ticket)


@pytest.mark.parametrize(
    ("model", "constraint"),
    [
        (Event, "event_seq_once"),
        (Participant, "participant_once_per_role"),
        (Link, "link_once"),
        (TicketRead, "read_once"),
        (Draft, "draft_once"),
        (Escalation, "escalation_one_under_way"),
        (Tag, "tickets_tag_name"),
        (Transfer, "transfer_merged_once"),
    ],
)
def test_nothing_stands_there_twice(rows, model, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        copy_of(model.objects.first())


def test_a_ticket_is_not_linked_to_itself(ticket):
    with pytest.raises(IntegrityError, match="link_to_another"):
        Link.objects.create(ticket=ticket, other=ticket)


@pytest.mark.parametrize(("kind", "constraint"), [("child", "link_one_parent"), ("incident", "link_one_problem")])
def test_a_ticket_has_one_parent_and_one_problem(ticket, kind, constraint):
    rule = "wait" if kind == "child" else ""
    Link.objects.create(ticket=ticket, other=make_ticket(), kind=kind, close_rule=rule)
    with pytest.raises(IntegrityError, match=constraint):
        Link.objects.create(ticket=ticket, other=make_ticket(), kind=kind, close_rule=rule)


@pytest.mark.parametrize(("kind", "rule"), [("child", ""), ("child", "maybe"), ("related", "wait")])
def test_children_and_only_children_have_a_rule(ticket, kind, rule):
    with pytest.raises(IntegrityError, match="link_rule_of_children"):
        Link.objects.create(ticket=ticket, other=make_ticket(), kind=kind, close_rule=rule)


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"key": "a", "kind": "colour"}, "field_kind_known"),
        ({"key": "Not plain", "kind": "text"}, "field_key_is_plain"),
        ({"key": "taken", "kind": "text"}, "tickets_field_key"),
    ],
)
def test_a_field_has_a_plain_key_of_its_own_and_a_known_kind(columns, constraint):
    Field.objects.create(key="taken", name="Taken", kind="text")
    with pytest.raises(IntegrityError, match=constraint):
        Field.objects.create(name="x", **columns)


def test_a_field_stands_in_a_form_once_and_does_not_depend_on_itself():
    form = make_form(order="text")
    place = FormField.objects.get()
    with pytest.raises(IntegrityError, match="field_condition_is_another"), transaction.atomic():
        FormField.objects.filter(pk=place.pk).update(condition_field=place.field)
    with pytest.raises(IntegrityError, match="field_once_in_form"):
        FormField.objects.create(form=form, field=place.field)


def test_nothing_goes_from_a_ticket_to_itself(ticket):
    with pytest.raises(IntegrityError, match="transfer_to_another"):
        Transfer.objects.create(kind="merge", source=ticket, target=ticket, messages=[], at=ticket.opened_at)


def test_a_merged_ticket_is_closed(ticket):
    with pytest.raises(IntegrityError, match="ticket_merged_is_closed"):
        Ticket.objects.filter(pk=ticket.pk).update(merged_into=make_ticket())


def test_an_email_address_is_stored_in_lower_case(customer):
    with pytest.raises(IntegrityError, match="user_email_lowercase"), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET email = 'Ann@example.net'")
