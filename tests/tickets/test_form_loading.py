"""Forms from a file: what is in it is made or changed, what cannot be is refused as a whole."""

import copy
import json

import pytest
from django.core.management import CommandError, call_command

from demo.forms import FORMS
from tickets.form_loading import Loaded, WrongForms, load_forms
from tickets.forms import forms_with_fields
from tickets.models import Field, FormField, TicketForm

pytestmark = pytest.mark.django_db

SMALL = {
    "fields": [
        {"key": "refund", "kind": "checkbox"},
        {"key": "reason", "name": "Why", "kind": "choice", "options": ["Late", "Broken"], "required_on_solve": True},
    ],
    "forms": [
        {
            "name": "Billing",
            "fields": ["refund", {"key": "reason", "shown_while": {"field": "refund", "values": [True]}}],
        }
    ],
}


def changed(*path, to):
    described = copy.deepcopy(SMALL)
    place = described
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return described


def test_a_form_is_there_as_the_file_says():
    assert load_forms(SMALL) == Loaded(fields=2, forms=1)
    ((form, (refund, reason)),) = forms_with_fields()
    assert (form.name, refund.name, reason.name) == ("Billing", "Refund", "Why")
    assert (reason.condition_key, reason.condition_values, reason.is_required) == ("refund", [True], True)


def test_loading_again_changes_nothing_twice():
    for _time in range(2):
        load_forms(SMALL)
    assert (Field.objects.count(), TicketForm.objects.count(), FormField.objects.count()) == (2, 1, 2)


def test_what_is_not_in_the_file_stays():
    load_forms(SMALL)
    load_forms({"fields": [{"key": "other", "kind": "text"}]})
    assert TicketForm.objects.get().places.count() == 2


@pytest.mark.parametrize(
    ("described", "says"),
    [
        (changed("fields", 0, "key", to="Not Plain"), "a key is"),
        (changed("fields", 0, "kind", to="colour"), "kind is one of"),
        (changed("fields", 0, "options", to=["x"]), "all others none"),
        (changed("fields", 1, "options", to=[]), "a choice has words"),
        (changed("fields", 1, "kind", to="tree"), "a tree"),
        (changed("fields", 0, "colour", to="red"), "'colour' is not known"),
        (changed("forms", 0, "fields", 0, to="missing"), "no field 'missing'"),
        (changed("forms", 0, "fields", 0, to="reason"), "twice"),
        (changed("forms", 0, "fields", 1, "shown_while", "field", to="elsewhere"), "not in it"),
        (changed("forms", 0, "fields", 1, "shown_while", "field", to="reason"), "not in it"),
        (changed("forms", 0, "name", to=" "), "needs a name"),
    ],
)
def test_what_cannot_be_is_refused_as_a_whole(described, says):
    with pytest.raises(WrongForms, match=says):
        load_forms(described)
    assert not Field.objects.exists()


def test_a_field_keeps_its_kind_because_answers_depend_on_it():
    load_forms(SMALL)
    with pytest.raises(WrongForms, match="another key"):
        load_forms({"fields": [{"key": "refund", "kind": "text"}]})


def test_the_command_loads_and_lists(tmp_path, capsys):
    file = tmp_path / "forms.json"
    file.write_text(json.dumps(SMALL))
    call_command("forms", str(file))
    told = capsys.readouterr().out
    assert "Loaded 2 fields and 1 forms." in told
    assert "reason: Why (choice, needed to solve, shown while refund is answered so)" in told


@pytest.mark.parametrize("text", ["{", '{"fields": [{"key": "1"}]}'])
def test_a_wrong_file_is_named(tmp_path, text):
    file = tmp_path / "forms.json"
    file.write_text(text)
    with pytest.raises(CommandError, match=r"forms\.json"):
        call_command("forms", str(file))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("forms", str(tmp_path / "nothing.json"))


def test_the_demos_forms_can_be_loaded():
    assert load_forms(FORMS).forms == 2
