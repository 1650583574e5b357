# ruff: noqa: E501 - a mail as it comes reads better in one line
"""Mails of real programs whose text marks no quote: the HTML tells what is new."""

import pytest

from mail.html import split_quote
from mail.parsing.message import parse_message
from tests.mail import corpus

OLD = "Please unplug the printer."
HEADER = (
    "<b>From:</b> Support &lt;support@example.com&gt;<br><b>Sent:</b> Monday<br><b>To:</b> Ann<br><b>Subject:</b> Fire"
)

QUOTES = {
    "Gmail": f'<br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Mon, 2 Nov 2026 at 10:00, '
    f'Support &lt;support@example.com&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0">{OLD}</blockquote></div>',
    "older Gmail": f'<div class="gmail_extra"><br><div class="gmail_quote">On Mon, 2 Nov 2026, Support wrote:<br>'
    f'<blockquote class="gmail_quote">{OLD}</blockquote></div></div>',
    "Apple Mail": f'<div><br><blockquote type="cite"><div>On 2 Nov 2026, at 10:00, Support wrote:</div><br><div>{OLD}</div>'
    "</blockquote></div><br>",
    "Outlook on the web": f'<hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" dir="ltr">{HEADER}</div>'
    f"<div>{OLD}</div>",
    "new Outlook": f'<div id="appendonsend"></div><hr><div id="divRplyFwdMsg">{HEADER}</div><p>{OLD}</p>',
    "Outlook": f'<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p>{HEADER}</p></div><p>{OLD}</p>',
    "Yahoo": f'<div id="ydp1" class="yahoo_quoted"><div>On Monday, Support wrote:</div><div>{OLD}</div></div>',
    "Thunderbird": f'<div class="moz-cite-prefix">Am 02.11.26 um 10:00 schrieb Support:<br></div><blockquote type="cite">{OLD}'
    "</blockquote>",
    "Lotus Notes": "<br><br><table width=100%><tr valign=top><td width=40%><font size=1><b>Bob Lee &lt;bob@example.org&gt;</b></font>"
    "<p><font size=1>02.11.2026 10:00</font><td width=59%><table width=100%><tr valign=top><td><div align=right>To</div><td>Ann"
    "<tr valign=top><td><div align=right>cc</div><td><tr valign=top><td><div align=right>Subject</div><td>Fire</table><br></table>"
    f"<br><font size=2><tt>{OLD}</tt></font>",
    "iNotes": '<br><div class="domino-section"><div class="domino-section-head">Bob Lee --- Fire ---</div><div><table><tr><td>Von:</td>'
    f"<td>Bob Lee</td></tr><tr><td>An</td><td>Ann</td></tr></table><hr><pre>{OLD}</pre></div></div>",
    "Spark": f'<div name="messageReplySection">On 2 Nov 2026, 10:00 +0100, Support wrote:<blockquote>{OLD}</blockquote></div>',
    "Proton": f'<div class="protonmail_quote">On Monday, Support wrote:<br><blockquote type="cite">{OLD}</blockquote></div>',
}


def html_mail(html: str, **headers: str):
    raw = corpus.html_only(html).replace(b"Subject: HTML", b"Subject: " + headers.get("Subject", "Re: Fire").encode())
    return parse_message(raw)


@pytest.mark.parametrize("program", QUOTES)
def test_what_is_new_stands_apart_from_what_is_quoted(program):
    mail = html_mail(f'<html><body><div dir="ltr">It <b>still</b> burns.</div>{QUOTES[program]}</body></html>')
    assert mail.new_text == "It still burns."
    assert "<b>still</b>" in mail.new_html
    assert OLD not in mail.new_html
    assert OLD in mail.quoted_html
    assert OLD in mail.quoted_text


def test_the_signature_is_still_found():
    mail = html_mail(f"<div>It burns.</div><div>Kind regards<br>Ann</div>{QUOTES['Outlook on the web']}")
    assert (mail.new_text, mail.signature) == ("It burns.", "Kind regards\nAnn")


@pytest.mark.parametrize(
    "html",
    [
        # Between the lines of the quote, nothing else.
        f'<p>Hi</p><blockquote type="cite">{OLD}</blockquote><p>I did.</p><blockquote type="cite">And?</blockquote>',
        f'<p>See:</p><div class="gmail_quote"><blockquote class="gmail_quote">{OLD}</blockquote>I did.'
        f'<blockquote class="gmail_quote">And?</blockquote></div>',
        f'<blockquote type="cite">{OLD}</blockquote>',
    ],
)
def test_own_words_between_stay_with_what_they_answer(html):
    mail = html_mail(html)
    assert (mail.new_html, mail.quoted_html) == ("", "")
    assert OLD in mail.new_text


def test_a_forwarded_mail_is_what_its_sender_wants_to_say():
    forwarded = f'<div>Please see.</div><div class="gmail_quote">---------- Forwarded message ---------<br>{OLD}</div>'
    assert OLD in html_mail(forwarded, Subject="Fire").new_text
    assert OLD in html_mail(f"<div>Please see.</div>{QUOTES['new Outlook']}", Subject="WG: Fire").new_text


def test_own_words_below_one_quote_are_new_as_in_a_text():
    mail = html_mail(
        f'<div class="moz-cite-prefix">Support wrote:</div><blockquote type="cite">{OLD}</blockquote><p>I did.</p>'
    )
    assert (mail.new_text, mail.new_html) == ("I did.", "<p>I did.</p>")
    assert "Support wrote:" in mail.quoted_text


def test_a_tag_whose_name_is_none_loses_nothing():
    """Behind the end of a document, where the parser once read it into another tree at each copy."""
    html = "<p>Hi</p></body></html><c1@BEGIN:V A><p>own words</p><blockquote type='cite'><p>Old</p></blockquote>"

    new, quoted = split_quote(html)
    assert ("own words" in new, "Old" in new, "Old" in quoted) == (True, False, True)
