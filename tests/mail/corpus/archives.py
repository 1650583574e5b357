"""What the archives of lists and news groups are full of: footers without a rule, initials, quotes torn by a terminal's width."""

from tests.mail.corpus.case import TEXT, Case, case, multipart

NEW = "The printer works again."
OLD = "Did you try to switch it off and on?"
MARKED = f"> {OLD}\n> Please tell us."
TOLD = (
    "USERS addresses:\nPost message: users@yahoogroups.com\nSubscribe:    users-subscribe@yahoogroups.com\n"
    "Unsubscribe:  users-unsubscribe@yahoogroups.com\nList owner:   users-owner@yahoogroups.com\n\n"
    "Your use of Yahoo! Groups is subject to http://docs.yahoo.com/info/terms/"
)
RULED = f"{'_' * 47}\nUsers mailing list\nUsers@example.org\nhttp://example.org/mailman/listinfo/users"


def answer(body: str, **expected: str) -> Case:
    return case(body + "\n", **{"reply_text": NEW, **expected})


def signed(name: str, head: str = "") -> Case:
    return case(f"{NEW}\n\n{name}\n", head, reply_text=NEW, signature=name, quoted_text="")


ARCHIVES = {
    "a list's addresses without a rule": answer(f"{NEW}\n\n{TOLD}", signature=TOLD),
    "the same below a quote": answer(
        f"{NEW}\n\nAnn\n\nBob Lee wrote:\n{MARKED}\n\n\n{TOLD}", signature=f"Ann\n\n{TOLD}", quoted_text=f"Bob Lee wrote:\n{MARKED}"
    ),
    "a ruled footer below a quote that nobody announces": answer(f"{NEW}\n\n{MARKED}\n\n{RULED}", signature=RULED, quoted_text=MARKED),
    "a ruled footer below an earlier mail without marks": answer(
        f"{NEW}\n\n-----Original Message-----\nFrom: Bob Lee\nSent: Monday\nTo: Ann\nSubject: Printer\n\n{OLD}\n\n{RULED}", signature="",
    ),
    "rules around an error, and a footer": case(
        f"I get this:\n{'*' * 39}\nSyntax error on line 562\nInvalid command\n{'*' * 36}\n\nAll help is welcome.\n\nRegards,\nEric\n{RULED}\n",
        reply_text=f"I get this:\n{'*' * 39}\nSyntax error on line 562\nInvalid command\n{'*' * 36}\n\nAll help is welcome.",
        signature=f"Regards,\nEric\n{RULED}",
    ),
    "a card in rules above a provider's line": answer(
        f"{NEW}\n\n{'_' * 49}\nAnn Lee   [ ann@example.net ]\nAcme Institute\nNew Jersey\n{'_' * 49}\nGet free e-mail at http://www.example.com",
    ),
    "a question how to leave is none of a list's words": case(
        f"{NEW}\n\nTo unsubscribe from the list, do I write to you?\n", reply_text=f"{NEW}\n\nTo unsubscribe from the list, do I write to you?"
    ),
    "a shop's words stay, no list sent them": case(
        f"{NEW}\n\nTo unsubscribe, click here: http://example.com/u\n", reply_text=f"{NEW}\n\nTo unsubscribe, click here: http://example.com/u"
    ),
    "signed with the address's account": signed("jrh", "From: Joshua Heling <jrh@example.net>"),
    "signed with an initial": signed("m.", "From: Mary Lee <mary.lee@example.net>"),
    "signed with an initial after a dash": signed("-d", "From: David Lee <dlee@example.net>"),
    "signed with initials": signed("MJR", "From: Mary Jane Ray <mary@example.net>"),
    "a choice is no initial": case("Which one do I take?\n\nA\n", "From: Ann Lee <ann@example.net>", reply_text="Which one do I take?\n\nA"),
    "the name in the first column below a rule": answer(
        f"{NEW}\n\nBob Lee wrote:\n{MARKED}\n\n-----\nAnn Lee                The Acme Group\nChair                  Apex Plaza\nTel:   +44 118 9508311",
        signature="-----\nAnn Lee                The Acme Group\nChair                  Apex Plaza\nTel:   +44 118 9508311",
    ),
    "two headers above marks": answer(
        f"From: bob@example.org (Bob Lee)\nDate: 3/11/03 1:30:51 PM\n\n{MARKED}\n\n{NEW}",
        quoted_text=f"From: bob@example.org (Bob Lee)\nDate: 3/11/03 1:30:51 PM\n\n{MARKED}",
    ),
    "two headers above plain words": case(f"From: Bonn\nDate: Monday\n\n{NEW}\n", reply_text=f"From: Bonn\nDate: Monday\n\n{NEW}"),
    "vm's starred name": answer(f"* Bob Lee\n| {OLD}\n| Please tell us.\n\n{NEW}", quoted_text=f"* Bob Lee\n| {OLD}\n| Please tell us."),
    "torn at the width of a terminal": answer(
        f"{NEW}\n\nIn your message you said:\n> I wanted to ask whether it is possible at all to print on both sides of a\n>\n"
        "> sheet, as the last one could do it, and whether it can be done with both tray\ns\n> of it, or in the colour that was bought at the same time as the old printer was\n.\n"
        "> Please tell us.",
        signature="",
    ),
    "sun's included message": answer(f"{NEW}\n\n----- Begin Included Message -----\n\nFrom: bob@example.org\n\n{OLD}"),
    "people's own line above marks": answer(f"Bob Lee (Mon, 2 Nov 2026 10:00:00 +0100):\n{MARKED}\n\n{NEW}"),
    "according to somebody": answer(f"According to Bob Lee:\n{MARKED}\n\n{NEW}"),
    "according to a thing": case(
        f"{NEW}\nAccording to the manual:\n> Press both keys.\nIs that right?\n",
        reply_text=f"{NEW}\nAccording to the manual:\n> Press both keys.\nIs that right?",
    ),
    "mutt's ruled line": answer(f"-- Bob Lee wrote on Mon  2 Nov 10:00 AM --\n{MARKED}\n\n{NEW}"),
    "quoting, without a colon": answer(f"Quoting Bob Lee (2026-11-02 10:00:05)\n{MARKED}\n\n{NEW}"),
    "news, the post's address below": answer(
        f"Bob Lee <bob@example.org> schrieb in im Newsbeitrag:\nemdd0SCt#GA.349@news.example.com...\n{MARKED}\n\n{NEW}"
    ),
    "the bat's initials below older marks": answer(
        f"Hello Bob,\nMonday, November 2, 2026, 10:00:00 AM, you wrote:\n>> {OLD}\n>> Please tell us.\n\nBL> Yes.\nBL> Twice.\n\n{NEW}",
        reply_text=f"Hello Bob,\n\n{NEW}",
    ),
    "a prompt is no initials": case(
        f"Bob Lee wrote:\n> {OLD}\n\nSQL> select 1;\n\n{NEW}\n", reply_text=f"SQL> select 1;\n\n{NEW}"
    ),
    "notes as a table": answer(
        f"{NEW}\n\n|---------+----------------------------->\n|         |           Bob Lee           |\n"
        "|         |           11/02/26 10:00 AM |\n|---------+----------------------------->\n  >-----------------------|\n"
        f"  |       To:       Ann    |\n  |       Subject:  Jam    |\n  >-----------------------|\n\n{OLD}",
        signature="",
    ),
    "notes below an answered quote": answer(
        f"Bob Lee wrote:\n\n{MARKED}\n\n{NEW}\n\n-Ann\n\n\nBob Lee <bob@example.org> on 10/16/2002 08:41:03 AM\n\n\n"
        f"To:    ann@example.net\ncc:    Dan <dan@example.org>\nSubject:    Printer\n\n\nIs it mended?\n\n> It jams.\n",
        signature="-Ann",
    ),
    "groupwise, answered below": answer(f">>> Bob Lee <bob@example.org> 02.11.06 10:00 >>>\n>{OLD}\n>Please tell us.\n\n{NEW}"),
    "groupwise de": answer(
        f">>> Bob Lee <bob@example.org> schrieb am 02.11.2026 um 10:00\nin\nNachricht <YFI@example.org>:\n{MARKED}\n\n{NEW}"
    ),
    "exchange's torn recipients": answer(
        f"{NEW}\n\n> -----Original Message-----\n> From: bob@example.org [mailto:bob@example.org] On Behalf Of\nBob Lee\n"
        f"> Sent: Monday, November 02, 2026 10:00 AM\n> To: Ann Lee; Dan; Eve\n> Subject: Printer\n>\n{MARKED}",
        signature="",
    ),
    "a signature reaches into no quote": case(
        "Bob Lee wrote:\n> Is it on?\n\nYes.\n\nAnn\n\n> Is it red?\n\nNo.\n",
        "From: Ann Lee <ann@example.net>",
        reply_text="Bob Lee wrote:\n> Is it on?\n\nYes.\n\nAnn\n\n> Is it red?\n\nNo.",
    ),
    "thanks directly above the name": signed("Thanks for any help,\n\t\tAnn", "From: Ann Lee <ann@example.net>"),
    "blue skies": signed("blue skies,\n   Ann", "From: Ann Lee <ann@example.net>"),
    "cheers and a small name": signed("Cheers ann", "From: ann lee <ann@example.net>"),
    "thanks and the name without a blank": signed("Thanks,Ann", "From: Ann Lee <ann@example.net>"),
    "a middle initial": signed("Ann P. Lee", "From: Ann Lee <ann@example.net>"),
    "one of two who share an address": signed("Ann", "From: Ann & Bob Lee <lees@example.net>"),
    "directly below the last word": answer(f"{NEW}\nAnn", signature="Ann"),
    "an address without its sign": signed("Bill Lee\nbill -at- example.net"),
    "a picture below closing words": signed(
        "Kind Regards\n\n![](https://example.com/attachments/token/LaKwXheOwVhBXmoL5TtSxH438jhgfdsertzuiop/?name=Outlook.jpg)"
    ),
    "a disclaimer below a rule": answer(
        f"{NEW}\n\n{'-' * 60}\nNiniejsza wiadomość elektroniczna może zawierać poufne informacje.",
    ),
    "a rule of letters nobody reads": case(
        f"{NEW}\n\n{'_' * 49}\n{'=AF' * 49}\nAnn Lee\n", "Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable",
        body_text=f"{NEW}\n\n{'_' * 49}\n{'¯' * 49}\nAnn Lee",
    ),
    "groupwise's receipt": case(
        'The message with the subject "Offer" was opened.', "Subject: Message status - opened", is_auto=True, outcome="ignored"
    ),
    "kana's response": case("Thank you, we will answer.", "Subject: AutoResponse - Re: Offer", is_auto=True, outcome="ignored"),
    "a person on the status of messages": case(NEW, "Subject: Message status - what does it mean?", is_auto=False, outcome="created"),
    "xxencoded": case(
        f"{NEW}\n\nbegin 644 a.txt\nDG4JgP4wUQ57dPbFZQW28\n+\nend\n", reply_text=NEW, attachments=[("a.txt", "text/plain")],
    ),
    "foreign letters within words are latin": case(
        "Ch\xeaap, b\xea\xe1\xfct\xedful and \xebl\xe8g\xe1nt w\xe0tch\xe8s".encode("latin-1"), "Content-Type: text/plain",
        reply_text="Chêap, bêáütíful and ëlègánt wàtchès",
    ),
    "an unnamed boundary of dashes": case(
        f"------=_NextPart_000_1\nContent-Type: text/plain\n\n{NEW}\n------=_NextPart_000_1\n"
        'Content-Type: application/zip; name="a.zip"\nContent-Transfer-Encoding: base64\n\nUEsD\n------=_NextPart_000_1--\n',
        "MIME-Version: 1.0\nContent-Type: multipart/mixed",
        reply_text=NEW, attachments=[("a.zip", "application/zip")],
    ),
    **{
        f"returned, {sender}, {subject}": case(words, f"From: {sender}\nSubject: {subject}", is_bounce=True, is_auto=True)
        for sender, subject, words in (
            ("antivirus_for_smtp_gateways@example.org", "Recipient(s) unknown", "550 user unknown: bob@example.org"),
            ("GroupWise <gwia@example.org>", "Message status - undeliverable", "It had the undeliverable recipient bob@example.org"),
            ("no-reply@bounces.example.org", "Delivery Status Notification (Failure)",
             "An error occurred while trying to deliver the mail to bob@example.org"),
            ("users-owner@groups.example.org", "Unable to deliver your message", "We are unable to deliver the message to users@a.b"),
        )
    },
    **{
        f"what a scanner says, {line[:14]}": case(f"{NEW}\n\n{line}\n", reply_text=NEW, signature=line)
        for line in ("Virus-free. www.avast.com", "Diese E-Mail wurde von Avast auf Viren geprüft.\nhttps://www.avast.com/antivirus")
    },
    "a question on a scanner": case(f"{NEW}\n\nShall we buy Avast against the virus?\nOr wait?\nPlease tell us.\n", signature=""),
    "the writer's own address": case(
        "打印机好了。\n\n\n\nann@example.net\n\n发件人： Bob\n发送时间： 2026-11-02 10:00\n收件人： Ann\n主题： 打印机\n\n好了吗？",
        reply_text="打印机好了。", signature="ann@example.net",
    ),
    "the writer's own address, announced": case(f"{NEW}\n\nPlease write to:\n\nann@example.net\n", signature=""),
    "a page for google's eyes": multipart(
        (TEXT, NEW), ("Content-Type: text/x-amp-html", "<html amp></html>"), ("Content-Type: text/html", f"<p>{NEW}</p>"),
        kind="alternative", reply_text=NEW, attachments=[],
    ),
    "russian without a letter of its own": case("Здравствуйте, не могу войти в аккаунт.", language="ru"),
    "an abbreviated greeting in small letters": case(f"{NEW}\n\nMfg ann\n", reply_text=NEW, signature="Mfg ann"),
    "headers that a server returns below its words": case(
        "There was an error delivering your mail to <bob@example.org>.\n\nMessage headers follow.\n\n"
        "Received: from root (uid 0)\n\tid e06d1\n\tby example.com\nSubject: Printer\nTo: bob@example.org\nFrom: <ann@example.net>\n",
        "From: MAILER-DAEMON <>\nSubject: Mail delivery failed",
        reply_text="There was an error delivering your mail to <bob@example.org>.\n\nMessage headers follow.", is_bounce=True,
    ),
    "a form's ruled fields": case(
        f"{NEW}\n\n-------- Order data --------\nName: Ann Lee\nE-Mail: ann@example.net\nDate: 2.11.2026 10:00\nOrder: 5",
        quoted_text="",
    ),
    "a note above a copied line": case("The log is:\n\n[Note]\n> cannot print\nWhat is it?", quoted_text=""),
    "notes in columns, release 8": answer(
        f"{NEW}\n\nRegards,\nAnn\n\n\n"
        "             Bob Lee\n             <bob@example.org                                               \n"
        "             >                                                          To \n"
        "                                       ann@example.net                     \n"
        "             02/11/2006 10:00                                           cc \n"
        "             AM                                                            \n"
        "                                                                   Subject \n"
        "                                       Printer                             \n\n\n\n" + OLD,
        reply_text=NEW, signature="Regards,\nAnn",
    ),
    "notes in columns, release 5": answer(
        f"{NEW}\n\n"
        '                    "Bob Lee"\n                    <bob@example.org>        To:     "Ann Lee" <ann@example.net>\n'
        "                                             cc:\n"
        "                    11/02/2002 10:00 AM      Subject:     Printer\n\n\n" + OLD,
        reply_text=NEW,
    ),
    "columns of one's own": case(
        "Our trips, all by train:\n\n             From                        To\n             Berlin                      Rome\n",
        reply_text="Our trips, all by train:\n\n             From                        To\n             Berlin                      Rome",
    ),
    "a comment before the quoted name": case(NEW, 'From: (Office) "Ann Lee" <ann@example.net>', from_name="Ann Lee"),
    "a comment behind the quoted name": case(NEW, 'From: "Ann Lee" (Sales) <ann@example.net>', from_name="Ann Lee"),
    "brackets in a name": case(NEW, "From: Ann Lee (Sales) <ann@example.net>", from_name="Ann Lee (Sales)"),
    "a comment in an address": case(NEW, "From: Ann <ann(at work)@example.net>", from_email="ann@example.net", from_name="Ann"),
    "no content type, but a name": multipart(
        (TEXT, NEW), ('Content-Disposition: attachment; filename="a.docx"', "x"),
        ('Content-Disposition: attachment; filename="b.webp"', "x"), ('Content-Disposition: attachment; filename="c"', "x"),
        attachments=[
            ("a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"), ("b.webp", "image/webp"),
            ("c", "text/plain"),
        ],
    ),
    "a korean team": case("프린터가 다시 됩니다.\n\n고객 지원 팀 드림.\n", reply_text="프린터가 다시 됩니다.", signature="고객 지원 팀 드림."),
    "no type, but a name": case(
        "UEsDBAoAAAAAAA==", 'Content-Type: X-ZIP; name="a.zip"\nContent-Transfer-Encoding: base64',
        body_text="", attachments=[("a.zip", "application/zip")],
    ),
    "no type, but a packed file's name": case(
        "H4sIAAAAAAAA", 'Content-Type: gzip; name="a.txt.gz"\nContent-Transfer-Encoding: base64',
        body_text="", attachments=[("a.txt.gz", "application/gzip")],
    ),
    "no type, and a text's name": case(NEW, 'Content-Type: plain; name="a.txt"', reply_text=NEW, attachments=[]),
    **{
        f"a card in a box of {rule[0]}": case(
            f"直りました。\n\n{rule * 10}\n田中太郎\n株式会社ABC\nTEL: 03-1234-5678\n{rule * 10}\n", reply_text="直りました。",
        )
        for rule in ("―", "～", "□■", "▼")
    },
    "a card below one rule": case(
        f"打印机好了。\n\n{'-' * 18}\n王小明\n某某科技有限公司\n电话：010-12345678\n",
        reply_text="打印机好了。", signature=f"{'-' * 18}\n王小明\n某某科技有限公司\n电话：010-12345678",
    ),
    "an address that is announced": case(
        f"{NEW} Send the toner to:\n\n{'-' * 18}\nBob Ray\nMain Street 5\nTel. 0123 456789\n",
        reply_text=f"{NEW} Send the toner to:\n\n{'-' * 18}\nBob Ray\nMain Street 5\nTel. 0123 456789",
    ),
    "an error between rules": case(
        f"エラーが出ます。\n\n{'―' * 10}\nエラー 5: 12345678\n{'―' * 10}\n\nどうすればいいですか。\n",
        reply_text=f"エラーが出ます。\n\n{'―' * 10}\nエラー 5: 12345678\n{'―' * 10}\n\nどうすればいいですか。",
    ),
    "a courtesy of a whole sentence": case(
        f"{NEW}\n\nJe vous prie d'agréer, Madame, Monsieur, l'expression de mes salutations distinguées.\n\nJean Dupont\n", reply_text=NEW,
    ),
    "an Arab's greeting": case("إنها تعمل الآن.\n\nمع تحياتي،\nأحمد علي\n", reply_text="إنها تعمل الآن."),
    "returned in Finnish": case(
        "Viestiä ei voitu toimittaa: bob@example.org", "From: postmaster@example.org\nSubject: Ei toimitettavissa: Tulostin", is_bounce=True,
    ),
    "an id of the returned mail that is nothing": case(
        "無此人: gone@example.net\n\n\nReturn-Path: <support@example.com>\nMessage-ID: <\x00>\n",
        "From: postmaster@mx.example.net\nSubject: 退回郵件", is_bounce=True,
    ),
}  # fmt: skip
