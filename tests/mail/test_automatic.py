"""Who wrote it: a person, an auto-responder, a server, a list."""

# ruff: noqa: E501 - words as programs write them

import pytest

from mail.parsing import parse_message
from tests.mail import corpus

MACHINES = [
    ({"Auto_Submitted": "auto-replied"}, "auto"),
    ({"Auto_Submitted": "auto-generated"}, "bulk"),
    ({"Auto_Submitted": "auto-generated", "In_Reply_To": "<x@y>"}, "auto"),
    ({"Auto_Submitted": "no"}, "person"),
    ({"X_Autoreply": "yes"}, "auto"),
    ({"X_Autoreply": "no"}, "person"),
    ({"X_Autorespond": "Away"}, "auto"),
    ({"Precedence": "auto_reply"}, "auto"),
    ({"Precedence": "bulk"}, "bulk"),
    ({"Precedence": "list"}, "bulk"),
    ({"List_Id": "<news.example.org>"}, "bulk"),
    ({"List_Unsubscribe": "<mailto:x@y.z>"}, "bulk"),
    ({"Subject": "Automatic reply: Wrong invoice", "In_Reply_To": "<x@y>"}, "auto"),
    ({"Subject": "Out of office: hours?"}, "person"),
    ({"Return_Path": "<>", "From": "MAILER-DAEMON@x.y"}, "bounce"),
    ({"X_Failed_Recipients": "a@b.c"}, "bounce"),
    ({"Content_Description": "x"}, "person"),
    ({"Return_Path": "<>", "In_Reply_To": "<x@y>"}, "auto"),
    ({"Return_Path": "<>", "In_Reply_To": "<x@y>", "User_Agent": "Mozilla Thunderbird"}, "bulk"),
    ({"Delivered_To": "Autoresponder"}, "auto"),
    ({"X_Loop": "autoresponder@example.net"}, "auto"),
    ({"X_POST_MessageClass": "9; Autoresponder"}, "auto"),
    ({"Preference": "auto_reply"}, "auto"),
    ({"X_ServiceNow_Generated": "true"}, "bulk"),
    ({"X_Auto_Response_Suppress": "OOF"}, "bulk"),
]


@pytest.mark.parametrize(("headers", "origin"), MACHINES)
def test_machines_are_recognised_by_their_headers(headers, origin):
    mail = parse_message(corpus.plain(**headers))
    found = "auto" if mail.is_auto else "bounce" if mail.is_bounce else "bulk" if mail.is_bulk else "person"
    assert found == origin


ABSENT = [
    ("Vacation: Your invoice", "I am on vacation until Monday."), ("Abwesenheit: Re: Ihre Rechnung", "Ich bin im Urlaub."),
    ("Absence : Votre facture", "Je suis en congés, de retour lundi."), ("Ausente: Su factura", "Estoy de vacaciones."),
    ("Ausência: Fatura", "Estou de férias."), ("Assenza: Fattura", "Sono in ferie."), ("Afwezigheidsbericht: Factuur", "Ik ben afwezig."),
    ("Fraværende: Faktura", "Jeg har ferie."), ("Frånvarande: Faktura", "Jag har semester."), ("Lomalla: Lasku", "Olen lomalla."),
    ("Nieobecność: Faktura", "Jestem na urlopie, urlop do piątku."), ("Nepřítomnost: Faktura", "Mám dovolenou."),
    ("Отсутствую: Счёт", "Я в отпуске до понедельника."), ("Відсутній: Рахунок", "Я у відпустці, відпустка до п'ятниці."),
    ("İzindeyim: Fatura", "Pazartesiye kadar izindeyim, tatil."), ("Vắng mặt: Hóa đơn", "Tôi đang nghỉ phép."), ("不在: 請求書", "休暇中です。"),
    ("外出中: 請求書", "外出しております。"), ("Ikke på kontoret: Faktura", "Jeg er bortreist."), ("Ausente: Factura", "Estoy fuera."),
]  # fmt: skip


RECEIVED = [
    ("Eingangsbestätigung: Ihre Frage", "Ihre Anfrage ist eingegangen."), ("Accusé de réception : Facture", "Nous avons bien reçu votre message."),
    ("Ontvangstbevestiging: Factuur", "Wij hebben uw bericht ontvangen."), ("Acuse de recibo: Factura", "Hemos recibido su mensaje."),
    ("Conferma di ricezione: Fattura", "Abbiamo ricevuto il suo messaggio."), ("Potwierdzenie otrzymania: Faktura", "Otrzymaliśmy wiadomość."),
]  # fmt: skip


@pytest.mark.parametrize(("subject", "words"), RECEIVED)
def test_a_receipt_of_what_we_wrote_is_a_machines(subject, words):
    assert parse_message(corpus.plain(words, Subject=subject, In_Reply_To="<x@y>")).is_auto
    assert not parse_message(corpus.plain(words, Subject=subject)).is_auto
    assert not parse_message(corpus.plain("Where is it?", Subject=subject, In_Reply_To="<x@y>")).is_auto


@pytest.mark.parametrize(("subject", "words"), ABSENT)
def test_words_of_absence_are_a_machines_only_in_an_answer(subject, words):
    assert parse_message(corpus.plain(words, Subject=subject, In_Reply_To="<x@y>")).is_auto
    assert parse_message(corpus.plain(words, Subject=subject, Precedence="junk")).is_auto, (
        "as `vacation` marks what it says"
    )
    assert not parse_message(corpus.plain(words, Subject=subject)).is_auto
    assert not parse_message(corpus.plain("Und die Rechnung?", Subject=subject, In_Reply_To="<x@y>")).is_auto


COLLEAGUES = [
    ("Ana Ruiz está ausente de la oficina", "Estaré ausente desde el 2 hasta el 9 de mayo."), ("Max Muster ist außer Haus.", "Ich bin im Urlaub und ab Montag zurück."),
    ("Marie Petit est absent(e)", "Je serai absente jusqu'au lundi 9 mai."), ("Jan de Vries is niet aanwezig", "Ik ben afwezig tot maandag."),
    ("Carla Rossi e' fuori ufficio", "Sono in ferie fino a lunedì."), ("Ana Lima está ausente do escritório", "Estarei de férias até segunda."),
]  # fmt: skip


@pytest.mark.parametrize(("subject", "words"), COLLEAGUES)
def test_a_program_that_names_the_absent_in_the_subject_is_known_by_its_words(subject, words):
    assert parse_message(corpus.plain(words, Subject=subject)).is_auto
    assert not parse_message(corpus.plain("404?", Subject=subject)).is_auto


def test_words_of_absence_are_read_in_the_bytes_they_came_in():
    words = "Ich kehre am Montag zurück und bin bis dahin im Urlaub, für Eiliges gibt es die Zentrale."
    raw = corpus.plain("WORDS", Subject="Abwesenheit: Ihre Rechnung", In_Reply_To="<x@y>").replace(
        b"utf-8", b"iso-8859-1"
    )
    assert parse_message(raw.replace(b"WORDS", words.encode("latin-1"))).is_auto
    japanese = corpus.plain("WORDS", Subject="不在: 請求書", In_Reply_To="<x@y>").replace(b"utf-8", b"iso-2022-jp")
    assert parse_message(japanese.replace(b"WORDS", "休暇中です。".encode("iso2022_jp"))).is_auto


PROGRAMS = [
    "[Fail2Ban] sshd: banned 192.0.2.1 from web1", "[rkhunter] Warnings found for web1", "DegradedArray event on /dev/md0:web1",
    "SMART error (CurrentPendingSector) detected on host: web1", "3 Debian package update(s) for web1.example.net",
    "web1 daily run output", "web1.example.net 2026-11-02 10:02 System Events", "Output from your job       12", "AIDE report for web1",
    "Quarantine summary for ann@example.net", "[package on hold] unattended-upgrades result for web1: SUCCESS", "unattended-upgrades result for web1: True",
]  # fmt: skip


@pytest.mark.parametrize("subject", PROGRAMS)
def test_what_a_servers_programs_report_is_by_a_machine(subject):
    assert parse_message(corpus.plain("See the log.", Subject=subject)).is_by_machine
    assert not parse_message(corpus.plain("What does it mean?", Subject=f"Re: {subject}")).is_by_machine


WATCHERS = [
    {"X_Mailer": "monit 5.20.0"},
    {"X_AMZ_SNS_Message_ID": "1"},
    {"X_Debian_PR_Message": "ack 1234"},
    {"From": "Builds <no-reply@example.net>"},
    {"From": "noreply@example.net", "List_Post": "<mailto:dev@example.org>"},
    {"From": "bugzilla-daemon@example.net", "List_Id": "<bugs.example.net>"},
    {"From": "Charlie Root <root@example.net>"},
    {"From": "alert@example.net"},
    {"X_GitHub_Reason": "ci_activity", "List_Id": "<a.b.github.com>"},
]


@pytest.mark.parametrize("headers", WATCHERS)
def test_what_a_program_reports_of_itself_is_by_a_machine(headers):
    mail = parse_message(corpus.plain(**headers))
    assert (mail.is_by_machine, mail.is_auto) == (True, False)


PEOPLE = [
    {"X_Debian_PR_Message": "followup 1234"},
    {"X_Auto_Response_Suppress": "DR, OOF, AutoReply"},
    {"X_Mailer": "monitor's choice"},
    {"From": "News <no-reply@example.net>", "List_Unsubscribe": "<mailto:x@y.z>"},
    {"From": "Contact form <no-reply@example.net>", "Reply_To": "ann@example.net"},
    {"From": "root@example.net", "User_Agent": "Mozilla Thunderbird"},
    {"From": "Ann <notifications@github.com>", "List_Id": "<a.b.github.com>"},
    {"From": "rooter@example.net"},
]


@pytest.mark.parametrize("headers", PEOPLE)
def test_what_people_send_with_the_same_headers_is_not(headers):
    assert not parse_message(corpus.plain(**headers)).is_by_machine


SAID = [
    "This is an automated response to your mail. We answer soon.", "Thank you for your mail. This is an automatic reply.",
    "This e-mail has been automatically generated, please do not reply.", "Dies ist eine automatisch erzeugte Nachricht.",
]  # fmt: skip


@pytest.mark.parametrize("words", SAID)
def test_what_says_at_once_that_a_program_wrote_it_is_by_a_machine(words):
    mail = parse_message(corpus.plain(words))
    assert (mail.is_by_machine, mail.is_auto) == (True, False), "a conversation that it starts is heard"
    assert parse_message(corpus.plain(words, In_Reply_To="<x@y>")).is_auto


def test_who_only_quotes_a_program_is_none():
    quoting = f"What does this mean?\n\n-----Original Message-----\n\n{SAID[0]}"
    assert not parse_message(corpus.plain(quoting)).is_by_machine
    assert not parse_message(corpus.plain(SAID[0], User_Agent="Mozilla Thunderbird")).is_by_machine
    below = parse_message(corpus.plain("Hello, " * 20 + f"\n{SAID[0]}", In_Reply_To="<x@y>"))
    assert (below.is_by_machine, below.is_auto) == (True, False), "not so surely that it were put aside"


LISTS = [
    "Your confirmation is needed to join the users@lists.example.org mailing list.", "WELCOME to users@lists.example.org",
    "GOODBYE from users@lists.example.org", "ezmlm warning", "ezmlm probe", "Vacation Rule: Your invoice",
]  # fmt: skip


@pytest.mark.parametrize("subject", LISTS)
def test_what_lists_and_rules_say_of_themselves_is_automatic(subject):
    assert parse_message(corpus.plain("Hello", Subject=subject)).is_auto


@pytest.mark.parametrize(
    "subject",
    ["Welcome to our meeting on Monday", "SMART error on my disk", "Goodbye from all of us", "Mon collègue est absent"],
)
def test_what_only_begins_alike_is_a_persons(subject):
    mail = parse_message(corpus.plain("Qui le remplace ? Who is there?", Subject=subject))
    assert (mail.is_auto, mail.is_by_machine) == (False, False)


WHOLE = [
    "Réponse automatique", "Respuesta automática", "Resposta automática", "Risposta automatica", "Automatisch antwoord",
    "Odpowiedź automatyczna", "Automatická odpověď", "自动回复", "【自動返信】お問い合わせありがとうございます", "外出自动回复: 你好",
    "Thư trả lời tự động: x", "תגובה אוטומטית: x", "Automātiskā atbilde: x", "Erantzun automatikoa: x", "Balasan automatik: x",
    "Sjálfvirkt svar: x", "Afwezigheidsassistent: x", "Irodán kívül: x", "Plecat din birou: x", "Извън офиса: x", "부재 중: x",
    "Автовідповідь: x", "Vacation response: x", "Automatische Eingangsbestätigung: x",
    "[AUTO GENERATED] Some subject",
]  # fmt: skip


@pytest.mark.parametrize("subject", WHOLE)
def test_what_only_says_that_it_is_automatic_is_a_machines(subject):
    assert parse_message(corpus.plain("…", Subject=subject)).is_auto


RECEIPTS = [
    ("Read: Your invoice", "Your message was read on Monday."), ("Gelesen: Ihre Rechnung", "Ihre Nachricht wurde am Montag gelesen."),
    ("Lu : Votre facture", "Votre message a été lu lundi."), ("Leído: Su factura", "Su mensaje ha sido leído."),
    ("Letto: Fattura", "Il messaggio è stato letto."), ("開封済み: 請求書", "開封されました。"), ("已读: 发票", "您的邮件已被阅读。"),
]  # fmt: skip


@pytest.mark.parametrize(("subject", "words"), RECEIPTS)
def test_a_receipt_without_the_parts_of_the_standard_is_a_machines(subject, words):
    assert parse_message(corpus.plain(words, Subject=subject)).is_auto
    assert not parse_message(corpus.plain("Can you help me with this?", Subject=subject)).is_auto


def test_bounce_names_the_mail_that_came_back_and_who_refused_it():
    mail = parse_message(corpus.bounce("abc@example.com"))
    assert mail.is_bounce
    assert mail.bounced_message_id == "abc@example.com"
    (recipient,) = mail.bounced
    assert (recipient.email, recipient.status, recipient.is_permanent) == ("gone@example.net", "5.1.1", True)


def test_read_receipt_is_automatic():
    mail = parse_message(
        corpus.raw(
            "From: a@b.c\nContent-Type: multipart/report; report-type=disposition-notification; boundary=B",
            b"--B\n\nread\n--B--",
        )
    )
    assert mail.is_auto


HELD_BACK = [
    "Your message is being held because you are not in my address book. Please respond to this message to deliver it.",
    "Your message attached below is being held because the address has not been verified. To release your message for delivery, "
    "please send an empty message to the following address.",
    "The message you sent requires that you verify that you are a real live human being. Simply reply to this message.",
    "Your recent email to me is waiting for you to verify yourself. Click on the link to verify your address.",
    "Diese Adresse hat einen Spamfilter. Ihre Nachricht wurde noch nicht zugestellt. Bitte klicken Sie auf folgenden Link:",
    "Ma messagerie est protégée. Pour que votre message me parvienne, merci de cliquer sur le lien ci-dessous :",
    "Su mensaje está retenido. Confirme que es una persona haciendo clic en el siguiente enlace:",
    "Para que sua mensagem seja encaminhada, por favor, clique aqui:",
    "Il suo messaggio non è stato ancora consegnato: per confermare clicchi sul seguente link:",
    "Uw bericht is nog niet afgeleverd. Klik op deze link:", "Ваше письмо ещё не доставлено. Нажмите на ссылку:",
]  # fmt: skip


@pytest.mark.parametrize("words", HELD_BACK)
def test_a_filter_that_holds_our_answer_back_is_a_machine_and_who_asks_us_of_one_is_not(words):
    head = {"Subject": "Re: Your quote", "From": "joe@other.example"}
    assert parse_message(corpus.plain(words, In_Reply_To="<x@y>", **head)).is_auto
    assert not parse_message(corpus.plain(words, **head)).is_auto
    assert not parse_message(corpus.plain(words, In_Reply_To="<x@y>", User_Agent="Mozilla Thunderbird", **head)).is_auto


def test_a_complaint_in_no_standard_form_is_tied_to_the_mail_it_is_about():
    head = "From: staff@mail.example\nSubject: complaint about message from 192.0.2.222\nContent-Type: multipart/mixed; boundary=b"
    body = b"--b\nContent-Type: message/rfc822\n\nMessage-ID: <abc@example.com>\nSubject: Hi\n\nHello\n--b--\n"
    mail = parse_message(corpus.raw(head, body))
    assert (mail.is_auto, mail.is_bounce, mail.bounced_message_id) == (True, False, "abc@example.com")
