"""What programs wrap into a text or a file of their own comes out as what it is."""

# ruff: noqa: E501 - rich text as programs write it

import binascii
import struct
import time

import pytest
from compressed_rtf import compress

from mail.parsing import parse_message
from tests.mail import corpus

HEAD = "From: ann@example.net\nSubject: x\nContent-Type: text/plain; charset=utf-8"


def test_flowed_lines_are_put_together():
    mail = parse_message(
        corpus.raw(HEAD + "; format=flowed", b"This is one \nlong line.\n\n> quoted \n> words\n-- \nAnn")
    )
    assert mail.text == "This is one long line.\n\n> quoted words\n-- \nAnn"
    assert (mail.new_text, mail.signature) == ("This is one long line.\n\n> quoted words", "--\nAnn")


def test_flowed_text_without_blanks_loses_the_blank_that_marks_it():
    mail = parse_message(corpus.raw(HEAD + "; format=flowed; delsp=yes", "これは \n長い行".encode()))
    assert mail.text == "これは長い行"


def uuencoded(content: bytes, name: str = "report.pdf") -> bytes:
    lines = b"".join(binascii.b2a_uu(content[i : i + 45]) for i in range(0, len(content), 45))
    return b"begin 644 " + name.encode() + b"\n" + lines + b"`\nend\n"


def test_files_written_into_the_text_become_attachments():
    content = bytes(range(256)) * 3
    mail = parse_message(corpus.raw(HEAD, b"See below.\n\n" + uuencoded(content) + b"\nBye"))
    (file,) = mail.attachments
    assert (file.filename, file.content_type, file.content) == ("report.pdf", "application/pdf", content)
    assert mail.text.split() == ["See", "below.", "Bye"]


def test_words_that_only_begin_like_a_file_stay():
    text = "begin 644 something\nand never an\nend of it"
    assert parse_message(corpus.raw(HEAD, text.encode())).text == text


def test_yenc_is_left_alone():
    text = "=ybegin line=128 size=3 name=a.bin\nabc\n=yend size=3"
    assert parse_message(corpus.raw(HEAD, text.encode())).text == text


def test_signed_words_are_readable():
    words = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nPlease help.\n- -- \nAnn\n"
    words += "-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n"
    mail = parse_message(corpus.raw(HEAD, words.encode()))
    assert (mail.text.strip(), mail.new_text) == ("Please help.\n-- \nAnn", "Please help.")
    assert "pgp_signed" in mail.warnings


def test_encrypted_words_are_kept_and_said_to_be():
    words = "-----BEGIN PGP MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----"
    mail = parse_message(corpus.raw(HEAD, words.encode()))
    assert mail.text == words
    assert "pgp_encrypted" in mail.warnings


def tnef(*, body: bytes = b"", name: bytes = b"plan.txt", content: bytes = b"the plan") -> bytes:
    """As Outlook writes it: a version, a body, one attachment."""

    def item(level: int, kind: int, name: int, data: bytes) -> bytes:
        return struct.pack("<BHHI", level, name, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)

    return (
        struct.pack("<IH", 0x223E9F78, 1)
        + item(1, 0x0008, 0x9006, struct.pack("<I", 0x00010000))
        + item(1, 0x0006, 0x9007, struct.pack("<II", 1252, 0))
        + (item(1, 0x0002, 0x800C, body + b"\0") if body else b"")
        + item(2, 0x0006, 0x9002, bytes(14))
        + item(2, 0x0001, 0x8010, name + b"\0")
        + item(2, 0x0006, 0x800F, content)
    )


def only_rich(rtf: bytes) -> bytes:
    """A winmail.dat whose words are in compressed RTF alone, as a property of MAPI."""
    packed = compress(rtf, compressed=True)
    properties = struct.pack("<IHHII", 1, 0x0102, 0x1009, 1, len(packed)) + packed + bytes(-len(packed) % 4)
    whole = tnef()
    head, files = whole[:6], whole[6:]
    item = struct.pack("<BHHI", 1, 0x9003, 0x0006, len(properties)) + properties
    return head + item + struct.pack("<H", sum(properties) & 0xFFFF) + files


def with_winmail(content: bytes, text: str = "") -> bytes:
    body = (
        f"--B\nContent-Type: text/plain\n\n{text}\n--B\nContent-Type: application/ms-tnef; name=winmail.dat\n".encode()
    )
    body += b"Content-Transfer-Encoding: base64\n\n" + binascii.b2a_base64(content) + b"--B--\n"
    return corpus.raw("From: ann@example.net\nSubject: x\nContent-Type: multipart/mixed; boundary=B", body)


def test_what_outlook_hid_is_unpacked():
    mail = parse_message(with_winmail(tnef(), "See the plan."))
    assert [(file.filename, file.content) for file in mail.attachments] == [("plan.txt", b"the plan")]
    assert mail.text.strip() == "See the plan."


def test_what_outlook_hid_is_the_body_where_nothing_else_is_said():
    assert parse_message(with_winmail(tnef(body=b"The plan is attached."))).text.strip() == "The plan is attached."


RICH = [
    (rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\*\generator Word;}\f0 The plan\par is {\b here}: caf\'e9 \{1\}\tab x}", "The plan\nis here: café {1}\tx"),
    (rb"{\rtf1\ansi\uc1 \u1055?\u1083?\u1072?\u1085? \u55357?\u56832? \endash\line ok}", "План 😀 –\nok"),
    (rb"{\rtf1\ansi{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}{\f2\fcharset128 C;}}\f1 \'cf\'eb\'e0\'ed\f0  and {\f2 \'8c\'76}}", "План and 計"),
    (rb"{\rtf1\ansi\ansicpg1252\fromhtml1{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 The plan {\*\htmltag84 &amp;}\htmlrtf &\htmlrtf0  files{\*\htmltag72 </p>}\htmlrtf \par}\htmlrtf0 }", "The plan & files"),
    (b"{" * 5_000 + rb"\rtf1 x", ""),
]  # fmt: skip


@pytest.mark.parametrize(("rtf", "words"), RICH)
def test_the_words_of_rich_text_are_the_body_where_there_are_no_others(rtf, words):
    mail = parse_message(with_winmail(only_rich(rtf)))
    assert mail.text.strip() == words
    assert [file.filename for file in mail.attachments] == ["plan.txt"]


def test_who_only_writes_of_a_beginning_encloses_no_file():
    mail = parse_message(corpus.raw(HEAD, b"To begin with, it hangs."))
    assert (mail.text, mail.warnings) == ("To begin with, it hangs.", ())


def test_of_two_beginnings_the_one_that_has_an_end_is_a_file():
    encoded = b"begin 644 a.txt\n" + binascii.b2a_uu(b"the plan") + b"`\nend\n"
    mail = parse_message(corpus.raw(HEAD, b"begin 644 never.txt\nends\n\n" + encoded))
    assert [(file.filename, file.content) for file in mail.attachments] == [("a.txt", b"the plan")]
    assert mail.text.strip() == "begin 644 never.txt\nends"


def test_a_thousand_beginnings_of_files_take_no_time():
    started = time.process_time()
    for end in ("", "\nend\n"):
        assert parse_message(corpus.raw(HEAD, b"begin 644 x\n" * 50_000 + end.encode())).text.startswith("begin")
    assert time.process_time() - started < 4


@pytest.mark.parametrize("content", [b"rubbish", tnef()[:30], b""])
def test_what_cannot_be_unpacked_stays_as_it_came(content):
    mail = parse_message(with_winmail(content, "words"))
    assert [file.filename for file in mail.attachments] == ["winmail.dat"]


INVITATION = (
    "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:1\nSUMMARY:Review of the invoice\nDTSTART:20261102T100000Z\n"
    "DTEND:20261102T110000Z\nLOCATION:Room 4\nEND:VEVENT\nEND:VCALENDAR\n"
)


def test_an_invitation_is_shown_as_such_and_stays_attached():
    head = "From: ann@example.net\nSubject: x\nContent-Type: text/calendar; method=REQUEST; charset=utf-8"
    mail = parse_message(corpus.raw(head, INVITATION.encode()))
    assert mail.text.split("\n") == ["Review of the invoice", "2026-11-02 10:00 UTC – 2026-11-02 11:00 UTC", "Room 4"]
    assert [file.content_type for file in mail.attachments] == ["text/calendar"]
    assert "invitation" in mail.warnings
