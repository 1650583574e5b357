"""Guessing what was meant by a word that is found nowhere: near, bounded, and never from what the person cannot read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from search.indexing import index_stale
from search.models import Word
from search.spelling import keys_of, mended, recount
from tests.factories import TeamFactory, make_ticket
from tickets.actions import add_note, assign_team
from tickets.content import Body

_WORDS = st.text(alphabet="abcdef", min_size=4, max_size=10)


@pytest.fixture
def printer(customer):
    ticket = make_ticket(requester=customer, subject="The printer", body=Body.from_text("An invoice came out burning"))
    index_stale()
    return ticket


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["prnter", "pinter", "printerr", "pritner", "prinxer", "PRINTRE"])
def test_a_mistyped_word_leads_to_the_one_that_was_meant(agent, printer, typed):
    assert mended(agent, typed) == "printer"


@pytest.mark.django_db
def test_of_several_mistyped_words_those_are_meant_that_stand_together(agent, customer, printer):
    make_ticket(requester=customer, subject="Pointer", body=Body.from_text("An invitation for the painter"))
    index_stale()
    assert mended(agent, "pinter invoce") == "printer invoice"
    assert mended(agent, "painter burning") == "printer burning", "each is a word, but nowhere together"


@pytest.mark.django_db
def test_letters_that_changed_places_are_meant_before_one_too_many(agent, customer):
    for words in ("Some rest", "More rest", "A reset"):
        make_ticket(requester=customer, subject=words)
    index_stale()
    recount()
    assert mended(agent, "reest") == "reset"


@pytest.mark.django_db
def test_only_what_is_missing_is_mended_and_operators_stay(agent, printer):
    assert mended(agent, "status:new burning invioce") == "status:new burning invoice"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["printer", "xylophone", "12345", '"prnter"', "-prnter", "", "%", "🙂", "status:solved prnter"]
)
def test_nothing_is_offered_that_finds_nothing_or_is_not_needed(agent, printer, text):
    assert mended(agent, text) is None


@pytest.mark.django_db
def test_a_customer_is_offered_no_word_of_a_note(agent, customer, printer):
    add_note(printer, actor=agent, body=Body.from_text("Probably fraudulent"))
    index_stale()

    assert mended(agent, "fraudulnt") == "fraudulent"
    assert mended(customer, "fraudulnt") is None
    assert mended(customer, "invoce") == "invoice"


@pytest.mark.django_db
def test_nobody_is_offered_a_word_of_a_ticket_they_cannot_see(agent, admin, other_customer, printer):
    assign_team(printer, actor=admin, team=TeamFactory(is_private=True, levels=[1, 2, 3]))
    index_stale()

    assert mended(admin, "prnter") == "printer"
    assert mended(agent, "prnter") is None
    assert mended(other_customer, "prnter") is None


@pytest.mark.django_db
def test_another_form_of_a_hidden_word_is_no_way_to_it(agent, customer, printer):
    """A visible "printer" must not vouch for a hidden "printers" through their common stem."""
    add_note(printer, actor=agent, body=Body.from_text("Reimbursements"))
    make_ticket(requester=customer, subject="My reimbursement", body=Body.from_text("Please"))
    index_stale()

    assert mended(customer, "reimbursemnets") in (None, "reimbursement")


@pytest.mark.django_db
def test_counting_anew_keeps_what_is_written_and_forgets_what_went(agent, printer):
    index_stale()
    Word.objects.create(word="vanished", keys=keys_of("vanished"))

    recount()

    words = set(Word.objects.values_list("word", flat=True))
    assert {"printer", "invoice", "burning"} <= words
    assert "vanished" not in words
    assert "burn" not in words, "a stem is no word"


@given(_WORDS, _WORDS)
def test_words_one_letter_apart_share_a_key(one, other):
    if OSA.distance(one, other) <= 1:
        assert set(keys_of(one)) & set(keys_of(other))
