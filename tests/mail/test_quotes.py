"""The new part, the quoted part, the signature: separated, never lost."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mail.parsing.quotes import ReplyParts, split_reply

ATTRIBUTIONS = [
    "On Mon, 2 Nov 2026 at 10:00, Support <support@example.com> wrote:",
    "On Mon, 2 Nov 2026 at 10:00, Support\n<support@example.com> wrote:",
    "Am 02.11.2026 um 10:00 schrieb Support:",
    "Am Mo., 2. Nov. 2026 um 10:00 Uhr schrieb Support <\nsupport@example.com>:",
    "Le lun. 2 nov. 2026 à 10:00, Support <support@example.com> a écrit :",
    "El lun, 2 nov 2026 a las 10:00, Support (<support@example.com>) escribió:",
    "Il giorno lun 2 nov 2026 alle ore 10:00 Support ha scritto:",
    "Op ma 2 nov 2026 om 10:00 schreef Support <support@example.com>:",
    "2026年11月2日(月) 10:00 Support <support@example.com>:",
    "Den mån 2 nov. 2026 kl 10:00 skrev Support <support@example.com>:",
    "-----Original Message-----",
    "-----Ursprüngliche Nachricht-----",
    "________________________________\nFrom: Support\nSent: Monday\nTo: Ann\nSubject: Re: Wrong invoice",
    "Von: Support <support@example.com>\nGesendet: Montag\nAn: Ann\nBetreff: AW: Rechnung",
    "*From:* Support\n*Sent:* Monday\n*To:* Ann\n*Subject:* Hello",
    "## Please write above this line ##",
]


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
@pytest.mark.parametrize("mark", ["> ", ""])
def test_quote_below_the_answer(attribution, mark):
    parts = split_reply(f"It works now.\n\n{attribution}\n\n{mark}earlier words\n{mark}more words\n")
    assert parts.new == "It works now."
    assert "earlier words" in parts.quoted
    assert attribution.split("\n")[0] in parts.quoted


def test_answer_below_the_quote():
    parts = split_reply("On 2 Nov 2026 Bob wrote:\n> earlier\n> words\n\nMy answer")
    assert (parts.new, "earlier" in parts.quoted) == ("My answer", True)


def test_answers_between_the_lines_stay_readable():
    text = "On 2 Nov 2026 Bob wrote:\n> first?\nyes\n\n> second?\nno"
    assert split_reply(text).new == text


def test_forwarded_mail_is_what_the_customer_wants_to_say():
    text = "see below\n\n---------- Forwarded message ---------\nFrom: x@y.z\nDate: today\nSubject: s\nTo: a\n\nwords"
    assert split_reply(text).new == text
    outlook = "FYI\n\nFrom: x@y.z\nSent: today\nTo: a\nSubject: s\n\nwords"
    assert split_reply(outlook, subject="FW: s").new == outlook
    finnish = "Kyllä.\n\nLähettäjä: x@y.z\nPäivä: tänään\nVastaanottaja: a\nAihe: s\n\nwords"
    assert split_reply(finnish, subject="VS: s").new == "Kyllä."


def test_marked_lines_at_the_end_are_a_quote():
    parts = split_reply("done\n\n> old\n> words\n")
    assert (parts.new, parts.quoted) == ("done", "> old\n> words")


def test_nothing_but_a_quote_stays_visible():
    assert split_reply("> only quoted").new == "> only quoted"


@pytest.mark.parametrize(
    "signature",
    ["--\nAnn Lee\nAcme", "--\nAnn", "Sent from my iPhone", "Gesendet von Outlook für iOS",
     "Best regards,\nAnn Lee\nAcme Inc.",
     "Mit freundlichen Grüßen\nAnn Lee"],
)  # fmt: skip
def test_signatures_are_separated(signature):
    parts = split_reply(f"Please help.\n\n{signature}")
    assert (parts.new, parts.signature) == ("Please help.", signature)


@pytest.mark.parametrize(
    "text",
    ["- one\n- two\n- three", "Thanks,\nbut it still does not work", "Best regards\nis what the printer prints, why?",
     "He wrote:\nplease pay", "From: here\nwe go", "Note:\n1. do this"],
)  # fmt: skip
def test_own_words_are_not_taken_for_quote_or_signature(text):
    parts = split_reply(f"Hello\n{text}")
    assert parts.new == f"Hello\n{text}"


@given(
    st.lists(
        st.sampled_from(
            ["> a", "On 1 Jan x wrote:", "", "-- ", "From: x", "To: y", "Subject: z", "words", "Regards,", "\ud7ff"]
        )
    )
)
@settings(max_examples=500, deadline=None)
def test_no_line_is_lost(lines):
    parts = split_reply("\n".join(lines))
    kept = f"{parts.new}\n{parts.quoted}\n{parts.signature}"
    assert sorted(line.rstrip() for line in kept.split("\n") if line.strip()) == sorted(
        line.rstrip() for line in lines if line.strip()
    )


@pytest.mark.parametrize(
    "line",
    [
        "On " + "a " * 140 + ":",
        ">" * 200,
        "From: x",
        "\t" * 200,
        "On 1 wrote" * 20 + ":",
        "_" * 200,
        "",
        "--",
        "1:" * 145,
        "> 1:\nx",
    ],
)
def test_hostile_text_takes_linear_time(line):
    started = time.process_time()
    split_reply(f"{line}\n" * 30_000)
    assert time.process_time() - started < 4


def test_answers_below_headers_that_are_marked_like_the_rest_stay_new():
    quote = '----- Original Message -----\n> From: "Bob Lee" <bob@example.org>\n> Is it mended?'
    assert split_reply(f"{quote}\n\nIt is.\n") == ReplyParts(new="It is.", quoted=quote)


def test_headers_that_flowed_into_one_line_begin_an_earlier_mail():
    quote = (
        "-----Original Message----- From: Bob Lee\nSent: Friday, May 02, 2014 2:23 PM\nTo: Ann Lee\nSubject: Printer\n\n"
        "On Fri, May 2, 2014 at 7:23 PM, Ann <ann@example.net> wrote:\n> Is it mended?\n\nNot yet."
    )
    assert split_reply(f"> as I said\n\nIt is.\n\n{quote}").quoted == quote
    quote = "From: Bob Lee Sent: Friday, May 02, 2014 2:23 PM\nTo: Ann Lee Subject: Printer\n\nIs it mended?"
    assert split_reply(f"It is.\n\n{quote}") == ReplyParts(new="It is.", quoted=quote)


FORWARDS = {
    "Fwd: Printer": "---------- Forwarded message ---------\nFrom: Bob <bob@example.org>\nDate: today\nSubject: Printer\nTo: Ann",
    "WG: Drucker": "Von: Bob <bob@example.org>\nGesendet: heute\nAn: Ann\nBetreff: Drucker",
    "FW: Printer": 'On 02/05/2014, 14:23, "Bob Roe" <bob@example.org> wrote:\n',
    "VS: Printer": "Fra: Bob <bob@example.org>\nSendt: i dag\nTil: Ann\nEmne: Printer",
    "Redir.: Imprimanta": "De la: Bob <bob@example.org>\nTrimis: azi\nCătre: Ann\nSubiect: Imprimanta",
    "Printer": "------- Forwarded Message\nDate : Fri, 2 May 2014\nFrom : Bob <bob@example.org>\nSubject : Printer",
    "[Fwd: Printer]": "-------- Original Message --------\nSubject: Printer\nDate: Fri, 2 May 2014\nFrom: Bob\nTo: Ann",
}


@pytest.mark.parametrize("subject", FORWARDS)
def test_the_signature_of_who_passes_a_mail_on_stands_above_it(subject):
    mail = f"{FORWARDS[subject]}\n\nIt is broken, please help.\n\nRegards,\nBob Roe\n555 0100\nwww.roe.example"
    parts = split_reply(
        f"Can you see to it?\n\nRegards,\nAnn Lee\n\n{mail}", subject=subject, sender="Ann Lee <ann@x.y>"
    )
    assert (parts.new, parts.quoted) == (f"Can you see to it?\n\n{mail}", "")
    assert parts.signature == "Regards,\nAnn Lee"


def test_the_lower_rule_of_a_card_belongs_to_it():
    card = f"{'-' * 30}\n홍길동 과장 / 구매팀\nTel 02-000-0000\n{'-' * 30}"
    quote = "-----Original Message-----\nFrom: Support\nSent: today\nTo: Ann\nSubject: Hello\n\nearlier"
    parts = split_reply(f"It works now.\n\n{card}\n\n{quote}")
    assert (parts.new, parts.signature, parts.quoted) == ("It works now.", card, quote)


@pytest.mark.parametrize("rule", ["---", "* * *"])
def test_a_rule_as_markdown_draws_it_begins_the_quote_below_it(rule):
    quote = f"{rule}\n\n**From:** Support\n**Sent:** today\n**To:** Ann\n**Subject:** Hello\n\nearlier"
    parts = split_reply(f"It works now.\n\nKind Regards\n\nAnn Lee\n\n{quote}", sender="Ann Lee <ann@x.y>")
    assert (parts.new, parts.signature, parts.quoted) == ("It works now.", "Kind Regards\n\nAnn Lee", quote)


def test_the_rule_above_a_forwarded_mail_below_an_answer_goes_with_it():
    parts = split_reply(
        "On 2 May 2014, Bob <bob@example.org> wrote:\n> Is it?\n\nIt is, he says.\n\nThanks,\nAnn\n\n"
        "-------- Forwarded Message --------\nSubject: Printer\nDate: Fri, 2 May 2014\nFrom: Bob\nTo: Ann\n\nIt is mended.",
        sender="Ann <ann@example.net>",
    )
    assert (parts.new, parts.signature) == ("It is, he says.", "Thanks,\nAnn")


@pytest.mark.parametrize(
    "quote",
    [
        "At 07:31 AM 8/07/03, Bob Lee sent this up the stick:\n> Is it mended?",
        "With regards to your message at 03:05 PM 3/1/01, Bob Lee. Where you stated:\n>Is it mended?",
        "Bob Lee <bob@example.org> on 05/02/2014 12:39:56 PM\n> Is it mended?",
        "On 01-May-97 Bob Lee wrote:\n|>Is it mended?\n|>I hope so.",
        "On Thu, 1 May 1997, Bob Lee wrote:\n\n<what it is about>\n\n> Is it mended?",
        '----- Original Message -----\nFrom: "Bob Lee" <bob@example.org>\nTo: "Ann" <ann@example.net>;\n<dan@example.net>\n'
        "Sent: Wednesday, April 05, 2000 9:00 AM\nSubject: Printer\n\n> > I hope so.\n> Is it mended?",
    ],
)
def test_what_is_said_below_a_quote_is_new(quote):
    assert split_reply(f"{quote}\n\nIt is.\n\nregards,\nAnn") == ReplyParts("It is.", quote, "regards,\nAnn")


def test_what_groupwise_writes_of_the_writer_may_be_wrapped():
    quote = ">>> Lee, Bob <bob@example.org>\n02/29/96 02:22pm >>>\n\nIs it mended?\nI hope so."
    assert split_reply(f"It is.\n\n{quote}") == ReplyParts("It is.", quote)


def test_lines_marked_three_times_are_no_words_of_groupwise():
    quote = "Bob wrote:\n>>> It was broken on 02/29/96.\n>>> I mended it.\n> It was not."
    assert split_reply(f"{quote}\n\nIt is.") == ReplyParts("It is.", quote)


@pytest.mark.parametrize(
    ("subject", "quoted"),
    [
        ("Odp: Rachunek", "Jan Kowalski napisał:\n\nCzy rachunek jest poprawny?"),
        ("Re: Fatura", "Citando Ana Lima <ana@example.org>:\n\nA fatura chegou?"),
        ("Re: Odp: Rachunek", "Użytkownik Jan Kowalski <jan@example.org> napisał:\n\nCzy rachunek jest poprawny?"),
        ("AW: Topf", "Am 20.06.24 um 16:20 schrieb Beispiel Deutschland - Zahlungen\n\nIhr Topf kommt."),
        ("AW: Topf", "Am 20.06.24 um 16:20 schrieb Bob Lee\nVon: Bob Lee\nDatum: 20. Juni 2024\nAn: Ann\n\nIhr Topf kommt."),
        ("Odp: Rachunek", 'Temat: RE: Rachunek Data: 2023-01-17 13:46Nadawca: bob@example.org Adresat: Ann\nCzy?'),
    ],
)  # fmt: skip
def test_an_attribution_that_lacks_its_date_its_colon_or_its_line_ends(subject, quoted):
    parts = split_reply(f"Tak, dziękuję.\n\n{quoted}", subject=subject)
    assert (parts.new, parts.quoted) == ("Tak, dziękuję.", quoted)


@pytest.mark.parametrize("subject", ["Rachunek", "Odp: Rachunek"])
def test_what_somebody_tells_of_others_is_said(subject):
    told = "Tak.\n\nOn napisał:\n\nNie zapłacę.\n\nAm 20.06. um 16:20 schrieb ich Ihnen\n\ndass er fehlt."
    assert split_reply(told, subject=subject).new == told


def test_a_signature_below_the_marked_lines_is_the_writers():
    head = "Von:\t\tBob Lee <bob@example.org>\nDatum:\tMittwoch, 2. November 2026, 15:28:04\nAn:\t\tann@example.net\nBetr.:\tTopf"
    quote = f"__________ ursprüngliche Nachricht __________\n\n{head}\n\n> Ihr Topf kommt."
    parts = split_reply(f"Danke.\n\nMit freundlichen Grüßen\nAnn Lee\n\n{quote}\n\n-- \nAnn Lee\nBeispielamt")
    assert (parts.new, parts.quoted) == ("Danke.", quote)
    assert parts.signature == "Mit freundlichen Grüßen\nAnn Lee\n\n--\nAnn Lee\nBeispielamt"


def test_what_outlook_for_the_mac_indents_is_quoted_to_its_end():
    quote = (
        "Op 06-11-19 17:51 heeft Bob Lee <bob@example.org> geschreven:\n\n    >> Is it mended?\n    > Not yet.\n\n"
        "    Then please mend it.\n"
    )
    parts = split_reply(f"It is mended now.\n\nThanks,\nAnn\n\n{quote}", sender="Ann Lee <al@example.net>")
    assert (parts.new, parts.quoted, parts.signature) == ("It is mended now.", quote.strip(), "Thanks,\nAnn")
