"""What a reply is looked at for before it is sent."""

from dataclasses import replace

import pytest

from tests.factories import CustomerFactory, make_macro, make_ticket
from tickets.actions import Letter, add_note, add_participant, remove_participant, reply, solve
from tickets.checks import Code, Facts, cautions_for, facts_for
from tickets.content import Body
from tickets.models import Attachment


def codes(html, facts=None, **fields):
    letter = Letter(html=html, seen_seq=1, **fields)
    return [caution.code for caution in cautions_for(letter, facts or Facts())]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>All good.</p>", []),
        ("<p>Hi [customer's first name?],</p>", [Code.PLACEHOLDER]),
        ("<p>Hi {{ requester.first_name }}</p>", [Code.PLACEHOLDER]),
        ("<p>Is that right [see above]?</p>", []),
        ("<p>I have attached the invoice.</p>", [Code.ATTACHMENT]),
        ("<p>Anbei die Rechnung.</p>", [Code.ATTACHMENT]),
        ("<p>Siehe Anhang</p>", [Code.ATTACHMENT]),
        ("<p>Vous trouverez la pièce jointe.</p>", [Code.ATTACHMENT]),
        ("<p>If it does not work, see the attached guide.</p>", [Code.ATTACHMENT]),
        ("<p>Please send the attached form back.</p>", [Code.ATTACHMENT]),
        ("<p>Le adjunto la factura.</p>", [Code.ATTACHMENT]),
        ("<p>The cable is attached to the wall.</p>", []),
        ("<p>Your attachment could not be opened.</p>", []),
        ("<p>Thanks for the attached screenshot.</p>", []),
        ("<p>Nothing was attached.</p>", []),
        ("<p>The file you have attached is empty.</p>", []),
        ("<p>Could you send us the log as an attachment?</p>", []),
        ("<p>Attachments over 25 MB are refused.</p>", []),
        ("<p>Ihre Anlage läuft wieder.</p>", []),
        ("<p>Sie haben nichts angehängt.</p>", []),
        ("<p>Pouvez-vous l'envoyer en pièce jointe ?</p>", []),
        ("<p>Dear [Name],</p>", [Code.PLACEHOLDER]),
        ("<p>Your order [order number] left on {date}.</p>", [Code.PLACEHOLDER]),
        ("<p>[insert the link]</p>", [Code.PLACEHOLDER]),
        ("<p>Use the menu [File] or press [Enter].</p>", []),
        ("<blockquote>I attached it</blockquote><p>I see nothing.</p>", []),
        ("<p>&gt; I attached it<br>Where?</p>", []),
        ('<p>See attached <img src="/attachments/x/y.png"></p>', []),
        ("<p>Anhängerkupplung</p>", []),
    ],
)
def test_words_that_ask_for_another_look(html, expected):
    assert codes(html) == expected


def test_a_file_answers_the_attachment_check():
    assert codes("<p>Attached.</p>", files=[Attachment(filename="a.txt")]) == []


def test_a_prepared_answer_as_it_came_is_noticed_unless_it_names_the_customer_or_was_changed():
    facts = Facts(customer_names=("ann", "lee"), customer_name="Ann Lee", canned=("Hello,\n\nplease restart it.",))

    assert codes("<p>Hello,</p><p>please  restart it.</p>", facts) == [Code.CANNED]
    twice = replace(facts, canned=(*facts.canned, "Bye."))
    assert codes("<p>Hello,</p><p>please restart it.</p><p>Bye.</p>", twice) == [Code.CANNED]
    assert codes("<p>Hello,</p><p>please restart it. Good luck with the fair!</p>", facts) == []
    named = Facts(customer_names=("ann", "lee"), customer_name="Ann Lee", canned=("Hello Ann, please restart it.",))
    assert codes("<p>Hello Ann, please restart it.</p>", named) == []


def test_eight_words_of_a_note_in_a_row_are_a_quotation():
    facts = Facts(notes=("She is upset about the third delay and may leave us.",))

    assert codes("<p>she is upset about the THIRD delay, and may wait</p>", facts) == [Code.NOTE_QUOTED]
    assert codes("<p>She is upset about the third delay. Sorry!</p>", facts) == []


def test_a_short_note_is_quoted_as_a_whole():
    facts = Facts(notes=("She never pays in time.", "Thanks, Omar"))

    assert codes("<p>I know: she never pays in time!</p>", facts) == [Code.NOTE_QUOTED]
    assert codes("<p>She pays in time. Thanks, Omar</p>", facts) == []


def test_what_a_note_repeats_of_what_was_said_in_public_is_no_secret():
    words = "The export stops at page three whenever I print it."
    facts = Facts(notes=(f"She says: {words} I believe her.",), said=(words,))

    assert codes(f"<p>You wrote: {words}</p>", facts) == []
    assert codes(f"<p>{words} I believe her.</p>", facts) == [Code.NOTE_QUOTED]


@pytest.mark.django_db
def test_the_customers_other_open_tickets_are_named(ticket, agent, customer):
    other = make_ticket(requester=customer, subject="Second printer")
    solved = make_ticket(requester=customer)
    solve(solved, actor=agent)
    make_ticket(requester=CustomerFactory())
    letter = Letter(html="<p>Hi</p>", seen_seq=1)

    (caution,) = cautions_for(letter, facts_for(ticket, agent, letter, copied_when_begun=None))

    assert caution.code == Code.OTHER_TICKET
    assert f"#{other.pk} “Second printer”" in caution.text
    assert f"#{solved.pk}" not in caution.text


@pytest.mark.django_db
def test_who_joined_or_left_after_the_writer_began_is_named(ticket, agent, other_customer):
    letter = Letter(html="<p>Hi</p>", seen_seq=1, cc=[])
    add_participant(ticket, actor=agent, person=other_customer)

    facts = facts_for(ticket, agent, letter, copied_when_begun=[])
    assert "charlie@elsewhere.test joined" in cautions_for(letter, facts)[0].text
    chosen = Letter(html="<p>Hi</p>", seen_seq=1, cc=["charlie@elsewhere.test"])
    assert cautions_for(chosen, facts_for(ticket, agent, chosen, copied_when_begun=[])) == []

    remove_participant(ticket, actor=agent, person=other_customer)
    facts = facts_for(ticket, agent, chosen, copied_when_begun=["charlie@elsewhere.test"])
    assert "was taken out" in cautions_for(chosen, facts)[0].text


@pytest.mark.django_db
def test_macros_and_notes_are_read_from_the_ticket(ticket, agent):
    macro = make_macro(html="<p>Please restart {{ ticket.number }}.</p>")
    add_note(ticket, actor=agent, body=Body.from_text("one two three four five six seven eight nine"))
    letter = Letter(html=f"<p>Please restart {ticket.pk}.</p>", seen_seq=2, macros=[macro.pk])

    facts = facts_for(ticket, agent, letter, copied_when_begun=None)

    assert facts.canned == (f"Please restart {ticket.pk}.",)
    assert facts.notes == ("one two three four five six seven eight nine",)
    assert [caution.code for caution in cautions_for(letter, facts)] == [Code.CANNED]


@pytest.mark.django_db
def test_another_ticket_is_told_once_to_each_who_answers_and_again_when_there_is_one_more(
    ticket, agent, lead, customer
):
    make_ticket(requester=customer, subject="Printer again")
    letter = Letter(html="<p>Hello Ann</p>", seen_seq=1)

    def told(writer):
        return facts_for(ticket, writer, letter, copied_when_begun=None).other_tickets

    assert [subject for _number, subject in told(agent)] == ["Printer again"]
    reply(ticket, actor=agent, body=letter.body, seen_seq=None)
    assert told(agent) == ()
    assert [subject for _number, subject in told(lead)] == ["Printer again"]

    make_ticket(requester=customer, subject="And the invoice")
    assert [subject for _number, subject in told(agent)] == ["And the invoice"]
