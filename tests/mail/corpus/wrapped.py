"""Texts and files inside of other texts and files: flowed lines, uuencode, yEnc, TNEF, PGP, S/MIME."""

import base64
import binascii
import struct

from tests.mail.corpus.case import TEXT, case, multipart


def uuencoded(name: str, content: bytes) -> str:
    lines = [binascii.b2a_uu(content[i : i + 45]).decode() for i in range(0, len(content), 45)]
    return f"begin 644 {name}\n{''.join(lines)}`\nend\n"


def tnef(name: str, content: bytes, body: str = "") -> bytes:
    """A winmail.dat as Outlook makes it: a body and one attachment, each attribute with its checksum."""

    def attribute(level: int, kind: int, data: bytes) -> bytes:
        return struct.pack("<BII", level, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)

    out = struct.pack("<IH", 0x223E9F78, 1) + attribute(1, 0x00089006, struct.pack("<I", 0x00010000))
    if body:
        out += attribute(1, 0x0002800C, body.encode() + b"\0")
    out += attribute(2, 0x00069002, b"\1\0" + b"\0" * 12)
    return out + attribute(2, 0x00018010, name.encode() + b"\0") + attribute(2, 0x0006800F, content)


def der(tag: int, *inside: bytes) -> bytes:
    data = b"".join(inside)
    length = bytes([len(data)]) if len(data) < 128 else bytes([0x82]) + struct.pack(">H", len(data))
    return bytes([tag]) + length + data


def opaque(content: bytes) -> bytes:
    """S/MIME signed data that holds its content, without the signature, which nobody here checks."""
    signed_data, data = bytes.fromhex("06092a864886f70d010702"), bytes.fromhex("06092a864886f70d010701")
    inside = der(0x30, data, der(0xA0, der(0x04, content)))
    return der(0x30, signed_data, der(0xA0, der(0x30, b"\2\1\1", der(0x31), inside, der(0x31))))


FLOWED = "Content-Type: text/plain; charset=utf-8; format=flowed"
WINMAIL = "Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64"
ARMOUR = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA1\n\nSigned words.\n- -- dashed as well, isn't it\n-----BEGIN PGP SIGNATURE-----\n\niD8D\n-----END PGP SIGNATURE-----\n"
SIGNED_MAIL = b"Content-Type: text/plain; charset=utf-8\r\n\r\nSigned words, opaque."

WRAPPED = {
    "flowed": case("The printer on the \nsecond floor is \nbroken.\n\nAnn", FLOWED, body_text="The printer on the second floor is broken.\n\nAnn"),
    "flowed, deleted blanks": case("プリン \nターです", f"{FLOWED}; delsp=yes", body_text="プリンターです"),
    "flowed, quoted": case("> Did you \n> try?\n\nYes, I \ndid.", FLOWED, reply_text="Yes, I did.", quoted_text="> Did you try?"),
    "flowed, signature": case("It works \nnow.\n\n-- \nAnn", FLOWED, reply_text="It works now."),
    "flowed, stuffed": case(" From here on.\n >no quote", FLOWED, body_text="From here on.\n>no quote"),
    "not flowed": case("One \ntwo", "Content-Type: text/plain", outcome="created"),
    "uuencode": case(f"See the file.\n\n{uuencoded('log.txt', b'line one' * 20)}", body_text="See the file.",
                     attachments=[("log.txt", "text/plain")]),
    "uuencode, two files": case(f"See.\n{uuencoded('a.gif', b'GIF89a')}\n{uuencoded('b.zip', b'PK')}",
                                attachments=[("a.gif", "image/gif"), ("b.zip", "application/zip")]),
    "uuencode as an encoding": case(uuencoded("x", b"Hello there"), "Content-Type: text/plain\nContent-Transfer-Encoding: x-uuencode",
                                    body_text="Hello there"),
    "begin that is no uuencode": case("begin 2000 with a new printer\n\nend of story", body_text="begin 2000 with a new printer\n\nend of story",
                                      attachments=[]),
    "yenc is left alone": case("=ybegin line=128 size=5 name=a.bin\nabcde\n=yend size=5", attachments=[], outcome="created"),
    "tnef": multipart((TEXT, "See it."), (WINMAIL, base64.encodebytes(tnef("bill.pdf", b"%PDF"))), body_text="See it.",
                      attachments=[("bill.pdf", "application/pdf")]),
    "tnef, the body inside": case(base64.encodebytes(tnef("bill.pdf", b"%PDF", "Words in the wrapper")), WINMAIL,
                                  body_text="Words in the wrapper", attachments=[("bill.pdf", "application/pdf")]),
    "tnef, called octet-stream": multipart(
        (TEXT, "See it."),
        ("Content-Type: application/octet-stream; name=winmail.dat\nContent-Transfer-Encoding: base64", base64.encodebytes(tnef("a.txt", b"x"))),
        attachments=[("a.txt", "text/plain")],
    ),
    "tnef, damaged": multipart((TEXT, "See it."), (WINMAIL, base64.encodebytes(tnef("a.txt", b"x" * 50)[:40])),
                               body_text="See it.", attachments=[("winmail.dat", "application/ms-tnef")]),
    "pgp armour, signed": case(ARMOUR, reply_text="Signed words.\n-- dashed as well, isn't it", warnings=["pgp_signed"]),
    "pgp armour, encrypted": case("-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----", warnings=["pgp_encrypted"], outcome="created"),
    "pgp armour, quoted below": case(f"{ARMOUR}\n> old words\n", warnings=["pgp_signed"], outcome="created"),
    "s/mime, opaque": case(
        base64.encodebytes(opaque(SIGNED_MAIL)),
        "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\nContent-Transfer-Encoding: base64",
        body_text="Signed words, opaque.", warnings=["smime_signed"], outcome="created",
    ),
    "s/mime, opaque, type not said": case(
        base64.encodebytes(opaque(SIGNED_MAIL)),
        "Content-Type: application/x-pkcs7-mime; name=smime.p7m\nContent-Transfer-Encoding: base64",
        body_text="Signed words, opaque.", warnings=["smime_signed"],
    ),
    "s/mime, encrypted": case(
        base64.encodebytes(der(0x30, bytes.fromhex("06092a864886f70d010703"), der(0xA0, der(0x30, b"\2\1\0")))),
        "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\nContent-Transfer-Encoding: base64",
        warnings=["smime_encrypted"], attachments=[("smime.p7m", "application/pkcs7-mime")], outcome="created",
    ),
}  # fmt: skip
