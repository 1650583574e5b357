"""Who wrote it: a person, an auto-responder, a server, a list."""

import pytest

from mail.parsing import parse_message
from tests.mail import corpus

MACHINES = [
    ({"Auto_Submitted": "auto-replied"}, "auto"),
    ({"Auto_Submitted": "auto-generated"}, "bulk"),
    ({"Auto_Submitted": "auto-generated", "In_Reply_To": "<x@y>"}, "auto"),
    ({"Auto_Submitted": "no"}, "person"),
    ({"X_Autoreply": "yes"}, "auto"),
    ({"X_Autoreply": "no"}, "person"),
    ({"X_Autorespond": "Away"}, "auto"),
    ({"Precedence": "auto_reply"}, "auto"),
    ({"Precedence": "bulk"}, "bulk"),
    ({"Precedence": "list"}, "bulk"),
    ({"List_Id": "<news.example.org>"}, "bulk"),
    ({"List_Unsubscribe": "<mailto:x@y.z>"}, "bulk"),
    ({"Subject": "Automatic reply: Wrong invoice", "In_Reply_To": "<x@y>"}, "auto"),
    ({"Subject": "Out of office: hours?"}, "person"),
    ({"Return_Path": "<>", "From": "MAILER-DAEMON@x.y"}, "bounce"),
    ({"X_Failed_Recipients": "a@b.c"}, "bounce"),
    ({"Content_Description": "x"}, "person"),
]


@pytest.mark.parametrize(("headers", "origin"), MACHINES)
def test_machines_are_recognised_by_their_headers(headers, origin):
    mail = parse_message(corpus.plain(**headers))
    found = "auto" if mail.is_auto else "bounce" if mail.is_bounce else "bulk" if mail.is_bulk else "person"
    assert found == origin


def test_bounce_names_the_mail_that_came_back_and_who_refused_it():
    mail = parse_message(corpus.bounce("abc@example.com"))
    assert mail.is_bounce
    assert mail.bounced_message_id == "abc@example.com"
    (recipient,) = mail.bounced
    assert (recipient.email, recipient.status, recipient.is_permanent) == ("gone@example.net", "5.1.1", True)


def test_read_receipt_is_automatic():
    mail = parse_message(
        corpus.raw(
            "From: a@b.c\nContent-Type: multipart/report; report-type=disposition-notification; boundary=B",
            b"--B\n\nread\n--B--",
        )
    )
    assert mail.is_auto
