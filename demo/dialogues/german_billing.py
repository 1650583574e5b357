"""Deutsche Anfragen zu Rechnungen, Verträgen und Zeiterfassung."""

from demo.dialogues.model import Customer, Dialogue, Escalate, HandBack, Note, Reply

DIALOGUES = (
    Dialogue(
        key="de-rechnungsanschrift",
        language="de",
        topic="billing",
        subjects=("Falsche Anschrift auf {invoice}", "Bitte Rechnungsanschrift ändern"),
        tags=("billing", "invoice"),
        brief=(
            "Bitte Anschrift auf {invoice} korrigieren, wir sind nach {city} umgezogen.",
            "{invoice} trägt die alte Adresse. Wie ändere ich das?",
        ),
        friendly=(
            """wir sind im {month} nach {city} umgezogen und haben ganz vergessen, Ihnen Bescheid zu geben.
            Könnten wir {invoice} noch einmal mit der neuen Anschrift bekommen? Und wo trage ich sie für die
            Zukunft ein?""",
            """unsere Buchhaltung hat bemerkt, dass auf {invoice} noch die alte Adresse steht. Lässt sich das ohne
            großen Aufwand korrigieren?""",
        ),
        upset=(
            """zum wiederholten Mal erhalten wir eine Rechnung mit falscher Anschrift. {invoice} können wir so
            nicht buchen und werden sie auch nicht bezahlen. Ich erwarte heute eine korrigierte Fassung.""",
            """die Adressänderung haben wir Ihnen bereits am {date} mitgeteilt. Dass sie nach Wochen nicht
            eingetragen ist, verstehe ich nicht. Bitte erledigen Sie das umgehend.""",
        ),
        script=(
            Reply("""beides können Sie selbst in einer Minute erledigen:

            1. Einstellungen → Abrechnung → Firmendaten: neue Anschrift eintragen und speichern. Sie gilt ab sofort.
            2. Einstellungen → Abrechnung → Rechnungen → {invoice} → „Mit aktuellen Daten neu ausstellen“.

            Die neue Fassung behält die Nummer mit dem Zusatz „-K1“, die alte wird als ersetzt gekennzeichnet. Die
            Zahlungsfrist beginnt mit der neuen Fassung, eine Mahnung kommt also nicht."""),
            Customer("Hat geklappt. Kann die Rechnung künftig direkt an buchhaltung@{domain} gehen?"),
            Reply("""ja, unter Einstellungen → Abrechnung → Empfänger die Adresse als „Nur Rechnungen“ hinzufügen.
            Ein Zugang ist dafür nicht nötig. {invoice}-K1 habe ich gleich dorthin geschickt."""),
        ),
    ),
    Dialogue(
        key="de-doppelt-abgebucht",
        language="de",
        topic="billing",
        subjects=("Doppelte Abbuchung im {month}", "{amount} zweimal abgebucht"),
        tags=("billing", "refund"),
        kind="incident",
        priority="high",
        channels=("email", "portal", "phone"),
        brief=(
            "{amount} am {date} zweimal abgebucht. Bitte eine erstatten.",
            "Doppelte Lastschrift für {invoice}. Bitte prüfen.",
        ),
        friendly=(
            """beim Abgleich unserer Konten ist mir aufgefallen, dass Sie am {date} zweimal {amount} abgebucht
            haben. Sicher nur ein Versehen. Könnten Sie einmal nachsehen?""",
            """ich glaube, {invoice} wurde doppelt bezahlt, einmal per Karte und einmal per Lastschrift. Wie
            bekommen wir eine der Zahlungen zurück?""",
        ),
        upset=(
            """Sie haben {amount} doppelt von unserem Konto abgebucht! Ich erwarte die Erstattung noch in dieser
            Woche und eine Erklärung, wie das passieren konnte.""",
            """die zweite Abbuchung vom {date} ist nicht von uns autorisiert. Sollte sie nicht binnen fünf
            Werktagen zurückgezahlt sein, lassen wir sie zurückgehen.""",
        ),
        script=(
            Reply("""das tut mir leid. Ich sehe zwei Zahlungen über {amount}, aber nur eine Rechnung. Erstattungen
            nimmt unser Abrechnungsteam vor; ich habe alles dorthin gegeben, Sie brauchen nichts zu wiederholen
            und hören heute noch von uns."""),
            Escalate(
                2,
                reason="Doppelte Abbuchung von {amount} am {date} zu {invoice}, Erstattung nötig.",
                tried="""Zahlungen und Rechnungen verglichen: Karte und Lastschrift am selben Tag, nur eine
                Rechnung offen.""",
                asked="Bitte die Lastschrift erstatten und dem Kunden das Datum der Gutschrift nennen.",
            ),
            Note("""Kunde hat die Zahlungsart gewechselt, während die Lastschrift schon eingereicht war.
            Erstattung angewiesen."""),
            Reply("""die zweite Zahlung über {amount} ist zurückgebucht, je nach Bank sehen Sie sie in zwei bis drei
            Werktagen mit dem Verwendungszweck „TM-REFUND {invoice}“.

            Die Ursache: Die Lastschrift war schon bei der Bank eingereicht, als auf Karte umgestellt wurde. Ein
            Wechsel gilt künftig erst für die folgende Rechnung, damit das nicht wieder vorkommt."""),
        ),
    ),
    Dialogue(
        key="de-kuendigung",
        language="de",
        topic="billing",
        subjects=("Kündigung unseres Tarifs {plan}", "Wie können wir kündigen?"),
        tags=("billing", "cancellation"),
        brief=(
            "Hiermit kündigen wir {plan} zum Ende {month}. Bitte bestätigen.",
            "Wo kann ich kündigen? Finde den Knopf nicht.",
        ),
        friendly=(
            """unser Projekt mit {client} ist abgeschlossen, deshalb möchten wir den Tarif {plan} gern beenden.
            Wie gehen wir vor, und was geschieht mit unseren Daten?""",
            """wir schließen unser kleines Büro zum Jahresende. Taskmoor war uns eine große Hilfe! Wie kündigen
            wir, und wie lange kommen wir noch an unsere Rechnungen?""",
        ),
        upset=(
            """seit einer halben Stunde suche ich die Kündigung. Nach deutschem Recht muss sie leicht zu finden
            sein! Bitte bestätigen Sie die Kündigung schriftlich.""",
            """hiermit kündigen wir den Vertrag fristgerecht zum nächstmöglichen Termin und bitten um schriftliche
            Bestätigung mit Datum.""",
        ),
        script=(
            Reply("""die Kündigung steht Personen mit der Rolle „Inhaber“ offen, deshalb sehen nicht alle den Knopf:

            1. Einstellungen → Abrechnung → Tarif → „Vertrag beenden“ (auch ohne Anmeldung über „Verträge hier
               kündigen“ ganz unten auf unserer Website).
            2. Datum wählen und bestätigen. Die Bestätigung kommt sofort per E-Mail.

            Ihre Daten bleiben danach 90 Tage lesbar und exportierbar, anschließend werden sie gelöscht.
            Rechnungen von uns können Sie zehn Jahre lang abrufen."""),
            Customer("Bestätigung ist da. Bekommen wir für die schon bezahlten Monate etwas zurück?"),
            Reply("""ja, bei Jahresverträgen erstatten wir die vollen Monate nach dem Vertragsende. Die Gutschrift
            wird am Tag danach ausgestellt und auf dem Weg ausgezahlt, auf dem Sie bezahlt haben."""),
        ),
    ),
    Dialogue(
        key="de-rundung",
        language="de",
        topic="timesheets",
        subjects=("Rundung auf 15 Minuten einstellen", "Rechnung und Stundenzettel weichen ab"),
        tags=("timesheets", "rounding"),
        brief=(
            "Stunden sollen je Tag auf 15 Minuten gerundet werden. Wo?",
            "Summe in Rechnung und Stundenzettel ungleich. Rundung?",
        ),
        friendly=(
            """mit {client} haben wir vereinbart, dass je Tag auf 15 Minuten gerundet wird. Taskmoor rundet wohl
            jede Buchung einzeln. Kann ich das nur für diesen Kunden ändern?""",
            """beim Vergleich von Stundenzettel und Rechnung zu {project} sind mir kleine Unterschiede
            aufgefallen. Liegt das an der Rundung?""",
        ),
        upset=(
            """{client} wirft uns vor, zu viel abzurechnen, weil Ihre Rundung im Monat {amount} mehr ergibt. Ich
            brauche eine Erklärung, die ich weitergeben kann.""",
            """Stundenzettel und Rechnung stimmen nicht überein. Bei einem Programm für Abrechnungen darf das
            nicht vorkommen. Bitte klären Sie das.""",
        ),
        script=(
            Reply("""die Rundung lässt sich je Kunde einstellen: Kunden → {client} → Abrechnung → Rundung. Für Ihre
            Vereinbarung wählen Sie „15 Minuten“, „aufrunden“, „je Tag und Person“.

            Erfasste Zeiten bleiben unverändert, gerundet wird erst beim Erstellen der Rechnung. Entwurf also
            löschen, Einstellung ändern, neu erstellen. In der Einzelansicht stehen erfasste und abgerechnete Zeit
            nebeneinander, das hilft auch gegenüber {client}."""),
            Customer("Gilt das auch rückwirkend für schon verschickte Rechnungen?"),
            Reply("""nein, ausgestellte Rechnungen ändern sich nie. Über „Korrigieren“ an der Rechnung erhalten
            Sie eine Gutschrift und einen neuen Entwurf mit der neuen Rundung und entscheiden selbst, ob Sie
            beides versenden."""),
        ),
    ),
    Dialogue(
        key="de-woche-gesperrt",
        language="de",
        topic="timesheets",
        subjects=("Woche vom {date} ist gesperrt", "Stunden nachtragen in gesperrter Woche"),
        tags=("timesheets", "approval"),
        channels=("email", "portal", "phone", "in_person"),
        brief=(
            "Bitte Woche vom {date} für {colleague} entsperren.",
            "Stunden fehlen, Woche gesperrt. Was tun?",
        ),
        friendly=(
            """{colleague} war krank und konnte die Stunden nicht rechtzeitig abgeben. Nun ist die Woche vom
            {date} gesperrt. Wer kann sie wieder öffnen?""",
            """unser Monatsabschluss kam einen Tag zu früh, es fehlen noch Stunden für {project}. Wie tragen wir
            sie nach, ohne alles durcheinanderzubringen?""",
        ),
        upset=(
            """wegen Ihrer automatischen Sperre bekommen {small} Mitarbeiter ihre Stunden nicht bezahlt. Öffnen
            Sie die Woche sofort!""",
            """die Sperre nimmt keine Rücksicht auf Feiertage. Das ist in Bayern kein Spaß. Bitte ändern Sie das.""",
        ),
        script=(
            Reply("""öffnen kann sie, wer Stunden freigibt: Zeit → Freigaben → Woche → {colleague} → „Wieder öffnen“.
            Sie ist dann 24 Stunden für diese Person offen und sperrt sich von selbst wieder.

            Für Feiertage gibt es unter Einstellungen → Zeit → „Wochen sperren“ den Haken „Nach einem Feiertag
            einen Werktag später“; das Bundesland steht im Kalender des Arbeitsbereichs."""),
            Customer("Die Woche ist schon in der Lohnabrechnung. Was dann?"),
            Reply("""dann buchen Sie die fehlenden Stunden als „Nachtrag“: Sie behalten ihr Datum und erscheinen
            in der nächsten Lohnabrechnung. Die alte bleibt unverändert und damit prüfbar."""),
        ),
    ),
    Dialogue(
        key="de-erechnung",
        language="de",
        topic="invoicing",
        subjects=("XRechnung wird abgelehnt", "E-Rechnung an {client} ungültig: {error}"),
        tags=("invoicing", "e-invoice"),
        kind="incident",
        priority="high",
        brief=(
            "XRechnung {order} vom Portal abgelehnt, {error}.",
            "E-Rechnung ungültig, Leitweg-ID ist eingetragen. {error}",
        ),
        friendly=(
            """unsere erste XRechnung an {client} kam mit {error} zurück. Die Leitweg-ID habe ich dreimal geprüft.
            Was könnte noch fehlen?""",
            """der Prüfdienst bemängelt unsere E-Rechnung {order} ({error}). Vielleicht liegt es am Skonto? Für
            einen Hinweis wäre ich dankbar.""",
        ),
        upset=(
            """{client} hat unsere Rechnung über {amount} zum zweiten Mal zurückgewiesen, weil Ihr Format
            fehlerhaft ist. Sie werben doch damit!""",
            """wegen {error} können wir einen öffentlichen Auftraggeber nicht abrechnen. Wir bitten um sofortige
            Abhilfe.""",
        ),
        script=(
            Reply("""ich habe Ihre Datei mit dem amtlichen Prüfwerkzeug geprüft und erhalte denselben Fehler
            {error}; er entsteht beim Skonto. Als Umweg geben Sie das Skonto bitte als Text in den
            Zahlungsbedingungen an, so wird die Rechnung angenommen. Die eigentliche Korrektur habe ich an unsere
            Entwicklung gegeben."""),
            Escalate(
                3,
                reason="XRechnung mit Skonto fällt durch die Prüfung ({error}).",
                tried="Mit dem KoSIT-Prüfer nachgestellt: ohne Skonto gültig, mit Skonto BR-DE-18. Umweg ist genannt.",
                asked="Bitte das Skonto in BT-20 nach der Vorgabe von XRechnung schreiben.",
            ),
            HandBack("""BT-20 wird jetzt im vorgegebenen Format geschrieben, ausgeliefert. Datei des Kunden
            besteht die Prüfung."""),
            Reply("""der Fehler ist behoben: Das Skonto steht nun im vorgeschriebenen Format in der Datei. Öffnen
            Sie {order} → „E-Rechnung neu erzeugen“; Nummer und Betrag bleiben gleich. Ich habe das Ergebnis
            geprüft, es ist gültig."""),
            Customer("Vom Portal angenommen, jetzt passt alles."),
        ),
    ),
    Dialogue(
        key="de-mahnung",
        language="de",
        topic="invoicing",
        subjects=("Mahnung trotz Zahlung verschickt", "Zahlungserinnerungen einrichten"),
        tags=("invoicing", "reminders"),
        brief=(
            "{client} erhielt Mahnung für bezahlte Rechnung. Warum?",
            "Erinnerungen nach 7 und 14 Tagen, wie?",
        ),
        friendly=(
            """{client} hat pünktlich bezahlt und trotzdem eine Erinnerung von uns bekommen. Zum Glück mit Humor
            genommen. Wie vermeide ich das?""",
            """wir möchten säumige Kunden freundlich nach einer und nach zwei Wochen erinnern. Was stelle ich
            dafür ein?""",
        ),
        upset=(
            """unser bester Kunde hat eine Mahnung für eine längst bezahlte Rechnung bekommen. Das ist
            geschäftsschädigend! Schalten Sie das ab.""",
            """die Mahnungen gehen nachts und an Sonntagen hinaus. So wirkt das unseriös. Wir bitten um eine
            Lösung.""",
        ),
        script=(
            Reply("""erinnert wird, wenn kein Zahlungseingang verbucht ist. Ihre Bankverbindung in Taskmoor ist seit
            dem {date} abgelaufen (die Bank verlangt alle 90 Tage eine neue Freigabe): Einstellungen → Rechnungen →
            Bank → „Erneuern“.

            Unter Einstellungen → Rechnungen → Mahnwesen legen Sie Tage und Texte fest. Ich empfehle „Nur an
            Werktagen um 9 Uhr“ und „Vor dem Versand fragen“."""),
            Customer("Erneuert. Kann ein Kunde ganz ausgenommen werden?"),
            Reply("""ja: Kunden → {client} → Abrechnung → Mahnwesen → „Nie“. Überfällige Rechnungen dieses Kunden
            sehen Sie dann nur in Ihrer eigenen Liste."""),
        ),
    ),
)
