"""Whatever the bytes, a `ParsedMail` comes out, and nothing in it breaks a header or a database."""

import dataclasses

from hypothesis import given, settings
from hypothesis import strategies as st

from mail.parsing import ParsedMail, parse_message
from tests.mail import corpus

CORPUS = corpus.everything()
SPLICES = [
    b"\x00",
    b"\r",
    b"\r\n\r\n",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"=?utf-8?B?=ED=A0=80?=",
    b"--BB",
    b"boundary=",
    b'filename*0*="',
    b"\n \n",
    b"Content-Type: multipart/mixed; boundary=B\n",
    b"Content-Transfer-Encoding: base64\n",
    b"charset=utf-7\n",
    b"charset=idna\n",
    b"Content-Type: message/rfc822\n\n",
    b'From: "\xc3\n',
    b"Date: Mon, 99 Foo 99999 99:99:99 +9999\n",
    b"<div>" * 300,
    b"cid:",
    b"<>",
]
ONE_LINE = ("from_email", "from_name", "subject", "message_id", "auto_reason", "bounced_message_id")


def assert_sound(mail: ParsedMail) -> None:
    for field in dataclasses.fields(mail):
        value = getattr(mail, field.name)
        if isinstance(value, str):
            assert "\x00" not in value
            value.encode()
    singles = [getattr(mail, name) for name in ONE_LINE]
    singles += [text for a in (*mail.to, *mail.cc, *mail.reply_to) for text in (a.email, a.name)]
    singles += [*mail.references, *mail.in_reply_to, *mail.authentication_results, *mail.delivered_to]
    singles += [text for a in mail.attachments for text in (a.filename, a.content_type, a.content_id)]
    for text in singles:
        assert text.splitlines() in ([], [text]), text
        text.encode()
    assert all(a.filename for a in mail.attachments)


@given(st.binary(max_size=400))
@settings(max_examples=500, deadline=None)
def test_any_bytes(raw):
    assert_sound(parse_message(raw))


@given(
    st.sampled_from(CORPUS),
    st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 40), st.one_of(st.sampled_from(SPLICES), st.binary(max_size=20))),
        max_size=6,
    ),
)
@settings(max_examples=500, deadline=None)
def test_damaged_mails(raw, damages):
    for place, cut, splice in damages:
        position = int(place * len(raw))
        raw = raw[:position] + splice + raw[position + cut :]
    assert_sound(parse_message(raw))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    "From",
                    "To",
                    "Cc",
                    "Subject",
                    "Message-ID",
                    "References",
                    "Date",
                    "Content-Type",
                    "Content-Disposition",
                    "Content-Transfer-Encoding",
                    "Content-ID",
                    "Return-Path",
                    "Auto-Submitted",
                    "Reply-To",
                    "X-Failed-Recipients",
                ]
            ),
            st.one_of(
                st.text(max_size=60),
                st.sampled_from(
                    ["=?utf-8?Q?=0A=0D=00?=", 'a"b <x@y', 'text/html; charset="', "<>", "multipart/x;boundary=a"]
                ),
            ),
        ),
        max_size=10,
    ),
    st.binary(max_size=200),
)
@settings(max_examples=500, deadline=None)
def test_any_headers(headers, body):
    head = "".join(f"{name}: {value}\n" for name, value in headers).encode("utf-8", "surrogatepass")
    assert_sound(parse_message(head + b"\n" + body))


def test_what_is_attached_keeps_a_header_with_a_sign_that_python_takes_for_a_line_break() -> None:
    def with_part(kind: bytes) -> bytes:
        head = b'From: a@example.net\nContent-Type: multipart/mixed; boundary="b"\n\n'
        return (
            head + b"--b\n\nSee there.\n--b\nContent-Type: " + kind + b"\n\nX-Note: one\x1etwo: three\n\nRest.\n--b--\n"
        )

    (attachment,) = parse_message(with_part(b"message/rfc822")).attachments
    assert b"X-Note: one\x1etwo: three\n" in attachment.content
    assert "See there." in parse_message(with_part(b"message/delivery-status")).text
