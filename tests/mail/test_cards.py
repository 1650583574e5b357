"""The cards that companies put below a name: many lines or long ones, whatever law makes them say."""

import pytest

from mail.parsing.quotes import split_reply

ANSWER = "Now everything works as expected."
REGISTERED = (
    "Beispiel Aktiengesellschaft: Vorsitzende des Aufsichtsrats: Eva Beispiel; Vorstand: Karl Muster, Vorsitzender; Ute Muster; "
    "Sitz der Gesellschaft: Berlin; Registergericht: Berlin-Charlottenburg, HRB 12300; WEEE-Reg.-Nr. DE 23691322"
)


@pytest.mark.parametrize(
    "card",
    [
        f"Mit freundlichen Grüßen\nAnn Lee\n\nBeispiel AG\nDI PA 2\nTel.: +49 30 667-20051\n\nwww.example.org\n\n{REGISTERED}",
        "Mit freundlichen Grüßen / Best regards\n\n Ann Lee\n\nES-CM Core\nBeispiel GmbH | Postfach 10 | 70049 Stuttgart | "
        "GERMANY | www.example.org\n"
        "Tel. +49 711 6136-4452 | Fax +49 711 6617-0711 | Ann.Lee@example.org\n\n"
        "Registered Office: Stuttgart, Registration Court: Amtsgericht Stuttgart, HRB 14001;\n"
        "Chairman of the Supervisory Board: Karl Muster; Managing Directors: Dr. Eva Beispiel, Dr. Ute Muster,\n"
        "Prof. Dr. Ernst Muster, Dr. Emil Muster, Dr. Eugen Muster, Dr. Elke Muster, Dr. Else Muster, Dr. Ella Muster",
        "Mit freundlichen Grüßen\n\n\ni. A. Ann Lee\nEntwicklung\n\nann.lee@example.org <mailto:ann.lee@example.org>\n\n"
        "[cid:image001.png@01DC06E9.E54A7140]\n\nBeispiel GmbH\n\n[cid:image002.png@01DC06E9.E54A7140]<https://www.example.org/>"
        "    [cid:image003.png@01DC06E9.E54A7140] <https://social.example/company/beispiel>\n\n"
        "Die gesetzlichen Pflichtangaben finden Sie hier <https://www.example.org/impressum/>",
        "-----\nBest regards, Ann\nС уважением, Анна.",
        "Saygılarımla teşekkürler\n\nBeispiel Ltd",
        "Kind regard,\nAnn Lee",
        "/Ann\nMed vänlig hälsning / Best Regards - Ann Lee\n\nann@example.net",
        "Dziękuję,\nZ poważaniem,\nAnn Lee",
        "Gracias,\n--\nAnn Lee",
        "Από την Ann",
        "2026-11-02\n------------------------------\nAnn Lee\n------------------------------",
        "Ann María Lee Muster\nIngeniera Civil\nFono: +49301234567",
    ],
)
def test_the_signature_begins_with_the_first_words_that_are_not_said(card):
    parts = split_reply(f"{ANSWER}\n\n{card}", sender="Ann Lee <al@example.net>")
    assert (parts.new, parts.signature) == (ANSWER, card)


@pytest.mark.parametrize(
    "words",
    [
        # What a sentence announces and sets out below is said, whatever stands above it.
        "Best regards,\nAnn Lee\n\nThe following parts are missing in the box here:\n\n  one bolt\n  one nut",
        # Who writes a long line below a card goes on.
        "Best regards,\nAnn Lee\nann@example.net\n\nBy the way, the other one that stands in the hall "
        "and that we bought last year still makes noises",
    ],
)
def test_what_goes_on_below_closing_words_is_said(words):
    assert split_reply(f"{ANSWER}\n\n{words}", sender="Ann Lee <al@example.net>").new == f"{ANSWER}\n\n{words}"


def test_the_date_of_a_deed_above_the_name_is_said():
    """Foxmail sets a date above the name, but behind what is said to its end; this one was announced."""
    words = f"{ANSWER}\n\nIt shall be repaired until\n\n2026-11-02\n\nAnn Lee"
    assert "2026-11-02" in split_reply(words, sender="Ann Lee <al@example.net>").new


def test_two_dashes_around_a_file_begin_no_signature_where_a_question_stands_below():
    words = f"{ANSWER} The log says:\n--\nprinter: no paper\n--\n\nWith new paper it goes on. Is that right?"
    parts = split_reply(f"{words}\n\nThanks,\n\nAnn", sender="Ann Lee <al@example.net>")
    assert (parts.new, parts.signature) == (words, "Thanks,\n\nAnn")


def test_a_signature_with_two_dashes_below_it_as_a_list_adds_stays_one():
    card = "--\nAnn Lee\nBeispiel GmbH\n\n--\nTo unsubscribe, write to list-unsubscribe@example.org. Trouble? Ask ann@example.org"
    parts = split_reply(f"{ANSWER}\n\n{card}", sender="Ann Lee <al@example.net>")
    assert parts.new.startswith(ANSWER) and "Beispiel" in parts.signature and "Beispiel" not in parts.new
