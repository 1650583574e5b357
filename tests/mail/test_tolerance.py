"""Broken mails are read as their writers meant them."""

import base64
import time

import pytest

from mail.parsing import parse_message
from tests.mail import corpus

RUSSIAN = "Привет, как дела? Это сообщение на русском языке."
JAPANESE = "これは日本語のメッセージです。よろしくお願いします。"
CHINESE = "这是一封中文邮件，请您查收并回复。谢谢合作！"

EIGHT_BIT = [
    ("koi8-r", "koi8-r", RUSSIAN), ("utf-8", "cp1251", RUSSIAN), ("iso-8859-5", "iso-8859-5", RUSSIAN),
    ("utf-8", "shift_jis", JAPANESE), ("iso-2022-jp", "iso-2022-jp", JAPANESE), ("euc-jp", "euc-jp", JAPANESE),
    ("", "gb18030", CHINESE), ("gb2312", "gb18030", CHINESE), ("big5", "big5", "這是一封中文郵件"),
    ("", "iso-8859-1", "hällo"), ("utf-8", "iso-8859-1", "Grüße aus München, schöne Tage"), ("us-ascii", "utf-8", "Grüße"),
    ("euc-kr", "euc-kr", "안녕하세요"), ("windows-1254", "cp1254", "Teşekkürler, iyi günler"), ("x-unknown", "utf-8", "Grüße"),
]  # fmt: skip


@pytest.mark.parametrize(("label", "really", "words"), EIGHT_BIT)
def test_eight_bit_text_is_read_by_what_it_is(label, really, words):
    kind = f"text/plain; charset={label}" if label else "text/plain"
    assert parse_message(corpus.raw(f"From: a@b.c\nContent-Type: {kind}", words.encode(really))).text == words


SIGNS = ["Windows\xae 2000 is \xa9 Example", "The price is \xa3 20", "\xa9 2001", "Name\xae"]


@pytest.mark.parametrize("words", SIGNS)
def test_the_signs_of_shops_are_no_letters_of_other_languages(words):
    assert parse_message(b"From: a@b.c\nSubject: " + words.encode("latin-1") + b"\n\nHi").subject == words


def test_letters_at_those_places_stay_letters():
    words = "\u0160koda, \u017divko a \u0141\xf3d\u017a"
    assert parse_message(b"From: a@b.c\nSubject: " + words.encode("iso8859-2") + b"\n\nHi").subject == words


def test_one_damaged_letter_does_not_spoil_the_others():
    raw = corpus.raw("From: a@b.c\nContent-Type: text/plain; charset=utf-8", b"\xc2\xa1This works!\n\xa1This does not!")
    assert parse_message(raw).text == "¡This works!\n\ufffdThis does not!"


SENDERS = [
    (b"From: \nSender: b@c.de", "b@c.de"),
    (b"From: Ann <b@c(of the city).  de>", "b@c.de"),
    (b"From: Ann <b(her own)@c.de (at work)>", "b@c.de"),
    (b"From: undisclosed-recipients:;\nReply-To: b@c.de", "b@c.de"),
    (b"From: nobody\nFrom: Ann <b@c.de>", "b@c.de"),
    (b"From: Ann < b@c.de >", "b@c.de"),
    (b"From: Ann <<b@c.de>>", "b@c.de"),
    (b"From: Ann [mailto:b@c.de]", "b@c.de"),
    (b'From: "Ann <b@c.de>', "b@c.de"),
    (b"From: x@y.z <b@c.de>", "b@c.de"),
    (b"From: =?utf-8?q?Ann_=3Cb=40c=2Ede=3E?=", "b@c.de"),
    (b"Return-Path: <b@c.de>", "b@c.de"),
    (b"From b@c.de Mon Nov  2 10:00:00 2026\nTo: y@z.de", "b@c.de"),
    (b">From x@y.z Mon Nov  2 10:00:00 2026\nFrom: b@c.de", "b@c.de"),
    (b"To: y@z.de", ""),
]


@pytest.mark.parametrize(("headers", "sender"), SENDERS)
def test_the_usable_sender_is_found(headers, sender):
    assert parse_message(headers + b"\nSubject: x\n\nhi").from_email == sender


def addressed(headers: bytes) -> list[tuple[str, str]]:
    return [(address.name, address.email) for address in parse_message(headers + b"\n\nhi").to]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (b"=?iso-8859-1?Q?B=FCrling,=20Jan?= <j@c.de>", [("Bürling, Jan", "j@c.de")]),
        (b"=?utf-8?Q?Lee, Ann?= <a@c.de>, x@c.de", [("Lee, Ann", "a@c.de"), ("", "x@c.de")]),
        (b"=?utf-8?Q?M=C3=BCller;_Jan_:)?= <j@c.de>", [("Müller; Jan :)", "j@c.de")]),
        (b"=?utf-8?Q?Ann_<a@c.de>?=, Bob <b@c.de>", [("Ann", "a@c.de"), ("Bob", "b@c.de")]),
    ],
)
def test_a_comma_inside_an_encoded_name_divides_nothing(value, found):
    assert addressed(b"From: x@y.z\nTo: " + value) == found


def test_a_header_that_lost_its_line_break_takes_no_address_away():
    assert addressed(b"From: x@y.z\nTo: Ann <a@c.de>Accept-Language: en-US") == [("Ann", "a@c.de")]


def test_an_address_torn_by_a_line_break_is_whole_again():
    headers = b"From: x@y.z\nSubject: x\nTo: Ann <a@c.de>, Dan <d@\nc.de>"
    assert addressed(headers) == [("Ann", "a@c.de"), ("Dan", "d@c.de")]
    assert parse_message(headers + b"\n\nhi").text == "hi"


SUBJECTS = [
    (b"=?utf-8?B?R3LDvMOfZSBhdXMg?= =?utf-8?B?TcO8bmNoZW4", "Grüße aus München"),
    (b"=?UNKNOWN?Q?Gr=FC=DFe?=", "Grüße"),
    (b"=?utf-8?q?a=0ABcc:_x@y.z?=", "a Bcc: x@y.z"),
    ("こんにちは".encode("iso-2022-jp"), "こんにちは"),
    ("Grüße ☃".encode(), "Grüße ☃"),
    ("Grüße".encode("latin-1"), "Grüße"),
    (b"a\x00b", "ab"),
]


@pytest.mark.parametrize(("raw", "subject"), SUBJECTS)
def test_subjects_are_one_readable_line(raw, subject):
    assert parse_message(b"From: a@b.c\nSubject: " + raw + b"\n\nhi").subject == subject


def test_a_lists_footer_below_base64_is_kept_as_words():
    head = "From: a@b.c\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64"
    mail = parse_message(corpus.raw(head, b"SGVsbG8gV29ybGQ=\n\n--\nThe list is at https://example.org"))
    assert mail.text.split("\n", 1) == ["Hello World", "--\nThe list is at https://example.org"]


def test_a_rule_ends_base64_without_a_blank_line():
    head = "From: a@b.c\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64"
    mail = parse_message(corpus.raw(head, base64.encodebytes(b"Hello again, world") + b"-- \nfooter of list\n"))
    assert mail.text.strip() == "Hello again, world\n-- \nfooter of list"


@pytest.mark.parametrize("kind", ["multipart/mixed", 'multipart/mixed; boundary="other"'])
def test_a_multipart_without_its_boundary_is_divided_where_it_looks_like_it(kind):
    body = b"--X\nContent-Type: text/plain\n\nhello\n--X\nContent-Type: application/pdf; name=a.pdf\n\nx\n--X--"
    mail = parse_message(corpus.raw(f"From: a@b.c\nContent-Type: {kind}", body))
    assert (mail.text, [file.filename for file in mail.attachments]) == ("hello", ["a.pdf"])


def test_a_multipart_that_is_none_is_a_text():
    assert parse_message(corpus.raw("From: a@b.c\nContent-Type: multipart/mixed", b"just words")).text == "just words"


def test_a_long_run_of_blanks_around_parts_takes_no_time():
    head = 'From: ann@example.net\nContent-Type: multipart/mixed; boundary="b1"\n\n'
    began = time.monotonic()
    parse_message((head + "\n" * 20_000 + "--other\n\nHello").encode())
    assert time.monotonic() - began < 2


def test_a_blank_before_the_first_header_hides_no_sender():
    assert parse_message(b" From: Ann <b@c.de>\nSubject: x\n\nhi").from_email == "b@c.de"


def test_a_blank_line_below_a_relays_own_headers_ends_no_head():
    relayed = b"Received: from a.example by b.example; Mon, 5 Jan 2026 10:00:00 +0000\n\n"
    mail = parse_message(
        relayed + b"Message-ID: <abc@example.net>\nFrom: Ann <ann@example.net>\nSubject: Hi\n\nHello\n"
    )
    assert (mail.from_email, mail.subject, mail.message_id) == ("ann@example.net", "Hi", "abc@example.net")
    assert mail.text == "Hello"
    quoting = parse_message(b"From: Bob <bob@example.net>\n\nFrom: Ann <ann@example.net>\nSubject: Hi\n\nHello\n")
    assert (quoting.from_email, quoting.subject) == ("bob@example.net", "")


def test_the_name_of_a_sender_without_an_address_is_kept():
    mail = parse_message(b"From: Mail Delivery Subsystem <MAILER-DAEMON>\nSubject: x\n\nhi")
    assert (mail.from_name, mail.from_email) == ("Mail Delivery Subsystem", "")


def mixed(*parts: str, kind: str = "multipart/mixed", below: str = "") -> bytes:
    written = "".join(f"--b\n{part}\n" for part in parts)
    return f"From: b@c.de\nContent-Type: {kind}; boundary=b\n\n{written}--b--\n{below}".encode()


HELLO = "Content-Type: text/plain\n\nHello"
ZIP = "Content-Disposition: attachment; filename={}\nContent-Transfer-Encoding: base64\n\nUEsD"


def test_parts_of_a_kind_that_does_not_exist_are_parts():
    assert parse_message(mixed(HELLO, kind="multipart/*")).text == "Hello"


@pytest.mark.parametrize("named", ['"C:\\TEMP\\report.zip"', '"C:\\\\TEMP\\\\report.zip"'])
def test_the_path_of_a_file_is_no_name(named):
    (file,) = parse_message(mixed(HELLO, f"Content-Type: application/zip\n{ZIP.format(named)}")).attachments
    assert (file.filename, file.content) == ("report.zip", b"PK\x03")


def test_a_parameter_without_the_blank_before_it_ends_no_header():
    part = f'Content-Type: application/zip;\nname="report.zip"\n{ZIP.format("report.zip")}'
    (file,) = parse_message(mixed(HELLO, part)).attachments
    assert (file.filename, file.content) == ("report.zip", b"PK\x03")


@pytest.mark.parametrize("first", ["one", "<p>one</p>", "<span>one</span>", "<html><body>one</body></html>"])
def test_html_of_two_parts_is_not_one_line(first):
    found = parse_message(mixed(*(f"Content-Type: text/html\n\n{words}" for words in (first, "two")))).text
    assert [line for line in found.splitlines() if line] == ["one", "two"]


def test_a_text_that_a_telephone_gives_a_place_is_the_text():
    text = "Content-Type: text/plain\nContent-Location: text.txt\n\nFirst"
    mail = parse_message(mixed(text, HELLO, ZIP.format("a.zip")))
    assert (mail.text, [one.filename for one in mail.attachments]) == ("First\n\nHello", ["a.zip"])


def test_parts_below_the_last_are_not_lost():
    below = f"\n--b\nContent-Type: application/zip\n{ZIP.format('report.zip')}\n--b--\n"
    mail = parse_message(mixed(HELLO, below=below))
    assert (mail.text, [one.filename for one in mail.attachments]) == ("Hello", ["report.zip"])


def test_a_word_that_no_base64_makes_is_itself():
    part = "Content-Type: text/html\nContent-Transfer-Encoding: base64\n\nHello"
    assert parse_message(mixed(part)).text == "Hello"


@pytest.mark.parametrize("named", ["", "\nContent-Disposition: inline; filename=problems.txt"])
def test_a_text_that_is_all_a_mail_holds_is_read_although_it_has_a_name(named):
    mail = parse_message(mixed(f"Content-Type: text/plain; name=problems.txt{named}\n\nNobody is called so."))
    assert (mail.text, [one.filename for one in mail.attachments]) == ("Nobody is called so.", ["problems.txt"])


ANSWERS = [
    ('Message from Ann Lee <ann@example.net>\n of "Mon, 2 Nov 2026 10:00:00." <1.2@example.net>', "1.2@example.net"),
    ('Your message of "Mon, 2 Nov 2026 10:00:00." <1.2@example.net>', "1.2@example.net"),
    ('<1.2@example.net> from "Ann Lee" <ann@example.net> at Nov 2', "1.2@example.net"),
    ("from Ann <1.2@example.net>", "1.2@example.net"),
]


@pytest.mark.parametrize(("value", "answered"), ANSWERS)
def test_the_writer_of_what_is_answered_is_not_its_id(value, answered):
    assert parse_message(f"From: b@c.de\nIn-Reply-To: {value}\n\nHi".encode()).in_reply_to == (answered,)


def test_a_blank_behind_the_sign_that_joins_two_lines_parts_them_not():
    head = "From: b@c.de\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable"
    assert parse_message(corpus.raw(head, b"sch=C3=B6n = \nund=20=\t\r\ngut")).text == "schön und gut"


def test_a_quote_that_is_never_closed_hides_no_address():
    mail = parse_message(
        b'From: "Ann <a@b.c>\nTo: "Eve" <e@c.de>, "Bob <b@c.de>, c@c.de\nCc: x@c.de, "Dan <d@c.de>, y@c.de\n\nHi'
    )
    assert (mail.from_name, [one.email for one in mail.to]) == ("Ann", ["e@c.de", "b@c.de", "c@c.de"])
    assert [one.email for one in mail.cc] == ["x@c.de", "d@c.de", "y@c.de"]


def test_parts_that_were_encoded_as_a_whole_are_parts():
    inside = base64.encodebytes(
        b"--b\nContent-Type: text/plain\n\nHello\n--b\n" + ZIP.format("a.zip").encode() + b"\n--b--\n"
    )
    head = "From: b@c.de\nContent-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64"
    mail = parse_message(corpus.raw(head, inside))
    assert (mail.text, [(one.filename, one.content) for one in mail.attachments]) == ("Hello", [("a.zip", b"PK\x03")])


def test_a_part_that_lost_the_line_above_it_is_a_part():
    head = "From: b@c.de\nContent-Type: multipart/alternative; boundary=b"
    mail = parse_message(
        corpus.raw(head, b"Content-Disposition: inline\nContent-Type: text/html\n\n<p>Hello</p>\n--b--\n")
    )
    assert (mail.text, mail.html) == ("Hello", "<p>Hello</p>")


WRITTEN_AS_IT_IS = [
    ("koi8-r", "Иван", "Сломался принтер", "Помогите, пожалуйста"), ("cp932", "田中", "プリンターの故障", "こんにちは"),
    ("cp1250", "Jiří Dvořák", "Nefunguje tiskárna, děkuji", "Dobrý den, prosím"), ("gbk", "王伟", "打印机坏了", "您好，请帮助"),
    ("latin-1", "Jörg", "Frage zu Köln", "Grüße"), ("cp874", "สมชาย", "เครื่องพิมพ์เสีย", "สวัสดี"),
]  # fmt: skip


@pytest.mark.parametrize(("charset", "name", "subject", "words"), WRITTEN_AS_IT_IS)
def test_a_short_name_written_as_it_is_is_read_like_the_subject_beside_it(charset, name, subject, words):
    mail = parse_message(f"From: {name} <a@b.example>\nSubject: {subject}\n\n{words}\n".encode(charset))
    assert (mail.from_name, mail.subject, mail.text.strip()) == (name, subject, words)
