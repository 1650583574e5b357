"""How the mail programs of thirty years answer: where their words stand, how they mark what they quote."""

from tests.mail.corpus.case import HTML, TEXT, Case, case, multipart

NEW = "The printer works again."
OLD = "Did you try to switch it off and on?\nPlease tell us."


def marked(text: str = OLD, mark: str = "> ") -> str:
    return "\n".join(f"{mark}{line}".rstrip() for line in text.split("\n"))


def above(program: str, attribution: str, *, quote: str = "", signature: str = "") -> Case:
    """The answer stands above what it answers."""
    quoted = f"{attribution}\n{quote or marked()}"
    below = f"\n\n{signature}" if signature else ""
    body = f"{NEW}{below}\n\n{quoted}\n"
    return case(
        body,
        f"X-Mailer: {program}",
        reply_text=NEW,
        quoted_text=quoted,
        signature=signature,
        language="en",
        outcome="created",
    )


def under(program: str, attribution: str, *, quote: str = "", signature: str = "") -> Case:
    """The answer stands below what it answers."""
    quoted = f"{attribution}\n{quote or marked()}".strip()
    end = f"\n\n{signature}" if signature else ""
    body = f"{quoted}\n\n{NEW}{end}\n"
    return case(
        body, f"X-Mailer: {program}", reply_text=NEW, quoted_text=quoted, signature=signature, outcome="created"
    )


NOTES = "Bob Lee <bob@example.org>\n11/02/2000 10:00 AM\nTo: Ann Lee/HOU/ECT@ECT\ncc:\nSubject: Printer\n\n" + OLD
NOTES_8 = (
    "Bob Lee <bob@example.org>\n11/02/2008 10:00 AM\n\nTo\nAnn Lee/Acme@ACME\ncc\n\nSubject\nRe: Printer\n\n\n\n\n"
    + OLD
)
OUTLOOK = "From: Bob Lee\nSent: Thursday, November 02, 2000 10:00 AM\nTo: Ann Lee\nSubject: Printer"
FOLLOWS = "From: Bob Lee <bob@example.org>\nTo: ann@example.net\nSubject: Printer\nDate: Thu, 2 Nov 2000 10:00:00 -0500"

CLIENTS = {
    "eudora 3, above": above("Windows Eudora Light Version 3.0.6 (32)", "At 10:00 AM 11/2/2000 -0500, Bob Lee wrote:"),
    "eudora 3, below": under("Windows Eudora Pro Version 3.0.5 (32)", "At 10:00 AM 11/2/2000 -0500, you wrote:"),
    "pine, below": under("Pine 4.21", "On Thu, 2 Nov 2000, Bob Lee wrote:", signature="--\nAnn"),
    "elm, below": under("ELM [version 2.4 PL25]", "Bob Lee writes:"),
    "elm, said": under("ELM [version 2.5 PL3]", "bob@example.org said:"),
    "mutt, below": under(
        "Mutt 1.3.28i", "On Thu, Nov 02, 2000 at 10:00:00AM -0500, Bob Lee wrote:", signature="-- \nAnn".replace("-- ", "--")
    ),
    "mutt, starred": under("Mutt 1.4i", "* Bob Lee (bob@example.org) [001102 10:00]:"),
    "vm": under("VM 6.96 under Emacs 20.7.1", "Bob Lee writes:", quote=marked(mark=" > ")),
    "gnus": under("Gnus/5.09", "Bob Lee <bob@example.org> writes:"),
    "mh": under("exmh version 2.4", "Bob Lee wrote:"),
    "kmail, below": under("KMail [version 1.4.3]", "On Thursday 02 November 2000 10:00, Bob Lee wrote:"),
    "evolution, below": under("Evolution 1.0.8", "On Thu, 2000-11-02 at 10:00, Bob Lee wrote:"),
    "sylpheed, two lines": above("Sylpheed 0.8", "On Thu, 2 Nov 2000 10:00:00 +0200\nBob Lee <bob@example.org> wrote:"),
    "imp, above": above("Internet Messaging Program 3.1", "Quoting Bob Lee <bob@example.org>:"),
    "imp, german": above("IMP 3.2", "Zitat von Bob Lee <bob@example.org>:"),
    "netscape 4, below": under("Mozilla 4.7 [en] (WinNT; U)", "Bob Lee wrote:"),
    "netscape 4, above": above("Mozilla 4.7 [en] (WinNT; U)", "Bob Lee wrote:"),
    "pegasus": under("Pegasus Mail for Win32 (v3.12c)", "On 2 Nov 00, at 10:00, Bob Lee wrote:"),
    "entourage": above("Microsoft-Entourage/10.0", 'On 11/2/00 10:00 AM, "Bob Lee" <bob@example.org> wrote:'),
    "outlook express mac": above(
        "Microsoft Outlook Express Macintosh Edition - 5.02", "on 11/2/00 10:00 AM, Bob Lee at bob@example.org wrote:"
    ),
    "the bat, initials": under(
        "The Bat! (v1.60)", "Thursday, November 02, 2000, 10:00:00 AM, you wrote:", quote=marked(mark="BL> ")
    ),
    "forte agent": under("Forte Agent 1.8", 'On Thu, 02 Nov 2000 10:00:00 GMT, "Bob Lee" <bob@example.org>\nwrote:'),
    "yahoo classic, above": above("YahooMailClassic", "--- Bob Lee <bob@example.org> wrote:"),
    "yahoo, dated, above": above("YahooMailRC", "--- On Thu, 11/2/00, Bob Lee <bob@example.org> wrote:"),
    "hotmail, marked headers": above("Hotmail", f">{FOLLOWS.replace(chr(10), chr(10) + '>')}", quote=marked(mark=">")),
    "aol, above": above(
        "AOL 6.0 for Windows US sub 10506",
        "In a message dated 11/2/2000 10:00:00 AM Eastern Standard Time, \nbob@example.org writes:".replace(", \n", ",\n"),
    ),
    "aol, angle brackets": under(
        "AOL 4.0 for Windows 95 sub 13",
        "In a message dated 11/2/00 10:00:00 AM Eastern Standard Time, bob@example.org writes:\n",
        quote=f"<< {OLD} >>",
    ),
    "notes 5, above": above("Lotus Notes Release 5.0.3", NOTES.partition("\n\n")[0], quote=f"\n{OLD}"),
    "notes 8, above": above("Lotus Notes Release 8.0", NOTES_8.partition("\n\n\n\n\n")[0], quote=f"\n\n\n\n{OLD}"),
    "notes, wrote on": above("Lotus Notes Release 6.5", "Bob Lee <bob@example.org> wrote on 02/11/2000 10:00:00:"),
    "outlook 97": above("Microsoft Outlook 8.5", f"-----Original Message-----\n{OUTLOOK}", quote=f"\n{OLD}"),
    "outlook 2000, tabs": above(
        "Microsoft Outlook IMO, Build 9.0.2416",
        f"-----Original Message-----\n{OUTLOOK.replace(': ', ':' + chr(9))}",
        quote=f"\n{OLD}",
    ),
    "outlook 2003, rule": above("Microsoft Office Outlook 11", f"_____\n\n{OUTLOOK}", quote=f"\n{OLD}"),
    "outlook 2010": above("Microsoft Outlook 14.0", OUTLOOK, quote=f"\n{OLD}"),
    "exchange webmail": above(
        "Internet Mail Service (5.5.2653.19)",
        f"________________________________________\n{OUTLOOK.replace('Lee' + chr(10), 'Lee [bob@example.org]' + chr(10), 1)}",
        quote=f"\n{OLD}",
    ),
    "outlook, marked": above("Microsoft Outlook 9.0", marked(f"-----Original Message-----\n{OUTLOOK}\n"), quote=marked()),
    "outlook express 6": above(
        "Microsoft Outlook Express 6.00.2600.0000",
        "----- Original Message -----\nFrom: Bob Lee\nTo: Ann Lee\nSent: Thursday, November 02, 2000 10:00 AM\nSubject: Printer",
        quote=f"\n\n{OLD}",
    ),
    "hotmail 2000, follows": above("Hotmail", f"----Original Message Follows----\n{FOLLOWS}", quote=f"\n{OLD}"),
    "zimbra": above("Zimbra 6.0.13", f"----- Original Message -----\n{FOLLOWS}", quote=f"\n{OLD}"),
    "groupwise": above("Novell GroupWise Internet Agent 6.5", ">>> Bob Lee <bob@example.org> 11/02/00 10:00 AM >>>", quote=OLD),
    "blackberry": above(
        "BlackBerry",
        f"-----Original Message-----\n{FOLLOWS}",
        quote=f"\n{OLD}",
        signature="Sent from my BlackBerry® wireless device",
    ),
    "iphone": above(
        "iPhone Mail (8C148)", "On Nov 2, 2010, at 10:00 AM, Bob Lee <bob@example.org> wrote:", signature="Sent from my iPhone"
    ),
    "android, no blank above": case(
        f'{NEW}\n On Nov 2, 2012 10:00 AM, "Bob Lee" <\nbob+7f1b094ceb90e18cca93@example.org> wrote:\n\n>  Hi\n',
        reply_text=NEW,
    ),
    "gmail 2011, address wrapped": above("Gmail", "On Tue, Sep 25, 2012 at 8:59 AM, Bob Lee\n<bob@example.org>wrote:"),
    "gmail 2014, no verb": above("Gmail", "2014-10-17 11:28 GMT+03:00 Bob Lee <\nbob@somewhere-with-a-long-name.example.org>:"),
    "gmail 2011, neither verb nor colon": above("Gmail", "2011/4/7 Bob Lee <bob@example.org>"),
    "apple mail 2": above("Apple Mail (2.1076)", "On Nov 2, 2009, at 10:00 AM, Bob Lee wrote:"),
    "sparrow": above(
        "sparrow 1.5", "On Tuesday, April 3, 2012 at 4:55 PM, Bob Lee wrote:", signature="--\nAnn\nSent with Sparrow"
    ),
    "acompli": above("Acompli", 'On Tue, Jan 27, 2015 at 12:42 PM -0800, "Bob Lee" <bob@example.org> wrote:', quote=f"\n{OLD}"),
    "inline, kept whole": case(
        "On 2 Nov 2000, Bob Lee wrote:\n\n> Did you try?\n\nYes, twice.\n\n> And now?\n\nIt works.\n",
        reply_text="On 2 Nov 2000, Bob Lee wrote:\n\n> Did you try?\n\nYes, twice.\n\n> And now?\n\nIt works.",
        quoted_text="",
    ),
    "quote without attribution, below": case(f"{marked()}\n\n{NEW}\n", reply_text=NEW, quoted_text=marked()),
    "quote without attribution, above": case(f"{NEW}\n\n{marked()}\n", reply_text=NEW, quoted_text=marked()),
    "a line that only begins like one": case(
        "On Friday we tried the following:\n\nswitch it off\n\nBob wrote a letter.", quoted_text="", language="en"
    ),
    "name after a dash": case(f"{NEW}\n\n-Ann\n", reply_text=NEW, signature="-Ann"),
    "name after dashes": case(f"{NEW}\n---\nAnn\n", reply_text=NEW, signature="---\nAnn"),
    "a list is no signature": case(f"{NEW}\n- paper\n- ink\n", reply_text=f"{NEW}\n- paper\n- ink", signature=""),
    "forwarded by notes, kept whole": case(
        "fyi, the printer\n---------------------- Forwarded by Ann Lee/HOU/ECT on 11/02/2000 10:05 AM ------------------\n\n"
        f"{NOTES}",
        quoted_text="",
    ),
    "forwarded by eudora, kept whole": case(f"fyi\n\n--- begin forwarded text\n\n{OLD}\n\n--- end forwarded text", quoted_text=""),
    "forwarded by notes, wrapped": case(
        "fyi, the printer\n---------------------- Forwarded by Ann Lee/HOU/ECT on 11/02/2000 \n10:05 AM ------------------\n\n"
        f"{NOTES}",
        quoted_text="",
    ),
    "notes 4, many recipients": above(
        "Lotus Notes Release 4.6",
        "Bob Lee\n11/02/2000 10:00 AM\nTo: Ann Lee/HOU/ECT@ECT,\n" + "Tim Lee/HOU/ECT@ECT,\n" * 9 + "Eve/HOU/ECT\ncc:\nSubject: Printer",
        quote=f"\n{OLD}",
    ),
    "notes 4, all in a line": above(
        "Lotus Notes Release 4.6",
        '\t"Bob Lee" <bob@example.org> 11/02/2000 10:00 AM\n\t To: "Ann" <ann@example.net>  cc:   Subject: RE: Printer', quote=f"\n{OLD}",
    ),
    "kmail, german": under("KMail 1.9", "Am Donnerstag, 2. November 2006 10:00 schrieben Sie:"),
    "a patch is no signature": case(
        "Fix the thing.\n\nSigned-off-by: Ann\n---\n drivers/x.c | 2 +-\n 1 file changed\n\ndiff --git a/x b/x\n--- a/x\n+++ b/x\n"
        "@@ -1 +1 @@\n-a\n+b\n-- \n2.1.0\n",
        signature="--\n2.1.0",
    ),
    "cc:mail forward header": case(
        f"{NEW}\n\n______________________________ Reply Separator _________________________________\n"
        f"Subject: Printer\nAuthor:  Bob Lee at ACME-NY\nDate:    11/2/95 10:00 AM\n\n{OLD}",
        "X-Mailer: ccMail Link to SMTP R6.00.01",
        reply_text=NEW,
    ),
    "compuserve": case(
        f"{NEW}\n\n-------------Forwarded Message-----------------\n\n{FOLLOWS}\n\n{OLD}", "Subject: Fwd: Printer", quoted_text=""
    ),
    "hotmail web, html only": multipart(
        (HTML, f"<html><body class=3D'hmmessage'>{NEW}<br><br>&gt; Date: Mon, 2 Apr 2012<br>&gt; From: bob@example.org<br>"
         "&gt; To: ann@example.net<br>&gt; Subject: Printer<br>&gt; <br>&gt; Hi<br></body></html>"),
        reply_text=NEW,
    ),
    "outlook 2013, html only": multipart(
        (HTML, f"<div class=WordSection1><p class=MsoNormal>{NEW}<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>"
         "<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in'><p class=MsoNormal>"
         "<b>From:</b> Bob Lee [mailto:bob@example.org] <br><b>Sent:</b> Thursday, November 2, 2013 10:00 AM<br><b>To:</b> Ann"
         f"<br><b>Subject:</b> Printer</p></div></div><p class=MsoNormal>{OLD}</p></div>"),
        reply_text=NEW,
    ),
    "yahoo, html only": multipart(
        (HTML, f"<div>{NEW}</div><div><br></div><div class='yahoo_quoted'><div>On Thursday, November 2, 2013, Bob Lee wrote:"
         f"</div><div>{OLD}</div></div>"),
        reply_text=NEW,
    ),
    "apple mail, html only": multipart(
        (HTML, f"<html><body>{NEW}<br><div><div>On 2 Nov 2013, at 10:00, Bob Lee &lt;bob@example.org&gt; wrote:</div><br>"
         f"<blockquote type='cite'><div>{OLD}</div></blockquote></div></body></html>"),
        reply_text=NEW,
    ),
    "aol, html and text": multipart(
        (TEXT, f"{NEW}\n\n\n\n-----Original Message-----\nFrom: Bob <bob@example.org>\nTo: ann <ann@example.net>\n"
         f"Sent: Mon, Apr 2, 2012 5:49 pm\nSubject: Printer\n\n\n{OLD}\n\n\n"),
        (HTML, f"<font color='black'>{NEW}<br><div>-----Original Message-----<br>From: Bob<br></div></font>"),
        kind="alternative",
        reply_text=NEW,
    ),
    "yahoo for phones, behind the colon": case(
        f"{NEW}\n\nSent from Yahoo Mail on Android\n\n  On Mon, Jan 2, 2023 at 10:00 AM, Bob Lee<bob@example.org> wrote:   {OLD}\n",
        reply_text=NEW, signature="Sent from Yahoo Mail on Android",
        quoted_text=f"  On Mon, Jan 2, 2023 at 10:00 AM, Bob Lee<bob@example.org> wrote:\n{OLD}",
    ),
    "words behind a colon that quote nobody": case(
        "Write to the owner, Bob Lee<bob@example.org> at 10:00:   he knows it.\n",
        reply_text="Write to the owner, Bob Lee<bob@example.org> at 10:00:   he knows it.",
    ),
    "pegasus, four headers": under(
        "Pegasus", "Date sent:      \tThu, 2 Nov 2000 10:00:00 +0000\nFrom:           \tBob Lee <bob@example.org>\nTo:             \tann@example.net\n"
        "Send reply to:  \tbob@example.org\nSubject:        \tPrinter\n",
    ),
    "compuserve, several lines without marks": under("CompuServe", "Message text written by Bob Lee", quote=f">{OLD}<"),
    "gmail's container of a signature, html only": case(
        f'<div dir="ltr">{NEW}<br clear="all"><div><div class="gmail_signature">Ann Lee<br>Acme</div></div></div>',
        "Content-Type: text/html", reply_text=NEW, signature="Ann Lee\nAcme",
    ),
    "a container of a signature beside a text": multipart(
        (TEXT, f"{NEW}\n\nAnn at Acme\nall that prints\n"),
        (HTML, f'<p>{NEW}</p><div id="Signature"><p>Ann at Acme</p><p>all that prints</p></div>'),
        kind="alternative", reply_text=NEW, signature="Ann at Acme\nall that prints",
    ),
    "everything written into the signature": case(
        f'<div id="Signature"><p>{NEW}</p></div>', "Content-Type: text/html", reply_text=NEW, signature="",
    ),
}  # fmt: skip
