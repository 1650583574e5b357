"""Messages of the corpus, damaged: the same number always gives the same bytes, so what it breaks can be looked at again."""

import random

from tests.mail.corpus.cases import CASES

LARGEST = 50_000  # bytes: what is large only makes it slow
RAW = [case.raw for case in CASES.values() if len(case.raw) < LARGEST]
SPLICES = [
    b"\0", b"\r", b"\r\n\r\n", b"\n", b"\xff\xfe", b"\xed\xa0\x80", b"\x1b$B", b"~{", b"=", b"==", b">", b"> ", b"--", b"--b1\n",
    b"--b1--", b"On 2 Nov 2000, Bob wrote:\n> ", b"-----Original Message-----\n", b"begin 644 x\n", b"\nend\n",
    b"Content-Type: multipart/mixed; boundary=b1\n", b"Content-Type: message/rfc822\n\n", b"Content-Transfer-Encoding: base64\n",
    b"charset=utf-16", b"charset=utf-7", b"=?utf-8?B?", b"?=", b'filename*0*="', b"From: <", b"<div>" * 50, b"<table>" * 20,
    b"<!--", b"BEGIN:VCALENDAR\n", b"0\x80\x30\x80", b"(" * 50, b'"' * 3, b"-----BEGIN PGP SIGNED MESSAGE-----\n",
    b"_" * 60 + b"\n", b" " * 200, b"a" * 3000, b"From: a\nSent: b\nTo: c\nSubject: d\n",
]  # fmt: skip


def mutated(number: int) -> bytes:
    chance = random.Random(number)  # noqa: S311 - damage, no secret
    raw = bytearray(chance.choice(RAW))
    for _ in range(chance.randint(1, 8)):
        _damage(raw, chance)
    return bytes(raw)


def _damage(raw: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(raw) + 1)
    length = chance.randint(0, 60)
    match chance.randrange(6):
        case 0:
            raw[place : place + length] = chance.choice(SPLICES)
        case 1:
            raw[place:place] = chance.choice(SPLICES) * chance.randint(1, 20)
        case 2:
            del raw[place : place + length]
        case 3:
            raw[place : place + length] = chance.randbytes(length)
        case 4:
            other = chance.choice(RAW)
            start = chance.randrange(len(other) + 1)
            raw[place:place] = other[start : start + chance.randint(0, 2000)]
        case _:
            raw[place : place + length] = raw[place : place + length][::-1] * chance.randint(1, 10)
