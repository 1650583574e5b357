"""Priority, kind, subject, tags."""

import pytest

from tests.tickets.asserting import assert_log_agrees, nothing_happened
from tickets.actions import set_kind, set_priority, set_subject, tag
from tickets.actions.properties import MOST_TAGS, tag_name
from tickets.errors import Invalid, NotAllowed
from tickets.events import EventKind
from tickets.models import Tag

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("change", "kind", "changes"),
    [
        (lambda t, a: set_priority(t, actor=a, priority=4), EventKind.PRIORITY_CHANGED, {"priority": [2, 4]}),
        (
            lambda t, a: set_kind(t, actor=a, kind="incident"),
            EventKind.KIND_CHANGED,
            {"kind": ["question", "incident"]},
        ),
        (
            lambda t, a: set_subject(t, actor=a, subject=" The  fire\nis out "),
            EventKind.SUBJECT_CHANGED,
            {"subject": ["The printer is on fire", "The fire is out"]},
        ),
    ],
)
def test_staff_change_it_once_and_customers_do_not(ticket, agent, customer, change, kind, changes):
    with nothing_happened(), pytest.raises(NotAllowed):
        change(ticket, customer)

    event = change(ticket, agent)

    assert (event.kind, event.changes) == (kind, changes)
    with nothing_happened():
        assert change(ticket, agent) is None
    assert_log_agrees(ticket)


def test_a_subject_is_never_empty_and_never_too_long(ticket, agent):
    with nothing_happened(), pytest.raises(Invalid):
        set_subject(ticket, actor=agent, subject=" \n")
    with nothing_happened(), pytest.raises(Invalid, match="at most 250 characters"):
        set_subject(ticket, actor=agent, subject="x" * 251)
    set_subject(ticket, actor=agent, subject="x" * 250)
    assert len(ticket.subject) == 250


def test_tags_are_added_and_removed_by_name(ticket, agent):
    tag(ticket, actor=agent, add=["Billing", " late payment ", "billing"])
    event = tag(ticket, actor=agent, add=["vip"], remove=["BILLING", "unknown"])

    assert set(ticket.tags.values_list("name", flat=True)) == {"late-payment", "vip"}
    assert (event.data["added"], event.data["removed"]) == (["vip"], ["billing"])
    with nothing_happened():
        assert tag(ticket, actor=agent, add=["vip", " "], remove=["billing"]) is None
    assert Tag.objects.count() == 3


def test_thirty_tags_are_enough(ticket, agent):
    tag(ticket, actor=agent, add=[f"t{n}" for n in range(MOST_TAGS)])

    with nothing_happened(), pytest.raises(Invalid):
        tag(ticket, actor=agent, add=["one-more"])
    tag(ticket, actor=agent, add=["one-more"], remove=["t0"])


def test_customers_do_not_tag(ticket, customer):
    with nothing_happened(), pytest.raises(NotAllowed):
        tag(ticket, actor=customer, add=["vip"])


@pytest.mark.parametrize(
    ("typed", "kept"), [("Größe XL", "größe-xl"), ("c++", "c++"), ("a/b, c", "a-b-c"), ("!!", ""), ("x" * 80, "x" * 50)]
)
def test_the_form_of_a_tag(typed, kept):
    assert tag_name(typed) == kept
