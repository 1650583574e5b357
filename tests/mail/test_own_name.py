"""By which names the writer of a mail is known where they sign it."""

import pytest

from mail.parsing.headers import parse_address
from mail.parsing.quotes import split_reply

ANSWER = "The printer works again."


@pytest.mark.parametrize(
    ("sender", "signed"),
    [
        ("Benjamin Kramer <bk@example.net>", "Ben."),
        ("Andrew Grove <ag@example.net>", "Andy"),
        ("Michael Lee <ml@example.net>", "Mike"),
        ("Jörg Müller <jm@example.net>", "Joerg"),
        ("Jörg Müller <jm@example.net>", "J. Mueller"),
        ("Lee, Ann van der <al@example.net>", "Ann"),
        ('"Ann Lee (ACME)" <al@example.net>', "Ann"),
        ("Ann Lee via Users <users@example.net>", "Ann Lee"),
        ("Dr. Ann Lee <al@example.net>", "Ann Lee"),
        ("Ann Mary Lee <al@example.net>", "Ann Lee"),
        ("<annlee@example.net>", "Ann Lee"),
        ("<ann.lee@example.net>", "Ann"),
        ("<alee77@example.net>", "Ann Lee"),
        ("<kumba12345@example.net>", "--Kumba"),
        ("Anna Strubeck <strubeck@example.net>", "Blue skies,\nstrub"),
        ("Ann Lee <al@example.net>", "Thanks,\n//ann"),
        ("Ann Lee <al@example.net>", "thanks\n-ann"),
        ("Ann Lee <al@example.net>", "thx for the help\nal"),
        ("Ann Lee <al@example.net>", "Bye, Ann\n--------------------\n  /|  \\ ir. Ann Lee, at last!"),
        ("Ann Lee <al@example.net>", "Ann Roe"),
        ("सुनीता शर्मा <ss@example.net>", "सुनीता"),
        ("สมชาย ใจดี <sc@example.net>", "สมชาย ใจดี"),
        ("LEE ANN MARY <al@example.net>", "from Ann Mary Lee\nal@example.org"),
        ("Lee ANN MARY <al@example.net>", "Ann Mary Lee\nEngineer"),
        ("Woodstock <woody@example.net>", "woody@example.org\t http://example.org/~woody\nEngineer of WoodyNet"),
        ("Ann Lee <al@example.net>", "-\nAnn Lee       ann@example.org\nEngineer\n-"),
        ("Ann Lee <al@example.net>", "!++\n! Ann Lee\n! 46 Some Street\n!--"),
        ("Speedy <x@example.net>", "\\----------/\n \\ Ann Lee /\n  \\ http://example.net /\n   \\____/"),
        ("Ann Lee <al@example.net>", "Cheers,\n\tAnn\n\n+---------+\n| Ann Lee |\n| 555-0100 1234 |\n+---------+"),
        (
            "Ann Lee <al@example.net>",
            "Ann Lee        http://example.net/ann\nSenior      College of Anything\n----------\nA woodchuck would chuck,\n"
            "if it could, much wood.\n\n--\nTo unsubscribe: send e-mail to list-request@example.net",
        ),
        ("Ann Lee <al@example.net>", "Ann\n\nSent from Mail for Windows 10"),
        ("<annlee@example.net>", "ann"),
        ("<leeward@example.net>", "Ann Leeward"),
        ("Ann Lee <al@example.net>", "- Ann -"),
        ("Lee, Ann <ann@example.net>", "Succes,\n\nAnn Lee"),
        ("Ann Lee <al@example.net>", "Ann Lee\n" + "\n".join(["1 Some Street"] * 13)),
        ("Ann Lee <al@example.net>", "Get Outlook for iOShttps://example.net/o0ukef"),
        ("Ann Lee <al@example.net>", "Ann Lee @annlee\nEditor of Anything"),
        ("Ann Lee <al@example.net>", "--\nAnn Lee || 555-0100\n" + "\n".join(["one of many lines"] * 20)),
    ],
)
def test_the_writer_signs_by_more_than_the_name_in_the_head(sender, signed):
    parts = split_reply(f"{ANSWER}\n\n{signed}\n", sender=sender)
    assert (parts.new, parts.signature) == (ANSWER, signed)


@pytest.mark.parametrize(
    "ending",
    [
        "Bob",  # somebody else
        "Yes,\nit works",
        "Thanks for that,\nbut it is broken",
        "I compared both:\n---\n> one line\n> another\n\nWhat differs",
        "Anything",
        "I asked him:\n\nthanks\n\nHello,\n\nIs it mended",
    ],
)
def test_what_no_writer_signs_by_is_said(ending):
    parts = split_reply(f"{ANSWER}\n\n{ending}\n", sender="Ann Lee <al@example.net>")
    assert (parts.new, parts.signature) == (f"{ANSWER}\n\n{ending}", "")


def test_a_name_in_quotes_loses_what_keeps_its_brackets_but_no_backslash_of_its_own():
    assert parse_address(r'"Ann Lee \(ACME\)" <ann@example.net>').name == "Ann Lee (ACME)"
    assert parse_address(r'"ACME\ann" <ann@example.net>').name == r"ACME\ann"
