"""Mailing lists: posts of people, with what the list puts around them; digests and the lists' own notices."""

from tests.mail.corpus.case import HTML, TEXT, Case, case, multipart

POST = "Has anybody seen the paper jam of the new printer?"


def post(footer: str, head: str = "", *, signature: str | None = None) -> Case:
    return case(
        f"{POST}\n\n{footer}\n",
        f"List-Id: <users.example.org>\nPrecedence: list\n{head}",
        reply_text=POST, signature=footer if signature is None else signature, is_auto=False, is_bounce=False, outcome="created",
        language="en",
    )  # fmt: skip


RULE = "_" * 47
LISTS = {
    "mailman 2": post(f"{RULE}\nUsers mailing list\nUsers@example.org\nhttp://example.org/mailman/listinfo/users"),
    "mailman 3": post(f"{RULE}\nUsers mailing list -- users@example.org\nTo unsubscribe send an email to users-leave@example.org"),
    "ezmlm": post(
        "-" * 69 + "\nTo unsubscribe, e-mail: users-unsubscribe@example.org\nFor additional commands, e-mail: users-help@example.org",
        "Mailing-List: contact users-help@example.org; run by ezmlm",
    ),
    "debian": post(
        '--\nTo UNSUBSCRIBE, email to users-REQUEST@example.org\nwith a subject of "unsubscribe". Trouble? Contact listmaster'
    ),
    "listserv": post("=" * 60 + "\nTo unsubscribe from the USERS list, send SIGNOFF USERS to LISTSERV@EXAMPLE.ORG"),
    "majordomo": case(
        f"{POST}\n\n-\nTo unsubscribe from this list: send the line \"unsubscribe linux-kernel\" in\nthe body of a message to "
        "majordomo@example.org\n",
        "Sender: owner-users@example.org\nPrecedence: bulk",
        is_auto=False, outcome="created",
    ),
    "sourceforge sponsor": post(
        "-" * 55 + f"\nThis sf.net email is sponsored by:ThinkGeek\nWelcome to geek heaven.\nhttp://thinkgeek.com/sf\n{RULE}\n"
        "Users mailing list\nUsers@lists.sourceforge.net\nhttps://lists.sourceforge.net/lists/listinfo/users"
    ),
    "yahoo groups": post(
        "------------------------ Yahoo! Groups Sponsor ---------------------~-->\n4 DVDs Free +s&p Join Now\n"
        "http://us.click.yahoo.com/x\n---------------------------------------------------------------------~->\n\n"
        "To unsubscribe from this group, send an email to:\nusers-unsubscribe@egroups.com\n\n\n"
        "Your use of Yahoo! Groups is subject to http://docs.yahoo.com/info/terms/"
    ),
    "google groups": post("--\nYou received this message because you are subscribed to the Google Groups \"users\" group."),
    "ilug": post("--\nIrish Linux Users' Group: ilug@linux.ie\nhttp://www.linux.ie/mailman/listinfo/ilug"),
    "juno": post("_" * 64 + "\nGET INTERNET ACCESS FROM JUNO!\nJuno offers FREE or PREMIUM Internet access for less!"),
    "msn messenger": post("_" * 65 + "\nChat with friends online, try MSN Messenger: http://messenger.msn.com"),
    "footer part": multipart(
        (TEXT, POST), (TEXT + "\nContent-Disposition: inline", f"{RULE}\nUsers mailing list\nhttp://example.org/mailman/listinfo/users"),
        head="List-Id: <users.example.org>",
        reply_text=POST, attachments=[],
    ),
    "html and list footer": multipart(
        ('Content-Type: multipart/alternative; boundary="b2"',
         f"--b2\n{TEXT}\n\n{POST}\n--b2\n{HTML}\n\n<p>{POST}</p>\n--b2--\n"),
        (TEXT, f"{RULE}\nUsers mailing list\nhttp://example.org/mailman/listinfo/users"),
        head="List-Post: <mailto:users@example.org>",
        reply_text=POST, attachments=[],
    ),
    "own signature and footer": case(
        f"{POST}\n\n--\nAnn Lee\nAcme\n\n{RULE}\nUsers mailing list\nUsers@example.org\nhttp://example.org/mailman/listinfo/users\n",
        "List-Id: <users.example.org>", reply_text=POST,
    ),
    "subject prefix": case(POST, "Subject: [users] Re: [users] Jam\nList-Id: <users.example.org>", subject="[users] Re: [users] Jam"),
    "posted through the list's own name": case(
        POST, 'From: "Ann Lee via users" <users@example.org>\nReply-To: ann@example.net\nList-Id: <users.example.org>',
        from_email="users@example.org", from_name="Ann Lee via users", is_auto=False,
    ),
    "digest, plain": case(
        "Send Users mailing list submissions to\n\tusers@example.org\n\nToday's Topics:\n\n   1. Jam (Ann Lee)\n\n\n"
        + "-" * 70 + "\n\nMessage: 1\nDate: Thu, 02 Nov 2000\nFrom: Ann Lee <ann@example.net>\nTo: users@example.org\nSubject: Jam\n\n"
        "Has anybody seen it?\n",
        "From: users-request@example.org\nSubject: Users Digest, Vol 1, Issue 2\nPrecedence: list",
        outcome="created", is_bounce=False, quoted_text="",
    ),
    "digest, mime": multipart(
        (TEXT, "Send Users mailing list submissions to\n\tusers@example.org\n"),
        ('Content-Type: multipart/digest; boundary="b2"',
         "--b2\n\nFrom: ann@example.net\nSubject: Jam\n\nFirst\n--b2\n\nFrom: bob@example.org\nSubject: Re: Jam\n\nSecond\n--b2--\n"),
        head="From: users-request@example.org\nSubject: Users digest, Vol 1 #2 - 2 msgs",
        outcome="created",
        attachments=[("Jam.eml", "message/rfc822"), ("Re Jam.eml", "message/rfc822")],
    ),
    "moderation notice": case(
        "Your mail to 'Users' is being held until the list moderator can review it for approval.",
        "From: users-bounces@example.org\nSubject: Your message to Users awaits moderator approval\nPrecedence: bulk\n"
        "X-List-Administrivia: yes",
        is_auto=True, outcome="ignored", reason="auto_reply",
    ),
    "subscription to be confirmed": case(
        "Mailing list subscription confirmation notice for mailing list Users",
        "From: users-request@example.org\nSubject: confirm 1234567890abcdef1234567890abcdef12345678\nPrecedence: bulk",
        is_auto=True, outcome="ignored",
    ),
    "ezmlm's confirmation": case(
        "Hi! This is the ezmlm program. I'm managing the\nusers@example.org mailing list.\n\nTo confirm, reply.",
        "From: users-help@example.org\nSubject: confirm subscribe to users@example.org\nMailing-List: contact users-help@example.org; run by ezmlm",
        is_auto=True,
    ),
    "listserv's command result": case(
        "You are not subscribed to the USERS list.", 'From: "L-Soft list server" <LISTSERV@EXAMPLE.ORG>\nSubject: Output of your job "ann"',
        is_auto=True,
    ),
    "majordomo's results": case(
        "--\n\n>>>> subscribe users\nSucceeded.\n", "From: Majordomo@example.org\nSubject: Majordomo results: subscribe", is_auto=True,
    ),
}  # fmt: skip
