"""Returned mail: with the standard's parts, with some of them, and in words only."""

from typing import Any

from tests.mail.corpus.case import TEXT, Case, case, multipart
from tests.mail.returned import NOT_RETURNED, RETURNED

ORIGINAL = (
    "From: support@example.com\nTo: gone@example.net\nSubject: Re: Printer\nMessage-ID: <ours@example.com>\n\nHello"
)
STATUS = (
    "Reporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822; gone@example.net\nAction: failed\nStatus: 5.1.1\n"
    "Diagnostic-Code: smtp; 550 No such user"
)
DAEMON = "From: MAILER-DAEMON@mx.example.net (Mail Delivery System)"
BOUNCED = {"is_bounce": True, "is_auto": True, "outcome": "ignored", "reason": "bounce"}


def report(
    sender: str, subject: str, words: str = "It could not be delivered.", *, status: str = STATUS, more: str = ""
) -> Case:
    return multipart(
        (TEXT, words),
        ("Content-Type: message/delivery-status", status),
        ("Content-Type: message/rfc822", ORIGINAL),
        kind='report; report-type="delivery-status"',
        head=f"From: {sender}\nSubject: {subject}\n{more}",
        **BOUNCED, body_text=words, reply_text=words, attachments=[("Re Printer.eml", "message/rfc822")],
    )  # fmt: skip


def words(sender: str, subject: str, body: str, head: str = "", **expected: Any) -> Case:
    return case(body, f"From: {sender}\nSubject: {subject}\n{head}", **BOUNCED, **expected)


STANDARD = {
    "postfix": report("MAILER-DAEMON@mx.example.net (Mail Delivery System)", "Undelivered Mail Returned to Sender"),
    "sendmail 8": report("Mail Delivery Subsystem <MAILER-DAEMON@mx.example.net>", "Returned mail: see transcript for details",
                         more="Auto-Submitted: auto-generated (failure)"),
    "exchange 2007": report("<postmaster@example.net>", "Undeliverable: Re: Printer"),
    "exchange, german": report("postmaster@example.net", "Unzustellbar: Re: Printer"),
    "exchange, japanese": report("postmaster@example.jp", "=?utf-8?B?6YWN5L+h5LiN6IO9OiDjg4bjgrnjg4g=?="),
    "office 365": report("postmaster@example.onmicrosoft.com", "Undeliverable: Re: Printer", more="Auto-Submitted: auto-replied"),
    "gmail": report("Mail Delivery Subsystem <mailer-daemon@googlemail.com>", "Delivery Status Notification (Failure)",
                    more="X-Failed-Recipients: gone@example.net"),
    "domino": report('"Postmaster" <postmaster@example.net>', "DELIVERY FAILURE: User gone not listed in Domino Directory"),
    "imail": report("Postmaster <postmaster@example.net>", "Undeliverable Mail"),
    "powermta": report("MAILER-DAEMON@mx.example.net", "Delivery report"),
    "amazon": report("MAILER-DAEMON@amazonses.com", "Delivery Status Notification (Failure)"),
    "x400": report("Internet Mail Delivery <postmaster@example.net>", "Delivery Notification: Delivery has failed"),
    "verisign": report("Mailer-Daemon@verisign.example.net", "Delivery failed"),
    "nobody at all": report("<>", "Undelivered Mail"),
    "delayed": report("MAILER-DAEMON@mx.example.net", "Delayed Mail (still being retried)", status=STATUS.replace("failed", "delayed")),
    "warning of sendmail": report("MAILER-DAEMON@mx.example.net", "Warning: could not send message for past 4 hours",
                                  status=STATUS.replace("failed", "delayed").replace("5.1.1", "4.4.1")),
    "two recipients": report("MAILER-DAEMON@mx.example.net", "Undelivered Mail",
                             status=STATUS + "\n\nFinal-Recipient: rfc822; b@example.net\nAction: failed\nStatus: 5.2.2"),
    "headers only": multipart(
        (TEXT, "It could not be delivered."), ("Content-Type: message/delivery-status", STATUS),
        ("Content-Type: text/rfc822-headers", ORIGINAL.partition("\n\n")[0]),
        kind="report; report-type=delivery-status", head=f"{DAEMON}\nSubject: Undelivered Mail", **BOUNCED,
        reply_text="It could not be delivered.",
    ),
    "status in a mixed mail": multipart(
        (TEXT, "The following addresses failed:\n\n<gone@example.net>"), ("Content-Type: message/delivery-status", STATUS),
        head=f"{DAEMON}\nSubject: Mail delivery failed", **BOUNCED,
    ),
    "original in a mixed mail": multipart(
        (TEXT, "Delivery failed for the following recipients:\n<gone@example.net>: unknown user"),
        ("Content-Type: message/rfc822", ORIGINAL), head="From: postmaster@example.net\nSubject: Delivery failure", **BOUNCED,
    ),
    "the report alone": case(
        STATUS, "From: MAILER-DAEMON@mx.example.net\nSubject: Delivery Status\nContent-Type: message/delivery-status", **BOUNCED
    ),
    "status part without recipients": report("MAILER-DAEMON@mx.example.net", "Undelivered Mail", status="Reporting-MTA: dns; x"),
    "boundary that nothing uses": case(
        "--other\nContent-Type: text/plain\n\nUser unknown: gone@example.net\n",
        f'{DAEMON}\nSubject: Returned mail: User unknown\nContent-Type: multipart/report; boundary="b1"', **BOUNCED,
    ),
    "through a bounce address": report("bounces+12@example.net", "Undelivered Mail Returned to Sender", more="Return-Path: <>"),
}  # fmt: skip

IN_WORDS = {
    "postini": words("Postmaster <postmaster@example.net>", "Message delivery failed", "Recipient gone@example.net was rejected."),
    "mailenable": words("<postmaster@example.net>", "Message Delivery Failure", "MailEnable: Message could not be delivered to some recipients."),
    "mdaemon": words('"MDaemon at example.net" <MDaemon@example.net>', "Permanent Delivery Failure", "The attached message could not be delivered."),
    "zmailer": words("mailer-daemon@example.net", "Delivery reports about your email [FAILED(1)]", "This is a collection of reports."),
    "smail 3": words("<MAILER-DAEMON@example.net>", "mail failed, returning to sender", "|------------------------- Message log follows: -----|\n<gone@example.net> ... unknown host"),
    "vines": words("StreetTalk <vines-smtp@example.net>", "Undelivered mail", "gone@example.net -- Unknown StreetTalk", "Return-Path: <>"),
    "groupwise": words("Mailer-Daemon@example.net", "Message status - undeliverable", "The message that you sent was undeliverable to the following:\n\tgone"),
    "aol": words("MAILER-DAEMON@aol.com (Mail Delivery Subsystem)", "Returned mail: User unknown", "The original message was received\n\n  ----- The following addresses had permanent fatal errors -----\n<gone@aol.com>"),
    "hotmail": words("postmaster@mail.hotmail.com", "Delivery Status Notification (Failure)", "This is an automatically generated Delivery Status Notification.\n\nDelivery to the following recipients failed."),
    "mxlogic": words("MAILER-DAEMON@mxlogic.net", "Mail delivery failed: returning message to sender", "gone@example.net\n"),
    "ibm vmsmtp": words("Mail Delivery Agent <SMTP@example.net>", "Undeliverable Mail", "example.net unable to deliver following mail to recipient(s):\n    <gone@example.net>", "Return-Path: <>"),
    "from nobody with a name": words(
        '"Jet System" <>', "Mail Error", "Your mail cannot be delivered to the following address(es):\n gone", "Sender: staff-owner@example.org", from_name="Jet System"
    ),
    "gateway": words("E500_SMTP_Mail_Service@example.org", "Returned Mail - Error During Delivery", "--- Failed Recipients ---\n<gone@example.net>: mailbox unavailable"),
    "scanner's gateway": words("Acme_AntiVirus_for_SMTP@example.net", "Delivery failure notification", "Your message could not be delivered to:\n\ngone@example.net"),
    "report in a program's mail": words(
        "<admin@example.net>", "Non-Delivery: Printer", "--- Non-Delivery Report ---\n\nThe email below could not be delivered to gone@example.net", "X-Mailer: Microsoft CDO for Windows 2000"
    ),
    "words and what came back": multipart(
        (TEXT, "** Message from the scanner **\nUnable to deliver message to <gone@example.net>"), ("Content-Type: message/rfc822", ORIGINAL),
        head="From: relay@example.net\nSubject: Mail could not be delivered", **BOUNCED,
    ),
    "who answers by hand": words("postmaster@example.gov (Automated response)", 'FAILED MAIL to "gone" regarding "Printer"', "The address did not match."),
    "daemon that says it its own way": words("MAILER-DAEMON@example.net", "Processing Error", "The following mail has an error."),
    "daemon in chinese": words("MAILER-DAEMON@example.cn", "=?gb2312?B?08q8/rSry+TKp7Dco6E=?=", "gone@example.cn:"),
    "advice of a full mailbox": words("<Postmaster\\@example.net@example.org>", "Mail Delivery Warning", "Delivery of email to this address\n\ngone@example.net\n\nhas been postponed due to a full mailbox."),
    "quoted name of the system": words('"System Administrator"@example.net', "Delivery Failure", "Could not deliver message to the following recipient(s):\n\nFailed Recipient: gone@example.net"),
    "sieve's rejection": multipart(
        (TEXT, "Your message to <gone@example.net> was automatically rejected:\nQuota exceeded"),
        ("Content-Type: message/disposition-notification", "Final-Recipient: rfc822; gone@example.net\nDisposition: automatic-action/MDN-sent-automatically; deleted"),
        kind="report; report-type=disposition-notification",
        head="From: Mail Delivery Subsystem <admin@example.net>\nSubject: Automatically rejected mail\nAuto-Submitted: auto-replied (rejected)", **BOUNCED,
    ),
    "dragonfly": words("MAILER-DAEMON <>", "Mail delivery failed", "This is the DragonFly Mail Agent v0.13 at df.example.jp.\n\nThere was an error delivering your mail to <gone@example.net>."),
    "envelope says nobody": words('"Postmaster" <postmaster@example.net>', "Undeliverable Mail", "Delivery failed 10 attempts: gone@example.net\n\nOriginal message follows.", "X-Envelope-From: <>"),
    "to a list's owner": words("MAILER-DAEMON@example.net", "Returned mail: Too many hops 19 (17 max)", "554 Too many hops"),
    "challenge of a spam filter is none": case("Please click here so that I get your mail.", "Subject: [verify#1234] Printer", is_bounce=False, is_auto=True),
    "double bounce": words("MAILER-DAEMON@mx.example.net", "Postmaster notify: see transcript for details", "The original message was received"),
    "virus scanner": words("postmaster@example.net", "Delivery failure (gone@example.net)", "Your message has encountered delivery problems.", "Return-Path: <>"),
    "yahoo japan": words("MAILER-DAEMON@yahoo.co.jp", "Failure Notice", "Sorry, we were unable to deliver your message to the following address.\n\n<gone@yahoo.co.jp>:"),
    "ocn": words("Mail Delivery Subsystem <MAILER-DAEMON@ocn.example.jp>", "Returned mail: see transcript for details", "送信先のメールアドレスが見つかりません"),
    "russian": words("Mailer-Daemon@corp.mail.ru", "Mail failure.", "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its recipients."),
    "fallback in a person's name": words('"System Administrator" <postmaster@example.net>', "Undeliverable: Printer", "Your message\n\n  To: gone\n\ndid not reach the following recipient(s):"),
    "mailer daemon without address": case(
        "<gone@example.net>: host mx.example.net said: 550 5.1.1", "From: MAILER-DAEMON (Mail Delivery System)\nSubject: Undelivered Mail Returned to Sender\nReturn-Path: <>", **BOUNCED, from_email="",
    ),
}  # fmt: skip

COMPLAINT = multipart(
    (TEXT, "This is an email abuse report."),
    ("Content-Type: message/feedback-report", "Feedback-Type: abuse\nVersion: 0.1"),
    ("Content-Type: message/rfc822", ORIGINAL),
    kind="report; report-type=feedback-report",
    head="From: scomp@aol.net\nSubject: Email Feedback Report for IP 192.0.2.1",
    is_bounce=False, is_auto=True,
)  # fmt: skip
RECEIPT = multipart(
    (TEXT, "Your message was displayed."),
    ("Content-Type: message/disposition-notification", "Final-Recipient: rfc822; ann@example.net\nDisposition: manual-action/MDN-sent-manually; displayed"),
    kind="report; report-type=disposition-notification",
    head="Subject: Read: Printer",
    is_bounce=False, is_auto=True, outcome="ignored", reason="auto_reply",
)  # fmt: skip

ASKED_BY_PEOPLE = {
    "parcel": case("My parcel could not be delivered, the driver said it was undeliverable.", "Subject: Delivery failed", is_bounce=False, outcome="created"),
    "parcel service": case("Your parcel could not be delivered today.", "From: no-reply@parcels.example\nSubject: Delivery failed", is_bounce=False, outcome="created"),
    "administrator's outlook": case(
        "My mail to you was not delivered:\n\nFailed recipient: sales@example.com", "From: admin@example.net\nX-Mailer: Microsoft Outlook 16.0\nSubject: Mail delivery failed", is_bounce=False, outcome="created"
    ),
    "forwarded as a file": multipart(
        (TEXT, "What does this mean: could not be delivered?"), ("Content-Type: message/rfc822", ORIGINAL),
        head="Subject: Fwd: Undelivered Mail Returned to Sender", is_bounce=False, outcome="created",
    ),
}  # fmt: skip

BOUNCES = {
    **{f"asked by people, {name}": one for name, one in ASKED_BY_PEOPLE.items()},
    **{f"standard, {name}": one for name, one in STANDARD.items()},
    **{f"in words, {name}": one for name, one in IN_WORDS.items()},
    **{
        f"dialect, {name}": case(one.words, f"From: {one.sender}\nSubject: {one.subject}", **BOUNCED)
        for name, one in RETURNED.items()
    },
    **{
        f"no bounce, {name}": case(body, f"From: {sender}\nSubject: {subject}", is_bounce=False, is_auto=False)
        for name, (sender, subject, body) in NOT_RETURNED.items()
    },
    "complaint": COMPLAINT,
    "read receipt": RECEIPT,
}
