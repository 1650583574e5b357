"""Returned mail in the dialects of the world's servers."""

import base64

import pytest

from mail.parsing import parse_message
from tests.mail import corpus
from tests.mail.returned import NOT_RETURNED, RETURNED


def of(sender: str, subject: str, words: str) -> bytes:
    head = f"From: {sender}\nTo: support@example.com\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8"
    return corpus.raw(head, words.encode())


@pytest.mark.parametrize("server", RETURNED)
def test_returned_mail_is_recognised_and_tied_to_what_came_back(server):
    returned = RETURNED[server]
    mail = parse_message(of(returned.sender, returned.subject, returned.words))
    assert mail.is_bounce
    assert mail.bounced_message_id == "abc@example.com"
    assert [one.email for one in mail.bounced] == ([returned.recipient] if returned.recipient else [])


DELAYS = [
    (
        "Warning: message 1abcDE-0001 delayed 24 hours",
        "A message has not yet been delivered to\n\n  gone@example.net\n\nNo action is required.",
    ),
    ("WARNING: delayed mail.", "<gone@example.net>:\n    connection refused"),
    ("Warning: could not send message for past 4 hours", "THIS IS A WARNING MESSAGE ONLY\n\n<gone@example.net>"),
    ("Verzögerte Zustellung", "Die Zustellung an folgende Adresse ist verzögert:\n\n<gone@example.net>"),
]


@pytest.mark.parametrize(("subject", "words"), DELAYS)
def test_what_is_only_delayed_marks_no_address_as_dead(subject, words):
    (recipient,) = parse_message(of("Mail Delivery System <Mailer-Daemon@mx.example.net>", subject, words)).bounced
    assert (recipient.email, recipient.action, recipient.is_permanent) == ("gone@example.net", "delayed", False)


def test_what_a_server_says_in_base64_is_read():
    words = base64.encodebytes("次の宛先に配信できませんでした:\n<gone@example.net>\n".encode()).decode()
    head = (
        "From: MAILER-DAEMON@mx.example.jp\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64"
    )
    mail = parse_message(corpus.raw(head, words.encode()))
    assert (mail.is_bounce, [one.email for one in mail.bounced]) == (True, ["gone@example.net"])


@pytest.mark.parametrize("mail", NOT_RETURNED)
def test_what_only_speaks_of_delivery_is_no_bounce(mail):
    assert not parse_message(of(*NOT_RETURNED[mail])).is_bounce


def test_what_a_gateway_says_below_the_subject_counts():
    words = "Votre message n'a pas pu etre delivre a\n\nYour message could not be delivered to\n  gone@example.net"
    mail = parse_message(of("gateway-x@bank.example", "RE: Your offer : non remis\n\t(delivery failed)", words))
    assert (mail.is_bounce, [one.email for one in mail.bounced]) == (True, ["gone@example.net"])
    asks = parse_message(of("ann@example.net", "RE: Your offer (delivery failed)", "Did you get it?"))
    assert not asks.is_bounce


def test_a_nameless_server_that_returns_a_mail_is_known_by_its_words():
    head = "Return-Path: <>\nFrom: gone@example.net\nSubject: Mail\nContent-Type: multipart/mixed; boundary=B"
    body = "--B\n\n{}\n--B\nContent-Type: message/rfc822\n\nMessage-ID: <abc@example.com>\nTo: gone@example.net\n\nHi\n--B--"
    words = "Your mail of Monday\n could not be delivered to: <gone@example.net>\n as their mailbox is full."
    mail = parse_message(corpus.raw(head, body.format(words).encode()))
    assert (mail.is_bounce, mail.bounced_message_id) == (True, "abc@example.com")
    assert not parse_message(corpus.raw(head, body.format("See the mail below.").encode())).is_bounce


def test_a_status_that_is_a_file_by_its_name_is_attached_too():
    named = corpus.bounce("abc@example.com").replace(
        b"Content-Type: message/delivery-status", b"Content-Type: message/delivery-status; name=details.txt"
    )
    files = [
        [one.filename for one in parse_message(raw).attachments] for raw in (corpus.bounce("abc@example.com"), named)
    ]
    assert [("details.txt" in names) for names in files] == [False, True]


def test_good_news_of_a_delivery_is_a_report_and_no_bounce():
    raw = corpus.bounce("abc@example.com").replace(b"Action: failed", b"Action: delivered")
    mail = parse_message(raw)
    assert (mail.is_bounce, mail.is_auto) == (False, True)


def test_good_news_with_a_comment_is_no_bounce_either():
    raw = corpus.bounce("abc@example.com").replace(b"Action: failed", b"Action: relayed (to an older server)")
    assert not parse_message(raw).is_bounce


def test_a_status_that_is_the_whole_mail_is_a_bounce():
    status = b"Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; gone@example.net\nAction: failed\nStatus: 5.1.1\n"
    mail = parse_message(b"Content-Type: message/delivery-status\n\n" + status)
    assert (mail.is_bounce, [one.email for one in mail.bounced]) == (True, ["gone@example.net"])


def test_the_reason_below_what_names_the_mail_is_no_quote():
    words = (
        "This report relates to a message you sent:\n\n  Date: Mon, 2 Nov 2026 10:00:00 +0100\n"
        "  From: Support <support@example.com>\n  To: gone@example.net\n  Subject: Your invoice\n\n"
        "Your message cannot be delivered to:\n\n  gone@example.net\n  Reason: over quota"
    )
    mail = parse_message(of("Internet Mail Delivery <postmaster@mx.example.net>", "Delivery has failed", words))
    assert mail.new_text.endswith("Reason: over quota")


def test_what_came_back_below_a_blank_line_keeps_its_name_and_id():
    returned = "\nFrom: us@example.com\nSubject: Your invoice\nMessage-ID: <abc@example.com>\n\nHello"
    raw = report("text/plain", "More words.").replace(
        b"From: us@example.com\nMessage-ID: <abc@example.com>\n\nHello", returned.encode()
    )
    mail = parse_message(raw)
    assert (mail.attachments[-1].filename, mail.bounced_message_id) == ("Your invoice.eml", "abc@example.com")


def test_a_server_that_names_no_address_returns_mail_all_the_same():
    head = "From: mail.example.net\nSubject: Undelivered Mail Returned to Sender\nX-Mailer: Big WorkMail"
    words = b"An error occurred while trying to deliver the mail to the following recipients:\ngone@example.net"
    mail = parse_message(corpus.raw(head, words))
    assert (mail.is_bounce, [one.email for one in mail.bounced]) == (True, ["gone@example.net"])


STATUS = "Final-Recipient: rfc822; gone@example.net\nAction: failed\nStatus: 5.1.1"
STATUSES = {
    "international": ("message/global-delivery-status", f"Reporting-MTA: dns; mx\n\n{STATUS}"),
    "called a text": ("text/plain; name=details.txt", f"Reporting-MTA: dns; mx\n\n{STATUS}"),
    "all in one group": ("message/delivery-status", f"Reporting-MTA: dns; mx\n{STATUS}"),
    "without an action": (
        "message/delivery-status",
        f"Reporting-MTA: dns; mx\n\n{STATUS}".replace("Action: failed\n", ""),
    ),
}


def report(
    kind: str, part: str, *, of_kind: str = "delivery-status", sender: str = "MAILER-DAEMON@mx.example.net"
) -> bytes:
    head = (
        f"From: {sender}\nSubject: About your mail\nContent-Type: multipart/report; report-type={of_kind}; boundary=b"
    )
    parts = [
        ("text/plain", "Words."),
        (kind, part),
        ("message/rfc822", "From: us@example.com\nMessage-ID: <abc@example.com>\n\nHello"),
    ]
    return corpus.raw(head, ("".join(f"--b\nContent-Type: {k}\n\n{p}\n\n" for k, p in parts) + "--b--\n").encode())


@pytest.mark.parametrize("status", STATUSES)
def test_a_status_is_read_whatever_its_server_calls_it(status):
    mail = parse_message(report(*STATUSES[status]))
    assert (mail.is_bounce, mail.bounced_message_id) == (True, "abc@example.com")
    assert [(one.email, one.status, one.is_permanent) for one in mail.bounced] == [("gone@example.net", "5.1.1", True)]


REPORTS = {
    "a complaint": ("message/feedback-report", "Feedback-Type: abuse\nVersion: 1", "feedback-report"),
    "a receipt": (
        "message/disposition-notification",
        "Disposition: manual-action/MDN-sent-manually; displayed",
        "disposition-notification",
    ),
}


@pytest.mark.parametrize("what", REPORTS)
def test_a_report_of_one_of_our_mails_is_automatic_and_says_of_which(what):
    kind, part, of_kind = REPORTS[what]
    mail = parse_message(report(kind, part, of_kind=of_kind, sender="staff@isp.example"))
    assert (mail.is_bounce, mail.is_auto, mail.bounced_message_id) == (False, True, "abc@example.com")


AUTOMATIC = [
    "Automatic reply: Your invoice", "Auto-Reply: Hello", "Out of Office: Re: Your invoice", "Out of Office AutoReply: Hello",
    "Automatische Antwort: Hallo", "Abwesenheitsnotiz: Hallo", "Réponse automatique : Bonjour", "Absence du bureau : Bonjour",
    "Respuesta automática: Hola", "Fuera de la oficina: Hola", "Resposta automática: Olá", "Risposta automatica: Ciao",
    "Automatisch antwoord: Hallo", "Autosvar: Hej", "Automatiskt svar: Hej", "Automatisk svar: Hei", "Automaattinen vastaus: Hei",
    "Odpowiedź automatyczna: Witam", "Automatická odpověď: Dobrý den", "Автоматический ответ: Привет", "Автоответ: Привет",
    "Автоматична відповідь: Вітаю", "Otomatik yanıt: Merhaba", "自動応答: こんにちは", "自动回复: 你好", "자동 회신: 안녕하세요",
    "Trả lời tự động: Xin chào", "Your message to Users awaits moderator approval", "confirm 0123456789abcdef01234567",
]  # fmt: skip


@pytest.mark.parametrize("subject", AUTOMATIC)
def test_what_answers_by_itself_is_automatic(subject):
    assert parse_message(of("Ann <ann@example.net>", subject, "I am away until Monday.")).is_auto


@pytest.mark.parametrize(
    "subject",
    [
        "Out of office: may I ask?",
        "The automatic reply of your shop is wrong",
        "Vacation days",
        "Re: Abwesend am Montag",
    ],
)
def test_what_only_speaks_of_absence_is_written_by_a_person(subject):
    assert not parse_message(of("Ann <ann@example.net>", subject, "Who is there?")).is_auto


def test_a_persons_post_that_a_list_distributed_is_no_machines():
    raw = corpus.plain(List_Id="<users.example.org>", Precedence="list", Subject="[users] Who knows?")
    mail = parse_message(raw)
    assert (mail.is_auto, mail.is_by_machine, mail.is_bulk) == (False, False, True)


def test_why_it_came_back_is_told_by_the_server_not_by_the_mail_that_came_back():
    words = (
        "There was an error delivering your mail to <gone@example.net>.\n\nmx.example.net did not like our DATA:\n"
        "550 5.7.26 Unauthenticated\n\nMessage headers follow.\n\nSubject: Hello\nTo: <gone@example.net>\n"
        "X-Mailer: any\nMessage-Id: <abc@example.com>\n"
    )
    mail = parse_message(of("MAILER-DAEMON <>", "Mail delivery failed", words))
    (recipient,) = mail.bounced
    assert (recipient.email, recipient.status, mail.bounced_message_id) == (
        "gone@example.net",
        "5.7.26",
        "abc@example.com",
    )
    assert recipient.diagnostic.startswith("There was an error") and "X-Mailer" not in recipient.diagnostic


def test_a_mail_that_came_back_without_a_blank_line_above_it_is_known():
    head = "From: MAILER-DAEMON@mx.example.net\nContent-Type: multipart/report; report-type=delivery-status; boundary=b"
    body = (
        b"--b\n\nFailed to deliver to <gone@example.net>\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n"
        b"Original-Recipient: rfc822;<gone@example.net>\nFinal-Recipient: system;<>\nAction: failed\nStatus: 5.0.0\n--b\n"
        b"Content-Type: message/rfc822\nReceived: from a by b\nMessage-ID: <abc@example.com>\nSubject: Hi\n\nHello\n--b--\n"
    )
    mail = parse_message(corpus.raw(head, body))
    assert (mail.bounced[0].email, mail.bounced_message_id) == ("gone@example.net", "abc@example.com")


RETURNED_AS = [
    "Content-Type: message/partial\n\nMessage-ID: <abc@example.com>\nSubject: Hi\n\nHello",
    "Received: from a by b\nMessage-ID: <abc@example.com>\nContent-Type: text/plain\n\nHello",
    "Content-Type: message/rfc822\n\nMessage-ID: <report@mx.example.net>\nContent-Type: multipart/report; boundary=i\n\n"
    "--i\nContent-Type: message/rfc822\n\nMessage-ID: <abc@example.com>\n\nHello\n--i--",
]


@pytest.mark.parametrize("part", RETURNED_AS)
def test_the_mail_that_came_back_is_known_in_whatever_part_it_comes(part):
    head = "From: MAILER-DAEMON@mx.example.net\nSubject: Returned mail: User unknown\nContent-Type: multipart/mixed; boundary=b"
    mail = parse_message(
        corpus.raw(head, f"--b\n\nNot delivered to\n<gone@example.net>\n--b\n{part}\n--b--\n".encode())
    )
    assert (mail.is_bounce, mail.bounced[0].email, mail.bounced_message_id) == (
        True,
        "gone@example.net",
        "abc@example.com",
    )
