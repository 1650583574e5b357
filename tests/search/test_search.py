"""Finding tickets: who finds what, by which words, and that no match is out of reach."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import queries
from search.highlights import marked
from search.indexing import index_all, index_range, index_stale
from search.integrity import check_index
from search.models import Entry, Stale
from search.queries import search_tickets, tickets_of
from tests.factories import CustomerFactory, OrganizationFactory, TeamFactory, make_ticket
from tickets.actions import (
    add_note,
    assign_team,
    delete,
    mark_spam,
    receive_message,
    reply,
    set_subject,
    tag,
)
from tickets.content import Body
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["index", "walk"])
def way(request, monkeypatch):
    """Both ways to the matches must find the same."""
    monkeypatch.setattr(queries, "MANY_ROWS", 0 if request.param == "walk" else 10**9)
    monkeypatch.setattr(queries, "WINDOW", 3)
    return request.param


def ticket_saying(text, **fields) -> Ticket:
    return make_ticket(subject=fields.pop("subject", "Hello"), body=Body.from_text(text), **fields)


def test_words_are_found_in_messages_notes_and_the_tickets_own_fields(found, agent, way):
    company = OrganizationFactory(name="Globex Corporation")
    ticket = ticket_saying(
        "It started this morning.",
        subject="Printer burns",
        requester=CustomerFactory(name="Zoë Ørsted", organization=company),
    )
    add_note(ticket, actor=agent, body=Body.from_text("Extinguisher bestellt"))
    tag(ticket, actor=agent, add=["hardware"])
    ticket_saying("Something else")

    for text in (
        "morning",
        "PRINTER",
        "extinguisher",
        "zoe",
        "orsted",
        "globex",
        "hardware",
        "morning printer zoe",
        "extingu",
    ):
        assert found(agent, text) == [ticket.pk], text
    assert found(agent, "morning nothing") == []


def test_other_forms_of_a_word_are_found_but_a_phrase_is_exact(found, agent, way):
    english = ticket_saying("The refunds are not what I have asked you for", requester=CustomerFactory())
    german = ticket_saying("Ich habe die Rechnungen nicht mit der Post bekommen")

    assert found(agent, "refund ") == [english.pk]
    assert found(agent, "refunding ") == [english.pk]
    assert found(agent, "rechnung ") == [german.pk]
    assert found(agent, '"the refunds are not"') == [english.pk]
    assert found(agent, '"the refund are not"') == []
    assert found(agent, '"refunds the"') == []


def test_chinese_japanese_and_korean_are_found_by_any_part(found, agent, way):
    ticket = ticket_saying("漢字検索ができません")

    for text in ("漢字", "字検索", "検", "索", "ま", "漢字 せん"):
        assert found(agent, text) == [ticket.pk], text
    assert found(agent, "漢検") == []


def test_words_with_a_minus_leave_tickets_out(found, agent, way):
    ticket = ticket_saying("red apple")
    other = ticket_saying("red pear")

    assert found(agent, "red -pear") == [ticket.pk]
    assert found(agent, "-apple") == [other.pk]


def test_operators_narrow(found, agent, agent_l2, first_line, way):
    mine = ticket_saying("red apple", priority=4, tags=["fruit"], team=first_line, assignee=agent, channel="phone")
    other = ticket_saying("red pear", requester=CustomerFactory(email="bob@pears.test"))
    today = datetime.datetime.now(datetime.UTC).date()

    for text in (
        "assignee:me",
        "assignee:omar",
        "priority:urgent",
        "tag:fruit",
        'team:"first line"',
        "channel:phone",
        "status:open",
    ):
        assert found(agent, text) == [mine.pk], text
        assert found(agent, f"red {text}") == [mine.pk], text
        assert found(agent, f"red -{text}") == [other.pk], text
    assert found(agent, "from:bob@") == [other.pk]
    assert found(agent, "assignee:none team:none level:1") == [other.pk]
    assert found(agent, f"red created:{today}") == [other.pk, mine.pk]
    assert found(agent, f"red created>{today}") == found(agent, f"red created<{today}") == []
    assert found(agent_l2, "assignee:me") == []


def test_customers_find_their_own_tickets_and_public_words_only(found, agent, customer, other_customer):
    ticket = ticket_saying("red apple", requester=customer)
    add_note(ticket, actor=agent, body=Body.from_text("secretly annoying"))
    tag(ticket, actor=agent, add=["difficult"])

    assert found(customer, "apple") == found(customer, "status:open apple") == [ticket.pk]
    assert found(agent, "secretly difficult") == [ticket.pk]
    for text in ("secretly", "difficult", "tag:difficult", "apple -secretl"):
        assert found(customer, text) == ([ticket.pk] if text.startswith("apple") else []), text
    assert found(other_customer, "apple") == []


def test_somebody_in_copy_finds_what_came_after_them(found, agent, customer, other_customer):
    ticket = ticket_saying("red apple", requester=customer)
    receive_message(ticket, actor=customer, body=Body.from_text("green pear"), channel="email", cc=[other_customer])
    reply(ticket, actor=agent, body=Body.from_text("yellow lemon"), seen_seq=None)

    assert found(other_customer, "pear") == found(other_customer, "lemon") == [ticket.pk]
    assert found(other_customer, "apple") == []
    assert found(customer, "apple") == [ticket.pk]


def test_private_teams_spam_and_deleted_tickets_stay_out(found, agent, admin, way):
    hidden, spam, deleted = ticket_saying("red apple"), ticket_saying("red pear"), ticket_saying("red plum")
    assign_team(hidden, actor=admin, team=TeamFactory(is_private=True))
    mark_spam(spam, actor=agent)
    delete(deleted, actor=admin)

    assert found(agent, "red") == []
    assert found(admin, "red") == [hidden.pk]


def test_a_changed_subject_is_found_and_the_old_one_is_not(found, agent, ticket):
    assert found(agent, "printer") == [ticket.pk]
    set_subject(ticket, actor=agent, subject="The scanner")

    assert found(agent, "scanner") == [ticket.pk]
    assert found(agent, "printer") == []


def test_every_match_is_reached_once_by_paging_newest_first(found, agent, way):
    numbers = [ticket_saying("red apple" if n % 3 else "green").pk for n in range(17)]
    wanted = [number for n, number in reversed(list(enumerate(numbers))) if n % 3]

    assert found(agent, "apple", limit=2) == wanted
    assert found(agent, "apple") == wanted


def test_the_count_is_exact_or_says_that_there_are_more(agent, monkeypatch, way):
    for _ in range(7):
        ticket_saying("red apple")
    index_stale()

    assert search_tickets(agent, "apple", limit=5).count_text == "7"
    assert search_tickets(agent, "apple", limit=2).count_text == ("7" if way == "index" else "3+")
    monkeypatch.setattr(queries, "COUNTED", 4)
    assert search_tickets(agent, "apple", limit=5).count_text == "4+"


def test_a_number_jumps_to_its_ticket_if_they_may_see_it(agent, customer, other_customer, ticket):
    assert search_tickets(agent, f"#{ticket.pk}").exact == ticket
    assert search_tickets(customer, f"{ticket.pk}").exact == ticket
    assert search_tickets(other_customer, f"{ticket.pk}").exact is None
    assert search_tickets(agent, str(2**63 - 1)).exact is None


def test_the_highlight_shows_the_message_with_the_words_marked_and_nothing_unescaped(agent, customer, ticket):
    reply(
        ticket, actor=agent, body=Body.from_text("x " * 100 + "<script>alert(1)</script> Réfunds & more"), seen_seq=None
    )
    add_note(ticket, actor=agent, body=Body.from_text("refund secretly"))
    index_stale()

    inside = search_tickets(agent, "refund").highlights[ticket.pk]
    outside = search_tickets(customer, "refund").highlights[ticket.pk]

    assert inside.html == "<mark>refund</mark> secretly"
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>Réfunds</mark> &amp; more" in outside.html
    assert outside.html.startswith("…")


def test_a_highlight_marks_the_words_of_its_line_also_accented_and_cjk_ones():
    text = "Äpfel and apfel, 漢字検索 " + "x " * 100 + "apfel"

    assert marked(text, ("apfel", "字検")).count("<mark>") == 3
    assert marked("nothing " * 50, ("apfel",)).startswith("nothing nothing")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        '"',
        "%",
        "'",
        "\\",
        "🙂",
        "\x00",
        "a" * 5000,
        "x:" * 900,
        "-",
        "()&|!:*",
        "<->",
        "NULL",
        "created>0001-01-01",
        "created:9999-12-31",
        "٣",
    ],
)
def test_odd_input_is_no_error(agent, customer, ticket, text, way):
    index_stale()
    for person in (agent, customer):
        search_tickets(person, text)
        search_tickets(person, f"red {text}", after=text[:20])


def test_one_ticket_or_thirty_take_the_same_queries(agent):
    def statements() -> int:
        index_stale()
        search_tickets(agent, "apple")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            page = search_tickets(agent, "apple")
            assert all(ticket.requester.display_name and str(ticket.assignee) for ticket in tickets_of(agent, page))
        return len(captured)

    ticket_saying("red apple", requester=CustomerFactory(organization=OrganizationFactory()))
    few = statements()
    for _ in range(29):
        ticket_saying("red apple", requester=CustomerFactory(organization=OrganizationFactory()))
    assert statements() == few


def test_the_bulk_ways_fill_the_index_like_the_worker(found, agent, ticket):
    add_note(ticket, actor=agent, body=Body.from_text("Löschdecke geholt"))
    tag(ticket, actor=agent, add=["hardware"])
    make_ticket()
    index_stale()
    columns = ("ticket_id", "message_id", "is_public", "language", "at", "vector")
    by_worker = sorted(Entry.objects.values_list(*columns), key=str)

    index_range(ticket.pk, ticket.pk)
    assert sorted(Entry.objects.values_list(*columns), key=str) == by_worker
    index_all()
    assert sorted(Entry.objects.values_list(*columns), key=str) == by_worker
    assert not Stale.objects.exists()


def test_the_integrity_check_names_what_is_missing_and_leaves_what_is_stale(agent, ticket):
    assert list(check_index()) == []
    index_stale()
    assert list(check_index()) == []

    Entry.objects.all().delete()
    message = ticket.messages.get()
    assert list(check_index()) == [
        f"Message {message.pk} of ticket {ticket.pk} is not in the search index.",
        f"Ticket {ticket.pk} lacks 2 rows of its own fields in the search index.",
    ]
    index_all()
    Entry.objects.filter(message=message).update(is_public=False)
    assert len(list(check_index())) == 1


WORDS = ["red", "reds", "green", "apple", "apples", "pear", "Äpfel", "e42"]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join), min_size=1, max_size=6),
    wanted=st.lists(st.sampled_from(WORDS), min_size=1, max_size=3),
    unwanted=st.lists(st.sampled_from(WORDS), max_size=1),
)
def test_search_finds_what_a_naive_search_finds(found, agent, way, texts, wanted, unwanted):
    Ticket.objects.update(is_spam=True)  # those of the examples before
    numbers = [ticket_saying(text, subject="-").pk for text in texts]
    forms = {
        "reds": {"red", "reds"},
        "red": {"red", "reds"},
        "apple": {"apple", "apples"},
        "apples": {"apple", "apples"},
    }

    def has(text: str, word: str) -> bool:
        return bool(forms.get(word, {word}) & set(text.split()))

    expected = [
        number
        for number, text in zip(numbers, texts, strict=True)
        if all(has(text, word) for word in wanted) and not any(has(text, word) for word in unwanted)
    ]
    typed = " ".join([*wanted, *(f"-{word}" for word in unwanted)]) + " "
    assert found(agent, typed) == expected[::-1], (texts, typed)
