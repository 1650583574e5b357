"""What the archives of lists and news groups are full of: footers without a rule, initials, quotes torn by a terminal's width."""

from tests.mail.corpus.case import Case, case

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
    "xxencoded": case(
        f"{NEW}\n\nbegin 644 a.txt\nDG4JgP4wUQ57dPbFZQW28\n+\nend\n", reply_text=NEW, attachments=[("a.txt", "text/plain")],
    ),
    "foreign letters within words are latin": case(
        "Ch\xeaap, b\xea\xe1\xfct\xedful and \xebl\xe8g\xe1nt w\xe0tch\xe8s".encode("latin-1"), "Content-Type: text/plain",
        reply_text="Chêap, bêáütíful and ëlègánt wàtchès",
    ),
}  # fmt: skip
