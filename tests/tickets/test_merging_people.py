"""Two people who are one: their tickets, words and addresses become the survivor's, and all of it can be undone."""

import pytest

from accounts.addresses import add_address, remove_address
from accounts.directory import Refusal, change_customer
from accounts.models import ApiToken, User
from accounts.people import find_person, person_for_caller
from accounts.tokens import make_token
from helpdesk import clock
from tests.factories import CustomerFactory, OrganizationFactory, make_ticket
from tests.tickets.asserting import assert_log_agrees, last_event, nothing_happened
from tickets import person_merges
from tickets.actions import add_participant, receive_message
from tickets.actions.merging_people import merge_people
from tickets.content import Body
from tickets.errors import IllegalTransition, Invalid, NotAllowed
from tickets.event_names import Names
from tickets.event_text import event_text
from tickets.events import EventKind
from tickets.models import Channel, Message, Participant, PersonMerge, Ticket
from tickets.people_previews import preview_people_merge
from tickets.person_merges import merge_now, unmerge_now
from tickets.tasks import move_tickets_of_merged

pytestmark = pytest.mark.django_db

WORDS = Body.from_text("And now?")


@pytest.fixture
def ann_at_work(db) -> User:
    """The same Ann, who wrote from another address."""
    return CustomerFactory(email="ann@work.example", name="A. Lee", phone="+49 30 1")


@pytest.fixture
def her_ticket(ann_at_work) -> Ticket:
    return make_ticket(requester=ann_at_work)


def test_all_that_names_the_one_names_the_other(customer, ann_at_work, her_ticket, ticket, agent):
    add_participant(ticket, actor=agent, person=ann_at_work)
    elsewhere = make_ticket()
    add_participant(elsewhere, actor=agent, person=ann_at_work)
    receive_message(elsewhere, actor=ann_at_work, body=WORDS, channel=Channel.EMAIL)

    merge = merge_now(ann_at_work, actor=agent, into=customer)

    assert merge.is_finished
    assert (merge.total, merge.tickets.count()) == (3, 3)
    her_ticket.refresh_from_db()
    assert her_ticket.requester == customer
    assert not Message.objects.filter(author=ann_at_work).exists()
    assert not Participant.objects.filter(person=ann_at_work).exists()
    assert not ticket.participants.exists(), "nobody is copied on what they asked themselves"
    assert elsewhere.participants.get().person == customer
    event = last_event(her_ticket)
    assert event.kind == EventKind.PEOPLE_MERGED
    assert event_text(event, Names.of([event])) == "Omar Haddad merged A. Lee into Ann Lee: they are one person"
    for one in (ticket, her_ticket, elsewhere):
        assert_log_agrees(one)


def test_later_mail_from_either_address_is_the_survivors(customer, ann_at_work, her_ticket, agent):
    merge_now(ann_at_work, actor=agent, into=customer)
    assert find_person("ann@work.example") == customer
    her_ticket.refresh_from_db()
    assert her_ticket.answer_address == "ann@work.example", "answers go where she wrote from"


def test_the_merged_person_is_out(client, customer, ann_at_work, agent):
    client.force_login(ann_at_work)
    make_token(ann_at_work, name="Script", scopes=["read"])
    merge_now(ann_at_work, actor=agent, into=customer)
    assert client.get("/profile/").status_code == 302
    assert not ApiToken.objects.filter(person=ann_at_work, revoked_at=None).exists()
    assert not customer.addresses.get(address="ann@work.example").is_verified, "a colleague's merge opens no door"


def test_the_survivor_gets_what_they_lack_and_keeps_what_they_have(customer, ann_at_work, agent):
    User.objects.filter(pk=ann_at_work.pk).update(notes="Likes cats.")
    User.objects.filter(pk=customer.pk).update(notes="Calls at nine.")
    merge_now(ann_at_work, actor=agent, into=customer)
    customer.refresh_from_db()
    assert (customer.name, customer.phone) == ("Ann Lee", "+49 30 1")
    assert customer.notes == "Calls at nine.\n\nLikes cats."


def test_no_organization_sees_more_than_before(customer, ann_at_work, her_ticket, agent):
    acme = OrganizationFactory(shares_tickets=True)
    User.objects.filter(pk=customer.pk).update(organization=acme)
    colleague = CustomerFactory(organization=acme)
    merge_now(ann_at_work, actor=agent, into=customer)
    her_ticket.refresh_from_db()
    assert her_ticket.organization is None
    assert not Ticket.objects.visible_to(colleague).filter(pk=her_ticket.pk).exists()


def test_in_copy_since_the_earlier_of_both(customer, ann_at_work, agent):
    ticket = make_ticket()
    add_participant(ticket, actor=agent, person=ann_at_work)
    earlier = ticket.participants.get().since
    receive_message(ticket, actor=ticket.requester, body=WORDS, channel=Channel.EMAIL)
    add_participant(ticket, actor=agent, person=customer)
    merge_now(ann_at_work, actor=agent, into=customer)
    assert ticket.participants.get().since == earlier


def test_merging_again_does_nothing(customer, ann_at_work, her_ticket, agent):
    merge_now(ann_at_work, actor=agent, into=customer)
    with nothing_happened():
        assert merge_now(ann_at_work, actor=agent, into=customer) is None
    assert PersonMerge.objects.count() == 1


def test_what_is_refused_leaves_everything(customer, ann_at_work, her_ticket, agent, lead):
    gone = CustomerFactory()
    merge_now(gone, actor=agent, into=customer)
    blocked = CustomerFactory(is_active=False)
    with nothing_happened():
        for person, into, refusal in (
            (customer, customer, Invalid),
            (customer, lead, Invalid),
            (lead, customer, Invalid),
            (ann_at_work, gone, IllegalTransition),
            (blocked, customer, IllegalTransition),
            (customer, blocked, IllegalTransition),
        ):
            with pytest.raises(refusal):
                merge_people(person, actor=agent, into=into)
        with pytest.raises(NotAllowed):
            merge_people(ann_at_work, actor=customer, into=customer)


def test_undone_both_are_what_they_were(customer, ann_at_work, her_ticket, ticket, agent):
    add_participant(ticket, actor=agent, person=ann_at_work)
    since = ticket.participants.get().since
    merge = merge_now(ann_at_work, actor=agent, into=customer)
    assert unmerge_now(merge, actor=agent).is_finished

    her_ticket.refresh_from_db()
    ann_at_work.refresh_from_db()
    customer.refresh_from_db()
    assert (her_ticket.requester, her_ticket.answer_address) == (ann_at_work, "ann@work.example")
    assert her_ticket.messages.get().author == ann_at_work
    assert [(row.person, row.since) for row in ticket.participants.all()] == [(ann_at_work, since)]
    assert (ann_at_work.is_active, ann_at_work.merged_into, customer.phone) == (True, None, "")
    assert find_person("ann@work.example") == ann_at_work
    assert last_event(her_ticket).kind == EventKind.PEOPLE_UNMERGED
    for one in (ticket, her_ticket):
        assert_log_agrees(one)
    with nothing_happened():
        assert unmerge_now(merge, actor=agent) is None


def test_what_came_since_stays_with_the_survivor(customer, ann_at_work, her_ticket, agent):
    merge = merge_now(ann_at_work, actor=agent, into=customer)
    written = receive_message(her_ticket, actor=customer, body=WORDS, channel=Channel.PORTAL)
    newer = make_ticket(requester=find_person("ann@work.example"))
    User.objects.filter(pk=customer.pk).update(phone="+1 555")
    unmerge_now(merge, actor=agent)
    written.refresh_from_db()
    newer.refresh_from_db()
    customer.refresh_from_db()
    assert written.author == newer.requester == customer
    assert customer.phone == "+1 555"


def test_a_merge_that_another_builds_on_is_undone_after_it(customer, ann_at_work, agent):
    first = merge_now(ann_at_work, actor=agent, into=customer)
    third = CustomerFactory()
    second = merge_now(customer, actor=agent, into=third)
    assert find_person("ann@work.example") == find_person("ann@example.net") == third
    with pytest.raises(IllegalTransition):
        unmerge_now(first, actor=agent)
    unmerge_now(second, actor=agent)
    unmerge_now(first, actor=agent)
    assert find_person("ann@work.example") == ann_at_work
    assert find_person("ann@example.net") == customer


def test_the_address_of_somebody_merged_stays(customer, ann_at_work, agent):
    merge_now(ann_at_work, actor=agent, into=customer)
    with pytest.raises(Refusal):
        remove_address(customer, actor=agent, email="ann@work.example")


def test_further_addresses_come_along_and_go_back(customer, ann_at_work, agent):
    address = add_address(ann_at_work, actor=agent, email="a.lee@home.example")
    type(address).objects.update(verified_at=clock.now())
    merge = merge_now(ann_at_work, actor=agent, into=customer)
    assert find_person("a.lee@home.example") == customer
    unmerge_now(merge, actor=agent)
    address.refresh_from_db()
    assert (address.person, address.is_verified) == (ann_at_work, True)


def test_many_tickets_follow_in_batches_that_a_worker_finishes(customer, ann_at_work, agent, monkeypatch):
    monkeypatch.setattr(person_merges, "AT_ONCE", 2)
    monkeypatch.setattr(person_merges, "WHILE_ONE_WAITS", 4)
    for _number in range(7):
        make_ticket(requester=ann_at_work)
    merge = merge_now(ann_at_work, actor=agent, into=customer)
    assert (merge.is_finished, merge.total, merge.tickets.count()) == (False, 7, 4)
    move_tickets_of_merged()
    merge.refresh_from_db()
    assert (merge.is_finished, merge.tickets.count()) == (True, 7)
    assert customer.requested_tickets.count() == 7


def test_undone_half_way_what_has_not_followed_stays(customer, ann_at_work, agent, monkeypatch):
    monkeypatch.setattr(person_merges, "AT_ONCE", 2)
    monkeypatch.setattr(person_merges, "WHILE_ONE_WAITS", 2)
    for _number in range(5):
        make_ticket(requester=ann_at_work)
    merge = merge_now(ann_at_work, actor=agent, into=customer)
    unmerge_now(merge, actor=agent)
    move_tickets_of_merged()
    assert ann_at_work.requested_tickets.count() == 5
    assert not customer.requested_tickets.exists()


def test_the_phone_numbers_of_both_are_kept_and_come_apart_again(customer, ann_at_work, agent):
    change_customer(customer, actor=agent, phone="+44 1632 960107")
    mobile = [{"kind": "mobile", "number": "07700 900123"}]
    change_customer(ann_at_work, actor=agent, phone="+44 1632 960200", further_phones=mobile)

    merge = merge_now(ann_at_work, actor=agent, into=customer)
    customer.refresh_from_db()
    assert customer.phone == "+44 1632 960107"
    assert [entry["number"] for entry in customer.further_phones] == ["+44 1632 960200", "07700 900123"]

    unmerge_now(merge, actor=agent)
    customer.refresh_from_db()
    assert (customer.phone, customer.further_phones) == ("+44 1632 960107", [])


def test_who_has_no_address_is_merged_into_who_has_one(customer, agent):
    caller = person_for_caller(name="Ann", phone="+44 1632 960107")
    with pytest.raises(IllegalTransition, match="has no email address"):
        merge_now(customer, actor=agent, into=caller)

    merge = merge_now(caller, actor=agent, into=customer)
    customer.refresh_from_db()
    assert (customer.phone, customer.addresses.count()) == ("+44 1632 960107", 0)
    unmerge_now(merge, actor=agent)
    caller.refresh_from_db()
    assert (caller.email, caller.is_active) == ("", True)


def test_two_of_one_name_are_told_apart_by_their_addresses(customer, other_customer, agent):
    other_customer.name = customer.name
    other_customer.save()

    said = " ".join(preview_people_merge(other_customer, actor=agent, into=customer).sentences)

    assert f"{customer.name} ({customer.email})" in said
