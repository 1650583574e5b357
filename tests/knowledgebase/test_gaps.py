"""What to write next."""

from datetime import timedelta

import pytest

from helpdesk import clock
from knowledgebase.actions import (
    add_article,
    archive,
    close_gap,
    open_gap,
    publish,
    record_click,
    record_search,
    save_draft,
)
from knowledgebase.gaps import gap_page, gaps, key_of
from knowledgebase.models import HelpOutcome, HelpPlace, HelpSession
from tests.factories import TeamFactory, make_ticket


def search(query, *, reader="session:1", found=0):
    return record_search(reader=reader, query=query, language="en", found=found)


def became(ticket, question):
    now = clock.now()
    HelpSession.objects.create(
        place=HelpPlace.FORM, language="en", question=question, ticket=ticket, outcome=HelpOutcome.TICKET,
        started_at=now, last_at=now, ended_at=now,
    )  # fmt: skip


def begun(category, writer):
    return add_article(actor=writer, title="Vouchers", category=category, language="en", gap=key_of("gift card", "en"))


def test_the_same_question_in_another_order_and_form_is_one(db, agent):
    search("change my invoice address", reader="session:1")
    search("Invoice addresses: how to change?", reader="session:2")
    search("gift card", reader="session:3")
    first, second = gaps(agent)
    assert (first.searches, first.vain, len(first.queries)) == (2, 2, 2)
    assert second.query == "gift card"


def test_what_readers_opened_something_for_is_no_gap(write, agent):
    article = write("Pay an invoice").article
    session = search("pay an invoice", found=1)
    record_click(session=session.pk, reader="session:1", article=article)
    assert gaps(agent) == []


def test_who_comes_back_to_what_was_found_has_not_searched_in_vain(write, agent):
    article = write("Pay an invoice").article
    session = search("pay an invoice", found=1)
    record_click(session=session.pk, reader="session:1", article=article)
    assert search("pay an invoice", found=1) == session
    assert gaps(agent) == []


def test_the_same_search_a_day_later_is_another_one(db, agent):
    search("gift card")
    with clock.at(clock.now() + timedelta(days=1)):
        search("gift card")
    assert gaps(agent)[0].searches == 2


def test_tickets_weigh_more_than_searches_and_stand_behind_their_question(mailbox, ticket, agent):
    search("gift card", reader="session:1")
    search("gift card", reader="session:2")
    became(ticket, "my parcel is late")
    first, second = gaps(agent)
    assert (first.numbers, first.tickets, first.query) == ([ticket.pk], [ticket], "my parcel is late")
    assert second.searches == 2


def test_what_became_a_ticket_is_a_question_in_the_ticket_s_language(mailbox, agent):
    became(make_ticket(subject="Paket verspätet", language="de"), "wo bleibt mein Paket")
    (gap,) = gaps(agent, language="de")
    assert gap.language == "de" and gaps(agent, language="en") == []


def test_what_the_customer_of_a_private_team_wrote_is_not_shown_to_others(mailbox, agent):
    private = make_ticket(team=TeamFactory(is_private=True))
    became(private, "my parcel is late")
    assert gaps(agent) == []


def test_a_question_that_became_a_ticket_is_called_as_the_ticket_is(ticket, agent):
    became(ticket, f"{ticket.subject} and a whole letter of what happened since")
    (gap,) = gaps(agent)
    assert gap.title == ticket.subject


def test_what_somebody_writes_is_taken_and_dealt_with_once_readers_see_it(write, category, agent, lead):
    search("gift card")
    text = begun(category, agent)
    (gap,) = gaps(agent)
    assert gap.text == text
    save_draft(text, actor=agent, title="Vouchers", body="Buy one under Shop.", version=text.version)
    publish(text, actor=lead)
    assert gaps(agent) == []


def test_what_is_written_no_more_can_be_taken_again(category, agent, lead):
    search("gift card")
    archive(begun(category, agent), actor=lead)
    (gap,) = gaps(agent)
    assert gap.text is None


def test_what_was_dealt_with_comes_back_when_it_is_looked_for_again(db, agent):
    search("gift card")
    close_gap(actor=agent, language="en", words=key_of("gift card", "en"))
    assert gaps(agent) == []
    with clock.at(clock.now() + timedelta(hours=1)):
        search("gift card", reader="session:2")
        assert len(gaps(agent)) == 1


def test_words_that_cannot_be_kept_whole_are_closed_and_taken_back(db, agent):
    words = {"language": "e\x00n", "words": "gift\x00 card " * 200}
    close_gap(actor=agent, **words)
    assert open_gap(actor=agent, **words)


def test_closing_is_taken_back(db, agent):
    search("gift card")
    words = key_of("gift card", "en")
    close_gap(actor=agent, language="en", words=words)
    assert open_gap(actor=agent, language="en", words=words)
    assert not open_gap(actor=agent, language="en", words=words)
    assert len(gaps(agent)) == 1


@pytest.mark.parametrize("count", [1, 30])
def test_thirty_questions_cost_no_more_statements_than_one(db, agent, count, django_assert_max_num_queries):
    for number in range(count):
        search(f"thing{number} broken", reader=f"session:{number}")
    with django_assert_max_num_queries(7):
        assert len(gaps(agent)) == count


def test_the_list_goes_on_behind_its_first_page(db, agent):
    for number in range(53):
        search(f"word{number:02}", reader=f"session:{number}")
    first, second = gap_page(agent), gap_page(agent, offset=50)
    assert (len(first.gaps), first.next, first.previous) == (50, 50, None)
    assert (len(second.gaps), second.next, second.previous, second.total) == (3, None, 0, 53)
    assert not {gap.words for gap in first.gaps} & {gap.words for gap in second.gaps}
    assert gap_page(agent, offset=9_000).offset == 50  # what stood there was dealt with
