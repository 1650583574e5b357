"""A tag that is renamed or merged: whatever an admin wrote down with its name still means it."""

import pytest

from accounts.abilities import add_skill
from desk.rules.drafts import Draft
from desk.settings.configuration import export
from routing.queries import why, words_of
from routing.reading import read_parts
from routing.traces import explain
from routing.trying import run_on, try_rule
from routing.words import Labels
from search.tags import merge_tag, rename_tag
from tests.factories import make_rule, make_ticket
from tests.sla.making import make_policy
from tickets.actions import tag as put_tag
from tickets.actions.style_guides import add_style_guide, change_style_guide
from tickets.models import StyleGuide, Tag
from tickets.styles import guides_for

pytestmark = pytest.mark.django_db

BILLED = {"all": [{"field": "tags", "operator": "any_of", "value": ["bill"]}]}


def renamed(admin, old: str = "bill", new: str = "invoice") -> None:
    rename_tag(Tag.objects.get_or_create(name=old)[0], actor=admin, name=new)


def names_on(ticket) -> set[str]:
    return set(ticket.tags.values_list("name", flat=True))


def test_a_rule_acts_on_the_tag_under_its_new_name(admin):
    make_rule(conditions=BILLED)
    renamed(admin)

    assert names_on(make_ticket(tags=["invoice"])) == {"invoice", "seen"}


def test_a_rule_acts_on_the_tag_that_another_was_merged_into(admin):
    make_rule(conditions=BILLED)
    bill, _other = (Tag.objects.create(name=name) for name in ("bill", "other"))
    merge_tag(bill, actor=admin, into=Tag.objects.create(name="invoice"))

    assert names_on(make_ticket(tags=["invoice"])) == {"invoice", "seen"}
    assert names_on(make_ticket(tags=["other"])) == {"other"}


def test_none_of_the_old_name_is_none_of_the_new_one(admin):
    make_rule(conditions={"all": [{"field": "tags", "operator": "none_of", "value": ["bill"]}]})
    renamed(admin)

    assert names_on(make_ticket(tags=["invoice"])) == {"invoice"}


def test_a_trial_finds_what_was_tagged_before_the_renaming(admin):
    ticket = make_ticket(tags=["bill"])
    renamed(admin)
    asked = {"all": [{"field": "tags", "operator": "any_of", "value": ["invoice"]}]}
    reading = read_parts({"events": ["ticket.opened"]}, asked, [{"do": "stop"}])

    assert try_rule(reading).count == 1
    assert run_on(reading, ticket).would_act


def test_people_and_files_read_the_name_of_today(admin):
    rule = make_rule(conditions=BILLED)
    make_policy(conditions={"field": "tag", "is": ["bill"]})
    renamed(admin)
    renamed(admin, "invoice", "invoices")

    assert "invoices" in words_of([rule])[0]["if"]
    assert Draft.of(rule).conditions["all"][0]["value"] == ["invoices"]
    written = export()
    assert written.count("- invoices") == 2
    assert "- bill\n" not in written


def test_why_a_rule_did_nothing_and_what_it_does_are_told_by_the_name_of_today(admin):
    rule = make_rule(conditions=BILLED, effects=[{"do": "tag", "add": ["bill"], "remove": ["old"]}])
    ticket = make_ticket()
    renamed(admin)

    told = why(next(one for each in explain(ticket) for one in each.asked), Labels())

    assert told == "Tags is one of invoice"
    assert words_of([rule])[0]["then"] == ["Add the tag invoice and remove the tag old"]


def test_a_policy_holds_for_the_tag_under_its_new_name(admin):
    make_policy(conditions={"field": "tag", "is": ["bill"]})
    renamed(admin)
    ticket = make_ticket()
    assert not ticket.clocks.exists()

    put_tag(ticket, actor=admin, add=["invoice"])

    assert ticket.clocks.exists()
    assert make_ticket(tags=["invoice"]).clocks.exists()


def test_skills_and_style_guides_follow(admin):
    skill = add_skill(actor=admin, name="Accounting", tags=["bill", "Credit Note"])
    guide = add_style_guide(actor=admin, name="Money", tag="Bill")
    renamed(admin)
    skill.refresh_from_db()

    assert skill.tags == ["invoice", "credit-note"]
    assert guides_for(make_ticket(tags=["invoice"])) == [guide]
    change_style_guide(guide, actor=admin, tag="bill")
    assert StyleGuide.objects.get().tag == "invoice"


def test_a_tag_is_meant_however_it_is_typed(admin):
    make_rule(conditions={"all": [{"field": "tags", "operator": "has_all", "value": ["VIP Customer"]}]})
    make_policy(conditions={"field": "tag", "is": ["VIP Customer"]})
    ticket = make_ticket(tags=["vip-customer"])

    assert "seen" in names_on(ticket)
    assert ticket.clocks.exists()
