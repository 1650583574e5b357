"""One mail, one fact."""

import base64
import time

import pytest

from mail.parsing import parse_message
from mail.parsing.headers import message_ids, normal_message_id
from tests.mail import corpus


def test_reads_an_ordinary_mail():
    mail = parse_message(corpus.plain(Cc="Bob <BOB@example.net>", Date="Mon, 2 Nov 2026 10:00:00 +0100"))
    assert (mail.from_email, mail.from_name) == ("ann@example.net", "Ann Lee")
    assert mail.subject == "Wrong invoice"
    assert mail.message_id == "m1@example.net"
    assert [a.email for a in mail.to] == ["support@example.com"]
    assert [(a.email, a.name) for a in mail.cc] == [("bob@example.net", "Bob")]
    assert mail.text == "Hello, my invoice is wrong."
    assert mail.date.isoformat() == "2026-11-02T09:00:00+00:00"
    assert [mail.is_auto, mail.is_bounce, mail.is_bulk, mail.warnings] == [False, False, False, ()]


def test_html_only_mail_has_text_too():
    mail = parse_message(
        corpus.html_only("<style>p{}</style><p>Hello &amp; <b>welcome</b></p><script>alert(1)</script>")
    )
    assert mail.text == "Hello & welcome"
    assert mail.html == "<p>Hello &amp; <b>welcome</b></p>"


def test_inline_image_is_found_by_its_content_id():
    mail = parse_message(corpus.with_inline_image())
    image, document = mail.attachments
    assert (image.content_id, image.inline, image.content) == ("shot@1", True, corpus.PNG)
    assert (document.filename, document.content_type, document.inline) == (
        "Rechnung März.pdf",
        "application/pdf",
        False,
    )
    assert 'src="cid:shot@1"' in mail.html
    assert mail.text.strip() == "See the picture"


def test_apple_mail_keeps_both_stretches_of_text():
    mail = parse_message(corpus.apple_mail())
    assert mail.text == "Before the picture\n\nAfter the picture"
    assert [a.filename for a in mail.attachments] == ["shot.png"]


def test_nested_message_is_kept_as_attachment():
    mail = parse_message(corpus.forwarded_as_attachment())
    assert mail.text.strip() == "see attached"
    (nested,) = mail.attachments
    assert (nested.filename, nested.content_type) == ("The original.eml", "message/rfc822")
    assert b"original words" in nested.content


def test_image_written_into_the_html_becomes_an_attachment():
    data = base64.b64encode(corpus.PNG).decode()
    mail = parse_message(corpus.html_only(f'<p>x<img src="data:image/png;base64,{data}"></p>'))
    (image,) = mail.attachments
    assert image.content == corpus.PNG
    assert f'src="cid:{image.content_id}"' in mail.html


CHARSETS = [
    ("utf-8", "Grüße aus Köln".encode(), "Grüße aus Köln"),
    ("iso-8859-1", "Grüße – “gut”".encode("cp1252"), "Grüße – “gut”"),
    ("us-ascii", "Grüße".encode(), "Grüße"),
    ("iso-8859-1", "Grüße".encode(), "Grüße"),
    ("windows-1258", "Tiếng".encode("cp1258", "ignore") or b"x", None),
    ("gb2312", "你好，繁體".encode("gb18030"), "你好，繁體"),
    ("ks_c_5601-1987", "안녕하세요".encode("cp949"), "안녕하세요"),
    ("shift_jis", "こんにちは①".encode("cp932"), "こんにちは①"),
    ("koi8-r", "Привет".encode("koi8-r"), "Привет"),
    ("x-unknown-charset", "Grüße".encode(), "Grüße"),
    ("utf-8", "Grüße, die Rechnung für März ist falsch".encode("cp1252"), None),
    ("utf-16", "Hello".encode("utf-16"), "Hello"),
    ("punycode", b"Hello there", "Hello there"),
    ("", "Добрый день".encode(), "Добрый день"),
]


@pytest.mark.parametrize(("charset", "content", "expected"), CHARSETS)
def test_charsets_that_lie(charset, content, expected):
    body = base64.b64encode(content)
    kind = f"text/plain; charset={charset}" if charset else "text/plain"
    mail = parse_message(corpus.raw(f"From: a@b.c\nContent-Type: {kind}\nContent-Transfer-Encoding: base64", body))
    if expected is None:
        assert mail.text
        assert "Rechnung" in mail.text or "T" in mail.text
    else:
        assert mail.text == expected


HEADERS = [
    (b"=?utf-8?B?R3LDvMOfZQ==?=", "Grüße"),
    (b"=?utf-8?Q?Gr=C3=BC=C3=9Fe_?= =?utf-8?Q?an_alle?=", "Grüße an alle"),
    (b"=?utf-8?Q?Gr=C3?= =?utf-8?Q?=BC=C3=9Fe?=", "Grüße"),
    (b"=?utf-8?Q?with spaces inside?=", "with spaces inside"),
    ("Grüße".encode(), "Grüße"),
    ("Grüße".encode("cp1252"), "Grüße"),
    (b"=?utf-8?B?broken", "=?utf-8?B?broken"),
    (b"=?x-none?Q?plain?=", "plain"),
    (b"=?utf-8?Q?one=0D=0ABcc:_evil@example.org?=", "one Bcc: evil@example.org"),
    (b"folded\n subject\n\tline", "folded subject line"),
    (b"nul\x00byte", "nulbyte"),
    (b"a =?utf-8?Q?b?= c", "a b c"),
]


@pytest.mark.parametrize(("subject", "expected"), HEADERS)
def test_subjects(subject, expected):
    assert parse_message(corpus.raw(b"From: a@b.c\nSubject: " + subject)).subject == expected


FROMS = [
    (b"<ann@example.net> (Ann Lee)", "ann@example.net", "Ann Lee"),
    (b"Ann <ann@example.net <mailto:ann@example.net>>", "ann@example.net", "Ann"),
    (b"ann@example.net", "ann@example.net", ""),
    (b'"Lee, Ann" <Ann@Example.net>', "ann@example.net", "Lee, Ann"),
    (b"ann@example.net (Ann Lee)", "ann@example.net", "Ann Lee"),
    (b"=?utf-8?Q?Lee=2C_Ann?= <ann@example.net>", "ann@example.net", "Lee, Ann"),
    (b"=?utf-8?Q?Ann_=3Cann=40example=2Enet=3E?=", "ann@example.net", "Ann"),
    (b"Ann Lee ann@example.net", "ann@example.net", ""),
    (b"<ann@example.net>, other@example.org", "ann@example.net", ""),
    (b"Team: ann@example.net, bob@example.net;", "ann@example.net", ""),
    (b'"ann@example.net" <ann@example.net>', "ann@example.net", ""),
    ("Jürgen <j@example.net>".encode("latin-1"), "j@example.net", "Jürgen"),
    (b"Ann\r\n Lee <ann@example.net>", "ann@example.net", "Ann Lee"),
]


@pytest.mark.parametrize(("value", "email", "name"), FROMS)
def test_senders(value, email, name):
    mail = parse_message(corpus.raw(b"From: " + value))
    assert (mail.from_email, mail.from_name) == (email, name)


def test_mail_without_sender_says_so():
    mail = parse_message(b"Subject: hi\n\nbody")
    assert (mail.from_email, mail.text) == ("", "body")
    assert "no_sender" in mail.warnings


def test_the_first_of_several_from_headers_counts():
    mail = parse_message(b"From: a@example.net\nFrom: b@example.net\n\nx")
    assert mail.from_email == "a@example.net"
    assert "several_senders" in mail.warnings


FILENAMES = [
    ("filename=plain.txt", "plain.txt"),
    ("filename*=utf-8''M%C3%A4rz.txt", "März.txt"),
    ("filename*=utf-8''Shot%20at%201.00%E2%80%AFPM%E3%80%80x.png", "Shot at 1.00\u202fPM\u3000x.png"),
    ("filename*0*=utf-8''M%C3; filename*1*=%A4rz; filename*2=.txt", "März.txt"),
    ('filename="=?utf-8?Q?M=C3=A4rz.txt?="', "März.txt"),
    ('filename="../../etc/passwd"', "passwd"),
    ('filename="C:\\\\temp\\\\x.txt"', "x.txt"),
    ('filename="exe\u202etxt.scr"', "exetxt.scr"),
    ('filename="a\r\n b.txt"', "a b.txt"),
    ("filename", "attachment.txt"),
    ("filename*=broken'", "broken'"),
]


@pytest.mark.parametrize(("parameter", "expected"), FILENAMES)
def test_filenames(parameter, expected):
    part = f"--B\nContent-Type: text/plain\nContent-Disposition: attachment; {parameter}\n\ncontent\n--B--\n".encode()
    mail = parse_message(corpus.raw("From: a@b.c\nContent-Type: multipart/mixed; boundary=B", part))
    assert [a.filename for a in mail.attachments] == [expected]
    assert mail.attachments[0].content == b"content"


def test_two_attachments_of_one_name_both_keep_it():
    part = b"--B\nContent-Disposition: attachment; filename=a.txt\n\none\n" * 2
    mail = parse_message(corpus.raw("From: a@b.c\nContent-Type: multipart/mixed; boundary=B", part + b"--B--"))
    assert [a.filename for a in mail.attachments] == ["a.txt", "a.txt"]


@pytest.mark.parametrize(
    ("encoding", "content", "expected"),
    [
        ("base64", b"SGVs\nbG8", "Hello"),
        ("base64", b"SGVsbG8===", "Hello"),
        ("base64", b"SGVs!!bG8gd29y*bGQ", "Hello world"),
        ("base64", b"SGVsbG8=IHdvcmxk", "Hello world"),
        ("quoted-printable", b"Hel=6Co =ZZ end=", "Hello =ZZ end"),
        ("x-none", b"Hello", "Hello"),
        ("x-uuencode", b"begin 644 x\n%2&5L;&\\\n`\nend\n", "Hello"),
    ],
)
def test_damaged_transfer_encodings(encoding, content, expected):
    mail = parse_message(corpus.raw(f"From: a@b.c\nContent-Transfer-Encoding: {encoding}", content))
    assert mail.text == expected


def test_cr_only_line_ends():
    mail = parse_message(b"From: a@b.c\rSubject: Mac\r\rHello\rWorld")
    assert (mail.subject, mail.text) == ("Mac", "Hello\nWorld")


def test_huge_headers_and_chains_are_bounded():
    chain = " ".join(f"<{n}@x>" for n in range(3000))
    mail = parse_message(corpus.raw(f"From: a@b.c\nSubject: {'x' * 200_000}\nReferences: {chain}"))
    assert len(mail.subject) == 1000
    assert len(mail.references) == 100
    assert mail.references[0] == "0@x"


def test_long_message_ids_stay_distinct_and_fit_an_index():
    first, second = normal_message_id("<" + "a" * 900 + "1@x>"), normal_message_id("<" + "a" * 900 + "2@x>")
    assert first != second
    assert len(first) <= 200


def test_message_ids_that_a_program_took_for_links():
    raw = b"From: a@b.c\nMessage-ID: <1@b.c <mailto:1@b.c>>\nReferences: <0@b.c <mailto:0@b.c>> <2@b.c>\n\nHi"
    mail = parse_message(raw)
    assert (mail.message_id, mail.references) == ("1@b.c", ("0@b.c", "2@b.c"))


def test_message_ids_without_brackets():
    assert message_ids(["a@b c@d", "<e@f><a@b>"]) == ("a@b", "c@d", "e@f")


def test_delivered_to_headers_are_addresses():
    mail = parse_message(corpus.plain(Delivered_To="support+1.abc@example.com", X_Original_To="<help@example.com>"))
    assert mail.delivered_to == ("support+1.abc@example.com", "help@example.com")


def test_very_long_body_is_kept_whole_as_attachment():
    mail = parse_message(corpus.raw("From: a@b.c", b"x" * 1_200_000))
    assert len(mail.text) == 1_000_000
    assert len(mail.attachments[0].content) == 1_200_000
    assert "body_cut" in mail.warnings


@pytest.mark.parametrize(
    ("depth", "warnings"), [(60, ()), (500, ("structure_unreadable",)), (3000, ("structure_unreadable",))]
)
def test_deeply_nested_multiparts_keep_headers_and_words(depth, warnings):
    opening = b"".join(b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (n, n + 1) for n in range(depth))
    text = opening + b"--b%d\n\nWords at the bottom" % depth
    mail = parse_message(corpus.raw("From: a@b.c\nSubject: Deep\nContent-Type: multipart/mixed; boundary=b0", text))
    assert (mail.from_email, mail.subject, mail.warnings) == ("a@b.c", "Deep", warnings)
    assert "Words at the bottom" in mail.text


@pytest.mark.parametrize("header", ["Subject", "From", "Content-Type", "References"])
def test_a_long_run_of_blanks_takes_no_time(header):
    started = time.process_time()
    parse_message(corpus.raw(f"{header}: a{' ' * 60_000}b"))
    assert time.process_time() - started < 4
