"""Headers as the world writes them: addresses, subjects, names, ids; broken, hostile, or merely old."""

from typing import Any

from tests.mail.corpus.case import Case, case


def sender(value: str | bytes, email: str, name: str = "", **expected: Any) -> Case:
    line = b"From: " + (value if isinstance(value, bytes) else value.encode())
    return case("Hello", line, from_email=email, from_name=name, **expected)


def subject(value: str | bytes, expected: str, head: str = "") -> Case:
    line = b"Subject: " + (value if isinstance(value, bytes) else value.encode())
    return case("Hello", line + b"\n" + head.encode(), subject=expected)


def to(value: str, *expected: str, cc: list[str] | None = None, head: str = "") -> Case:
    return case("Hello", f"To: {value}\n{head}", to=list(expected), cc=cc or [])


HEADERS = {
    "from, comment as the name": sender("ann@example.net (Ann Lee)", "ann@example.net", "Ann Lee"),
    "from, no brackets": sender("ann@example.net", "ann@example.net"),
    "from, name is the address": sender('"ann@example.net" <ann@example.net>', "ann@example.net"),
    "from, two addresses": sender("Ann <ann@example.net>, Bob <bob@example.org>", "ann@example.net", "Ann"),
    "from, two addresses without a comma": sender(
        "Ann <ann@example.net> Bob Ray <bob@example.org>", "ann@example.net", "Ann", warnings=["several_senders"]
    ),
    "from, comma in the name": sender("Lee, Ann <ann@example.net>", "ann@example.net", "Lee, Ann"),
    "from, quoted comma": sender('"Lee, Ann" <ann@example.net>', "ann@example.net", "Lee, Ann"),
    "from, quotes in quotes": sender('"Ann \\"The Fixer\\" Lee" <ann@example.net>', "ann@example.net", 'Ann "The Fixer" Lee'),
    "from, single quotes": sender("'Ann Lee' <ann@example.net>", "ann@example.net", "Ann Lee"),
    "from, encoded": sender("=?iso-8859-1?Q?J=FCrgen_M=FCller?= <j@example.net>", "j@example.net", "Jürgen Müller"),
    "from, encoded in quotes": sender('"=?utf-8?B?SsO8cmdlbg==?=" <j@example.net>', "j@example.net", "Jürgen"),
    "from, wholly encoded": sender("=?utf-8?B?SsO8cmdlbiA8akBleGFtcGxlLm5ldD4=?=", "j@example.net", "Jürgen"),
    "from, eight bit": sender("Jürgen <j@example.net>".encode("latin-1"), "j@example.net", "Jürgen"),
    "from, utf-8": sender("Jürgen <j@example.net>", "j@example.net", "Jürgen"),
    "from, name split into words": sender(
        "=?utf-8?Q?J=C3=BC?=\n =?utf-8?Q?rgen?= <j@example.net>", "j@example.net", "Jürgen"
    ),
    "from, folded": sender("Ann\n Lee\n <ann@example.net>", "ann@example.net", "Ann Lee"),
    "from, mailto": sender("Ann Lee [mailto:ann@example.net]", "ann@example.net", "Ann Lee"),
    "from, brackets twice": sender("<<ann@example.net>>", "ann@example.net"),
    "from, bracket not closed": sender("Ann Lee <ann@example.net", "ann@example.net", "Ann Lee"),
    "from, blanks inside": sender("Ann Lee < ann@example.net >", "ann@example.net", "Ann Lee"),
    "from, upper case": sender("ANN@EXAMPLE.NET", "ann@example.net"),
    "from, apostrophe": sender("o'hara@example.net", "o'hara@example.net"),
    "from, plus and dots": sender("ann.m.lee+list@mail.example.net", "ann.m.lee+list@mail.example.net"),
    "from, quoted local part": sender('"ann lee"@example.net', '"ann lee"@example.net'),
    "from, source route": sender("<@relay.example.org:ann@example.net>", "ann@example.net"),
    "from, group": sender("Team: Ann <ann@example.net>;", "ann@example.net", "Ann"),
    "from, at in the name": sender("Ann @ Acme <ann@example.net>", "ann@example.net", "Ann @ Acme"),
    "from, address in the name": sender('"bob@example.org" <ann@example.net>', "ann@example.net", "bob@example.org"),
    "from, x500": sender(
        'IMCEAEX-_O=ACME_OU=HOU_CN=ALEE@example.net', "imceaex-_o=acme_ou=hou_cn=alee@example.net"
    ),
    "from, literal domain": sender("ann@[192.0.2.1]", "ann@[192.0.2.1]"),
    "from, idn": sender("ann@xn--mller-kva.example", "ann@xn--mller-kva.example"),
    "from, only a name, sender has it": case(
        "Hello", "From: Ann Lee\nSender: ann@example.net", from_email="ann@example.net", outcome="created"
    ),
    "a line of blanks ends the head": Case(
        b"From: ann@example.net\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b1\nSubject: Hi\n \n"
        b"--b1\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\nSGVsbG8=\n--b1--\n",
        {"body_text": "Hello", "subject": "Hi", "warnings": ["headers_mended"]},
    ),
    "rubbish above, line ends of both kinds": case(
        "Hello\r\n\r\nthere", "rubbish among the headers\nX-Relay: a\r", body_text="Hello\n\nthere", subject="Printer"
    ),
    "from has the name, sender the address": case(
        "Hello", "From: Ann Lee\nSender: ann@example.net", from_email="ann@example.net", from_name="Ann Lee"
    ),
    "from empty, reply-to has it": case("Hello", "From: \nReply-To: Ann <ann@example.net>", from_email="ann@example.net"),
    "from empty, return-path has it": case("Hello", "From: <>\nReturn-Path: <ann@example.net>", from_email="ann@example.net"),
    "from missing, mbox line has it": Case(b"From ann@example.net Thu Nov  2 10:00:00 2000\nSubject: Hi\n\nHello",
                                           {"from_email": "ann@example.net", "subject": "Hi", "body_text": "Hello"}),
    "from twice": case("Hello", "From: nobody\nFrom: Ann <ann@example.net>", from_email="ann@example.net"),
    "undisclosed sender": case("Hello", "From: undisclosed-recipients:;", from_email="", outcome="quarantined", reason="no_sender"),
    "nobody anywhere": case("Hello", "Subject: Hi", bare=True, outcome="quarantined", reason="no_sender", subject="Hi"),
    "nothing but words": case("Just some words.\nAnd more.", bare=True, outcome="quarantined", reason="no_sender"),
    "lower case header names": case("Hello", "from: ann@example.net\nsubject: Hi\nto: support@example.com", bare=True,
                                    from_email="ann@example.net", subject="Hi", to=["support@example.com"]),
    "blank before the colon": case("Hello", "From : ann@example.net\nSubject : Hi", bare=True, from_email="ann@example.net", subject="Hi"),
    "blank line missing": Case(b"From: ann@example.net\nSubject: Hi\nThe printer is broken.\nPlease help.\n",
                               {"from_email": "ann@example.net", "subject": "Hi"}),
    "line of rubbish among headers": Case(b"From: ann@example.net\nthis is no header\nSubject: Hi\n\nHello",
                                          {"from_email": "ann@example.net", "subject": "Hi"}),
    "mbox line with a mark": Case(b">From ann@example.net Thu Nov  2 10:00:00 2000\nFrom: a@example.net\nSubject: Hi\n\nHello",
                                  {"from_email": "a@example.net", "subject": "Hi"}),
    "carriage returns only": Case(b"From: ann@example.net\rSubject: Hi\r\rHello\rthere",
                                  {"from_email": "ann@example.net", "subject": "Hi", "body_text": "Hello\nthere"}),
    "crlf": Case(b"From: ann@example.net\r\nSubject: Hi\r\n\r\nHello\r\nthere\r\n", {"body_text": "Hello\nthere", "subject": "Hi"}),
    "blank lines first": Case(b"\n\nFrom: ann@example.net\nSubject: Hi\n\nHello", {"from_email": "ann@example.net", "body_text": "Hello"}),
    "to, several": to("a@example.com, B <b@example.com>", "a@example.com", "b@example.com"),
    "to, semicolons": to("a@example.com; b@example.com", "a@example.com", "b@example.com"),
    "to, semicolon after": to("a@example.com;", "a@example.com"),
    "to, empty first": to(", a@example.com", "a@example.com"),
    "to, undisclosed": to("undisclosed-recipients:;"),
    "to, undisclosed in brackets": to("<undisclosed-recipients:;>"),
    "to, group": to("Team: a@example.com, b@example.com;, c@example.com", "a@example.com", "b@example.com", "c@example.com"),
    "to, blanks between": to("a@example.com b@example.com", "a@example.com", "b@example.com"),
    "to, twice the header": case("Hello", "To: a@example.com\nTo: b@example.com", to=["a@example.com", "b@example.com"]),
    "to, same twice": to("a@example.com, A@example.com", "a@example.com"),
    "to, encoded commas": to("=?utf-8?Q?Lee=2C_Ann?= <a@example.com>, b@example.com", "a@example.com", "b@example.com"),
    "to, quoted brackets": to('"Ann <boss>" <a@example.com>', "a@example.com"),
    "to, comment with a comma": to("a@example.com (Ann, the boss), b@example.com", "a@example.com", "b@example.com"),
    "to, only a name": to("Ann Lee"),
    "to, uucp": to("host!ann"),
    "cc and to": to("a@example.com", "a@example.com", cc=["c@example.com"], head="Cc: C <c@example.com>"),
    "to, folded with tabs": to("a@example.com,\n\tb@example.com", "a@example.com", "b@example.com"),
    "subject, q words": subject("=?iso-8859-1?Q?Gr=FC=DFe_aus_K=F6ln?=", "Grüße aus Köln"),
    "subject, b words": subject("=?utf-8?B?R3LDvMOfZQ==?=", "Grüße"),
    "subject, letter cut in half": subject("=?utf-8?B?R3LD?=\n =?utf-8?B?vMOfZQ==?=", "Grüße"),
    "subject, words without blank": subject("=?utf-8?Q?Gr=C3=BC?==?utf-8?Q?=C3=9Fe?=", "Grüße"),
    "subject, words among words": subject("Re: =?utf-8?Q?Gr=C3=BC=C3=9Fe?= from Ann", "Re: Grüße from Ann"),
    "subject, blanks in a q word": subject("=?utf-8?Q?Hello there?=", "Hello there"),
    "subject, padding missing": subject("=?utf-8?B?R3LDvMOfZQ?=", "Grüße"),
    "subject, cut at the end": subject("=?utf-8?Q?Gr=C3=BC=C3=9Fe_aus", "Grüße aus"),
    "subject, charset with language": subject("=?utf-8*de?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
    "subject, unknown charset": subject("=?x-unknown?Q?Gr=FC=DFe?=", "Grüße"),
    "subject, quoted words": subject('"=?utf-8?Q?Gr=C3=BC=C3=9Fe?="', '"Grüße"'),
    "subject, encoded twice": subject("=?utf-8?Q?=3D=3Futf-8=3FQ=3FHi=3F=3D?=", "=?utf-8?Q?Hi?="),
    "subject, line break smuggled": subject("=?utf-8?Q?Hi=0D=0ABcc:_x@example.org?=", "Hi Bcc: x@example.org"),
    "subject, eight bit": subject("Grüße".encode("latin-1"), "Grüße"),
    "subject, koi8-r as the body": subject(
        "Принтер сломался".encode("koi8-r"), "Принтер сломался", "Content-Type: text/plain; charset=koi8-r"
    ),
    "subject, windows-1251, nothing said": subject("Принтер на втором этаже сломался, помогите".encode("cp1251"), "Принтер на втором этаже сломался, помогите"),
    "subject, gb2312, nothing said": subject("二楼的打印机从今天早上开始不能用".encode("gb2312"), "二楼的打印机从今天早上开始不能用"),
    "subject, iso-2022-jp raw": subject("プリンター".encode("iso-2022-jp"), "プリンター"),
    "subject, folded": subject("A very long\n subject that goes\n\ton", "A very long subject that goes on"),
    "subject, empty": subject("", ""),
    "subject, missing": case("Hello", "From: ann@example.net", bare=True, subject=""),
    "subject, equals": subject("a=b?c=d", "a=b?c=d"),
    "subject, tabs": subject("a\tb", "a b"),
    "subject, twice": case("Hello", "Subject: First\nSubject: Second", subject="First"),
    "subject, 2,000 letters": case("Hello", "Subject: " + "long " * 400, outcome="created"),
    "id, blanks": case("Hello", "Message-ID: < abc@example.net >", message_id="abc@example.net"),
    "id, no brackets": case("Hello", "Message-ID: abc@example.net", message_id="abc@example.net"),
    "id, folded": case("Hello", "Message-ID:\n <abc@example.net>", message_id="abc@example.net"),
    "id, missing": case("Hello", "From: ann@example.net", bare=True, message_id=""),
    "id, odd letters": case("Hello", "Message-ID: <[email protected]$x>", message_id="[emailprotected]$x"),
    "references, folded": case("Hello", "References: <a@x.y>\n <b@x.y>\n\t<c@x.y>", references=["a@x.y", "b@x.y", "c@x.y"]),
    "references, commas": case("Hello", "References: <a@x.y>,<b@x.y>", references=["a@x.y", "b@x.y"]),
    "references, one broken": case("Hello", "References: <a@x.y> <b@x.y <c@x.y>", outcome="created"),
    "in-reply-to, words around": case(
        "Hello", 'In-Reply-To: Your message of "Thu, 02 Nov 2000"\n <a@x.y>', in_reply_to="a@x.y"
    ),
    "in-reply-to, empty": case("Hello", "In-Reply-To: ", in_reply_to=""),
    "a thousand received": case("Hello", "Received: from a by b; Thu, 2 Nov 2000 10:00:00 +0000\n" * 1000, outcome="created"),
    "ten thousand recipients": case("Hello", "To: " + ", ".join(f"u{i}@example.org" for i in range(10_000)), outcome="created"),
    "a header of a megabyte": case("Hello", "X-Bomb: " + "a" * 1_000_000, outcome="created", subject="Printer"),
    "own mail": case("Hello", "From: support@example.com", outcome="ignored", reason="own_mail"),
    "dates of nonsense": case("Hello", "Date: Tomorrow, 99 Foo", outcome="created"),
    "control letters": case("Hello", b"Subject: a\x01b\x1bc", subject="abc"),
    "dmarc failed": case(
        "Hello", "Authentication-Results: mx.example.com; dmarc=fail (p=reject) header.from=example.net",
        outcome="quarantined", reason="dmarc_failed",
    ),
    "from, blanks around the at": case("Hello", "From: Ann Lee <ann @ example.net>", from_email="ann@example.net", from_name="Ann Lee"),
    "from, a comment in the comment": case("Hello", "From: ann@example.net (Ann (the boss) Lee)", from_name="Ann (the boss) Lee"),
}  # fmt: skip
