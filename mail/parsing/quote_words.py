"""The words by which mail programs mark what they quote and forward, in the languages the world writes.

Kept apart from `quotes.py`, which decides by them; how people sign is in `closing_words.py`.
Every expression sees one short line or window at a time.
"""

import re

# Where a line names who wrote what follows: Gmail, Apple Mail, Thunderbird, Yahoo, Outlook for phones.
WROTE = re.compile(
    r"(?:\b(?:wrote|writes|has written|said|schrieb|schrieben|écrivait|geschrieben|a écrit|ecrit|escribió|escribio|escribiste|"
    r"ha escrito|escreveu|escreveste|ha scritto|scrive|schreef|geschreven|skrev|skreiv|har skrevet|har skrivit|kirjoitti|"
    r"napisał(?:\(a\)|a)?|nadesłał|pisze|wiadomość napisana|napsala?(?:\(a\))?|napísala?(?:\(a\))?|"
    r"написала?(?:\(а\))?|пишет|писали?(?:\(а\))?|писала|пише|написав|"
    r"yazdı|yazmış(?:tır|tı)?|tarihinde şunu yazdı|đã viết|viết|a scris|írta|wrote the following|"
    r"έγραψε|написа|је написао(?:/ла)?|(?:je )?napisa(?:o|la)(?: je)?|napísal|kirjutas|rašė|rakstīja|va escriure|"
    r"hat am .{1,60} geschrieben|menulis|כתב(?:/ה)?|נכתב|كتب|نوشت)\b|"
    r"ने लिखा|เขียนว่า|写道|寫道|写到|のメッセージ|さんは書きました|님이 작성(?:하였습니다)?|작성|쓴 글|wrote)"
    r".{0,120}[:：]\s*$|(?:写道|寫道)\s*[:：]?\s*$",
    re.IGNORECASE,
)
# The same where the colon was lost; it only counts directly above marked lines.
WROTE_BARE = re.compile(
    r"\b(?:wrote|writes|schrieb|a écrit|escribió|escreveu|ha scritto|schreef|skrev|kirjoitti|napisał\(a\)|napsal|написал|"
    r"пишет)\s*$",
    re.IGNORECASE,
)
# "She said at 10:00 that it was paid:" is what somebody tells, no program's line.
OWN_SENTENCE = re.compile(
    r"^\s*(?:as )?(?:i|we|he|she|they|it|ich|wir|er|sie|je|j['’]ai|nous|il|elle|on|yo|él|ella|eu|ele|ela|io|lui|lei|ik|wij|"
    r"hij|zij|jag|vi|han|hon|hun|jeg|de|minä|hän|ja|ona|já|я|он|она|мы|він|вона)(?: \w{1,12})? "
    r"(?:wrote|writes|written|said|schrieb|schrieben|écrit|a écrit|écrivait|escribió|escribí|escreveu|escrevi|scritto|schreef|"
    r"skrev|kirjoitti|kirjoitin|napisał|napisałem|napsal|написал|писал|написала|писала)\b(?!\s*:)|"
    r"^[^<>@]{1,80}\b(?:we|i) (?:wrote|said)\b",
    re.IGNORECASE,
)
# "2026-11-02 10:00 GMT+01:00 Bob <bob@example.org>:" needs no verb: a time, an address and a colon. They are looked for one
# after the other, because together they would take quadratic time on a line of nothing but times.
ADDRESS_AT_END = re.compile(r"[<(\[]\s?[^<>()\[\]\s@]{1,200}@[^<>()\[\]\s@]{1,200}[>)\]].{0,20}[:：]\s*$")
TIME = re.compile(r"\d{1,2}[:.hH時点시]")
# "Wiadomość napisana przez Bob <bob@example.org> w dniu 2 lis 2012, o godz. 10:00:": the same the other way round.
ADDRESS_DATED = re.compile(
    r"[<(\[]\s?[^<>()\[\]\s]{1,200}@[^<>()\[\]\s]{1,200}[>)\]].{1,80}\b(?:19|20)\d\d\b.{0,40}\d{1,2}[:.]\d{2}\W{0,4}[:：]\s*$"
)
# Tutanota's "Nov 2, 2026, 10:00 by bob@example.org:".
DATED_BY = re.compile(
    r"\b(?:19|20)\d\d\b.{1,6}\d{1,2}[:.]\d{2}\b.{0,6} (?:by|von|de|par|da|door|av|af|от|przez) \S{1,80}@\S{1,150}:\s*$"
)
# How such a line begins, for windows that caught the writer's last line too.
ATTRIBUTION_OPENS = re.compile(
    r"^\s*(?:-{2,}\s*)?(?!\S*@)(?:(?:on|am|le|el|em|il|op|den|på|w dniu|dnia|dne|at|in a message|in article|quoting|zitat|"
    r"vào|ngày)\b|\d|\w{2,12}[.,]? \d)",
    re.IGNORECASE,
)
# "Thanks, it works On Wed, Apr 4, 2012 at 3:59 PM, Bob wrote:" where a program lost the line's end.
SHARED_LINE = re.compile(
    r"^(\s*\S[^@<>]{0,200}?[^\s-])\s*(?:-{2,3}\s?|\s)(?:On|Am|Le|El|Em|Il|Op|Den) (?:\d{1,2}[ ./-]|\d{4}-|"
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Mo|Di|Mi|Do|Fr|Sa|So|lun|mar|mer|mié|jeu|jue|ven|vie|sam|sáb|dim|dom|gio|sab|"
    r"ma|di|wo|do|vr|za|zo|seg|ter|qua|qui|sex)\w{0,6}[.,]{0,2} |"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w{0,6}\.? \d)"
)
# Yahoo for phones writes what it quotes behind the colon: "  On Mon, Jan 2, 2023 at 10:00, Bob<bob@example.org> wrote:   Is it?"
QUOTED_BEHIND = re.compile(r"^(\s{0,6}\S[^<>]{8,200}<[^<>\s@]{1,100}@[^<>\s]{1,100}>[^<>:]{0,40}:)[ \u00a0]{2,}(?=\S)")
# Directly above marked lines less will do: somebody's name and a verb, or an address and a colon.
NAMES_SOMEBODY = re.compile(
    r"^\s*(?:\S.{0,150}\b(?:wrote|writes|wrote in message .{1,120}|said|says|schrieb|schreibt|a écrit|écrivait|escribió|escribio|"
    r"ha escrito|escreveu|ha scritto|scrive|schreef|skrev|skriver|kirjoitti|napisał|pisze|napsal|написал|пишет|пише|yazdı)"
    r"(?:\([aа]\))?(?: in .{1,120})?\s?(?:[:：]{1,2}|\.\.\.)|"
    r"\S.{0,100}(?:さん(?:は|が)(?:書|か)きました|氏は書きました|님이 (?:씀|쓴 글))\s?[:：]?|"
    r"\S.{1,100}@\S{1,100}\s?\[\d[\d :/.+-]{5,30}\]:|"
    r"(?:from|von|de|da|van|från|fra|od|от)\s?:\s?\S.{0,100}<[^<>\s]{1,100}@[^<>\s]{1,100}>|"
    r"\S.{0,150}\b(?:schrieb|a écrit|escribió|ha scritto|escreveu|schreef|skrev) (?:in|dans|en|nel|na|no|i)\b.{1,140}"
    r"(?:[:：]|\.\.\.)|"
    r"-{2,4} ?\S.{1,100}\b(?:wrote|schrieb) (?:on|at|am)\b.{1,60}-{2,4}|"
    r"(?:quoting|zitat von|citando|citerar|citát|cytowanie|quoted from)\s\S.{1,150}[:：]|"
    r"\S.{1,150}\bnews:[^\s@]{1,100}@\S{1,100}[:.]{1,3}|"
    r"quoting \S.{1,100} \(\d{4}-\d\d-\d\d.{0,20}\)|"
    r"posted by \S.{1,80} on \d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}:?|"
    r"[*+]\s\S.{1,150}@.{1,150}[:：])\s*$",
    re.IGNORECASE,
)
# Lines of people's own making, which take a name in capitals, and a time or an address; only directly above marked lines.
_NAMED = r"[^\W\d_a-z][\w.'’-]*(?: [^\W\d_a-z][\w.'’-]*){0,3}"
NAMED_DATED = re.compile(
    rf"^\s*(?:\+{{1,3}} )?{_NAMED},? (?:[(\[]|on |at |am |le |op |den |el |il )[^<>@]{{0,40}}\d{{1,2}}[:.]\d\d"
    r"[^<>@]{0,20}:\s*$|"
    rf"^\s*{_NAMED},? \d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}},?(?: \d{{1,2}}[:.]\d\d(?:[:.]\d\d)?)?:?\s*$|"
    rf"^\s*\[(?=\S+ ){_NAMED}\]:?\s*$|"
    rf"^\s*{_NAMED} <[^<>\s@]{{1,100}}@[^<>\s]{{1,100}}> on \d{{1,2}}/\d{{1,2}}/\d{{2,4}} \d{{1,2}}:\d\d.{{0,12}}$|"
    r"^\s*(?:According to|In reply to|Thus (?:spake|spoke)|Also sprach|Scripsit|begin +quoting|Message text written by) "
    rf"(?:{_NAMED}(?: as of .{{1,60}}| am .{{1,60}})?:|(?<=written by ){_NAMED}|.{{0,80}}\S@\S.{{1,80}})\s*$"
)
# Emacs' VM writes no more than "* Bob Lee" above what it marks by a bar.
STARRED_NAME = re.compile(r"^\* [^\W\d_a-z][\w.'’-]*(?: [^\W\d_a-z][\w.'’-]*){0,3}\s*$")
DATED_SOMEBODY = re.compile(
    r"^\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b.{1,150}(?:<[^<>\s]{1,200}@[^<>\s]{1,200}>\s*:?|\bGMT[+-]\d\d:\d\d \w.{1,80})\s*$"
)
# Supercite's ">>>>> "BL" == Bob Lee <bob@example.org> writes:", above lines marked "BL> ".
SUPERCITE = re.compile(r'^\s{0,4}>{2,5}\s{0,3}"?[^"]{1,30}"?\s==\s\S.{1,200}:\s*$')
# GroupWise's ">>> Bob Lee <bob@example.org> 11/02/06 10:00 AM >>>".
GROUPWISE = re.compile(r"^\s*>>> .{1,200}\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}.{0,60}>>>\s*$")
# Newer ones write ">>> Bob Lee <bob@example.org> schrieb am 02.11.2026 um 10:00 in" and "Nachricht <…>:" below it.
GROUPWISE_WROTE = re.compile(
    r"^>>> .{1,200}>?\s(?:schrieb am|wrote on|a écrit le|escribió el|ha scritto il|schreef op|skrev den|napsal dne)\s.{0,60}\d",
    re.IGNORECASE,
)
# The date above Lotus Notes' To, cc and Subject.
NOTES_DATE = re.compile(r"\b\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},?\s+(?:um\s+)?\d{1,2}[:.]\d{2}")

_ORIGINAL = (
    r"(?:original (?:message|e-?mail|mail)(?: follows)?|begin included message|original|reply message|"
    r"replied message|reply separator|"
    r"(?:original-?nachricht|ursprüngliche (?:nachricht|mail|e-mail)|originalnachricht|original-?mail|antwort nachricht)|"
    r"message d['’]origine|message original|mail original|courriel original|message initial|"
    r"mensaje original|correo original|mensagem original|messaggio originale|oorspronkelijk bericht|origineel bericht|"
    r"wiadomość oryginalna|oryginalna wiadomość|opprinnelig (?:melding|e-?post)|oprindelig (?:meddelelse|besked|"
    r"mail)|oprindeligt brev|"
    r"opprinneleg melding|ori?ginalpost|"
    r"ursprungligt meddelande|ori?ginalmeddelande|alkuperäinen viesti|původní (?:zpráva|e-?mail)|pôvodná správa|"
    r"исходное сообщение|оригинальное сообщение|вихідне повідомлення|оригінальне повідомлення|"
    r"початкове повідомлення|арыгінальнае паведамленне|ori?jinal (?:mesaj|ileti)|özgün ileti|"
    r"元のメッセージ|元のメール|オリジナル(?:の)?メッセージ|原始[信訊][息]|原始邮件|原始郵件|邮件原件|原邮件|回复的原邮件|原始信件|"
    r"원본 ?(?:메[시세]지|메일|이메일)|"
    r"tin nhắn gốc|thư gốc|eredeti üzenet|mesajul original|mesaj (?:original|iniți?al)|αρχικό μήνυμα|"
    r"оригинално (?:съобщение|писмо)|изворна порука|оригинална пор[ау]ка|"
    r"izvorna poruka|originalna poruka|izv[io]rno sporočilo|pradinis laiškas|originalus (?:laiškas|pranešimas)|"
    r"sākotnējais ziņojums|sākotnējā vēstule|alg(?:ne|upärane) (?:sõnum|kiri)|mensaxe orixinal|jatorrizko mezua|neges wreiddiol|"
    r"upprunalegur texti|mesazhi ori?gjinal|"
    r"missatge original|הודעה מקורית|הודעה המקורית|الرسالة الأصلية|رسالة أصلية|پیام اصلی|ข้อความ(?:ต้นฉบับ|เดิม)|"
    r"(?:isi )?pesan asli|mesej asal|मूल संदेश|मौलिक संदेश|"
    r"шығыс хат|originalan e-mail|oorspronklike boodskap|bunteachtaireacht|origina mesaĝo|মূল বার্তা|मु?ू?ळ संदेश|மூல செய்தி)"
)
_BLANK = r"(?:\s|&nbsp;)?"
_FIRST_LABEL = r"[^\W\d_]{2,15}(?: [^\W\d_]{2,10})?\s?[:：]\s\S"
# Windows Live Mail lets the line flow into the next one: "-----Original Message----- From: Bob Lee"; Samsung's telephones
# leave no blank there.
ORIGINAL = re.compile(
    rf"^[-_=*]{{2,40}}{_BLANK}(?:\[\s?)?{_ORIGINAL}(?:\s?\])?{_BLANK}"
    rf"(?:(?:[-_=*]{{2,40}})?(?:\s*$| {{1,3}}{_FIRST_LABEL})|[-_=*]{{2,40}}{_FIRST_LABEL})",
    re.IGNORECASE,
)
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
    r"message transféré|message transmis|mensaje reenviado|mensagem (?:re)?encaminhada|messaggio inoltrato|"
    r"doorgestuurd bericht|vidarebefordrat meddelande|"
    r"videresendt (?:melding|meddelelse|besked|brev)|vidaresendt melding|välitetty viesti|wiadomość przekazana|"
    r"przekazana wiadomość|wiadomość przekazywana|"
    r"treść przekazanej wiadomości|přeposlaná zpráva|(?:пересылаемое|пересланное|перенаправленное) сообщение|"
    r"переслане повідомлення|пересланий лист|(?:iletilen|iletilmiş|yönlendirilmiş|yönlendirilen) (?:mesaj|ileti|e-?posta)|"
    r"missatge reenviat|mensaxe reencamiñada|mesaj (?:înaintat|redirecționat)|mesajul redirecționat|továbbított üzenet|"
    r"προωθημένο μήνυμα|препратено (?:писмо|съобщение)|прослеђена порука|prosl(?:ij)?eđena poruka|posredovano sporočilo|"
    r"(?:ďalej odoslaná|preposlaná) správa|persiųstas laiškas|pārsūtīta vēstule|edastatud (?:sõnum|kiri)|"
    r"הודעה (?:מועברת|שהועברה)|رسالة (?:ممر[ّ]?رة|معاد توجيهها)|پیام ارجاع داده شده|ข้อความส่งต่อ|pesan yang diteruskan|"
    r"birbidalitako mezua|अग्रेषित संदेश|"
    r"転送(?:された|する)?メッセージ|转发的?(?:邮件|消息|信息)|轉遞的郵件|轉寄的?(?:郵件|信件)|전달된 메시지|"
    r"tin nhắn được chuyển tiếp|thư (?:đã )?chuyển tiếp)"
)
FORWARDED = re.compile(
    rf"^(?:-{{10,40}} ?forwarded by .{{1,200}}$|-{{5,40}} ?forwarded message\s*$|[-_=*]{{2,40}}\s?{_FORWARDED}\s?[-_=*]{{2,40}}|"
    r"-{2,4} begin forwarded (?:text|message)|"
    r"(?:begin forwarded message|anfang der weitergeleiteten nachricht|début du message réexpédié|début du message transféré|"
    r"inicio del mensaje reenviado|início da mensagem (?:reencaminhada|encaminhada)|inizio messaggio inoltrato|"
    r"begin doorgestuurd bericht|vidarebefordrat brev|videresendt (?:besked|melding)|"
    r"(?:edelleen )?(?:lähetetty|välitetty) viesti(?: alkaa)?|"
    r"początek przekazywanej wiadomości|začátek přeposílané zprávy|начало переадресованного сообщения|"
    r"початок (?:переадресованого повідомлення|пересланого листа|листа, що пересилається)|"
    r"(?:iletilen|yönlendirilen) (?:mesajın|iletinin|e-?postanın) başlangıcı|"
    r"転送されたメッセージ|开始转发的邮件|以下是轉寄的郵件|開始轉寄郵件|"
    r"전달된 메시지(?: 시작)?|bắt đầu thư (?:được )?chuyển tiếp|a továbbított levél kezdete|forwarded message)\s?[:：])\s*$",
    re.IGNORECASE,
)
FORWARD_SUBJECT = re.compile(
    r"^\s*\[?(?:fwd?|wg|tr|rv|i|doorst|vb|enc|vl|fs|pd|přep|redir\.?|videresend|továbbítás|πρθ|转发|轉寄|轉發"
    r"|転送|전달|ynt: ilt|ilt|i̇lt|пересл\w{0,4}|إعادة توجيه|הועבר)\s*[:：]",
    re.IGNORECASE,
)
# A Finn answers with these letters, a Dane and a Norwegian pass on with them.
NORDIC_SUBJECT = re.compile(r"^\s*vs\s*:", re.IGNORECASE)
DANISH_FROM = re.compile(r"^\W{0,3}Fra\s?:", re.MULTILINE)

# As programs begin the subject of an answer.
REPLY_SUBJECT = re.compile(
    r"^\s*\[?(?:re|aw|antw|sv|vs|odp|ref|res|rif|r|rép|réf|ynt|vá|atb|ats|vast|απ|σχετ|hà|отв|回复|回覆|答复|返信|回信|답장|تر|رد|השב)"
    r"\s?(?:\[\d{1,3}\]|\^\d{1,2})?\s*[:：]",
    re.IGNORECASE,
)

# Many posts in one mail: what looks like an earlier mail is what the list wants to say.
DIGEST_SUBJECT = re.compile(r"^(?!\s*(?:re|aw|fwd?):).*\bdigest\b.*\d", re.IGNORECASE)

FROM_LABELS = {
    "from", "von", "de", "da", "van", "od", "från", "fra", "lähettäjä", "от", "от кого", "від", "від кого", "kimden", "gönderen",
    "差出人", "送信者", "发件人", "寄件者", "寄件人", "보낸 사람", "보낸사람", "발신", "발신자",
    "từ", "người gửi", "expéditeur", "remitente",
    "absender", "mittente", "afzender", "avsändare", "feladó", "nadawca", "afsender", "avsender", "odesílatel", "отправитель",
    "відправник",
    "de la", "από", "nuo", "no", "saatja", "מאת", "من", "از", "จาก", "dari", "pošiljatelj", "šalje", "प्रेषक",
}  # fmt: skip
_OTHER_LABELS = (
    "date sent", "copies to", "send reply to",  # Pegasus
    "sent", "to", "cc", "bcc", "subject", "date", "reply-to", "reply to", "sent on", "received", "importance", "organization",
    "gesendet", "an", "betreff", "betr.", "datum", "kopie", "gesendet am",
    "envoyé", "envoyé le", "à", "objet", "date d'envoi", "destinataire",
    "para", "enviado", "enviado el", "asunto", "fecha", "enviada em", "enviado em", "enviada", "assunto", "data",
    "inviato", "ogg", "data invio", "a", "oggetto",
    "verzonden", "aan", "onderwerp", "wysłano", "wysłane", "do", "temat", "dw", "skickat", "till", "ämne", "rubrik", "kopia",
    "sendt", "til", "emne", "dato", "kopi", "lähetetty", "vastaanottaja", "aihe", "päiväys", "päivä", "kopio",
    "adresat", "odesláno", "komu", "předmět", "kopie", "отправлено", "дата", "кому", "тема", "копия", "надіслано", "копія",
    "gönderildi", "gönderme tarihi", "tarih", "kime", "konu", "bilgi",
    "送信日時", "日時", "宛先", "件名", "日付", "发送时间", "发件时间", "发送日期", "日期", "收件人", "主题",
    "主　题", "主 题", "抄送", "寄件日期", "傳送時間",
    "收件者", "主旨", "副本", "보낸 날짜", "날짜", "받는 사람", "받는사람", "받은 사람", "보냄", "수신", "제목", "참조",
    "đã gửi", "gửi", "người nhận", "ngày", "đến", "tới", "chủ đề", "tiêu đề",
    "elküldve", "címzett", "tárgy", "dátum", "másolatot kap",
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
# All of them in one line, where the line ends were lost.
LABELS_IN_A_LINE = re.compile(
    r"(?<=[\s\d])(?:"
    + "|".join(
        re.escape(word) for word in sorted({*FROM_LABELS, *_OTHER_LABELS}, key=len, reverse=True) if len(word) > 1
    )
    + r")\*{0,2}\s?[:：](?:\s|$)",
    re.IGNORECASE,
)
