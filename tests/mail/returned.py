"""How mail servers say that a mail did not arrive where they keep to no standard: sender, subject, words, whom it was for."""
# ruff: noqa: E501 - words as servers write them

from typing import NamedTuple


class Returned(NamedTuple):
    sender: str
    subject: str
    words: str
    recipient: str = "gone@example.net"


COPY = "\n\nReturn-Path: <support@example.com>\nMessage-ID: <abc@example.com>\nSubject: Your invoice\n\nHello Ann"

RETURNED = {
    "qmail": Returned(
        "MAILER-DAEMON@mx.example.net",
        "failure notice",
        "Hi. This is the qmail-send program at mx.example.net.\nI'm afraid I wasn't able to deliver your message to the "
        "following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<gone@example.net>:\n"
        "Sorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message." + COPY,
    ),
    "exim": Returned(
        "Mail Delivery System <Mailer-Daemon@mx.example.net>",
        "Mail delivery failed: returning message to sender",
        "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered "
        "to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n"
        "  gone@example.net\n    SMTP error from remote mail server after RCPT TO:<gone@example.net>:\n"
        "    550 5.1.1 User unknown\n\n------ This is a copy of the message ------" + COPY,
    ),
    "a telephone company": Returned(
        "post_master@pictures.example.net",
        "Re: Your invoice",
        "Error: Invalid user address\n\nError message below:\n550 - Requested action not taken: no such user here\n\n"
        "Message details:\n  RCPT TO: gone@example.net\n" + COPY,
    ),
    "a Japanese telephone company": Returned(
        "gateway@example.ne.jp",
        "メールエラー通知",
        "送信先のメールボックスが一杯のため、送信できませんでした。\n\n"
        "     Could not be delivered to: <gone@example.net>\n     As their mailbox is full.\n" + COPY,
    ),
    "exim warning": Returned(
        "Mail Delivery System <Mailer-Daemon@mx.example.net>",
        "Warning: message 1abcDE-0001 delayed 24 hours",
        "This message was created automatically by mail delivery software.\nA message that you sent has not yet been "
        "delivered to one or more of its recipients.\n\n  gone@example.net\n" + COPY,
    ),
    "sendmail": Returned(
        "Mail Delivery Subsystem <MAILER-DAEMON@mx.example.net>",
        "Returned mail: see transcript for details",
        "The original message was received at Mon, 2 Nov 2026\n\n   ----- The following addresses had permanent fatal errors "
        "-----\n<gone@example.net>\n    (reason: 550 5.1.1 <gone@example.net>... User unknown)\n" + COPY,
    ),
    "exchange": Returned(
        "System Administrator <postmaster@mx.example.net>",
        "Undeliverable: Your invoice",
        "Your message\n\n  To:      gone@example.net\n  Subject: Your invoice\n  Sent:    Mon\n\ndid not reach the following "
        "recipient(s):\n\ngone@example.net on Mon, 2 Nov 2026 10:00:00 +0100\n    The recipient name is not recognized\n" + COPY,
    ),
    "notes": Returned(
        "Postmaster@mx.example.net",
        "DELIVERY FAILURE: User gone (gone@example.net) not listed in Domino Directory",
        "Your message\n\n  Subject: Your invoice\n\nwas not delivered to:\n\n  gone@example.net\n\nbecause:\n\n  User gone not "
        "listed in Domino Directory\n" + COPY,
    ),
    "courier": Returned(
        '"Courier mail server at mx" <postmaster@mx.example.net>',
        "NOTICE: mail delivery status.",
        "This is a delivery status notification from mx.example.net.\n\nUNDELIVERABLE MAIL\n\nYour message to the following "
        "recipients cannot be delivered:\n\n<gone@example.net>:\n    <<< 550 5.1.1 User unknown\n" + COPY,
    ),
    "gmail": Returned(
        "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        "Delivery Status Notification (Failure)",
        "Delivery to the following recipient failed permanently:\n\n     gone@example.net\n\nTechnical details of permanent "
        "failure:\n550 5.1.1 unknown\n\n----- Original message -----" + COPY,
    ),
    "yahoo": Returned(
        "MAILER-DAEMON@yahoo.com",
        "Failure Notice",
        "Sorry, we were unable to deliver your message to the following address.\n\n<gone@example.net>:\nRemote host said: "
        "550 5.1.1 No such user\n\n--- Below this line is a copy of the message." + COPY,
    ),
    "web.de": Returned(
        "Mail Delivery System <mailer-daemon@kundenserver.de>",
        "Mail delivery failed: returning message to sender",
        "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to "
        "one or more of its\nrecipients. The following addresses failed:\n\n<gone@example.net>\n\n550 5.1.1 unbekannt\n" + COPY,
    ),
    "deutsch": Returned(
        "postmaster@mx.example.net",
        "Unzustellbar: Ihre Rechnung",
        "Die folgende Nachricht konnte nicht zugestellt werden:\n\ngone@example.net\nEmpfänger unbekannt\n" + COPY,
    ),
    "français": Returned(
        "postmaster@mx.example.net", "Non remis : Votre facture", "Message non remis à:\n\ngone@example.net\n" + COPY
    ),
    "español": Returned(
        "postmaster@mx.example.net", "No se puede entregar: factura", "No se entregó a:\n\ngone@example.net\n" + COPY
    ),
    "日本語": Returned(
        "MAILER-DAEMON@mx.example.jp", "配信不能: 請求書", "次の宛先に配信できませんでした:\n\n<gone@example.net>\n" + COPY
    ),
    "中文": Returned("postmaster@mx.example.cn", "系统退信", "您的邮件被退回:\n\n<gone@example.net>\n" + COPY),
    "русский": Returned(
        "mailer-daemon@mx.example.ru", "Недоставленное сообщение", "Сообщение не доставлено:\n\n<gone@example.net>\n" + COPY
    ),
    "mmdf": Returned(
        "Memo Service <mmdf@mx.example.net>",
        "Failed mail (msg.a123)",
        "    Your message could not be delivered to\n'gone@example.net (host: mx.example.net) (queue: smtp)' for the following "
        "reason:  ' No such user'\n" + COPY,
    ),
    "nameless daemon": Returned(
        "MAILER-DAEMON (Mail Delivery System)",
        "Undelivered Mail Returned to Sender",
        "I'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients.\n\n"
        "<gone@example.net>: host mx.example.net said: 550 5.1.1 unknown\n" + COPY,
    ),
    "mailbox full": Returned(
        "postmaster@mx.example.net", "Mail System Error - Returned Mail", "<gone@example.net>: mailbox is full\n" + COPY
    ),
    "delayed, courier": Returned(
        '"Courier mail server" <postmaster@mx.example.net>', "WARNING: delayed mail.",
        "Your message to the following recipients is delayed:\n\n<gone@example.net>:\n    connection refused\n" + COPY,
    ),
    "au": Returned(
        "no-reply@app.example.jp", "Mail System Error - Returned Mail",
        "Your mail sent on: Thu, 29 Apr 2010\n Could not be delivered to: <gone@example.net>\n As their mailbox is full.\n" + COPY,
    ),
    "activehunter": Returned(
        '"MAILER-DAEMON" <MAILER-DAEMON@mx.example.jp>', "FAILURE NOTICE :",
        "  ----- The following addresses had permanent fatal errors -----\n\n>>> gone@example.net <gone@example.net>\n" + COPY,
    ),
    "imail": Returned(
        "Postmaster <postmaster@mx.example.net>", "Undeliverable Mail", "User mailbox exceeds allowed size: gone@example.net\n" + COPY
    ),
    "sun": Returned(
        "Internet Mail Delivery <postmaster@mx.example.net>", "Delivery Notification: Delivery has failed",
        "Your message cannot be delivered to the following recipients:\n\n  Recipient address: gone@example.net\n" + COPY,
    ),
    "through two networks": Returned(
        "mx.example.jp!postmaster@example.jp", "DELIVERY FAILURE: User gone not listed",
        "was not delivered to:\n\n  gone@example.net\n" + COPY,
    ),
    "cc:Mail": Returned(
        "Postmaster@mx.example.net", "cc:Mail UUCPLINK 2.0 Undeliverable Message", "User gone@example.net is not defined\n" + COPY
    ),
    "vm": Returned(
        "SMTP@vm.example.edu", "Undeliverable Mail",
        "vm.example.edu unable to deliver following mail to recipient(s):\n    <gone@example.net>\n550 MAILBOX NOT FOUND\n" + COPY,
    ),
    "its subject names it": Returned("MAILER-DAEMON@mx.example.jp", "Delivery failure (gone@example.net)", "Unknown user\n" + COPY),
    "rejected in a sentence": Returned(
        "Postmaster <postmaster@mx.example.net>", "There was an error sending your mail",
        "SMTP Server <mx> rejected recipient <gone@example.net>\nPlease contact help@mx.example.net for help.\n" + COPY,
    ),
    "somebody to turn to is not meant": Returned(
        "MAILER-DAEMON@mx.example.net", "failure notice",
        "It could not be delivered. Contact anna@mx.example.net.\nThe user of gone@example.net is unknown here.\n" + COPY,
    ),
    "filter": Returned(
        "Spam Firewall <postmaster@mx.example.net>", "**Message you sent blocked by our bulk email filter**",
        "Your message to: gone@example.net\nhas NOT BEEN DELIVERED\n" + COPY,
    ),
    **{
        language: Returned("postmaster@mx.example.net", subject, f"{said}: gone@example.net\n" + COPY)
        for language, subject, said in (
            ("it", "Mail non consegnata", "Casella piena"), ("es", "Su mensaje no pudo ser entregado", "Usuario desconocido"),
            ("fi", "Viestiä ei voitu toimittaa", "Tuntematon"), ("sv", "Meddelandet kunde inte levereras", "Okänd"),
            ("da", "Din mail kunne ikke leveres", "Ukendt"), ("nl", "Uw bericht kon niet worden bezorgd", "Onbekend"),
            ("el", "Αποτυχία παράδοσης", "Άγνωστος"), ("he", "הודעה לא נמסרה", "לא ידוע"), ("ar", "تعذر تسليم الرسالة", "غير معروف"),
            ("th", "ไม่สามารถส่งอีเมลได้", "ไม่รู้จัก"), ("vi", "Không thể gửi thư", "Không rõ"), ("zh-tw", "退回郵件", "無此人"),
            ("qq", "来自example.cn的退信", "不存在"), ("ko", "[발송실패 안내]메일 보내기에 실패하였습니다.", "없음"), ("hu", "Kézbesíthetetlen: x", "Ismeretlen"),
            ("tr", "İletiniz teslim edilemedi", "Bilinmiyor"), ("uk", "Повідомлення не доставлено", "Невідомий"),
            ("ru", "Почта не доставлена", "Неизвестен"), ("pl", "Zwrot nie dostarczonej wiadomości", "Nieznany"),
            ("ja", "メール配信に失敗しました", "不明"),
        )
    },
    "x400": Returned(
        "Mail Router <postmaster@mx.example.net>", "Delivery Report (failure) for gone@example.net",
        "This report relates to your message\n\ngone@example.net\nUnable to transfer\n" + COPY,
    ),
}  # fmt: skip

# What is sent by people, or by machines that tell of something else.
NOT_RETURNED = {
    "a question": ("Ann <ann@example.net>", "Undeliverable parcel", "My parcel came back as undeliverable, why?"),
    "a forward": (
        "Ann <ann@example.net>",
        "Fwd: Undelivered Mail Returned to Sender",
        "What is this?\n\n<gone@example.net>: 550",
    ),
    "a postmaster": ("postmaster@example.net", "New opening hours", "From Monday on we are open at eight."),
    "a parcel that came back": (
        "Parcels <service@parcel.example>",
        "Delivery failed",
        "Your parcel could not be delivered. We try again.",
    ),
    "a delivery": ("Shop <shop@example.net>", "Delivery notification: your parcel", "It arrives tomorrow."),
}
