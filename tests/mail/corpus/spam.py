"""What nobody asked for, with MIME that no standard knows. It is taken in like any mail: judging it is for rules."""

from tests.mail.corpus.case import HTML, case, multipart

SPAM = {
    "html, base64, no charset": case(
        "PGh0bWw+PGJvZHk+PGZvbnQgc2l6ZT00PkJVWSBOT1c8L2ZvbnQ+PC9ib2R5PjwvaHRtbD4=",
        "Content-Type: text/html\nContent-Transfer-Encoding: base64", body_text="BUY NOW", outcome="created",
    ),
    "html, comments between letters": case(
        "<html>B<!-- x -->U<!-- y -->Y <a href=http://spam.example/>here</a></html>", "Content-Type: text/html", body_text="BUY here"
    ),
    "words as white as the page": case('<p>BUY</p><font color="#FFFFFF">rabbit</font>', "Content-Type: text/html", outcome="created"),
    "encoding of a victim's name": case("Hello", "Content-Transfer-Encoding: 7ann.leebit", body_text="Hello"),
    "subject header broken": case("Hello", "Suann.leebject: BUY", outcome="created"),
    "disposition of nonsense": case("<p>foo</p>", "Content-Type: text/html\nContent-Disposition: =?utf-8?Q?invalid?=",
                                    body_text="foo", attachments=[]),
    "types and boundary twice": case(
        "--x\nContent-Type: text/html\n\n<b>BUY</b>\n--x--", "Content-Type: multipart/alternative; boundary=x; boundary=y", body_text="BUY"
    ),
    "boundary of quotes": case(
        '--a"b\nContent-Type: text/plain\n\nBUY\n--a"b--', 'Content-Type: multipart/mixed; boundary="a\\"b"', body_text="BUY"
    ),
    "only html parts in mixed": multipart((HTML, "<p>BUY</p>"), (HTML, "<p>NOW</p>"), body_text="BUY\n\nNOW"),
    "pill and a nigerian": case(
        "DEAR SIR,\n\nI AM THE SON OF THE LATE MINISTER AND NEED YOUR ACCOUNT.\n\nYOURS FAITHFULLY,\nMR. X",
        "From: MR X <x@example.ng>\nReply-To: y@example.com\nSubject: URGENT", from_email="x@example.ng", outcome="created",
        language="en",
    ),
    "forms and frames": case(
        "<form action=http://evil.example><input name=p></form><iframe src=//evil.example></iframe><p>Log in</p>",
        "Content-Type: text/html", body_text="Log in",
    ),
    "a link that lies": case('<a href="http://evil.example">http://bank.example</a>', "Content-Type: text/html", body_text="http://bank.example"),
    "executable as sound": multipart(
        (HTML, "<iframe src=cid:x></iframe>"),
        ("Content-Type: audio/x-wav; name=readme.exe\nContent-ID: <x>\nContent-Transfer-Encoding: base64", "TVqQAAMAAAAE"),
        kind="related", attachments=[("readme.exe", "audio/x-wav")], outcome="created",
    ),
    "korean, label of another": case(
        "광고 메일입니다. 지금 바로 확인하시고 많은 혜택을 받아 보시기 바랍니다.".encode("euc-kr"),
        "Content-Type: text/plain; charset=us-ascii", language="ko", outcome="created",
    ),
    "no header but received": case("BUY NOW", "Received: from x by y; Thu, 2 Nov 2000 10:00:00 +0000", bare=True,
                                   outcome="quarantined", reason="no_sender", body_text="BUY NOW"),
}  # fmt: skip
