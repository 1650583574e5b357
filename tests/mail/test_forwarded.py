"""A colleague forwards a customer's mail: the request is the customer's. And `#note` makes an answer by mail a note."""

# ruff: noqa: E501 - heads as programs write them

import pytest

from mail.forwarded import forwarded_by
from mail.intake_staff import without_note_mark
from mail.parsing import parse_message
from outbox.models import OutboundEmail
from tests.mail import corpus
from tickets.content import Body

pytestmark = pytest.mark.django_db
WORDS = "My export is broken since Monday.\n\nCarla"
HEADS = {
    "Gmail": "---------- Forwarded message ---------\nFrom: Carla C <Carla@customer.test>\nDate: Mon, 2 Nov 2026 at 10:00\n"
    "Subject: Broken export\nTo: Omar <agent@example.com>\n\n\n" + WORDS,
    "Apple Mail": "Begin forwarded message:\n\n> From: Carla C <carla@customer.test>\n> Subject: Broken export\n"
    "> Date: 2 November 2026 at 10:00:00 CET\n> To: agent@example.com\n> \n> My export is broken since Monday.\n> \n> Carla",
    "Outlook": "From: Carla C <carla@customer.test>\nSent: Monday, November 2, 2026 10:00 AM\nTo: Omar <agent@example.com>\n"
    "Subject: Broken export\n\n" + WORDS,
    "Outlook in German": "Von: Carla C [mailto:carla@customer.test]\nGesendet: Montag, 2. November 2026 10:00\n"
    "An: Omar\nBetreff: Broken export\n\n" + WORDS,
    "Thunderbird": "-------- Forwarded Message --------\nSubject: \tBroken export\nDate: \tMon, 2 Nov 2026 10:00:00 +0100\n"
    "From: \tCarla C <carla@customer.test>\nTo: \tagent@example.com\n\n\n\n" + WORDS,
    "Thunderbird in Polish": "-------- Przekazana wiadomość --------\nTemat: \tBroken export\nData: \tMon, 2 Nov 2026 10:00:00 +0100\n"
    "Nadawca: \tCarla C <carla@customer.test>\nAdresat: \tagent@example.com\n\n\n\n" + WORDS,
    "Yahoo": "----- Forwarded Message -----\nFrom: Carla C <carla@customer.test>\nTo: agent@example.com\n"
    "Sent: Monday, November 2, 2026 at 10:00:00 AM GMT+1\nSubject: Broken export\n\n" + WORDS,
}


def forward(receive, head: str, *, above: str = "", sender: str = "Omar <agent@example.com>", **headers: str):
    body = f"{above}\n\n{HEADS[head]}" if above else HEADS[head]
    return receive(From=sender, Subject="Fwd: Broken export", body=body, **headers)


@pytest.mark.parametrize("program", HEADS)
def test_the_customer_is_the_requester_whatever_program_forwards(receive, agent, program):
    ticket = forward(receive, program).ticket

    assert (ticket.requester.email, ticket.requester.name) == ("carla@customer.test", "Carla C")
    assert ticket.subject == "Broken export"
    message = ticket.messages.get()
    assert (message.author.email, message.kind, message.text) == ("carla@customer.test", "public", WORDS)
    assert [list(mail.recipients.values_list("address", flat=True)) for mail in OutboundEmail.objects.all()] == [
        ["carla@customer.test"]
    ]


@pytest.mark.parametrize(("head", "who"), [("Fra", "carla@customer.test"), ("Lähettäjä", "agent@example.com")])
def test_the_mark_that_passes_on_in_danish_is_an_answer_in_finnish(receive, agent, head, who):
    body = f"{head}: Carla C <carla@customer.test>\nSendt: 2. november 2026 10:00\nTil: Omar\nEmne: Broken export\n\n{WORDS}"

    assert (
        receive(From="Omar <agent@example.com>", Subject="VS: Broken export", body=body).ticket.requester.email == who
    )


HEADS_WITHOUT_A_MARK = {
    "Outlook 2003": "-----Original Message-----\nFrom: Carla C [mailto:carla@customer.test]\nSent: Monday\nTo: Omar\nSubject: Broken export\n\n",
    "Outlook on phones": "________________________________\nFrom: Carla C <carla@customer.test>\nSent: Monday\nSubject: Broken export\n\n",
    "Roundcube": "-------- Original Message --------\nSubject: Broken export\nDate: Monday\nFrom: Carla C <carla@customer.test>\nTo: Omar\n\n",
    "GMX": 'Gesendet: Montag\nVon: "Carla C" <carla@customer.test>\nAn: Omar\nBetreff: Broken export\n\n',
    "eM Client": '------ Original Message ------\nFrom "Carla C" <carla@customer.test>\nTo "Omar" <agent@example.com>\nSubject Broken export\n\n',
    "Proton": "‐‐‐‐‐‐‐ Forwarded Message ‐‐‐‐‐‐‐\nFrom: Carla C <carla@customer.test>\nSubject: Broken export\n\n",
}  # fmt: skip


@pytest.mark.parametrize("program", HEADS_WITHOUT_A_MARK)
@pytest.mark.parametrize("above", ["", "Please take this."])
def test_nothing_of_the_head_is_taken_for_the_colleagues_words(program, above):
    text = f"{above}\n\n{HEADS_WITHOUT_A_MARK[program]}{WORDS}"
    passed_on = forwarded_by(parse_message(corpus.plain(text, Subject="Fwd: Broken export")))
    assert passed_on is not None
    assert (passed_on.sender.email, passed_on.sender.name) == ("carla@customer.test", "Carla C")
    assert (passed_on.text, passed_on.above) == (WORDS, above)


def test_what_the_colleague_wrote_above_is_a_note(receive, agent):
    ticket = forward(receive, "Gmail", above="Please take this, she called twice.").ticket

    words, note = ticket.messages.order_by("pk")
    assert (words.kind, words.text) == ("public", WORDS)
    assert (note.kind, note.author, note.text) == ("note", agent, "Please take this, she called twice.")


ATTACHED = "From: Carla C <Carla@customer.test>\nTo: agent@example.com\nSubject: Broken export\n\n" + WORDS


def carrying(subject: str, words: str = "", inside: str = ATTACHED, *, times: int = 1) -> bytes:
    enclosed = f"--b1\nContent-Type: message/rfc822\nContent-Disposition: attachment\n\n{inside}\n" * times
    return (
        f"From: Omar <agent@example.com>\nTo: support@example.com\nSubject: {subject}\nMessage-ID: <f1@example.com>\n"
        f"Content-Type: multipart/mixed; boundary=b1\n\n--b1\nContent-Type: text/plain\n\n{words}\n{enclosed}--b1--\n"
    ).encode()


@pytest.mark.parametrize("subject", ["Fwd: Broken export", "WG: Broken export", "Broken export", ""])
def test_a_mail_that_is_passed_on_as_an_attachment_is_its_writers_request(receive, agent, subject):
    ticket = receive(carrying(subject, "Please take this.")).ticket

    assert (ticket.requester.email, ticket.requester.name, ticket.subject) == (
        "carla@customer.test",
        "Carla C",
        "Broken export",
    )
    words, note = ticket.messages.order_by("pk")
    assert (words.kind, words.text, note.kind, note.author, note.text) == (
        "public",
        WORDS,
        "note",
        agent,
        "Please take this.",
    )
    assert [file.filename for file in words.attachments.all()] == ["Broken export.eml"]


@pytest.mark.parametrize(
    "mail",
    [
        carrying("Our mail server is down", "See what came back to me."),
        carrying("Fwd: two of them", times=2),
        carrying("Fwd: empty", inside="From: Carla C <carla@customer.test>\nSubject: Empty\n\n"),
        carrying("Fwd: nobody", inside="Subject: Broken export\n\nHello"),
    ],
)
def test_a_letter_with_an_enclosure_is_the_colleagues(receive, agent, mail):
    assert receive(mail).ticket.requester == agent


def test_who_is_none_of_ours_forwards_as_themselves(receive, agent):
    ticket = forward(receive, "Gmail", sender="Bob <bob@customer.test>").ticket

    assert ticket.requester.email == "bob@customer.test"
    assert WORDS in ticket.messages.get().text


def test_a_colleagues_name_on_a_mail_that_fails_its_check_is_not_believed(receive, agent, settings):
    settings.MAIL_AUTHSERV_ID = {"mx.example.com"}
    failed = "mx.example.com; spf=fail; dmarc=fail (p=none) header.from=example.com"

    ticket = forward(receive, "Gmail", Authentication_Results=failed).ticket

    assert ticket.requester.email == "agent@example.com"


@pytest.mark.parametrize("who", ["agent2@example.com", "support@example.com", "no-reply@shop.test"])
def test_mail_of_ours_and_of_machines_stays_the_colleagues(receive, agent, agent_l2, who):
    body = HEADS["Outlook"].replace("carla@customer.test", who)

    ticket = receive(From="Omar <agent@example.com>", Subject="Fwd: Broken export", body=body).ticket

    assert ticket.requester == agent


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Question", "Hello,\n\nFrom: a colleague\nTo: you\n"),
        ("Fwd: Broken export", "See below."),
        ("Broken export", "From: Carla C <carla@customer.test>\nTo: us\n\nHello"),
    ],
)
def test_what_only_looks_a_little_like_it_is_none(subject, body):
    assert forwarded_by(parse_message(corpus.plain(body, Subject=subject))) is None


@pytest.mark.parametrize(
    ("text", "html", "said", "shown"),
    [
        ("#note\nOnly for us", "", "Only for us", ""),
        ("#Note: Only for us", "<p>#Note: Only for us</p>", "Only for us", "<p>Only for us</p>"),
        ("#note\n\nOnly", "<div>#note<br></div><div>Only</div>", "Only", "<div></div><div>Only</div>"),
    ],
)
def test_the_mark_is_taken_out(text, html, said, shown):
    body, is_note = without_note_mark(Body(text=text, html=html))

    assert (is_note, body.text, body.html) == (True, said, shown)


@pytest.mark.parametrize("text", ["Write #note first", "#notes are fine", "#1042 is the number"])
def test_other_words_are_no_mark(text):
    assert without_note_mark(Body(text=text)) == (Body(text=text), False)
