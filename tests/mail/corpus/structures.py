"""Trees of parts: alternatives, relatives, attachments, nested messages; whole, broken, or upside down."""

import base64

from tests.mail.corpus import PNG
from tests.mail.corpus.case import HTML, TEXT, case, multipart, parts

IMAGE = base64.encodebytes(PNG).decode()
INLINE = "Content-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64\nContent-ID: <a@x>\nContent-Disposition: inline"
AS_FILE = INLINE.replace("inline", 'attachment; filename="a.png"')
PDF = ("Content-Type: application/pdf; name=bill.pdf\nContent-Disposition: attachment; filename=bill.pdf", "%PDF-1.4")
INNER = "From: bob@example.org\nSubject: Inner\n\nInner words"


def nested(kind: str, *inside: tuple[str, str | bytes], boundary: str = "b2") -> tuple[str, bytes]:
    body, _head = parts(*inside, kind=kind, boundary=boundary)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"', body


def named(header: str, filename: str, kind: str = "application/pdf"):
    return multipart(
        (TEXT, "See it."),
        (f"Content-Type: {kind}\n{header}", "%PDF-1.4"),
        attachments=[(filename, kind)],
        body_text="See it.",
    )


BOTH = ((TEXT, "Hello there"), (HTML, "<p>Hello <b>there</b></p>"))
STRUCTURES = {
    "first boundary damaged": case(
        "This is a multi-part message in MIME format.\n\n--b-x\nWhat was said.\n--b1\nContent-Type: text/plain\n\n\n--b1--\n",
        'Content-Type: multipart/mixed; boundary="b1"', body_text="--b-x\nWhat was said.",
    ),
    "nothing but the words for old readers": case(
        "This is a multi-part message in MIME format.\n\n--b1\nContent-Type: text/plain\n\n\n--b1--\n",
        'Content-Type: multipart/mixed; boundary="b1"', body_text="",
    ),
    "words above a boundary nobody announced": case(
        "What was said.\n\n--other\nContent-Type: text/plain\n\nAnd more.\n--other--\n",
        'Content-Type: multipart/mixed; boundary="b1"', body_text="What was said.\n\nAnd more.",
    ),
    "boundary beyond ascii": case(
        "--böund\n" + HTML + "\n\n<p>Hello</p>\n--böund--\n", 'Content-Type: multipart/alternative; boundary="böund"', body_text="Hello"
    ),
    "type and encoding on one line": case("<p>Dear <b>you</b></p>", "Content-Type: text/html Content-Transfer-Encoding: 8bit", body_text="Dear you", attachments=[]),
    "named by its place": multipart(
        (TEXT, "See it."), ("Content-Type: image/jpeg\nContent-Location: http://example.net/a/photo.jpg\nContent-Disposition: inline", "x"),
        body_text="See it.", attachments=[("photo.jpg", "image/jpeg")],
    ),
    "image without a name, called jpg": multipart((TEXT, "See it."), ("Content-Type: image/jpg", "x"), attachments=[("attachment.jpg", "image/jpg")]),
    "alternative": multipart(*BOTH, kind="alternative", body_text="Hello there", attachments=[]),
    "alternative, html first": multipart(BOTH[1], BOTH[0], kind="alternative", body_text="Hello there", attachments=[]),
    "alternative, empty text": multipart((TEXT, ""), BOTH[1], kind="alternative", body_text="Hello there"),
    "alternative, blanks as text": multipart((TEXT, "  \n\n"), BOTH[1], kind="alternative", body_text="Hello there"),
    "alternative, text only": multipart(BOTH[0], kind="alternative", body_text="Hello there"),
    "html only": case("<p>Hello there</p>", "Content-Type: text/html; charset=utf-8", body_text="Hello there"),
    "html without end": case("<p>Hello <b>there", "Content-Type: text/html", body_text="Hello there"),
    "html, script and style": case(
        "<style>p{}</style><script>alert(1)</script><p>Hello</p>", "Content-Type: text/html", body_text="Hello", reply_text="Hello"
    ),
    "html, entities": case("<p>Gr&uuml;&szlig;e &amp; K&uuml;sse</p>", "Content-Type: text/html", body_text="Grüße & Küsse"),
    "html, table": case("<table><tr><td>A</td><td>B</td></tr></table>", "Content-Type: text/html", outcome="created"),
    "html, breaks": case("Hello<br>there<br/>Ann", "Content-Type: text/html", body_text="Hello\nthere\nAnn"),
    "html called plain": case("<html><body>Hello</body></html>", "Content-Type: text/plain", outcome="created"),
    "enriched": case("<bold>Hello</bold> there", "Content-Type: text/enriched", outcome="created", body_text="Hello there", attachments=[]),
    "mixed, two texts": multipart((TEXT, "One"), (TEXT, "Two"), body_text="One\n\nTwo", attachments=[]),
    "mixed, attachment": multipart((TEXT, "See it."), PDF, body_text="See it.", attachments=[("bill.pdf", "application/pdf")]),
    "mixed, only an attachment": multipart(PDF, body_text="", attachments=[("bill.pdf", "application/pdf")], outcome="created"),
    "text attached": multipart(
        (TEXT, "See it."), (f"{TEXT}; name=log.txt\nContent-Disposition: attachment; filename=log.txt", "line"),
        body_text="See it.", attachments=[("log.txt", "text/plain")],
    ),
    "html attached": multipart(
        (TEXT, "See it."), ("Content-Type: text/html; name=page.html\nContent-Disposition: attachment", "<p>x"),
        body_text="See it.", attachments=[("page.html", "text/html")],
    ),
    "related in alternative": multipart(
        BOTH[0], nested("related", (HTML, '<p>Hello <img src="cid:a@x"></p>'), (INLINE, IMAGE)), kind="alternative",
        body_text="Hello there", attachments=[("a.png", "image/png")],
    ),
    "alternative in related": multipart(
        nested("alternative", *BOTH), (INLINE, IMAGE), kind="related", body_text="Hello there", attachments=[("a.png", "image/png")]
    ),
    "alternative in mixed": multipart(nested("alternative", *BOTH), PDF, body_text="Hello there", attachments=[("bill.pdf", "application/pdf")]),
    "mixed in alternative": multipart(
        BOTH[0], nested("mixed", (HTML, "<p>Hello there</p>"), PDF), kind="alternative",
        body_text="Hello there", attachments=[("bill.pdf", "application/pdf")],
    ),
    "signed, mime": multipart(
        (TEXT, "Signed words"), ("Content-Type: application/pgp-signature; name=signature.asc", "-----BEGIN PGP SIGNATURE-----"),
        kind='signed; protocol="application/pgp-signature"; micalg=pgp-sha1', body_text="Signed words",
        attachments=[("signature.asc", "application/pgp-signature")], warnings=["pgp_signed"],
    ),
    "signed, s/mime": multipart(
        (TEXT, "Signed words"),
        ("Content-Type: application/x-pkcs7-signature; name=smime.p7s\nContent-Transfer-Encoding: base64", "MIAGCSqGSIb3DQEHAqCA"),
        kind="signed; protocol=\"application/x-pkcs7-signature\"", body_text="Signed words", warnings=["smime_signed"],
        attachments=[("smime.p7s", "application/x-pkcs7-signature")],
    ),
    "encrypted, pgp": multipart(
        ("Content-Type: application/pgp-encrypted", "Version: 1"),
        ("Content-Type: application/octet-stream; name=encrypted.asc", "-----BEGIN PGP MESSAGE-----"),
        kind='encrypted; protocol="application/pgp-encrypted"', warnings=["pgp_encrypted"], outcome="created",
    ),
    "nested message": multipart((TEXT, "See it."), ("Content-Type: message/rfc822", INNER), body_text="See it.",
                                attachments=[("Inner.eml", "message/rfc822")]),
    "nested message, named": multipart(
        (TEXT, "See it."), ("Content-Type: message/rfc822; name=old.eml\nContent-Disposition: attachment; filename=old.eml", INNER),
        attachments=[("old.eml", "message/rfc822")],
    ),
    "nested message alone": case(INNER, "Content-Type: message/rfc822", outcome="created", body_text="", attachments=[("Inner.eml", "message/rfc822")]),
    "nested in nested": multipart(
        (TEXT, "See it."), ("Content-Type: message/rfc822", f"Subject: Outer\nContent-Type: message/rfc822\n\n{INNER}"),
        attachments=[("Outer.eml", "message/rfc822")],
    ),
    "nested news": multipart((TEXT, "Someone to pester."), ("Content-Type: message/news", INNER), attachments=[("Inner.eml", "message/rfc822")]),
    "external body": multipart(
        (TEXT, "A new draft is there."),
        ('Content-Type: message/external-body; access-type=anon-ftp; name="d.txt"; site="ftp.example.org"', "Content-Type: text/plain\n\n"),
        body_text="A new draft is there.", outcome="created",
    ),
    "partial message": case("Hello", 'Content-Type: message/partial; id="x"; number=1; total=2', outcome="created"),
    "empty multipart": multipart((TEXT, "Hello"), ("Content-Type: multipart/alternative; boundary=b9", ""), body_text="Hello", attachments=[]),
    "boundary missing": case("--b1\nContent-Type: text/plain\n\nHello\n--b1--\n", "Content-Type: multipart/mixed", body_text="Hello"),
    "boundary wrong": case("--b1\nContent-Type: text/plain\n\nHello\n--b1--\n", "Content-Type: multipart/mixed; boundary=b2", body_text="Hello"),
    "boundary not closed": case("--b1\nContent-Type: text/plain\n\nHello\n", "Content-Type: multipart/mixed; boundary=b1", body_text="Hello"),
    "boundary without quotes": case(
        "------=_NextPart_0\nContent-Type: text/plain\n\nHello\n\n------=_NextPart_0--\n",
        "Content-Type: multipart/mixed; boundary=----=_NextPart_0", body_text="Hello",
    ),
    "boundary in plain text": case("--b1\nHello", "Content-Type: text/plain; boundary=b1", body_text="--b1\nHello"),
    "no part has a type": case("--b1\n\nHello\n--b1\n\nthere\n--b1--\n", "Content-Type: multipart/mixed; boundary=b1", body_text="Hello\n\nthere"),
    "words before the parts": multipart(BOTH[0], head="X-Mailer: x", body_text="Hello there"),
    "multipart that is a text": case("Just words, no parts at all.", "Content-Type: multipart/alternative; boundary=b1",
                                     body_text="Just words, no parts at all."),
    "text without subtype": case("Hello", "Content-Type: text", body_text="Hello"),
    "type of nonsense": case("Hello", "Content-Type: nonsense", body_text="Hello", attachments=[]),
    "type empty": case("Hello", "Content-Type: ", body_text="Hello"),
    "type twice": case("Hello", "Content-Type: text/plain\nContent-Type: text/html", body_text="Hello"),
    "encoding unknown": case("Hello", "Content-Transfer-Encoding: 7-bit", body_text="Hello"),
    "encoding of nonsense": case("Hello", "Content-Transfer-Encoding: text/html", body_text="Hello"),
    "encoding quoted": case("Gr=FC=DFe", 'Content-Type: text/plain; charset=latin1\nContent-Transfer-Encoding: "quoted-printable"',
                            body_text="Grüße"),
    "encoding with a comment": case("R3LDvMOfZQ==", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64 (x)", body_text="Grüße"),
    "base64, rubbish between": case("R3LD\n!!vM\nOfZQ==", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64",
                                    body_text="Grüße"),
    "base64 that is none": case("Hello there, this is not encoded at all.", "Content-Transfer-Encoding: base64", outcome="created",
                                body_text="Hello there, this is not encoded at all."),
    "base64 and a footer": case(
        base64.b64encode(b"Hello there").decode() + "\n\n_______________________________________________\nUsers mailing list",
        "Content-Type: text/plain\nContent-Transfer-Encoding: base64", outcome="created",
    ),
    "quoted-printable, soft breaks": case("Hello =\nthere=20\nAnn", "Content-Transfer-Encoding: quoted-printable", body_text="Hello there \nAnn"),
    "quoted-printable, broken": case("100 =% =ZZ and =3D", "Content-Transfer-Encoding: quoted-printable", outcome="created"),
    "quoted-printable on a multipart": multipart(BOTH[0], head="Content-Transfer-Encoding: quoted-printable", body_text="Hello there"),
    "a thousand parts": multipart(*[(TEXT, f"Part {i}") for i in range(1000)], outcome="created"),
    "an image alone": case(IMAGE, "Content-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64", body_text="",
                           attachments=[("a.png", "image/png")], outcome="created"),
    "a pdf alone": case("%PDF-1.4", "Content-Type: application/pdf; name=bill.pdf", attachments=[("bill.pdf", "application/pdf")]),
    "nothing at all below": case("", subject="Printer", body_text="", outcome="created"),
    "image written into html": case(
        f'<p>Hello <img src="data:image/png;base64,{base64.b64encode(PNG).decode()}"></p>', "Content-Type: text/html",
        body_text="Hello", attachments=[("image.png", "image/png")],
    ),
    "calendar": multipart(
        *BOTH, ("Content-Type: text/calendar; method=REQUEST; charset=utf-8", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Talk\nEND:VEVENT\nEND:VCALENDAR"),
        kind="alternative", body_text="Hello there", warnings=["invitation"],
    ),
    "calendar alone": case(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20001102T100000Z\r\n"
        "DTSTART:20001102T100000Z\r\nSUMMARY:Talk\r\nLOCATION:Room 5\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        "Content-Type: text/calendar; method=REQUEST", outcome="created", warnings=["invitation"],
    ),
    "vcard": multipart((TEXT, "Hello"), ("Content-Type: text/x-vcard; name=ann.vcf\nContent-Disposition: attachment; filename=ann.vcf",
                                         "BEGIN:VCARD\nFN:Ann\nEND:VCARD"), body_text="Hello", attachments=[("ann.vcf", "text/x-vcard")]),
    "name, rfc 2231": named("Content-Disposition: attachment; filename*=utf-8''M%C3%A4rz.pdf", "März.pdf"),
    "name, rfc 2231 in pieces": named("Content-Disposition: attachment; filename*0*=utf-8''M%C3%A4; filename*1*=rz.pdf", "März.pdf"),
    "name, rfc 2231 pieces of text": named('Content-Disposition: attachment; filename*0="long "; filename*1="name.pdf"', "long name.pdf"),
    "name, rfc 2231, latin-1": named("Content-Disposition: attachment; filename*=iso-8859-1'de'M%E4rz.pdf", "März.pdf"),
    "name, encoded word": named('Content-Disposition: attachment; filename="=?utf-8?Q?M=C3=A4rz.pdf?="', "März.pdf"),
    "name, encoded word without quotes": named("Content-Disposition: attachment; filename==?iso-8859-1?Q?M=E4rz.pdf?=", "März.pdf"),
    "name, both ways": named("Content-Disposition: attachment; filename=\"Maerz.pdf\"; filename*=utf-8''M%C3%A4rz.pdf", "März.pdf"),
    "name, blanks without quotes": named("Content-Disposition: attachment; filename=my bill.pdf", "my bill.pdf"),
    "name, of the type only": multipart((TEXT, "See it."), ("Content-Type: application/pdf; name=bill.pdf", "%PDF-1.4"),
                                        attachments=[("bill.pdf", "application/pdf")]),
    "name, windows path": named('Content-Disposition: attachment; filename="C:\\\\temp\\\\bill.pdf"', "bill.pdf"),
    "name, dots": named('Content-Disposition: attachment; filename="../../etc/passwd"', "passwd"),
    "boundary with a line break": case(
        "For old programs\n--simple boundary\n\nOne\n--simple boundary\nContent-Type: text/csv; name=a.csv\n\n1,2\n--simple boundary--\n",
        'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="simple\n boundary"',
        body_text="One", attachments=[("a.csv", "text/csv")], warnings=["boundary_missing"],
    ),
    "two boundaries": case(
        "--b2\nContent-Type: text/plain\n\nHello\n--b1\nContent-Type: text/csv; name=a.csv\n\n1,2\n--b1--\n",
        "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b1; boundary=b2",
        body_text="Hello", attachments=[("a.csv", "text/csv")], warnings=["boundary_doubled"],
    ),
    "html without a type": case("<html><body><p>Hello</p><p>there</p></body></html>", body_text="Hello\n\nthere"),
    "html in a multipart without parts": case(
        "<!DOCTYPE html>\n<html><body><p>Hello</p></body></html>", "MIME-Version: 1.0\nContent-Type: multipart/report; boundary=b1",
        body_text="Hello", warnings=["boundary_missing"],
    ),
    "nested, a slash in its subject": multipart(
        (TEXT, "See."), ("Content-Type: message/rfc822", "From: a@b.example\nSubject: Auf in/'s Netz\n\nHi"),
        attachments=[("Auf in-'s Netz.eml", "message/rfc822")],
    ),
    "name, a dot before it": named('Content-Disposition: attachment; filename=".htaccess"', ".htaccess"),
    "name, a colon in it": named('Content-Disposition: attachment; filename="Re: what now?.pdf"', "Re: what now?.pdf"),
    "base64, but plain words with wide gaps": case(
        "The printer  on the second floor\nis broken again", "Content-Type: text/plain\nContent-Transfer-Encoding: base64",
        body_text="The printer  on the second floor\nis broken again", warnings=["not_encoded"],
    ),
    "name, line break": named('Content-Disposition: attachment; filename="a\n b.pdf"', "a b.pdf"),
    "name, none": named("Content-Disposition: attachment", "attachment.pdf"),
    "name, semicolon inside": named('Content-Disposition: attachment; filename="a;b.pdf"', "a;b.pdf"),
    "names, the same twice": multipart((TEXT, "See."), PDF, PDF, attachments=[("bill.pdf", "application/pdf")] * 2),
    "no names, twice": multipart(
        (TEXT, "See."), ("Content-Type: application/pdf", "a"), ("Content-Type: application/pdf", "b"),
        attachments=[("attachment.pdf", "application/pdf"), ("attachment-2.pdf", "application/pdf")],
    ),
    "gmail names what it attaches by a Content-ID": multipart(
        (HTML, "<p>See it.</p>"), (AS_FILE, IMAGE), attachments=[("a.png", "image/png", False, len(PNG))],
    ),
    "attached, and shown by the words": multipart(
        (HTML, '<p>See <img src="cid:a@x"></p>'), (AS_FILE, IMAGE), attachments=[("a.png", "image/png", True, len(PNG))],
    ),
    "a picture related by its place alone": multipart(
        (HTML, '<p>See <img src="http://example.org/a.png"></p>'),
        ("Content-Type: image/png\nContent-Transfer-Encoding: base64\nContent-Location: http://example.org/a.png", IMAGE),
        kind="related", attachments=[("a.png", "image/png", True, len(PNG))],
    ),
}  # fmt: skip
