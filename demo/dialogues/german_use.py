"""Deutsche Anfragen zu Anmeldung, Import, App und Planung."""

from demo.dialogues.model import Customer, Dialogue, Escalate, Note, Reply

DIALOGUES = (
    Dialogue(
        key="de-passwort",
        language="de",
        topic="login",
        subjects=("Mail zum Zurücksetzen kommt nicht an", "Passwort vergessen, keine Mail"),
        tags=("login", "password"),
        channels=("email", "portal", "chat", "phone"),
        brief=(
            "Passwort vergessen, Mail kommt nicht. Spam geprüft.",
            "{small} Mal Zurücksetzen angefordert, nichts kommt.",
        ),
        friendly=(
            """nach dem Urlaub ist mir leider mein Passwort entfallen. Die Mail zum Zurücksetzen kommt nicht an,
            auch nicht im Spam-Ordner. Können Sie mir weiterhelfen?""",
            """entschuldigen Sie die Störung, aber „Passwort vergessen“ tut bei mir nichts. Bei {colleague} kommt
            die Mail sofort. Was mache ich falsch?""",
        ),
        upset=(
            """seit {time} komme ich nicht in mein Konto, weil Ihre Mail nicht ankommt. Heute ist Abgabe bei
            {client}. Ich brauche JETZT Zugang!""",
            """dass man für ein neues Passwort den Support anschreiben muss, ist nicht zeitgemäß. Bitte stellen
            Sie meinen Zugang umgehend wieder her.""",
        ),
        script=(
            Reply("""laut Protokoll wurde die Mail zugestellt, Ihr Mailserver hält sie aber in Quarantäne. So kommen
            Sie sofort hinein:

            1. Auf der Anmeldeseite „Code per SMS“ wählen, falls Ihre Mobilnummer im Profil steht.
            2. Oder eine Administratorin öffnet Personen → Ihr Name → „Anmeldelink kopieren“ und gibt ihn Ihnen. Er
               gilt einmal, 30 Minuten lang.

            Damit es nicht wieder vorkommt, kann Ihre IT Mails von notify.taskmoor.example freigeben (mit DKIM
            signiert)."""),
            Customer("Der Code per SMS hat funktioniert. Welche Server soll die IT freigeben?"),
            Reply("""am besten nach der DKIM-Domain taskmoor.example, denn IP-Adressen ändern sich. Die aktuelle
            Liste steht unter status.taskmoor.example/mail-servers."""),
        ),
    ),
    Dialogue(
        key="de-neues-handy",
        language="de",
        topic="login",
        subjects=("Neues Handy, Zwei-Faktor-Code fehlt", "Authenticator verloren"),
        tags=("login", "two-factor"),
        channels=("email", "portal", "phone"),
        priority="high",
        brief=(
            "Neues {device}, Authenticator weg. Bitte zurücksetzen.",
            "Komme ohne Code nicht rein. Handy verloren.",
        ),
        friendly=(
            """ich habe seit gestern ein neues {device} und nicht daran gedacht, den Authenticator umzuziehen. Nun
            fehlt mir der Code. Gibt es einen Weg zurück?""",
            """mein altes Handy liegt auf dem Grund des Starnberger Sees, mitsamt den Codes. Wie weise ich nach,
            dass ich es bin?""",
        ),
        upset=(
            """Ihre Zwei-Faktor-Anmeldung sperrt mich aus meinem eigenen Konto aus, und die Hilfeseite dreht sich
            im Kreis. Bitte schalten Sie das ab.""",
            """mein Telefon wurde gestohlen, und ich muss heute die Löhne freigeben. Ich bitte um sofortige Hilfe.""",
        ),
        script=(
            Reply("""das haben wir gleich. In dieser Reihenfolge:

            1. Beim Einrichten gab es zehn Wiederherstellungscodes („taskmoor-recovery.txt“). Jeder davon ersetzt den
               Code der App.
            2. Fehlen auch die: Eine Administratorin öffnet Personen → Ihr Name → Sicherheit → „Zweiten Faktor
               zurücksetzen“. Beim nächsten Anmelden richten Sie ihn neu ein.

            Auf Zuruf per Mail dürfen wir ihn nicht abschalten, denn das könnte dann jeder verlangen."""),
            Customer("Unsere Administratorin hat es zurückgesetzt. Wo bekomme ich neue Wiederherstellungscodes?"),
            Reply("""unter Profil → Sicherheit → „Wiederherstellungscodes“ → „Neu erzeugen“. Die alten gelten dann
            nicht mehr. Bitte nicht auf dem Handy selbst aufbewahren."""),
        ),
    ),
    Dialogue(
        key="de-umlaute",
        language="de",
        topic="import",
        subjects=("Umlaute nach dem Import zerstört", "{file}: aus Müller wird MÃ¼ller"),
        tags=("import", "csv"),
        brief=(
            "Nach Import von {file} sind alle Umlaute kaputt. {count} Zeilen.",
            "Umlaute im CSV-Import falsch. Welche Einstellung?",
        ),
        friendly=(
            """der Import unserer Kunden aus {file} lief prima, nur heißen jetzt alle „MÃ¼ller“ und „SchÃ¤fer“.
            Muss ich {count} Namen von Hand ändern?""",
            """wir haben die Datei wie immer aus Excel gespeichert, nach dem Import stimmen die Umlaute nicht. Was
            haben wir übersehen?""",
        ),
        upset=(
            """Ihr Import hat {count} Kundennamen unbrauchbar gemacht, kurz vor dem Rechnungslauf. Wie machen wir
            das rückgängig?""",
            """ein in Deutschland verkauftes Programm sollte Umlaute beherrschen. Bitte teilen Sie uns mit, wie
            die Daten zu retten sind.""",
        ),
        script=(
            Reply("""die Datei ist im Windows-Zeichensatz gespeichert und wurde als UTF-8 gelesen. Verloren ist nichts:

            1. Einstellungen → Import → Verlauf → {file} → „Rückgängig“. Es werden genau die Zeilen dieses Imports
               entfernt.
            2. Datei noch einmal importieren und in Schritt 2 „Windows-1252 (Excel)“ wählen. Die Vorschau zeigt sofort,
               ob es stimmt.

            Speichern Sie in Excel als „CSV UTF-8“, stellt sich die Frage künftig nicht mehr."""),
            Customer("Zwei Kunden lassen sich nicht zurücknehmen, weil sie schon Rechnungen haben."),
            Reply("""das ist Absicht, ein Kunde mit Rechnung darf nicht verschwinden. Importieren Sie einfach
            weiter und wählen in Schritt 3 „Aktualisieren bei gleicher Kundennummer“. Die beiden werden dann an
            Ort und Stelle berichtigt."""),
        ),
    ),
    Dialogue(
        key="de-app-absturz",
        language="de",
        topic="mobile",
        subjects=("App stürzt seit {version} ab", "Zeiterfassung auf {device} startet nicht"),
        tags=("mobile", "bug"),
        kind="incident",
        priority="high",
        channels=("email", "portal", "chat", "social"),
        brief=(
            "App {version} stürzt beim Start ab. {device}.",
            "App schließt sich sofort, neu installiert, {device}.",
        ),
        friendly=(
            """seit dem Update auf {version} öffnet sich die App auf meinem {device} nur kurz und ist wieder weg.
            Neu installiert habe ich schon. Soll ich auf ein Update warten?""",
            """unsere App ist neuerdings schüchtern: Logo, dann Schluss. Bei {colleague} läuft sie. Ein Protokoll
            schicke ich gern, wenn Sie mir sagen, wie.""",
        ),
        upset=(
            """unsere {seats} Monteure erfassen ihre Zeiten mit Ihrer App, und seit {version} geht nichts mehr.
            Wie stellen Sie sich das vor?""",
            """wegen des Absturzes können wir der gesetzlichen Pflicht zur Zeiterfassung nicht nachkommen. Beheben
            Sie das noch heute.""",
        ),
        script=(
            Reply("""das tut mir leid. Damit Sie sofort buchen können: app.taskmoor.example im Browser des Handys
            öffnen und „Zum Startbildschirm“ wählen; dort läuft dieselbe Stoppuhr.

            Neu installieren hilft nicht, ich habe den Absturz auf dem gleichen Modell nachgestellt und unserer
            App-Entwicklung übergeben."""),
            Escalate(
                3,
                reason="App {version} stürzt auf {device} beim Start ab, Zeiterfassung steht.",
                tried="""Neustart, Neuinstallation, Zwischenspeicher geleert; auf gleichem Modell nachgestellt.
                Web-App als Umweg genannt.""",
                asked="Bitte Absturzberichte auswerten und einen Termin für die korrigierte Fassung nennen.",
            ),
            Note("Korrektur ist gebaut und liegt beim Store zur Prüfung.", hold=True),
            Reply("""die korrigierte Fassung ist im Store. Bitte aktualisieren und einmal mit Netz starten.
            Ursache war eine gespeicherte Zeitzone ohne Namen. Offline erfasste Stunden sind noch auf dem Gerät
            und werden beim ersten Start übertragen."""),
            Customer("Läuft wieder, und die Stunden von Dienstag sind auch da."),
        ),
    ),
    Dialogue(
        key="de-teilzeit",
        language="de",
        topic="planning",
        subjects=("Auslastung bei Teilzeit falsch", "{colleague} ist laut Planung zu {percent} % ausgelastet"),
        tags=("planning", "workload"),
        brief=(
            "{colleague} arbeitet 20 Stunden, geplant wird mit 40. Wo ändern?",
            "Auslastung berücksichtigt Teilzeit nicht.",
        ),
        friendly=(
            """{colleague} arbeitet drei Tage in der Woche, die Auslastung rechnet aber mit fünf. Dadurch sieht
            alles entspannter aus, als es ist. Wo sage ich das Taskmoor?""",
            """die Auslastungsansicht gefällt uns sehr. Nur unsere Teilzeitkräfte wirken dort, als hätten sie
            frei. Gibt es dafür Arbeitszeiten?""",
        ),
        upset=(
            """im Vertrauen auf Ihre Auslastung haben wir {client} einen Termin zugesagt, den wir nicht halten
            können. Teilzeit kennt das Programm offenbar nicht!""",
            """für die Hälfte unserer Leute stimmen die Kapazitäten nicht, obwohl alles eingetragen ist. Bitte
            prüfen Sie das.""",
        ),
        script=(
            Reply("""Arbeitszeiten haben ein Anfangsdatum, und die von {colleague} beginnen erst im nächsten Monat; bis
            dahin zählen die 40 Stunden des Arbeitsbereichs. Personen → {colleague} → Arbeitszeit → Stift → „Gültig ab“
            auf den ersten Arbeitstag setzen.

            Tragen Sie die Stunden bitte je Wochentag ein, dann bleiben die freien Tage leer. Abwesenheiten werden
            ebenfalls abgezogen."""),
            Customer("Stimmt jetzt. Kann {colleague} Urlaub selbst eintragen, und ich gebe ihn frei?"),
            Reply("""ja: Einstellungen → Abwesenheiten → „Freigabe nötig“ und Sie als freigebende Person. Anträge
            erscheinen in der Glocke und in der Planung schraffiert, bis Sie entscheiden."""),
        ),
    ),
    Dialogue(
        key="de-av-vertrag",
        language="de",
        topic="security",
        subjects=("AV-Vertrag nach Art. 28 DSGVO", "Auftragsverarbeitung und Unterauftragnehmer"),
        tags=("security", "privacy"),
        priority="low",
        channels=("email", "portal", "widget"),
        brief=(
            "Wir brauchen einen AV-Vertrag. Wo finde ich ihn?",
            "Bitte AVV und Liste der Unterauftragnehmer senden.",
        ),
        friendly=(
            """unser Datenschutzbeauftragter bittet um einen Vertrag zur Auftragsverarbeitung. Haben Sie einen
            vorbereitet, und wer unterschreibt?""",
            """wir bereiten eine Prüfung vor und brauchen den AV-Vertrag sowie die Liste Ihrer Unterauftragnehmer.
            Wo finden wir beides?""",
        ),
        upset=(
            """zum {small}. Mal bitten wir um den AV-Vertrag. Ohne ihn dürfen wir Ihren Dienst gar nicht nutzen.
            Bitte antworten Sie!""",
            """Ihre Liste der Unterauftragnehmer ist veraltet. Unsere Rechtsabteilung bittet um die gültige
            Fassung mit Datum.""",
        ),
        script=(
            Reply("""er liegt für Sie bereit: Einstellungen → Datenschutz → „Auftragsverarbeitung“. Die Inhaberin
            ergänzt die Firmendaten und unterschreibt am Bildschirm; beide Seiten erhalten das PDF, von uns bereits
            unterzeichnet, mit den technischen Maßnahmen als Anlage.

            Die Unterauftragnehmer mit Ort und Zweck stehen unter taskmoor.example/subprocessors. Änderungen
            kündigen wir 30 Tage vorher an, dort können Sie sie abonnieren."""),
            Customer("Wo liegen unsere Daten eigentlich?"),
            Note("Arbeitsbereich liegt in der Region eu-central."),
            Reply("""Ihr Arbeitsbereich liegt in Frankfurt am Main, die Sicherungen in Falkenstein. Einstellungen
            → Datenschutz → „Speicherort“ zeigt es jederzeit; außerhalb der EU wird nichts gespeichert."""),
        ),
    ),
)
