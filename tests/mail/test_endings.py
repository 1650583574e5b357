"""Where the writer's own words end: closing words, telephones, cards, boxes, disclaimers and the writer's own name."""

import pytest

from mail.parsing.quotes import split_reply
from tests.mail.endings import CLOSINGS, TELEPHONES

ANSWER = "The printer works again, thank you for your help."
QUOTE = "On 02/11/2026 10:00, Support wrote:\n> earlier words"

DISCLAIMERS = (
    "This e-mail and any attachments are confidential and intended solely for the addressee.",
    "CONFIDENTIALITY NOTICE: the contents of this message are meant for whom they are addressed to.",
    "The information in this email is confidential and may be legally privileged.",
    "Please consider the environment before printing this e-mail.",
    "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind, löschen Sie sie.",
    "Ce message et ses pièces jointes peuvent contenir des informations confidentielles.",
    "Este mensaje contiene información confidencial.",
    "Dit bericht is vertrouwelijk en alleen bestemd voor de geadresseerde.",
)
BOXES = (
    "--------------------\n株式会社アクメ\n山田太郎\nTEL 03-1234-5678\nyamada@example.jp\n--------------------",
    "**********************\n山田太郎\nyamada@example.jp\n**********************",
)
CARDS = (
    "Ann Lee, Senior Buyer\n46 Some Street, Town\nP: 555-0100 x456 | C: 555-0101",
    "/Ann",
    "Cheers 🎉\nAnn",
    "Üdv\nAnn",
    "Grüße aus Bonn\n\nAnn & Bob",
    "————————————\n\n小满\n活动协调人",
    "Ann Lee",
    "Ann\nHead of Nothing",
)
OWN_WORDS = (
    "This is what the file says:\n---\nname: printer\n---\ncolour: red",
    "Sent from my desk, which is easier than from my telephone.",
    "Von meinem Standpunkt aus ist das erledigt.",
    "Lähetetty lasku on väärin.",
    "這封信來自台北。",
    "----\n\n1. Faster\n2. Smaller\n\n====\n\nThese lines are no signatures.",
    "With regards to the payment I need an invoice.",
    "Outlook for Android does not open it.",
    "Thanks,\nit works now after I restarted it",
    "This message appears: confidential data cannot be shown. What now?",
)


@pytest.mark.parametrize(
    "below",
    [
        "Ann\n\nP.S. It is the one on the second floor.",
        "Cheers\nAnn\n\n[1] https://example.net/printer",
        "-Ann\n\nPS: and the fax?",
    ],
)
def test_what_somebody_adds_below_their_name_is_said_too(below):
    parts = split_reply(f"{ANSWER}\n\n{below}", sender="Ann Lee")
    assert (parts.new, parts.signature) == (f"{ANSWER}\n\n{below}", "")


@pytest.mark.parametrize("language", CLOSINGS)
def test_closing_words_are_none_of_the_answer(language):
    found = {words: split_reply(f"{ANSWER}\n\n{words}\n\n{QUOTE}") for words in CLOSINGS[language]}
    assert {words: (parts.new, parts.signature) for words, parts in found.items()} == {w: (ANSWER, w) for w in found}


@pytest.mark.parametrize("language", TELEPHONES)
def test_what_telephones_and_programs_say_of_themselves_is_none_either(language):
    found = {words: split_reply(f"{ANSWER}\n\n{words}\n\n{QUOTE}") for words in TELEPHONES[language]}
    assert {words: (parts.new, parts.signature) for words, parts in found.items()} == {w: (ANSWER, w) for w in found}


@pytest.mark.parametrize("ending", [*DISCLAIMERS, *BOXES, *CARDS])
def test_disclaimers_boxes_cards_and_the_own_name_are_signatures(ending):
    parts = split_reply(f"{ANSWER}\n\n{ending}\n", sender="Ann Lee")
    assert (parts.new, parts.signature) == (ANSWER, ending)


def test_closing_words_above_a_signature_rule_belong_to_it():
    parts = split_reply(f"{ANSWER}\n\nBest regards,\nAnn\n\n--\nAnn Lee\nAcme Ltd")
    assert (parts.new, parts.signature) == (ANSWER, "Best regards,\nAnn\n\n--\nAnn Lee\nAcme Ltd")


@pytest.mark.parametrize("words", OWN_WORDS)
def test_words_that_only_look_like_an_ending_stay(words):
    parts = split_reply(f"{ANSWER}\n\n{words}", sender="Ann Lee")
    assert (parts.new, parts.signature) == (f"{ANSWER}\n\n{words}", "")


def test_somebody_elses_name_alone_is_an_answer():
    assert split_reply("Who should come?\n\nBob Miller", sender="Ann Lee").new == "Who should come?\n\nBob Miller"


def test_accents_may_be_left_out():
    assert split_reply(f"{ANSWER}\n\nZ powazaniem,\nJan").signature == "Z powazaniem,\nJan"


def test_a_company_says_at_length_how_it_is_reached():
    letterhead = (
        "Mit freundlichem Gruß\n\nJan Weber\nService und Support\n\nMuster Service AG & Co.\nManagement OHG\nHauptstr. 4\n"
        "20095 Hamburg\n\nTel.: +49 40 000 46\nFax: +49 40 000 47\njan.weber@muster.example\nwww.muster.example\n\n"
        "OHG mit Sitz in Hamburg\nAG: Hamburg - HRA 4711\nGeschäftsführung: Ute Klein, Bernd Groß,\nIlse Lang\n"
        "USt-IdNr. DE 000000000\n\nPersönlich haftende Gesellschafterin:\nMuster Stiftung, Hamburg"
    )
    parts = split_reply(f"{ANSWER}\n\n{letterhead}")
    assert (parts.new, parts.signature) == (ANSWER, letterhead)


@pytest.mark.parametrize(
    "card",
    [
        "Juan Pérez\nJefe de Compras\nTfno: 91 000 00 00\nMóvil: 600 000 000",
        "João Silva\nDiretor\nCelular: (11) 90000-0000",
        "Ali Veli\nSatın Alma\nCep: 0532 000 00 00",
        "홍길동 과장\n예제상사 구매팀\n전화: 02-000-0000",
        "محمد أحمد\nمدير المشتريات\nهاتف: 0100000000",
        "משה כהן\nמנהל רכש\nנייד: 050-0000000",
        "Иван Петров\nМенеджер\nтел. +7 900 000 00 00",
    ],
)
def test_a_card_says_in_its_language_how_somebody_is_reached(card):
    parts = split_reply(f"{ANSWER}\n\n{card}", sender="k77@example.net")
    assert (parts.new, parts.signature) == (ANSWER, card)


def test_thanks_above_a_line_that_greets_are_still_said():
    parts = split_reply(f"{ANSWER}\n\nObrigado.\n\nCumprimentos\nPedro Mota")
    assert (parts.new, parts.signature) == (f"{ANSWER}\n\nObrigado.", "Cumprimentos\nPedro Mota")


@pytest.mark.parametrize(
    "letterhead",
    [
        # A letter that a server replaced is no question, and one way to be reached is enough.
        "Cordiali saluti\n Anna Rossi\n\nProduct Manager\nEsempio Italy\nMobile: +39 335 0000000\nEsempio Italia S.p.A.\n"
        "Sede Legale: Via Prova 1 - 20090 Segrate\nCap. Soc. euro 347.256\nC. F. e Reg. Imprese MI 0144\n"
        "Società con unico azionista\nSocietà soggetta all?attività di direzione di\nEsempio Corporation\n\n(Salvo diversamente)",
        "Yours sincerely\n\n**Ann Lee**\n\nThe People Hub\n\n0345 000 7474\n\nann@acme.example\n\n**Acme**\n\n---\n\n"
        "Unless otherwise stated:\nAcme plc\nRegistered Office:\nWaterside House\n35 Some Road\nLondon\n\nwww.acme.example",
    ],
)
def test_so_it_does_with_one_number_or_with_emphasis(letterhead):
    parts = split_reply(f"{ANSWER}\n\n{letterhead}")
    assert (parts.new, parts.signature) == (ANSWER, letterhead)


def test_a_question_below_the_name_is_asked_all_the_same():
    words = (
        "Best regards\n\nAnn Lee\n"
        + "\n".join(f"line {number}" for number in range(12))
        + "\n\nDoes www.a.example run?"
    )
    assert split_reply(f"{ANSWER}\n\n{words}").new == f"{ANSWER}\n\n{words}"
