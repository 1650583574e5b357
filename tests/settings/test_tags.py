"""Keeping the list of tags: renaming, merging, putting away; and what follows a name."""

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import SettingChange
from desk.settings.history import undo
from search.models import Stale
from search.saved_views import save_view
from search.tags import add_tag, archive_tag, merge_tag, rename_tag, restore_tag
from tests.desk.conftest import signed_in
from tests.factories import AgentFactory, make_macro, make_ticket
from tickets.actions import tag as put_tag
from tickets.errors import Invalid
from tickets.history import contradictions
from tickets.models import Macro, SavedView, Tag, Ticket

pytestmark = pytest.mark.django_db


def names_on(ticket: Ticket) -> list[str]:
    return sorted(ticket.tags.values_list("name", flat=True))


def log_agrees(ticket: Ticket) -> bool:
    told = Ticket.objects.get(pk=ticket.pk)
    return list(contradictions(told, told.events.all())) == []


def test_a_renamed_tag_is_renamed_everywhere(admin, agent) -> None:
    ticket = make_ticket(tags=["bill"])
    make_macro(add_tags=["bill", "x"], remove_tags=["billing-old"])
    save_view(actor=agent, name="Bills", filter="tag:bill -tag:billing-old")
    Stale.objects.all().delete()

    assert rename_tag(Tag.objects.get(name="bill"), actor=admin, name="Invoice ")

    assert names_on(ticket) == ["invoice"]
    assert Macro.objects.get().add_tags == ["invoice", "x"]
    assert SavedView.objects.get().filter == "tag:invoice -tag:billing-old"
    assert Stale.objects.filter(ticket_number=ticket.pk).exists()
    assert log_agrees(ticket)
    assert not rename_tag(Tag.objects.get(name="invoice"), actor=admin, name="invoice")


def test_the_old_name_still_means_the_tag(admin, agent) -> None:
    tag = Tag.objects.create(name="bill")
    rename_tag(tag, actor=admin, name="invoice")
    ticket = make_ticket()

    put_tag(ticket, actor=agent, add=["bill"])

    assert names_on(ticket) == ["invoice"]
    assert not Tag.objects.filter(name="bill").exists()
    assert log_agrees(ticket)


def test_two_tags_become_one(admin, agent) -> None:
    both, one, none = make_ticket(tags=["bill", "invoice"]), make_ticket(tags=["bill"]), make_ticket()
    bill, invoice = Tag.objects.get(name="bill"), Tag.objects.get(name="invoice")

    assert merge_tag(bill, actor=admin, into=invoice)
    assert not merge_tag(bill, actor=admin, into=invoice)
    put_tag(both, actor=agent, remove=["invoice"])

    assert (names_on(both), names_on(one), names_on(none)) == ([], ["invoice"], [])
    assert all(log_agrees(ticket) for ticket in (both, one, none))


@pytest.mark.parametrize(("name", "sentence"), [("  !! ", "letters and digits"), ("OTHER", "There is a tag “other”")])
def test_a_name_that_is_none_or_taken_is_refused(admin, name, sentence) -> None:
    tag, _other = Tag.objects.create(name="bill"), Tag.objects.create(name="other")

    with pytest.raises(Invalid, match=sentence):
        rename_tag(tag, actor=admin, name=name)

    tag.refresh_from_db()
    assert tag.name == "bill"


def test_an_earlier_name_is_no_new_tag(admin) -> None:
    rename_tag(Tag.objects.create(name="bill"), actor=admin, name="invoice")

    with pytest.raises(Invalid, match="earlier name of the tag “invoice”"):
        add_tag(actor=admin, name="bill")


def test_leads_keep_tags_and_agents_do_not(lead, agent) -> None:
    tag = add_tag(actor=lead, name="bill")

    with pytest.raises(PermissionDenied):
        rename_tag(tag, actor=agent, name="invoice")


def test_a_renaming_is_taken_back(admin) -> None:
    tag = Tag.objects.create(name="bill")
    rename_tag(tag, actor=admin, name="invoice")

    undo(SettingChange.objects.get(), actor=admin)

    tag.refresh_from_db()
    assert tag.name == "bill"


def test_an_archived_tag_is_suggested_no_more_and_stays_on_its_tickets(admin) -> None:
    ticket = make_ticket(tags=["bill"])
    tag, browser = Tag.objects.get(), signed_in(admin)

    assert archive_tag(tag, actor=admin)
    assert not archive_tag(tag, actor=admin)
    assert browser.get("/desk/tags/?q=bi").json() == {"names": []}
    assert names_on(ticket) == ["bill"]
    assert restore_tag(tag, actor=admin)
    assert browser.get("/desk/tags/?q=bi").json() == {"names": ["bill"]}


def test_the_pages_find_add_rename_and_merge(browser) -> None:
    ticket = make_ticket(tags=["bill"])
    bill = Tag.objects.get()
    assert browser.post("/settings/tags/new/", {"name": "Invoice"}).status_code == 302
    assert "bill" in browser.get("/settings/tags/?q=BIL").content.decode()
    assert "Nothing found" in browser.get("/settings/tags/?q=xyzzy").content.decode()
    taken = browser.post(f"/settings/tags/{bill.pk}/", {"name": "invoice"})
    assert taken.status_code == 422
    assert "Merge the two" in taken.content.decode()
    missing = browser.post(f"/settings/tags/{bill.pk}/merge/", {"into": "nothing"})
    assert missing.status_code == 422
    assert "There is no tag" in missing.content.decode()

    browser.post(f"/settings/tags/{bill.pk}/merge/", {"into": "invoice"})

    assert names_on(ticket) == ["invoice"]
    assert "merged into another" in browser.get("/settings/history/").content.decode()


WORDS = st.sampled_from(["a", "b", "c", "d"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), WORDS, WORDS),
        st.tuples(st.just("remove"), WORDS, WORDS),
        st.tuples(st.just("rename"), WORDS, WORDS),
        st.tuples(st.just("merge"), WORDS, WORDS),
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_becomes_of_names_the_log_tells_the_tags(db, steps) -> None:
    admin, ticket = AgentFactory(role="admin"), make_ticket(tags=["a"])
    try:
        for what, first, second in steps:
            tags = Tag.objects.in_bulk([first, second], field_name="name")
            try:
                if what == "add":
                    put_tag(ticket, actor=admin, add=[first])
                elif what == "remove":
                    put_tag(ticket, actor=admin, remove=[first])
                elif what == "rename" and first in tags:
                    rename_tag(tags[first], actor=admin, name=second)
                elif what == "merge" and len(tags) == 2:
                    merge_tag(tags[first], actor=admin, into=tags[second])
            except Invalid:
                pass
            assert log_agrees(ticket)
    finally:
        Tag.objects.all().delete()
        from tickets.models import TagRename

        TagRename.objects.all().delete()
