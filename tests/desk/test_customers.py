"""The pages of customers and organizations: found by what one remembers, read, edited, merged."""

import html
import re

import pytest

from accounts.addresses import add_address
from accounts.models import Organization, User
from tests.desk.conftest import HTMX, signed_in
from tests.factories import CustomerFactory, OrganizationFactory, make_ticket
from tests.tickets.asserting import nothing_happened
from tickets import person_merges
from tickets.person_merges import merge_now

pytestmark = pytest.mark.django_db


def text(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    "words", ["ann", "Lee", "ann l", "LEE ann", "ann@exa", "ann@work", "acm", "Rockets", "030 1234", "+49 30 1234567"]
)
def test_a_customer_is_found_by_what_one_remembers(desk, agent, customer, other_customer, words):
    User.objects.filter(pk=customer.pk).update(
        organization=OrganizationFactory(name="Acme Rockets"), phone="+49 (30) 123-4567"
    )
    add_address(customer, actor=agent, email="ann@work.example")
    words = words.replace("030 1234", "030 1234567")
    page = text(desk.get("/desk/customers/", {"q": words}))
    assert "Ann Lee" in page
    assert "Charlie Stone" not in page


@pytest.mark.parametrize("words", ["'", "\\", "a' | b:*", "%", "💥", "((", "&", "x" * 5000, "\0", "- -", ":*"])
def test_odd_words_are_no_error(desk, customer, words):
    text(desk.get("/desk/customers/", {"q": words}))


def test_an_empty_list_says_what_it_is_for(desk):
    assert "No customers yet" in text(desk.get("/desk/customers/"))
    assert "Nobody found" in text(desk.get("/desk/customers/", {"q": "zzz"}))


@pytest.mark.parametrize(
    ("sort", "first", "last"), [("name", "Person 00", "Person 34"), ("newest", "Person 34", "Person 00")]
)
def test_pages_go_on_where_the_last_one_ended(desk, sort, first, last):
    for number in range(35):
        CustomerFactory(name=f"Person {number:02}")
    page = desk.get("/desk/customers/", {"sort": sort})
    shown = page.context["page"]
    assert (len(shown.rows), shown.rows[0].name, shown.previous) == (30, first, None)
    rest = desk.get("/desk/customers/", {"sort": sort, "after": shown.next}).context["page"]
    assert (len(rest.rows), rest.rows[-1].name, rest.next) == (5, last, None)
    back = desk.get("/desk/customers/", {"sort": sort, "before": rest.previous}).context["page"]
    assert [row.pk for row in back.rows] == [row.pk for row in shown.rows]
    text(desk.get("/desk/customers/", {"sort": sort, "after": "nonsense"}))


def test_thirty_customers_cost_no_more_statements_than_one(desk, django_assert_max_num_queries):
    CustomerFactory(organization=OrganizationFactory())
    desk.get("/desk/customers/")
    with django_assert_max_num_queries(20) as one:
        desk.get("/desk/customers/")
    for _number in range(29):
        CustomerFactory(organization=OrganizationFactory())
    with django_assert_max_num_queries(20) as many:
        desk.get("/desk/customers/")
    assert len(many) == len(one)


def test_the_page_of_a_customer_costs_the_same_for_one_ticket_and_for_thirty(
    desk, customer, django_assert_max_num_queries
):
    make_ticket(requester=customer)
    path = f"/desk/customers/{customer.pk}/"
    desk.get(path)
    with django_assert_max_num_queries(20) as one:
        desk.get(path)
    for _number in range(29):
        make_ticket(requester=customer)
    with django_assert_max_num_queries(20) as many:
        assert "The printer is on fire" in text(desk.get(path))
    assert len(many) == len(one)


def test_tickets_of_a_private_team_are_not_shown_to_others(desk, customer, specialists, lead):
    type(specialists).objects.filter(pk=specialists.pk).update(is_private=True, levels=[1])
    specialists.refresh_from_db()
    make_ticket(requester=customer, subject="Secret", team=specialists)
    assert "Secret" not in text(desk.get(f"/desk/customers/{customer.pk}/"))


def test_the_card_beside_a_ticket_is_edited_in_its_place(desk, customer, ticket):
    path = f"/desk/customers/{customer.pk}/edit/"
    assert path in text(desk.get(f"/desk/tickets/{ticket.number}/"))
    form = text(desk.get(path, headers=HTMX))
    assert 'value="Ann Lee"' in form
    assert "<html" not in form
    saved = text(desk.post(path, {"name": "Ann Li", "phone": "+1 555", "notes": "Calls at nine."}, headers=HTMX))
    for shown in ("Ann Li", "+1 555", "Calls at nine."):
        assert shown in saved
    customer.refresh_from_db()
    assert (customer.name, customer.phone) == ("Ann Li", "+1 555")
    assert "wrote notes" in text(desk.get(f"/desk/customers/{customer.pk}/"))


def seen_in(page) -> str:
    return html.unescape(re.search(r'name="seen" value="([^"]*)"', text(page))[1])


def test_what_a_colleague_wrote_on_the_card_meanwhile_stays(desk, lead, customer):
    path = f"/desk/customers/{customer.pk}/edit/"
    customer.further_phones = [{"kind": "work", "number": "+1 555 0100", "tail": "55550100"}]
    customer.save()
    before = {"name": "Ann Lee", "seen": seen_in(desk.get(path, headers=HTMX))}
    number = {"further_kind": ["work", "mobile"], "further_number": ["+1 555 0100", ""]}
    signed_in(lead).post(path, {"name": "Ann Lee", "notes": "Calls\nat nine."}, headers=HTMX)

    desk.post(path, {**before, **number, "phone": "+1 555", "notes": ""}, headers=HTMX)

    customer.refresh_from_db()
    assert (customer.phone, customer.notes) == ("+1 555", "Calls\nat nine.")
    assert [row["number"] for row in customer.further_phones] == ["+1 555 0100"]


def test_what_both_wrote_is_asked_about_once(desk, lead, customer):
    path = f"/desk/customers/{customer.pk}/edit/"
    words = {"name": "Ann Lee", "notes": "Deaf in one ear.", "seen": seen_in(desk.get(path, headers=HTMX))}
    signed_in(lead).post(path, {"name": "Ann Lee", "notes": "Calls at nine."}, headers=HTMX)

    asked = desk.post(path, words, headers=HTMX)

    assert "A colleague changed this meanwhile; it says “Calls at nine.” now" in text(asked)
    assert "Deaf in one ear." in text(asked)
    desk.post(path, {**words, "seen": seen_in(asked)}, headers=HTMX)
    customer.refresh_from_db()
    assert customer.notes == "Deaf in one ear."


@pytest.mark.parametrize("seen", ["", "nonsense", "[]", '{"notes": [1]}', "[" * 5000])
def test_a_form_with_odd_marks_is_saved_all_the_same(desk, customer, seen):
    desk.post(f"/desk/customers/{customer.pk}/edit/", {"name": "Ann Li", "seen": seen}, headers=HTMX)
    customer.refresh_from_db()
    assert customer.name == "Ann Li"


def test_an_organization_that_was_not_to_be_had_for_a_card_is_not_left_behind(desk, customer, other_customer):
    customer.email = ""
    customer.save()
    words = {"name": "Ann", "email": other_customer.email, "organization": "Initech", "new_organization": "1"}
    desk.post(f"/desk/customers/{customer.pk}/edit/", words, headers=HTMX)
    assert not Organization.objects.exists()


def test_a_domain_that_a_lead_added_meanwhile_stays(desk, lead):
    acme = OrganizationFactory(name="Acme")
    path = f"/desk/organizations/{acme.pk}/edit/"
    seen = seen_in(desk.get(path))
    signed_in(lead).post(path, {"name": "Acme", "domains": "acme.test", "tier": "premium"})

    desk.post(path, {"name": "Acme", "domains": "", "notes": "Pays late.", "seen": seen})

    acme.refresh_from_db()
    assert (acme.domains, acme.notes, acme.tier) == (["acme.test"], "Pays late.", "premium")


def test_saving_the_same_again_leaves_no_second_change(desk, customer):
    for _twice in range(2):
        desk.post(f"/desk/customers/{customer.pk}/edit/", {"name": "Ann Li"}, headers=HTMX)
    assert customer.changes.count() == 1


def test_an_unknown_organization_is_added_only_when_asked(desk, customer):
    path = f"/desk/customers/{customer.pk}/edit/"
    words = {"name": "Ann Li", "organization": "Initech"}
    refused = text(desk.post(path, words, headers=HTMX))
    assert "There is none of this name" in refused
    assert 'value="Ann Li"' in refused, "what was typed is kept"
    assert not Organization.objects.exists()
    desk.post(path, {**words, "new_organization": "1"}, headers=HTMX)
    customer.refresh_from_db()
    assert customer.organization.name == "Initech"


def test_an_address_of_somebody_else_offers_to_merge(desk, customer, other_customer):
    path = f"/desk/customers/{customer.pk}/addresses/"
    page = text(desk.post(path, {"address": other_customer.email}, headers=HTMX))
    assert f"/desk/customers/{other_customer.pk}/merge/?into={customer.pk}" in page
    assert 'value="nonsense"' in text(desk.post(path, {"address": "nonsense"}, headers=HTMX))
    assert "ann@work.example" in text(desk.post(path, {"address": "ann@work.example"}, headers=HTMX))


def test_two_people_are_merged_after_a_look_and_parted_again(desk, customer, other_customer):
    make_ticket(requester=other_customer)
    path = f"/desk/customers/{other_customer.pk}/merge/"
    assert "Ann Lee" in text(desk.get(path, {"q": "ann"}))
    with nothing_happened():
        look = text(desk.get(path, {"into": customer.pk}))
    assert "One ticket of Charlie Stone becomes one of Ann Lee." in look

    answer = desk.post(path, {"into": customer.pk})
    assert answer["Location"] == f"/desk/customers/{customer.pk}/"
    assert desk.get(f"/desk/customers/{other_customer.pk}/")["Location"] == f"/desk/customers/{customer.pk}/"
    desk.post(path, {"into": customer.pk})
    merge = customer.merges_here.get()
    page = text(desk.get(f"/desk/customers/{customer.pk}/"))
    assert "Charlie Stone" in page

    undo = desk.post(f"/desk/person-merges/{merge.pk}/undo/")
    assert undo["Location"] == f"/desk/customers/{other_customer.pk}/"
    assert other_customer.requested_tickets.count() == 1
    with nothing_happened():
        desk.post(f"/desk/person-merges/{merge.pk}/undo/")


def test_the_page_says_how_far_a_merge_of_many_is(desk, customer, other_customer, agent, monkeypatch):
    monkeypatch.setattr(person_merges, "AT_ONCE", 1)
    monkeypatch.setattr(person_merges, "WHILE_ONE_WAITS", 1)
    for _number in range(3):
        make_ticket(requester=other_customer)
    merge_now(other_customer, actor=agent, into=customer)
    assert "1 of 3 tickets have followed" in text(desk.get(f"/desk/customers/{customer.pk}/"))


def test_a_refused_merge_says_why(desk, customer, lead):
    page = desk.post(f"/desk/customers/{customer.pk}/merge/", {"into": lead.pk})
    assert page.status_code == 409
    assert "Colleagues cannot be merged" in page.content.decode()


def test_an_organization_shows_its_people_and_tickets(desk, customer):
    acme = OrganizationFactory(name="Acme", domains=["acme.example"], notes="Pays late.")
    User.objects.filter(pk=customer.pk).update(organization=acme)
    customer.refresh_from_db()
    make_ticket(requester=customer)
    page = text(desk.get(f"/desk/organizations/{acme.pk}/"))
    for shown in ("Ann Lee", "acme.example", "Pays late.", "The printer is on fire"):
        assert shown in page
    assert "Ann Lee" in text(desk.get("/desk/customers/", {"organization": acme.pk}))


def test_agents_edit_an_organization_and_leads_say_what_it_gets(desk, lead):
    acme = OrganizationFactory(name="Acme")
    path = f"/desk/organizations/{acme.pk}/edit/"
    assert 'name="tier"' not in text(desk.get(path))
    desk.post(path, {"name": "Acme", "domains": "acme.example, ACME.test", "tier": "premium", "shares_tickets": "on"})
    acme.refresh_from_db()
    assert (acme.domains, acme.tier, acme.shares_tickets) == (["acme.example", "acme.test"], "standard", False)
    signed_in(lead).post(path, {"name": "Acme", "tier": "premium", "shares_tickets": "on"})
    acme.refresh_from_db()
    assert (acme.tier, acme.shares_tickets) == ("premium", True)


def test_a_wrong_organization_form_keeps_what_was_typed(desk):
    acme, _other = OrganizationFactory(name="Acme"), OrganizationFactory(name="Initech")
    page = desk.post(f"/desk/organizations/{acme.pk}/edit/", {"name": "Initech", "domains": "no domain!"})
    assert page.status_code == 422
    assert "“no” is not a mail domain" in page.content.decode()
    page = desk.post(f"/desk/organizations/{acme.pk}/edit/", {"name": "Initech", "domains": "acme.example"})
    assert "There is an organization of this name already" in page.content.decode()
