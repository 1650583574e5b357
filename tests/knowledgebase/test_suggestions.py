"""What is offered beside a ticket, and counting it."""

import pytest

from knowledgebase.actions import insert_suggestion, settle_suggestions, show_suggestions
from knowledgebase.models import Suggestion, Visibility
from search.indexing import index_range
from tests.factories import CustomerFactory, TeamFactory, make_macro, make_ticket
from tickets.actions import apply_macro, reply, solve
from tickets.content import Body
from tickets.errors import IllegalTransition

ANSWER = "Hi Carl,\n\nopen Billing, choose Invoices and press Edit address. Carl Stone signs it.\n\nKind regards\nOmar"


@pytest.fixture
def solved(mailbox, agent):
    other = CustomerFactory(name="Carl Stone", email="carl@stone.example")
    ticket = make_ticket(requester=other, subject="Wrong address on my invoice")
    reply(ticket, actor=agent, body=Body.from_text(ANSWER), seen_seq=None)
    solve(ticket, actor=agent)
    return ticket


@pytest.fixture
def asked(solved, customer):
    ticket = make_ticket(requester=customer, subject="The address on the invoice is wrong")
    index_range(1, ticket.pk)
    return ticket


def kinds(found):
    return [(one.kind, one.target) for one in found]


def test_an_alike_solved_ticket_is_offered_with_its_answer_and_without_the_other_customer(asked, solved, agent):
    (found,) = show_suggestions(asked, actor=agent)
    assert (found.kind, found.target) == ("ticket", solved.pk)
    assert "press Edit address" in found.html
    assert "Carl" not in found.html and "Kind regards" not in found.html


def test_articles_are_offered_as_links_and_internal_ones_are_not_sent(asked, agent, write):
    public = write("Change the address on an invoice", "Open Billing and edit the invoice address.\n")
    ours = write("Invoice address, our limits", "The invoice address is ours.\n", visibility=Visibility.INTERNAL)
    found = {one.target: one for one in show_suggestions(asked, actor=agent) if one.kind == "article"}
    assert f"/help/en/articles/{public.slug}/" in found[public.article_id].html
    assert not found[ours.article_id].can_be_inserted
    with pytest.raises(IllegalTransition):
        insert_suggestion(asked, actor=agent, kind="article", target=ours.article_id)


def test_macros_that_answered_alike_tickets_are_offered(asked, solved, agent):
    macro = make_macro(name="Edit address", html="<p>Edit it.</p>", add_tags=["address"])
    apply_macro(solved, actor=agent, macro=macro)
    assert ("macro", macro.pk) in kinds(show_suggestions(asked, actor=agent))


def test_what_somebody_may_not_see_is_not_offered(mailbox, customer, agent, agent_l2):
    private = TeamFactory(is_private=True)
    private.members.add(agent_l2)
    hidden = make_ticket(subject="Wrong address on my invoice", team=private)
    reply(hidden, actor=agent_l2, body=Body.from_text(ANSWER), seen_seq=None)
    solve(hidden, actor=agent_l2)
    asked = make_ticket(requester=customer, subject="The address on the invoice is wrong")
    index_range(1, asked.pk)
    assert show_suggestions(asked, actor=agent) == []
    assert kinds(show_suggestions(asked, actor=agent_l2)) == [("ticket", hidden.pk)]


def test_what_was_shown_is_counted_once_for_each_person(asked, agent, agent_l2):
    show_suggestions(asked, actor=agent)
    show_suggestions(asked, actor=agent)
    show_suggestions(asked, actor=agent_l2)
    assert Suggestion.objects.count() == 2
    assert not Suggestion.objects.exclude(inserted_at=None).exists()


def test_an_answer_that_was_put_in_and_sent_is_counted_as_sent(asked, solved, agent):
    chosen = insert_suggestion(asked, actor=agent, kind="ticket", target=solved.pk)
    assert settle_suggestions() == 0
    reply(asked, actor=agent, body=Body.from_html(f"<p>Hi Ann,</p>{chosen.html}"), seen_seq=None)
    assert settle_suggestions() == 1
    assert settle_suggestions() == 0
    assert Suggestion.objects.get().sent_at is not None


def test_what_was_thrown_away_again_is_not_sent(asked, solved, agent, write):
    text = write("Change the address on an invoice", "Open Billing and edit the invoice address.\n")
    insert_suggestion(asked, actor=agent, kind="article", target=text.article_id)
    reply(asked, actor=agent, body=Body.from_text("I call you."), seen_seq=None)
    assert settle_suggestions() == 0
    link = f"Look at https://help.example.com/help/en/articles/{text.slug}/"
    reply(asked, actor=agent, body=Body.from_text(link), seen_seq=None)
    assert settle_suggestions() == 1


def test_without_anything_alike_nothing_is_offered(mailbox, ticket, agent):
    assert show_suggestions(ticket, actor=agent) == []
