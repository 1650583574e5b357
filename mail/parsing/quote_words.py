"""The words by which mail programs mark what they quote, forward and sign, in the languages the world writes.

Kept apart from `quotes.py`, which decides by them. Every expression sees one short line or window at a time.
"""

import re

# Where a line names who wrote what follows: Gmail, Apple Mail, Thunderbird, Yahoo, Outlook for phones.
WROTE = re.compile(
    r"(?:\b(?:wrote|writes|has written|said|schrieb|schrieben|écrivait|geschrieben|a écrit|ecrit|escribió|escribio|escribiste|"
    r"escreveu|escreveste|ha scritto|scrive|schreef|geschreven|skrev|har skrevet|har skrivit|kirjoitti|"
    r"napisał(?:\(a\)|a)?|nadesłał|pisze|napsala?(?:\(a\))?|napísala?(?:\(a\))?|"
    r"написала?(?:\(а\))?|пишет|писала?(?:\(а\))?|пише|написав|"
    r"yazdı|yazmış|tarihinde şunu yazdı|đã viết|viết|a scris|írta|wrote the following|"
    r"έγραψε|написа|је написао(?:/ла)?|(?:je )?napisa(?:o|la)(?: je)?|napísal|kirjutas|rašė|rakstīja|va escriure|"
    r"hat am .{1,60} geschrieben|menulis|כתב(?:/ה)?|נכתב|كتب|نوشت)\b|"
    r"ने लिखा|เขียนว่า|写道|寫道|写到|のメッセージ|さんは書きました|님이 작성(?:하였습니다)?|작성|wrote)"
    r".{0,120}[:：]\s*$|(?:写道|寫道)\s*[:：]?\s*$",
    re.IGNORECASE,
)
# The same where the colon was lost; it only counts directly above marked lines.
WROTE_BARE = re.compile(
    r"\b(?:wrote|writes|schrieb|a écrit|escribió|escreveu|ha scritto|schreef|skrev|kirjoitti|napisał\(a\)|napsal|написал|"
    r"пишет)\s*$",
    re.IGNORECASE,
)
# "2026-11-02 10:00 GMT+01:00 Bob <bob@example.org>:" needs no verb: a time, an address and a colon.
DATED_ADDRESS = re.compile(
    r"\d{1,2}[:.hH時点시]\s?\d{0,2}.{0,200}[<(\[]\s?[^<>()\[\]\s]{1,200}@[^<>()\[\]\s]{1,200}[>)\]].{0,20}[:：]\s*$"
)
# "Wiadomość napisana przez Bob <bob@example.org> w dniu 2 lis 2012, o godz. 10:00:": the same the other way round.
ADDRESS_DATED = re.compile(
    r"[<(\[]\s?[^<>()\[\]\s]{1,200}@[^<>()\[\]\s]{1,200}[>)\]].{1,80}\b(?:19|20)\d\d\b.{0,40}\d{1,2}[:.]\d{2}\W{0,4}[:：]\s*$"
)
# How such a line begins, for windows that caught the writer's last line too.
ATTRIBUTION_OPENS = re.compile(
    r"^\s*(?:-{2,}\s*)?(?!\S*@)(?:(?:on|am|le|el|em|il|op|den|på|w dniu|dnia|dne|at|in a message|in article|quoting|zitat|"
    r"vào|ngày)\b|\d|\w{2,12}[.,]? \d)",
    re.IGNORECASE,
)
# Directly above marked lines less will do: somebody's name and a verb, or an address and a colon.
NAMES_SOMEBODY = re.compile(
    r"^\s*(?:\S.{0,150}\b(?:wrote|writes|wrote in message .{1,120}|said|says|schrieb|schreibt|a écrit|écrivait|escribió|escribio|"
    r"escreveu|ha scritto|scrive|schreef|skrev|skriver|kirjoitti|napisał|pisze|napsal|написал|пишет|пише|yazdı)"
    r"(?: in .{1,120})?\s?(?:[:：]|\.\.\.)|"
    r"(?:quoting|zitat von|citando|citerar|citát|quoted from)\s\S.{1,150}[:：]|"
    r"\S.{1,150}\bnews:[^\s@]{1,100}@\S{1,100}[:.]{1,3}|"
    r"[*+]\s\S.{1,150}@.{1,150}[:：])\s*$",
    re.IGNORECASE,
)
DATED_SOMEBODY = re.compile(r"^\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b.{1,150}<[^<>\s]{1,200}@[^<>\s]{1,200}>\s*:?\s*$")
# Supercite's ">>>>> "BL" == Bob Lee <bob@example.org> writes:", above lines marked "BL> ".
SUPERCITE = re.compile(r'^\s{0,4}>{2,5}\s{0,3}"?[^"]{1,30}"?\s==\s\S.{1,200}:\s*$')
# GroupWise's ">>> Bob Lee <bob@example.org> 11/02/06 10:00 AM >>>".
GROUPWISE = re.compile(r"^\s*>>> .{1,200}\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}.{0,60}>>>\s*$")
# The date above Lotus Notes' To, cc and Subject.
NOTES_DATE = re.compile(r"\b\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},?\s+(?:um\s+)?\d{1,2}[:.]\d{2}")

_ORIGINAL = (
    r"(?:original (?:message|e-?mail|mail)(?: follows)?|original|reply message|reply separator|"
    r"(?:original-?nachricht|ursprüngliche (?:nachricht|mail|e-mail)|originalnachricht|original-?mail|antwort nachricht)|"
    r"message d['’]origine|message original|mail original|courriel original|message initial|"
    r"mensaje original|correo original|mensagem original|messaggio originale|oorspronkelijk bericht|origineel bericht|"
    r"wiadomość oryginalna|oryginalna wiadomość|opprinnelig (?:melding|e-?post)|oprindelig (?:meddelelse|besked|mail)|"
    r"ursprungligt meddelande|originalmeddelande|alkuperäinen viesti|původní (?:zpráva|e-?mail)|pôvodná správa|"
    r"исходное сообщение|оригинальное сообщение|вихідне повідомлення|початкове повідомлення|orijinal (?:mesaj|ileti)|özgün ileti|"
    r"元のメッセージ|オリジナルメッセージ|原始邮件|原始郵件|邮件原件|原邮件|원본 (?:메시지|메일)|"
    r"tin nhắn gốc|thư gốc|eredeti üzenet|mesajul original|mesaj original|αρχικό μήνυμα|оригинално съобщение|изворна порука|"
    r"izvorna poruka|originalna poruka|izvirno sporočilo|pradinis laiškas|sākotnējais ziņojums|algne (?:sõnum|kiri)|"
    r"missatge original|הודעה מקורית|הודעה המקורית|الرسالة الأصلية|رسالة أصلية|پیام اصلی|ข้อความต้นฉบับ|pesan asli|मूल संदेश)"
)
_BLANK = r"(?:\s|&nbsp;)?"
ORIGINAL = re.compile(rf"^[-_=*]{{2,40}}{_BLANK}{_ORIGINAL}{_BLANK}(?:[-_=*]{{2,40}})?\s*$", re.IGNORECASE)
# BlackBerry's, in the middle of a line without dashes; it counts only above a block of headers.
ORIGINAL_BARE = re.compile(rf"^\s*{_ORIGINAL}\s*$", re.IGNORECASE)
# Horde's "----- Message from Bob Lee <bob@example.org> ---------".
RULED_FROM = re.compile(
    r"^-{3,20}\s?(?:message from|nachricht von|message de|mensaje de|mensagem de|messaggio da|bericht van|meddelande från|"
    r"wiadomość od|zpráva od|сообщение от)\s\S.{1,200}-{3,20}\s*$",
    re.IGNORECASE,
)
# Zoho, and old phones: "---- On Mon, 02 Nov 2026 Bob wrote ----".
RULED_WROTE = re.compile(
    r"^-{2,20}\s?\S.{5,250}\b(?:wrote|schrieb|a écrit|escribió|escreveu|ha scritto|schreef):?\s?-{2,20}\s*$",
    re.IGNORECASE,
)
_FORWARDED = (
    r"(?:forward header|forwarded (?:message|mail|by .{1,80})|weitergeleitete (?:nachricht|mail|e-mail)|"
    r"message transféré|message transmis|mensaje reenviado|mensagem encaminhada|messaggio inoltrato|"
    r"doorgestuurd bericht|vidarebefordrat meddelande|"
    r"videresendt (?:melding|meddelelse|besked)|välitetty viesti|wiadomość przekazana|przekazana wiadomość|"
    r"přeposlaná zpráva|пересылаемое сообщение|пересланное сообщение|переслане повідомлення|iletilen (?:mesaj|ileti)|"
    r"転送(?:された)?メッセージ|转发的?邮件|轉寄的郵件|전달된 메시지|tin nhắn được chuyển tiếp|thư đã chuyển tiếp)"
)
FORWARDED = re.compile(
    rf"^(?:-{{10,40}} ?forwarded by .{{1,200}}$|[-_=*]{{2,40}}\s?{_FORWARDED}\s?[-_=*]{{2,40}}|"
    r"-{2,4} begin forwarded (?:text|message)|"
    r"(?:begin forwarded message|anfang der weitergeleiteten nachricht|début du message réexpédié|début du message transféré|"
    r"inicio del mensaje reenviado|início da mensagem (?:reencaminhada|encaminhada)|inizio messaggio inoltrato|"
    r"begin doorgestuurd bericht|vidarebefordrat brev|videresendt besked|начало переадресованного сообщения|"
    r"転送されたメッセージ|开始转发的邮件)\s?[:：])\s*$",
    re.IGNORECASE,
)
FORWARD_SUBJECT = re.compile(
    r"^\s*(?:fwd?|wg|tr|rv|i|doorst|vb|enc|vl|fs|fwd?|pd|přep|转发|轉寄|転送|전달|ynt: ilt|ilt)\s*[:：]", re.IGNORECASE
)

# Many posts in one mail: what looks like an earlier mail is what the list wants to say.
DIGEST_SUBJECT = re.compile(r"^(?!\s*(?:re|aw|fwd?):).*\bdigest\b.*\d", re.IGNORECASE)

FROM_LABELS = {
    "from", "von", "de", "da", "van", "od", "från", "fra", "lähettäjä", "от", "от кого", "від", "kimden", "gönderen",
    "差出人", "送信者", "发件人", "寄件者", "寄件人", "보낸 사람", "보낸사람", "từ", "người gửi", "expéditeur", "remitente",
    "absender", "mittente", "afzender", "avsändare", "feladó",
    "de la", "από", "nuo", "no", "saatja", "מאת", "من", "از", "จาก", "dari", "pošiljatelj", "šalje", "प्रेषक",
}  # fmt: skip
_OTHER_LABELS = (
    "sent", "to", "cc", "bcc", "subject", "date", "reply-to", "reply to", "sent on", "received", "importance", "organization",
    "gesendet", "an", "betreff", "datum", "kopie", "gesendet am",
    "envoyé", "envoyé le", "à", "objet", "date d'envoi", "destinataire",
    "para", "enviado", "enviado el", "asunto", "fecha", "enviada em", "enviado em", "enviada", "assunto", "data",
    "inviato", "data invio", "a", "oggetto",
    "verzonden", "aan", "onderwerp", "wysłano", "wysłane", "do", "temat", "dw", "skickat", "till", "ämne", "kopia",
    "sendt", "til", "emne", "dato", "kopi", "lähetetty", "vastaanottaja", "aihe", "päiväys", "päivä", "kopio",
    "odesláno", "komu", "předmět", "kopie", "отправлено", "дата", "кому", "тема", "копия", "надіслано", "копія",
    "gönderildi", "gönderme tarihi", "tarih", "kime", "konu", "bilgi",
    "送信日時", "日時", "宛先", "件名", "日付", "发送时间", "发送日期", "日期", "收件人", "主题", "抄送", "寄件日期", "傳送時間",
    "收件者", "主旨", "副本", "보낸 날짜", "날짜", "받는 사람", "받는사람", "제목", "참조",
    "đã gửi", "ngày", "đến", "tới", "chủ đề", "tiêu đề", "elküldve", "címzett", "tárgy", "dátum", "másolatot kap",
    "trimis", "trimis la", "către", "subiect", "dată", "στάλθηκε", "προς", "θέμα", "ημερομηνία", "κοιν.", "κοινοποίηση",
    "odoslané", "predmet", "dátum", "poslano", "prima", "za", "zadeva", "poslato", "datum slanja", "primatelj", "naslov",
    "изпратено", "до", "относно", "датум", "предмет", "послато", "kam", "tema", "išsiųsta", "nosūtīts", "tēma", "data",
    "saadetud", "adressaat", "teema", "kuupäev", "enviat", "enviat el", "per a", "assumpte", "נשלח", "אל",
    "נושא", "תאריך", "עותק",
    "تاريخ الإرسال", "إلى", "الموضوع", "التاريخ", "نسخة", "تم الإرسال", "به", "موضوع", "تاریخ", "ارسال شده",
    "ส่งเมื่อ", "ส่ง", "ถึง", "เรื่อง", "วันที่", "dikirim", "kepada", "subjek", "tanggal", "perihal", "päivämäärä", "saaja",
    "भेजा", "प्रति", "विषय", "दिनांक",
)  # fmt: skip
LABEL = re.compile(
    r"^(?P<label>"
    + "|".join(re.escape(word) for word in sorted({*FROM_LABELS, *_OTHER_LABELS}, key=len, reverse=True))
    + r")\s?\*{0,2}\s?[:：]",
    re.IGNORECASE,
)

SENT_FROM = re.compile(
    r"^\s*(?:sent (?:wirelessly )?(?:from|via|with|using) (?:my |the |outlook|mail|yahoo|proton|samsung|iphone|ipad|"
    r"android|blackberry|gmail|windows|nine|spark|airmail|aol|mobile|a )|get outlook for |get bluemail|sent with proton|"
    r"gesendet von |gesendet über |von meinem |von meiner |diese nachricht wurde von meinem |gesendet mit (?:der )?|"
    r"outlook für (?:ios|android)|envoyé (?:sans fil )?(?:depuis|de|par|à partir) |obtenir outlook|télécharger outlook|"
    r"enviado (?:desde|do|de|a partir) |obtener outlook|obter o? ?outlook|inviato da(?:l|lla)? |scarica outlook|ottieni outlook|"
    r"verzonden (?:vanaf|met|via|vanuit) |verstuurd (?:vanaf|met|via) |outlook voor |"
    r"wysłan[eo] z |skickat från |sendt fra |hent outlook|hämta outlook|skaffa outlook|lähetetty |odesláno z |"
    r"sent via \S+ from |elküldve |trimis (?:de pe|din) |enviat des |poslano (?:s|iz|z) |poslato sa |odoslané (?:z|zo) |"
    r"išsiųsta iš |nosūtīts no |saadetud minu |στάλθηκε από |изпратено от |נשלח מ|أرسلت من |أُرسلت من |ارسال شده از |"
    r"ส่งจาก |dikirim dari |"
    r"отправлено (?:с|из|через) |отправлено от |надіслано з |надіслано із |đã gửi từ |được gửi từ )\S[^\n]{0,120}$|"
    r"^\s*(?:\S{1,30}['’]?(?:um|im)?d[ae]n gönderildi|.{1,40}から送信|.{0,20}(?:发自|從我的|从我的|來自|发送自).{0,60}|"
    r".{0,30}에서 (?:보냄|보낸|발송).{0,20}|sent from \S[^\n]{0,80})\s*$",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"^\s*(?:"
    r"(?:with )?(?:my |our )?(?:very |all the )?(?:best|kind|kindest|warm|warmest|many|sincere)(?: kind| warm| personal)? "
    r"(?:regards|wishes|greetings)|"
    r"(?:all the )?best|regards|rgds|cheers|greetings|take care|yours|yours (?:sincerely|faithfully|truly)|"
    r"sincerely(?: yours)?|respectfully|cordially|br|kr|"
    r"(?:mit )?(?:freundlichen?|herzlichen?|besten?|schönen?|lieben?|vielen?|sonnigen?) "
    r"(?:grüßen?|grüssen?|gruß|gruss|gruessen?|gruess?e)"
    r"(?: aus .{1,30})?|mfg|lg|vg|beste grüße|hochachtungsvoll|herzlichst|"
    r"(?:bien )?cordialement|bien à vous|salutations(?: distinguées)?|amicalement|sincères salutations|"
    r"(?:un |cordiales |muchos )?saludos?(?: cordiales)?|atentamente|atte|un abrazo|cordialmente|"
    r"(?:com os )?(?:melhores )?cumprimentos|atenciosamente|att|abraços?|"
    r"(?:cordiali|distinti) saluti|cordialmente|un saluto|"
    r"met (?:vriendelijke|hartelijke) groet(?:en)?|hartelijke groet(?:en)?|vriendelijke groet(?:en)?|groet(?:en|jes)?|mvg|"
    r"(?:med )?vänlig(?:a)? häls?ning(?:ar)?|med vänliga hälsningar|hälsningar|"
    r"(?:med )?(?:venlig|vennlig|bedste|beste|kærlig) hilsen(?:er)?|mvh|hilsen|"
    r"(?:ystävällisin|parhain|terveisin|t\.)(?: terveisin)?|terveisin|"
    r"z poważaniem|pozdrawiam(?: serdecznie)?|z wyrazami szacunku|"
    r"s (?:pozdravem|úctou|přáním .{1,20})|s pozdravom|"
    r"с уважением|с наилучшими пожеланиями|з повагою|з найкращими побажаннями|"
    r"saygılar(?:ımla|ımızla)?|iyi çalışmalar|sevgiler|"
    r"よろしくお願い(?:いた|致)?(?:し|します|いたします|致します).?|敬具|以上|此致|敬礼|敬禮|祝好|顺祝商祺|谢谢|謝謝|감사합니다|"
    r"trân trọng|thân ái|kính thư|üdvözlettel|cu stimă"
    r")\s*[,.!;。，、！]*\s*$",
    re.IGNORECASE,
)
# Thanks end a mail only above a name: "Thanks," may also begin a sentence.
THANKS = re.compile(
    r"^\s*(?:(?:many |with )?thanks(?: and (?:best |kind )?regards| in advance| again| so much| a lot| very much)?|"
    r"thank you(?: (?:very|so) much| in advance| again)?|thx|tia|"
    r"(?:vielen |besten |herzlichen )?dank(?: (?:im voraus|und (?:viele |beste |liebe )?(?:grüße|gruß)))?|"
    r"danke(?: (?:schön|vorab))?|"
    r"merci(?: beaucoup| d'avance| bien)?|(?:muchas )?gracias|(?:muito )?obrigad[oa]|grazie(?: mille)?|"
    r"(?:met )?dank|bedankt|alvast bedankt|tack(?: så mycket| på förhand)?|(?:mange )?takk?|kiitos|dzięki|dziękuję|děkuji|díky|"
    r"спасибо|дякую|teşekkürler|cảm ơn)\s*[,.!;]*\s*$",
    re.IGNORECASE,
)
# A name below it: up to four words that begin with capitals, or of a script that has none.
NAME = re.compile(
    r"^\s*(?:[^\W\d_a-zà-öø-ÿ][\w.'’-]*)"
    r"(?:[ .]+(?:[^\W\d_a-zà-öø-ÿ][\w.'’-]*|de|van|von|der|da|di|la|le|bin|al)){0,4}\s*[.,]?\s*$"
)
# How people are reached, as the lines of a visiting card say it: "Tel: +1 555 0100", "www.acme.example".
REACHED = re.compile(
    r"^(?:(?:tel|phone|ph|fax|mobile|mob|cell|office|direct|telefon|téléphone|teléfono|telefone|telefono|handy|gsm|e-?mail|mail|web)"
    r"\b.{0,3}[:.]?\s*[\w(+].{2,60}|[tfmpew]\s?[:.|]\s?[\w(+].{4,60}|(?:https?://|www\.)\S{3,70}|[^\s@]{1,40}@[^\s@]{3,60}|"
    r"\+?[\d(][\d ()./-]{6,20}(?:\s?\(?[a-z]{1,6}\)?)?)$",
    re.IGNORECASE,
)
# "-Ann", "– Bob L." as the last line.
DASHED_NAME = re.compile(r"^\s*[-–—]{1,2}\s?[^\W\d_][\w'’.]{1,15}(?: [^\W\d_][\w'’.]{0,15}){0,2}\s*[.!]?\s*$")
LIST_RULE = re.compile(r"^\s*(?:[_*=~-]{20,}|[_*=~-]{5,}.{1,60}[_*=~>-]{5,}(?:-->)?)\s*$")
FOOTER_WORDS = re.compile(
    r"mailing list|liste? de diffusion|mailingliste|unsubscribe|listinfo|google groups|yahoo! groups|do you yahoo|"
    r"sponsored by|msn|hotmail|windows live|free e-?mail|juno|https?://|www\.|disclaimer|confidential",
    re.IGNORECASE,
)
