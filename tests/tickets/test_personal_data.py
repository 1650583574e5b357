"""What is struck out of words that leave a ticket, in English and German, and what stays."""

import pytest

from accounts.models import User
from tickets.models import Ticket
from tickets.personal_data import STRUCK, without_personal_data

TICKET = Ticket(requester=User(name="Holger Böhm", email="holger.boehm@example.net"))


def struck(text: str) -> str:
    return without_personal_data(text, TICKET, others=["Will Turner"])


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Hier ist Holger Böhm, holger.boehm@example.net", "Hier ist […], […]"),
        ("Will sagt: it will work", "[…] sagt: it will work"),
        ("Sehr geehrter Herr Dr. Weber,", "Sehr geehrter Herr Dr. […],"),
        ("Meine Frau Sabine Müller rief an", "Meine Frau […] rief an"),
        ("Ask Mrs. O’Brien-Smith about it", "Ask Mrs. […] about it"),
        ("My name is John Smith and I", "My name is […] and I"),
        ("Ich heiße Karl-Heinz Meier.", "Ich heiße […]."),
        ("Hallo Anna,", "Hallo […],"),
        ("Mit freundlichen Grüßen\nHans Wagner", "Mit freundlichen Grüßen\n[…]"),
        ("Best regards, John", "Best regards, […]"),
        ("030 / 123 45 67, +49 (0)171-2345678", "[…], […]"),
        ("DE89 3704 0044 0532 0130 00", "[…]"),
        ("de89370400440532013000", "[…]"),
        ("BIC COBADEFFXXX, USt-IdNr. DE123456789", "BIC […], USt-IdNr. […]"),
        ("Bestellung Nr. 98765, Kundennummer 12345", "Bestellung Nr. […], Kundennummer […]"),
        ("E-Rechnung A50296 fehlt: öffnen Sie A50296", "E-Rechnung […] fehlt: öffnen Sie […]"),
        ("order #99812, invoice TM-20417", "order #[…], invoice […]"),
        ("max (at) firma.de, eva [at] firma [dot] de", "[…], […]"),
        ("Musterstraße 12, 10115 Berlin", "[…]"),
        ("Am Alten Markt 7, 18055 Rostock. Postfach 1234, 50667 Köln", "[…]. […]"),
        ("at 221B Baker Street, London NW1 6XE.", "at […]."),
        ("Mein Kollege Tobias Krüger sagt, my colleague Jo Ann says", "Mein Kollege […] sagt, my colleague […] says"),
        (
            "I'm Priya Raghunathan. Wir, meine Mutter und ich (Max Mustermann)",
            "I'm […]. Wir, meine Mutter und ich ([…])",
        ),
        ("Geburtsdatum: 12.03.1984, DOB 03/14/1990", "Geburtsdatum: […], DOB […]"),
        ("Ruf 089 123456-0. Or (020) 7946 0958.", "Ruf […]. Or […]."),
        ("SSN 123-45-6789, Steuernummer 12/345/67890.", "SSN […], Steuernummer […]."),
        ("tracking number 1Z999AA10123456784 (ref. 8841-22-AX)", "tracking number […] (ref. […])"),
        ("I live at 12 Main Street now", "I live at […] now"),
        ("123 Main St, Springfield, IL 62704", "[…]"),
        ("Parkring 12\n1010 Wien", "[…]"),
        ("10 rue de la Paix, 75002 Paris", "[…]"),
        ("Anschrift:\n10117 Berlin", "Anschrift:\n[…]"),
        ("Herr Boehm schreibt, Böhms Konto", "Herr […] schreibt, […] Konto"),
        (
            "My order number is 20417, meine Bestellnummer ist die 20418",
            "My order number is […], meine Bestellnummer ist die […]",
        ),
        ("order 1234 is late", "order […] is late"),
        ("Passport C01X00T47, parcel 1Z999AA10123456784", "Passport […], parcel […]"),
        ("born 12 March 1980, geboren am 3. Mai 1975", "born […], geboren am […]"),
        (
            "my card ending in 4242, cvv 123, your card ending 8143",
            "my card ending in […], cvv […], your card ending […]",
        ),
        ("Liebe Grüße, Sabine", "Liebe Grüße, […]"),
        ("Mit freundlichen Grüßen\nDr. Hans Meier", "Mit freundlichen Grüßen\n[…]"),
        ("Mein Passwort ist geheim123, my password is hunter2", "Mein Passwort ist […], my password is […]"),
        ("Konto 1234567, eva (at) gmx punkt de", "Konto […], […]"),
        ("Gutschein ABCD-1234-EFGH, insta @eva_m", "Gutschein […], insta […]"),
        ("Meine Tochter Lea Schröder, der Kunde Peter Lustig", "Meine Tochter […], der Kunde […]"),
        ("Hi, this is Jo Smith from Leeds, ich heisse Eva", "Hi, this is […] from Leeds, ich heisse […]"),
        ("SV-Nummer 65 170839 J 003, NI QQ 12 34 56 C", "SV-Nummer […], NI […]"),
        ("1600 Pennsylvania Avenue NW, Washington, DC 20500", "[…]"),
        ("Sort code 20-00-00, Kennzeichen B-MW 1234", "Sort code […], Kennzeichen […]"),
    ],
)
def test_what_says_who_somebody_is_goes(text, left):
    assert struck(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "Version 8.2.1 gives error 500 after 10 minutes at 14:30",
        "Öffnen Sie Einstellungen → Rechnungen 2024 und wählen Sie 3 Plätze für 19,99 €",
        "Hello there, the order of the rows is wrong. Hi Team,",
        "ISO-8859-1 and RFC-2822 are read; invoice 2024 is shown",
        "Seit 15.08.2024 und 2026-11-27 fehlen 10000 Zeilen. I am sorry, ich bin Administrator. This is Windows.",
        "My password is wrong, das Passwort ist falsch. Mein Konto 2024, @media in CSS, unsere Kunde fragt, the customer Portal",
        "Danke für die Hilfe. Grüße aus dem Norden",
    ],
)
def test_what_an_article_needs_stays(text):
    assert struck(text) == text and STRUCK not in text
