"""Mails as mail programs really write them, made by code so that the repository carries no binary files."""

import base64
from email.message import EmailMessage


def plain(body: str = "Hello, my invoice is wrong.", **headers: str) -> bytes:
    message = EmailMessage()
    message["From"] = headers.pop("From", "Ann Lee <ann@example.net>")
    message["To"] = headers.pop("To", "support@example.com")
    message["Subject"] = headers.pop("Subject", "Wrong invoice")
    message["Message-ID"] = headers.pop("Message_ID", "<m1@example.net>")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    return message.as_bytes()


def raw(headers: str | bytes, body: bytes = b"Hello") -> bytes:
    head = headers.encode() if isinstance(headers, str) else headers
    return head.strip(b"\n") + b"\n\n" + body


def html_only(html: str) -> bytes:
    message = EmailMessage()
    message["From"] = "ann@example.net"
    message["Subject"] = "HTML"
    message.set_content(html, subtype="html")
    return message.as_bytes()


def with_inline_image() -> bytes:
    message = EmailMessage()
    message["From"] = "ann@example.net"
    message["Subject"] = "Screenshot"
    message.set_content("See the picture")
    message.add_alternative('<p>See <img src="cid:shot@1"></p>', subtype="html")
    message.get_payload()[1].add_related(PNG, "image", "png", cid="<shot@1>", filename="shot.png")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="Rechnung März.pdf")
    return message.as_bytes()


def apple_mail() -> bytes:
    """Text, image, text in a row, all inline, as Apple Mail sends pasted pictures."""
    image = base64.b64encode(PNG).decode()
    return raw(
        'From: ann@example.net\nSubject: Apple\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="AA"',
        f"""--AA
Content-Type: text/plain; charset=utf-8

Before the picture
--AA
Content-Type: image/png; name=shot.png
Content-Disposition: inline; filename=shot.png
Content-Transfer-Encoding: base64

{image}
--AA
Content-Type: text/plain; charset=utf-8

After the picture
--AA--
""".encode(),
    )


def forwarded_as_attachment() -> bytes:
    inner = EmailMessage()
    inner["From"] = "other@example.org"
    inner["Subject"] = "The original"
    inner.set_content("original words")
    outer = EmailMessage()
    outer["From"] = "ann@example.net"
    outer["Subject"] = "Please look"
    outer.set_content("see attached")
    outer.add_attachment(inner)
    return outer.as_bytes()


def bounce(original_message_id: str = "ours@example.com") -> bytes:
    return raw(
        "From: MAILER-DAEMON@mx.example.net\nReturn-Path: <>\nSubject: Undelivered Mail\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="BB"',
        f"""--BB
Content-Type: text/plain

Your message could not be delivered.
--BB
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; gone@example.net
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 no such user
--BB
Content-Type: message/rfc822

From: support@example.com
Message-ID: <{original_message_id}>
Subject: Re: Wrong invoice

Hello
--BB--
""".encode(),
    )


PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def everything() -> list[bytes]:
    return [plain(), html_only("<p>Hi</p>"), with_inline_image(), apple_mail(), forwarded_as_attachment(), bounce()]
