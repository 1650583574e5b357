"""How the programs of forty more languages and decades begin what they quote, and what phones write below; kept apart from
`languages.py`, since these are read without asking which language they are.
"""

from tests.mail.corpus.case import Case, case

# ruff: noqa: E501 - lines as programs write them

NEW = "The printer works again."
OLD = "Did you try to switch it off and on?\nPlease tell us."
MARKED = "\n".join(f"> {line}" for line in OLD.split("\n"))

# Above marked lines.
ATTRIBUTIONS = {
    "gmx 2001": "Bob Lee schrieb am Thu, 2 Nov 2000 10:00:00 +0100 (MET):",
    "tb pl": "W dniu 2012-11-02 10:00, Bob Lee pisze:",
    "tb cs": "Dne 2.11.2012 10:00, Bob Lee napsal(a):",
    "tb sv": "Bob Lee skrev 2012-11-02 10:00:",
    "tb sv2": "Den 2012-11-02 kl. 10:00, skrev Bob Lee:",
    "tb da": "Den 02-11-2012 10:00, Bob Lee skrev:",
    "tb nb": "Den 02.11.2012 10:00, skrev Bob Lee:",
    "tb fi": "2.11.2012 10:00, Bob Lee kirjoitti:",
    "tb hu": "2012.11.02. 10:00 keltezéssel, Bob Lee írta:",
    "tb ro": "Pe 02.11.2012 10:00, Bob Lee a scris:",
    "tb el": "Στις 2/11/2012 10:00 π.μ., ο/η Bob Lee έγραψε:",
    "gmail el": "Στις Παρ 2 Νοε 2012 στις 10:00 π.μ., ο χρήστης Bob Lee <bob@example.org> έγραψε:",
    "gmail bg": "На пт, 2.11.2012 г. в 10:00 ч. Bob Lee <bob@example.org> написа:",
    "gmail sr": "пет, 2. нов 2012. у 10:00 Bob Lee <bob@example.org> је написао/ла:",
    "gmail hr": "pet, 2. stu 2012. u 10:00 Bob Lee <bob@example.org> napisao je:",
    "gmail sl": "V V pet., 2. nov. 2012 ob 10:00 je oseba Bob Lee <bob@example.org> napisala:",
    "gmail sk": "pi 2. 11. 2012 o 10:00 Bob Lee <bob@example.org> napísal(a):",
    "gmail lt": "2012-11-02, pn, 10:00 Bob Lee <bob@example.org> rašė:",
    "gmail lv": "piektd., 2012. g. 2. nov., plkst. 10:00 — lietotājs Bob Lee (<bob@example.org>) rakstīja:",
    "gmail et": "Kontakt Bob Lee (<bob@example.org>) kirjutas kuupäeval R, 2. november 2012 kell 10:00:",
    "gmail ca": "Missatge de Bob Lee <bob@example.org> del dia dv., 2 de nov. 2012 a les 10:00:",
    "gmail he": "\u202bבתאריך יום ו׳, 2 בנוב׳ 2012 ב-10:00 מאת \u202aBob Lee\u202c\u200f <\u202abob@example.org\u202c\u200f>:\u202c",
    "gmail ar": "في الجمعة، 2 نوفمبر 2012 10:00 ص Bob Lee <bob@example.org> كتب:",
    "gmail th": "ในวันที่ ศ. 2 พ.ย. 2012 เวลา 10:00 น. Bob Lee <bob@example.org> เขียนว่า:",
    "gmail id": "Pada tanggal Jum, 2 Nov 2012 pukul 10.00 Bob Lee <bob@example.org> menulis:",
    "gmail hi": "शुक्र, 2 नव॰ 2012 को 10:00 am बजे को Bob Lee <bob@example.org> ने लिखा:",
    "gmail fa": "در تاریخ جمعه ۲ نوامبر ۲۰۱۲،\u200f ۱۰:۰۰ Bob Lee <bob@example.org> نوشت:",
    "gmail eu": "Bob Lee (<bob@example.org>) erabiltzaileak hau idatzi du (2012 aza. 2, or. (10:00)):",
    "apple de ios": "> Am 02.11.2012 um 10:00 schrieb Bob Lee <bob@example.org>:\n> ",
    "apple en ios16": "> On 2 Nov 2022, at 10:00, Bob Lee <bob@example.org> wrote:\n> ",
    "apple fr": "Le 2 nov. 2012 à 10:00, Bob Lee a écrit :",
    "apple ru": "2 нояб. 2012 г., в 10:00, Bob Lee <bob@example.org> написал(а):",
    "apple pl": "Wiadomość napisana przez Bob Lee <bob@example.org> w dniu 2 lis 2012, o godz. 10:00:",
    "apple sv": "2 nov. 2012 kl. 10:00 skrev Bob Lee <bob@example.org>:",
    "apple fi": "Bob Lee <bob@example.org> kirjoitti 2.11.2012 kello 10.00:",
    "apple cs": "2. 11. 2012 v 10:00, Bob Lee <bob@example.org>:",
    "apple ko": "2012. 11. 2. 오전 10:00, Bob Lee <bob@example.org> 작성:",
    "yandex": '02.11.2012, 10:00, "Bob Lee" <bob@example.org>:',
    "spark": "On 2 Nov 2018, 10:00 +0100, Bob Lee <bob@example.org>, wrote:",
    "airmail": "On 2 November 2014 at 10:00:00, Bob Lee (bob@example.org) wrote:",
    "hey": "On November 2, 2022, Bob Lee <bob@example.org> wrote:",
    "superhuman": "On Fri, Nov 02, 2018 at 10:00 AM, Bob Lee < bob@example.org > wrote:",
    "fastmail": "On Fri, Nov 2, 2012, at 10:00 AM, Bob Lee wrote:",
    "sogo": "On Friday, November 2, 2012 10:00 CET, Bob Lee <bob@example.org> wrote:",
    "mutt, stamped": "Bob Lee <bob@example.org> [061102 10:00]:",
    "a name in brackets": "[Bob Lee]",
    "a name and a date": "Bob Lee, 02.11.2006 10:00:",
    "cs a name": "Bob Lee napsal(a):",
    "ja a name": "Bob Lee さんは書きました:",
    "from alone": "From: Bob Lee <bob@example.org>",
    "front": "On November 2, 2022 at 10:00 AM GMT+1 bob@example.org wrote:",
}
# Above lines without marks.
HEADERS = {
    "ol hu": "Feladó: Bob Lee <bob@example.org>\nElküldve: 2012. november 2. 10:00\nCímzett: Ann\nTárgy: Nyomtató",
    "ol ro": "De la: Bob Lee <bob@example.org>\nTrimis: vineri, 2 noiembrie 2012 10:00\nCătre: Ann\nSubiect: Imprimanta",
    "ol el": "Από: Bob Lee <bob@example.org>\nΣτάλθηκε: Παρασκευή, 2 Νοεμβρίου 2012 10:00\nΠρος: Ann\nΘέμα: Εκτυπωτής",
    "ol sk": "Od: Bob Lee <bob@example.org>\nOdoslané: piatok 2. novembra 2012 10:00\nKomu: Ann\nPredmet: Tlačiareň",
    "ol hr": "Od: Bob Lee <bob@example.org>\nPoslano: 2. studenog 2012. 10:00\nPrima: Ann\nPredmet: Pisač",
    "ol sl": "Od: Bob Lee <bob@example.org>\nPoslano: petek, 2. november 2012 10:00\nZa: Ann\nZadeva: Tiskalnik",
    "ol bg": "От: Bob Lee <bob@example.org>\nИзпратено: 2 ноември 2012 г. 10:00\nДо: Ann\nОтносно: Принтер",
    "ol he": "מאת: Bob Lee <bob@example.org>\nנשלח: יום שישי 02 נובמבר 2012 10:00\nאל: Ann\nנושא: מדפסת",
    "ol ar": "من: Bob Lee <bob@example.org>\nتاريخ الإرسال: 02 نوفمبر 2012 10:00\nإلى: Ann\nالموضوع: الطابعة",
    "ol lt": "Nuo: Bob Lee <bob@example.org>\nIšsiųsta: 2012 m. lapkričio 2 d. 10:00\nKam: Ann\nTema: Spausdintuvas",
    "ol lv": "No: Bob Lee <bob@example.org>\nNosūtīts: piektdiena, 2012. gada 2. novembris 10:00\nKam: Ann\nTēma: Printeris",
    "ol et": "Saatja: Bob Lee <bob@example.org>\nSaadetud: reede, 2. november 2012 10:00\nAdressaat: Ann\nTeema: Printer",
    "ol ca": "De: Bob Lee <bob@example.org>\nEnviat el: divendres, 2 de novembre de 2012 10:00\nPer a: Ann\nTema: Impressora",
    "ol th": "จาก: Bob Lee <bob@example.org>\nส่งเมื่อ: 2 พฤศจิกายน 2012 10:00\nถึง: Ann\nเรื่อง: เครื่องพิมพ์",
    "ol id": "Dari: Bob Lee <bob@example.org>\nDikirim: Jumat, 02 November 2012 10:00\nKepada: Ann\nSubjek: Printer",
    "ol sr": "Od: Bob Lee <bob@example.org>\nPoslato: petak, 2. novembar 2012. 10:00\nPrima: Ann\nTema: Stampac",
    "ol bold2": "*From: *Bob Lee <bob@example.org>\n*Date: *Friday, November 2, 2012 at 10:00 AM\n*To: *Ann Lee\n*Subject: *Printer",
    "ol 2": "De : Bob Lee [mailto:bob@example.org] \nEnvoyé : vendredi 2 novembre 2012 10:00\nÀ : Ann\nCc : Eve\nObjet : Imprimante",
    "ol from on behalf": "From: list-bounces@example.org [mailto:list-bounces@example.org] On Behalf Of Bob Lee\nSent: Friday, November 02, 2012 10:00 AM\nTo: Ann\nSubject: Printer",
    "zimbra": '----- Original Message -----\nFrom: "Bob Lee" <bob@example.org>\nTo: "Ann" <ann@example.net>\nSent: Friday, November 2, 2012 10:00:00 AM\nSubject: Printer\n',
    "zimbra de": '----- Ursprüngliche Mail -----\nVon: "Bob Lee" <bob@example.org>\nAn: "Ann" <ann@example.net>\nGesendet: Freitag, 2. November 2012 10:00:00\nBetreff: Drucker\n',
    "zimbra fr": '----- Mail original -----\nDe: "Bob Lee" <bob@example.org>\nÀ: "Ann" <ann@example.net>\nEnvoyé: Vendredi 2 Novembre 2012 10:00:00\nObjet: Imprimante\n',
    "blackberry de": "  Originalnachricht  \nVon: Bob Lee\nGesendet: Freitag, 2. November 2012 10:00\nAn: Ann\nBetreff: Drucker",
    "blackberry 10": "  Original Message  \nFrom: Bob Lee\nSent: Friday, November 2, 2012 10:00 AM\nTo: Ann\nSubject: Printer",
    "samsung it": "-------- Messaggio originale --------\nDa: Bob Lee <bob@example.org> \nData: 02/11/12 10:00 (GMT+01:00) \nA: ann@example.net \nOggetto: Stampante ",
    "samsung fi": "-------- Alkuperäinen viesti --------\nLähettäjä: Bob Lee <bob@example.org> \nPäivämäärä: 2.11.2012 10.00 (GMT+02:00) \nSaaja: ann@example.net \nAihe: Tulostin ",
    "samsung cs": "-------- Původní zpráva --------\nOd: Bob Lee <bob@example.org> \nDatum: 02.11.12 10:00 (GMT+01:00) \nKomu: ann@example.net \nPředmět: Tiskárna ",
    "samsung el": "-------- Αρχικό μήνυμα --------\nΑπό: Bob Lee <bob@example.org> \nΗμερομηνία: 2/11/12 10:00 \nΠρος: ann@example.net \nΘέμα: Εκτυπωτής ",
    "samsung ar": "-------- الرسالة الأصلية --------\nمن: Bob Lee <bob@example.org> \nالتاريخ: 02/11/2012 10:00 \nإلى: ann@example.net \nالموضوع: الطابعة ",
    "htc": '----- Reply message -----\nFrom: "Bob Lee" <bob@example.org>\nTo: <ann@example.net>\nSubject: Printer\nDate: Fri, Nov 2, 2012 10:00\n',
    "horde": "----- Nachricht von Bob Lee <bob@example.org> ---------\n     Datum: Fri, 2 Nov 2012 10:00:00 +0100\n       Von: Bob Lee <bob@example.org>\n   Betreff: Drucker\n        An: ann@example.net\n",
    "horde en": "----- Message from Bob Lee <bob@example.org> ---------\n    Date: Fri, 2 Nov 2012 10:00:00 +0100\n    From: Bob Lee <bob@example.org>\n Subject: Printer\n      To: ann@example.net\n",
    "ccmail": "______________________________ Reply Separator _________________________________\nSubject: Printer\nAuthor:  Bob Lee at HOUSTON\nDate:    11/2/98 10:00 AM\n",
    "protonmail fr": "------- Original Message -------\nLe vendredi 2 novembre 2012 à 10:00, Bob Lee <bob@example.org> a écrit :\n",
    "em client de": '------ Originalnachricht ------\nVon: "Bob Lee" <bob@example.org>\nAn: ann@example.net\nGesendet: 02.11.2012 10:00:00\nBetreff: Drucker\n',
    "incredimail": "-------Original Message-------\n \nFrom: Bob Lee\nDate: 11/02/06 10:00:00\nTo: Ann\nSubject: Printer\n ",
    "smartphone win": '-----Original Message-----\nFrom: "Bob Lee" <bob@example.org>\nSent: ‎02/‎11/‎2012 10:00\nTo: "Ann" <ann@example.net>\nSubject: Printer\n',
    "qq": '------------------ 原始邮件 ------------------\n发件人: "Bob Lee" <bob@example.org>;\n发送时间: 2012年11月2日(星期五) 上午10:00\n收件人: "Ann" <ann@example.net>;\n主题: 打印机',
    "qq2": '------------------&nbsp;原始邮件&nbsp;------------------\n发件人:   "Bob Lee"   <bob@example.org&gt;;\n发送时间:&nbsp;2020年11月2日(星期一) 上午10:00\n收件人:&nbsp;"Ann"<ann@example.net&gt;;\n主题:&nbsp;打印机',
    "foxmail cn": " \n发件人： Bob Lee\n发送时间： 2012-11-02 10:00\n收件人： Ann\n主题： 打印机",
    "naver": '-----Original Message-----\nFrom: "Bob Lee"<bob@example.org> \nTo: <ann@example.net>; \nCc: \nSent: 2012-11-02 (금) 10:00:00 (GMT+09:00)\nSubject: 프린터',
    "daum": "--------- 원본 메일 ---------\n보낸사람: Bob Lee <bob@example.org>\n받는사람 : ann@example.net\n날짜: 2012년 11월 02일 금요일, 10시 00분 00초 +0900\n제목: 프린터",
    "yahoo de": "Bob Lee <bob@example.org> schrieb am 10:00 Freitag, 2.November 2012:",
    "yahoo fr": "Le Vendredi 2 novembre 2012 10h00, Bob Lee <bob@example.org> a écrit :",
    "yahoo underscores": "________________________________\n From: Bob Lee <bob@example.org>\nTo: Ann Lee <ann@example.net> \nSent: Friday, November 2, 2012 10:00 AM\nSubject: Printer\n ",
    "yahoo ruled": "--- On Fri, 11/2/12, Bob Lee <bob@example.org> wrote:\n\n\nFrom: Bob Lee <bob@example.org>\nSubject: Printer\nTo: ann@example.net\nDate: Friday, November 2, 2012, 10:00 AM\n\n",
}
# Above what stands before the answer: the attribution, and the quote where it is not marked as usual.
BEFORE = {
    "initials": ("On 2 Nov 98 at 10:00, Bob Lee wrote:", "BL> Did you try?\nBL> Please tell us."),
    "initials gt": ("Bob Lee <bob@example.org> wrote:", "B> > Did it help?\nB> Please tell us."),
    "supercite": (
        '>>>>> "BL" == Bob Lee <bob@example.org> writes:',
        "\n    BL> Did you try to switch it off?\n    BL> Please tell us.",
    ),
    "pine re": ("On Thu, 2 Nov 2000, Bob Lee wrote:", "> Did you try?\n>\n>> older\n> Please."),
    "mew": ("From: Bob Lee <bob@example.org>\nSubject: Printer\nDate: Thu, 02 Nov 2006 10:00:00 +0900\n", MARKED),
    "mutt 2006": ("On 02.11.06 10:00, Bob Lee wrote:", MARKED),
    "gnus se": ("Bob Lee <bob@example.org> skriver:\n", MARKED),
    "slrn": ("On 2006-11-02, Bob Lee <bob@example.org> wrote:", MARKED),
    "oe de news": ('"Bob Lee" <bob@example.org> schrieb im Newsbeitrag\nnews:abc@example.org...', MARKED),
    "oe fr news": ('"Bob Lee" <bob@example.org> a écrit dans le message de\nnews:abc@example.org...', MARKED),
    "oe es news": ('"Bob Lee" <bob@example.org> escribió en el mensaje\nnews:abc@example.org...', MARKED),
}
# The last line of a phone or a free mailer.
PHONES = (
    "Von meinem iPhone gesendet",
    "Wysłane z iPhone'a",
    "iPhone'umdan gönderildi",
    "iPhoneから送信",
    "发自我的iPhone",
    "나의 iPhone에서 보냄",
    "נשלח מה-iPhone שלי",
    "Στάλθηκε από το iPhone μου",
    "Elküldve az iPhone-omról",
    "Trimis de pe iPhone-ul meu",
    "Отправлено с iPhone",
    "Надіслано з iPhone",
    "Sendt fra min iPhone",
    "أرسلت من الـ iPhone",
    "Đã gửi từ iPhone của tôi",
    "Enviat des del meu iPhone",
    "Poslano s mog iPhonea",
    "Odoslané z iPhonu",
    "ส่งจาก iPhone ของฉัน",
    "Dikirim dari iPhone saya",
    "Sent from my Samsung Galaxy smartphone.",
    "Sent from my Verizon Wireless BlackBerry",
    "Sent via BlackBerry from T-Mobile",
)
CARDS = (
    "Ann Lee\nSenior Buyer\nAcme Corp.\nTel: +1 555 0100\nwww.acme.example",
    "Ann van Lee\nAcme GmbH\n+49 (30) 1234567",
    "Ann Lee\nann@example.net",
)


def above(attribution: str, quote: str) -> Case:
    return case(f"{NEW}\n\n{attribution}\n{quote}\n", reply_text=NEW, signature="")


def before(attribution: str, quote: str) -> Case:
    return case(f"{attribution}\n{quote}\n\n{NEW}\n", reply_text=NEW, signature="")


DIALECTS = {
    **{f"attribution, {name}": above(line, MARKED) for name, line in ATTRIBUTIONS.items()},
    **{f"headers, {name}": above(block, OLD) for name, block in HEADERS.items()},
    **{f"before the answer, {name}": before(*lines) for name, lines in BEFORE.items()},
    **{f"phone, {line}": case(f"{NEW}\n\n{line}\n", reply_text=NEW, signature=line) for line in PHONES},
    **{f"card, {card.splitlines()[-1]}": case(f"{NEW}\n\n{card}\n", reply_text=NEW, signature=card) for card in CARDS},
    "no card, an address asked for": case(
        f"{NEW}\n\nMy colleagues are:\nann@example.net\n", reply_text=f"{NEW}\n\nMy colleagues are:\nann@example.net"
    ),
    "no card, a list of numbers": case(
        f"{NEW}\n\norder 1234567\norder 7654321\n", reply_text=f"{NEW}\n\norder 1234567\norder 7654321"
    ),
}
