"""Fields and forms in the settings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import SettingChange
from demo.forms import FORMS
from desk.settings.configuration import export, take_over
from desk.settings.form_forms import lines_of, moved, options_of
from desk.settings.history import undo
from tests.factories import make_form, make_ticket
from tickets.actions import set_fields, set_form
from tickets.actions.forms import add_field, add_form, archive_field, change_field, change_form, form_described
from tickets.errors import Invalid, NotAllowed
from tickets.form_loading import load_forms
from tickets.models import Field, TicketForm

pytestmark = pytest.mark.django_db


def test_a_field_is_added_changed_and_put_back(admin) -> None:
    field = add_field(actor=admin, key="outcome", name="Outcome", kind="choice", options=["Paid", "Not paid"])
    assert change_field(field, actor=admin, options=["Paid", "Not paid", "Later"])
    assert not change_field(field, actor=admin, name="Outcome")

    undo(SettingChange.objects.get(act="changed"), actor=admin)

    field.refresh_from_db()
    assert field.options == ["Paid", "Not paid"]


def test_kind_and_key_stay_and_only_admins_change(admin, lead) -> None:
    field = add_field(actor=admin, key="outcome", kind="text")

    with pytest.raises(Invalid, match="another key"):
        change_field(field, actor=admin, kind="number")
    with pytest.raises(Invalid, match="already"):
        add_field(actor=admin, key="outcome", kind="text")
    with pytest.raises(NotAllowed):
        change_field(field, actor=lead, name="Mine")


def test_a_field_that_is_asked_is_not_archived(admin) -> None:
    form = make_form("Billing", amount="number")
    amount = Field.objects.get()

    with pytest.raises(Invalid, match="The form “Billing” asks it"):
        archive_field(amount, actor=admin)
    change_form(form, actor=admin, fields=[])
    assert archive_field(amount, actor=admin)
    amount.refresh_from_db()
    assert amount.archived_at is not None


def test_a_changed_form_keeps_what_tickets_answered(admin, agent) -> None:
    form, ticket = make_form("Billing", amount="number", why="text"), make_ticket()
    set_form(ticket, actor=agent, form=form)
    set_fields(ticket, actor=agent, values={"amount": 5})

    change_form(form, actor=admin, name="Money", fields=["why"])

    ticket.refresh_from_db()
    assert ticket.fields == {"amount": 5}
    assert TicketForm.objects.get().pk == form.pk
    undo(SettingChange.objects.get(), actor=admin)
    form.refresh_from_db()
    assert (form.name, [place["key"] for place in form_described(form)["fields"]]) == ("Billing", ["amount", "why"])


def test_conditions_name_fields_of_the_form(admin) -> None:
    for key, kind in (("refund", "checkbox"), ("why", "text")):
        add_field(actor=admin, key=key, kind=kind)

    with pytest.raises(Invalid, match="not in it"):
        add_form(actor=admin, name="X", fields=[{"key": "why", "shown_while": {"field": "refund", "values": [True]}}])
    assert not TicketForm.objects.exists()


def test_the_demos_forms_go_out_and_in_without_a_change(admin) -> None:
    load_forms(FORMS)
    text = export()

    assert take_over(text, actor=admin, remove=True).steps == []
    TicketForm.objects.all().delete()
    Field.objects.all().delete()
    assert take_over(text, actor=admin).problems == []
    assert export() == text


@pytest.mark.parametrize("places", ["- 5", "- {key: 5}", "- {key: why, shown_while: often}", "- {key: why, order: 2}"])
def test_places_of_a_file_that_are_none_are_named(admin, places) -> None:
    add_field(actor=admin, key="why", kind="text")

    comparison = take_over(f"helpdesk: 1\nforms:\n- name: X\n  fields:\n  {places}\n", actor=admin)

    assert comparison.problems[0].startswith("forms, item 1 (line 3)")


def test_the_pages_make_a_field_and_a_form_of_it(browser) -> None:
    made = browser.post("/settings/fields/new/", {"name": "Größe?", "kind": "tree", "options": "Small\n  S\n  XS\nBig"})
    assert made.status_code == 302, made.content
    field = Field.objects.get()
    assert field.key == "grosse"
    assert field.options == [{"name": "Small", "options": [{"name": "S"}, {"name": "XS"}]}, {"name": "Big"}]
    bare = browser.post("/settings/fields/new/", {"name": "Outcome", "kind": "choice"})
    assert bare.status_code == 422
    assert "at least one option" in bare.content.decode()

    browser.post("/settings/fields/new/", {"name": "Refund", "kind": "checkbox"})
    words = {"name": "Sizes", "is_active": "on", "key-0": "refund", "key-1": "grosse", "while-1": "refund"}
    assert browser.post("/settings/forms/new/", words).status_code == 302
    form = TicketForm.objects.get()
    assert form_described(form)["fields"] == [
        {"key": "refund"},
        {"key": "grosse", "shown_while": {"field": "refund", "values": [True]}},
    ]
    assert "only while “Refund”" in browser.get(f"/settings/forms/{form.pk}/").content.decode()


def test_a_rows_button_moves_what_was_typed_and_saves_nothing(browser) -> None:
    form = make_form("Billing", amount="number", why="text")
    words = {"name": "Typed", "key-0": "amount", "key-1": "why", "act": "up-1"}

    page = browser.post(f"/settings/forms/{form.pk}/", words).content.decode()

    assert page.index('value="why" selected') < page.index('value="amount" selected')
    assert 'value="Typed"' in page
    form.refresh_from_db()
    assert form.name == "Billing"


ROWS = [{"key": key} for key in "abc"]


@pytest.mark.parametrize(
    ("act", "order"),
    [
        ("up-1", "bac"),
        ("down-1", "acb"),
        ("drop-0", "bc"),
        ("up-0", "abc"),
        ("down-2", "abc"),
        ("drop-9", "abc"),
        ("x", "abc"),
    ],
)
def test_rows_move(act: str, order: str) -> None:
    assert "".join(row["key"] for row in moved(ROWS, act)) == order


LEAVES = st.sampled_from(["A", "B b", "C"])
TWIGS = st.lists(st.builds(lambda name: {"name": name}, LEAVES), max_size=2)
BRANCHES = st.lists(st.builds(lambda name, below: branch(name, below), LEAVES, TWIGS), max_size=2)
TREES = st.builds(lambda name, below: branch(name, below), LEAVES, BRANCHES)


def branch(name: str, below: list) -> dict:
    return {"name": name, "options": below} if below else {"name": name}


@given(st.lists(TREES, max_size=4))
def test_a_tree_is_what_its_lines_say(options) -> None:
    assert options_of("\n".join(lines_of(options)), is_tree=True) == options
