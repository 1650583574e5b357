"""Who or what wrote this: a person, an auto-responder, a bouncing server, a list. Judged by headers."""

import re
from dataclasses import dataclass, replace
from email.message import Message

from mail.parsing.bounces import PERSONAL_CLIENT, delivery_report, is_bounce, is_null_sender, words_of
from mail.parsing.decoding import header_text
from mail.parsing.headers import addresses, first_raw, raw_values
from mail.parsing.values import BouncedRecipient

LOOP_HEADER = "X-Helpdesk-Loop"

# Programs write these before the subject that they answer; a person who writes "out of office" has no colon after it.
AUTO_SUBJECT = re.compile(
    r"^\s*[\[【(]?(?:"
    r"automatic (?:reply|response)|auto(?:mated)?[ -]?(?:reply|response|respond(?:er)?|answer)|automated (?:message|reply)|"
    r"out of (?:the )?office(?: auto-?reply| reply| message)?|ooo|away from (?:the |my )?office|"
    r"vacation (?:reply|response|message|rule)|"
    r"on (?:vacation|holiday)|"
    r"automatische (?:antwort|e-?mail-?antwort|(?:eingangs|empfangs)bestätigung)|"
    r"abwesenheits(?:notiz|nachricht|meldung|assistent)|abwesend|"
    r"réponse automatique|absence du bureau|absent(?:e)? du bureau|message d'absence|"
    r"respuesta automática|fuera de (?:la )?oficina|resposta automática|fora do escritório|ausência temporária|"
    r"risposta automatica|fuori (?:sede|ufficio)|automatisch antwoord|afwezig(?:heid(?:sassistent|smelding)?)?|"
    r"autosvar|automati(?:sk|skt) svar|frånvaro(?:meddelande)?|fravær|fraværsmelding|ikke til stede|"
    r"automaattinen vastaus|poissa(?:oloilmoitus)?|"
    r"automatyczna odpowiedź|odpowiedź automatyczna|poza biurem|automatická odpověď|mimo kancelář|"
    r"автоматический ответ|автоответ(?:чик)?|вне офиса|нет на месте|автоматична відповідь|"
    r"otomatik (?:yanıt|cevap)|ofis dışında|自動応答(?:メール)?|自動返信(?:メール)?|不在通知|"
    r"(?:外出)?自[动動][答回][复覆復]|(?:부재중 )?자동 ?(?:회신|응답|답장)|부재중|"
    r"(?:thư )?trả lời tự động|automatikus válasz|(?:házon|irodán) kívül|răspuns automat|plecat din birou|"
    r"αυτόματη απάντηση|εκτός γραφείου|avtomatski odgovor|"
    r"ת(?:שובה|גובה) אוטומטית|מענה אוטומטי|رد تلقائي|الرد التلقائي|پاسخ خودکار|автоматичен отговор|извън офиса|"
    r"а[ув]томатски одговор|автовідповідь|resposta automàtica|"
    r"ตอบกลับอัตโนมัติ|การตอบกลับอัตโนมัติ|balasan (?:otomatis|automatik)|jawapan automatik|स्वचालित उत्तर|"
    r"automatski odgovor|samodejni odgovor|automatická odpoveď|mimo kancelárie|automaatvastus|"
    r"automātisk[aā] atbilde|automatinis atsakymas|erantzun automatikoa|sjálfvirkt svar|부재 ?중|"
    r"not read|yahoo! auto response)(?:[\]】)]|.{0,3}[:：])",
    re.IGNORECASE,
)
# The same as the whole subject, which is then no person's; "Absence" alone may be.
AUTO_WHOLE = re.compile(
    r"^(?:automatische (?:antwort|e-?mail-?antwort)|réponse automatique|respuesta automática|resposta automática|"
    r"risposta automatica|automatisch antwoord|automatiskt? svar|automaattinen vastaus|automatyczna odpowiedź|"
    r"odpowiedź automatyczna|automatická odpoveď|automatická odpověď|автоматический ответ|автоматична відповідь|"
    r"otomatik (?:yanıt|cevap)|自動応答|自動返信|不在通知|自[动動][答回][复覆復]|자동 ?(?:회신|응답)|trả lời tự động|"
    r"automatikus válasz|răspuns automat|αυτόματη απάντηση|תשובה אוטומטית|رد تلقائي|disposition notification)[.!]?$",
    re.IGNORECASE,
)
# What people write, too: it takes what answers another mail, and words of absence in it.
ABSENT_SUBJECT = re.compile(
    r"^\s*(?:vacation|away|absence|absente?|abwesenheit|urlaub|(?:en )?congés?|ausente|ausencia|ausência|(?:de )?férias|"
    r"(?:de )?vacaciones|assen(?:za|te)|in ferie|afwezigheidsbericht|niet aanwezig|fraværende|ikke på kontoret|frånvarande|"
    r"lomalla|nieobecność|nieobecn[ya]|urlop|nepřítomnost|dovolená|отсутствую|не на рабочем месте|нет на работе|в отпуске|"
    r"відсутн\w{1,3}|у відпустці|ofis dışı|izindeyim|vắng mặt|απουσία|休暇|不在|外出中|休假)\s?[:：]|"
    r"^(?:i(?: am|'m) (?:currently )?(?:on (?:vacation|leave|holiday)|away)|(?:currently )?out of office|"
    r"(?:ich bin )?(?:derzeit )?nicht im (?:büro|haus)|je suis (?:absente?|en congés?)|estoy (?:de vacaciones|fuera)|"
    r"sono (?:assente|in ferie)|estou de férias)\b",
    re.IGNORECASE,
)
ABSENT_WORDS = re.compile(
    r"\b(?:out of (?:the )?office|on (?:annual |maternity |parental )?leave|on (?:vacation|holiday)|away (?:from|until|till)|"
    r"i will (?:return|be back)|back in the office|limited access to (?:my )?e?-?mail|abwesend|nicht im (?:büro|hause?)|"
    r"im urlaub|wieder (?:erreichbar|im büro|da\b)|absente?|en congés?|de retour|ausente|fuera de la oficina|de vacaciones|"
    r"de férias|assente|in ferie|rientr|afwezig|met vakantie|ferie|semester|lomalla|poissa|urlop|nieobecn|nepřítom|dovolen|"
    r"отпуск|отсутств|відпуст|відсутн|izinde|izinli|tatil|nghỉ phép|vắng mặt|szabadság|concediu|άδεια|απουσ)|"
    r"\bborta\b|bortrei?st|\bborte\b|\bfuera\b|"
    r"休暇|不在|休假|外出|휴가|부재|חופש|إجازة",
    re.IGNORECASE,
)
# As Lotus Notes writes in its languages; a colleague may write so of somebody, but then of something else.
ABSENT_COLLEAGUE = re.compile(
    r"^.{1,60} (?:est[aá] ausente(?: de la oficina| do escritório)?|está fora d[oe] escritório|"
    r"ist (?:au(?:ß|ss)er haus|nicht im b(?:ü|ue)ro)|est absente?(?:\(e\))?(?: du bureau)?|is niet (?:aanwezig|op kantoor)|"
    r"(?:e['’`]|è) fuori ufficio|är inte på kontoret|er ikke på kontoret|on poissa(?: toimistosta)?|"
    r"jest (?:poza biurem|nieobecn[ya]))\.?(?: \(.{1,40}\))?$",
    re.IGNORECASE,
)
# Receipts of programs that know no standard: what they call themselves, and what they say of the mail.
RECEIPT_SUBJECT = re.compile(
    r"^\s*(?:read|delivered|displayed|gelesen|zugestellt|lue?|leído|lida|lido|letto|gelezen|läst|læst|lest|luettu|przeczytan[oa]|"
    r"přečteno|прочитано|okundu|開封済み|已读|已讀|읽음|receipt|return receipt)\s?[:：]",
    re.IGNORECASE,
)
RECEIPT_WORDS = re.compile(
    r"was (?:read|displayed|opened|delivered|deleted) (?:on|at|without)|has been (?:read|displayed|opened)|"
    r"(?:this is a|request a|your) (?:read|return|delivery) receipt|wurde .{0,80}gelesen|a été (?:lue?|affichée?)|"
    r"(?:fue|ha sido) (?:leíd|mostrad)|foi lid|è stato (?:letto|visualizzato)|is gelezen|lästes|blev læst|ble lest|luettiin|"
    r"przeczytan|přečten|прочитан|okundu|開封|已被?[阅閱]?[读讀]|읽었|읽음",
    re.IGNORECASE,
)
# The receipt of a mail by whom it was for, as a program says it above the subject; the words then say the same.
RECEIVED_SUBJECT = re.compile(
    r"^\s*(?:(?:eingangs|empfangs)bestätigung|accusé de réception|acuse de recibo|aviso de recebimento|"
    r"conferma di (?:ricezione|ricevimento)|ontvangstbevestiging|"
    r"kvittering|mottagningsbekräftelse|potwierdzenie (?:otrzymania|odbioru)|"
    r"potvrzení (?:o )?přijetí|"
    r"подтверждение (?:получения|о получении)|acknowledge?ment(?: of receipt)?|受付完了|受信確認)\s?[:：]",
    re.IGNORECASE,
)
RECEIVED_WORDS = re.compile(
    r"\b(?:(?:has been|was|have|we) received|eingegangen|erhalten|reçu|recibido|recebe(?:mos|u)|recebid[oa]|"
    r"ricevut|ontvangen|modtaget|"
    r"mottat|mottagit|otrzymal|otrzymano|přijat|obdržel|получен)|受け付け|受信",
    re.IGNORECASE,
)
# What only machines say, as the whole subject or wherever in it.
AUTO_ALWAYS = re.compile(
    r"^(?:out of (?:the )?office(?: (?:auto-?)?reply| message| notification)?|i(?: am|'m) (?:currently )?out of (?:the )?office|"
    r"(?:vacation|away|auto(?:matic|mated)?[ -]?)(?: ?(?:reply|response|message))|auto-?reply|abwesenheitsnotiz|"
    r"yahoo! auto response|majordomo results.{0,80}|output of your job.{0,80}|confirm (?:un)?subscribe .{0,120}|"
    r".{1,60} is out of the office\.?(?: \(returning .{1,40}\))?)[.!]?$|"
    r".\((?:out of (?:the )?office|away)\)$|\[verification required\]|"
    r"awaits moderator approval|\bverify#[\w-]{3,80}$|^confirm [0-9a-f]{20,}|^(?:re: )?\[verify#|"
    r"requires (?:your )?(?:confirmation|verification) to be delivered|^return receipt \(|"
    r"^fml status report\b|^loop alert: |^complaint about message from [0-9a-f.:]{7,}|^e-?mail feedback report for ip|"
    r"^message status - \w+$|^auto-?response - |^\[auto[- ]?generated\]|^away from my mail(?: \(re: .{0,200}\))?$|"
    r"^out of office autoreply|^autoreply\b|^auto:\s|^\[[^\]]{1,60}#\d{1,12}\] auto-?reply: |"
    r"^bounce action notification$|^welcome to the \".{1,80}\" mailing list|mailing list memberships reminder$|"
    r"^you have been (?:un)?subscribed (?:from|to) the .{1,80} mailing list|"
    r"^\d{1,4} .{1,60} moderator requests? (?:check )?waiting|"
    r"your message to .{1,80} \(action required\)$|^your confirmation is needed to (?:join|leave) the |"
    r"^(?:welcome to|goodbye from) [^\s@]{1,64}@\S{3,100}$|^ezmlm (?:warning|probe|response)$",
    re.IGNORECASE,
)
# What scanners tell those whom a virus or a spammer has named as its sender. A person may write the same to us, about what
# their own scanner found, so that it takes a sender who is none.
SCANNER_SENDER = re.compile(
    r"^(?:post-?master|(?:mail)?-?admin(?:istrator)?|root|system|security|no-?reply|do-?not-?reply|"
    r"[\w.-]*(?:mailer|virus|scan|amavis)"
    r"[\w.-]*|norton|symantec|trend|mcafee|sophos|kaspersky)@",
    re.IGNORECASE,
)
SCANNER_SUBJECT = re.compile(
    r"^\s*(?:\W{0,5}(?:virus|viruses)\b.{0,60}(?:in mail from you|in your (?:mail|message)|detected|found|alert|notification)|"
    r"banned (?:file|filename|contents)\b|(?:warning: ?)?(?:e-?mail )?(?:virus(?:es)?|worm) (?:detected|alert|found|warning)|"
    r"(?:norton|symantec|mcafee|kaspersky|sophos) .{0,40}(?:detected|found|virus)|"
    r"(?:inter|mail|group)scan\b.{0,60}(?:alert|message|virus)|"
    r"scanmail message|warning: e-?mail viruses detected|your (?:message|mail) (?:contained|contains) a virus|virus warning\b)",
    re.IGNORECASE,
)
AUTO_SENDER = re.compile(
    r"^(?:listserv|majordomo|listproc|ezmlm|auto-?responder|auto-?reply|automated-response|auto-?response|vacation|mailer-daemon)"
    r"(?:[+-][^@]*)?@",
    re.IGNORECASE,
)
AUTO_HEADERS = (
    "x-autoreply", "x-autorespond", "x-autoresponse", "x-auto-reply", "x-auto-response", "x-autoresponder", "x-autoreply-from",
    "x-mail-autoreply", "x-amazon-auto-reply", "x-vacation", "x-away", "x-boxtrapper", "x-tmda-confirm", "x-list-administrivia",
    "x-spamarrest", "x-spamarrest-noauth", "x-autogenerated",
)  # fmt: skip
# Filters that let only known senders through ask in the words of their mail; the subject is that of the mail they hold back.
CHALLENGE = re.compile(
    r"this (?:e-?mail )?(?:account|address|mailbox) is protected by|"
    r"added to (?:the recipient's|their|his|her|my) (?:allowed|approved|accepted|safe|white) ?-?(?:senders? )?list|"
    r"(?:confirm|verify|prove) (?:that )?you(?:'re| are) (?:a )?(?:human|real person|not a (?:spammer|robot|machine))|"
    r"add yourself to (?:my|their|his|her) guest list|"
    r"protect(?:ing|s)? (?:myself|my ?(?:mail|in)box|themsel(?:f|ves)|itself) (?:from|against) "
    r"(?:receiving )?(?:junk|spam|unwanted)|"
    r"(?:apologi[sz]e for|sorry about) this auto(?:matic|mated) reply",
    re.IGNORECASE,
)
CHALLENGE_ASKS = re.compile(
    r"\b(?:click|link|reply to this|respond to this|empty message|repl[yi]\w* .{0,30}feature|kli(?:c?k)\w{0,6}|cliqu\w{1,4}|"
    r"lien|clic|enlace|"
    r"clicc\w{1,5}|ссылк\w{1,3}|нажмите)\b",
    re.IGNORECASE,
)
# The same of an answer to one of ours, in words that people might use of a mail, too.
HELD_BACK = re.compile(
    r"your (?:recent )?(?:message|e-?mail|mail)\b[^.]{0,60} (?:(?:is|was|has been) (?:being )?"
    r"(?:held|queued|quarantined|retained)|"
    r"(?:is )?waiting for you to verify|requires (?:that you |your )?verif)|requires that you verify that you|"
    r"(?:to|for us to) release your message|not in (?:my|his|her|their|our) (?:address ?book|white ?list|contacts)\b|"
    r"\bchallenge[/-]response\b|antispam uol|"
    r"(?:ihre|deine) (?:nachricht|e-?mail) (?:wurde|wird|ist) (?:noch )?nicht (?:zugestellt|ausgeliefert)|"
    r"(?:boîte|messagerie|adresse)[^.]{0,40} est protégée|"
    r"pour que votre (?:message|mail|courriel) (?:me|nous|lui|leur) (?:parvienne|soit)|"
    r"(?:su|tu) (?:mensaje|correo)[^.]{0,30} (?:está|ha sido|fue) retenido|"
    r"confirm\w+ que (?:es|eres|você é) uma? (?:persona|pessoa)|"
    r"para que (?:sua|a|esta) mensagem seja (?:encaminhada|entregue)|(?:suo|tuo) messaggio non è (?:stato )?ancora|"
    r"(?:uw|je) (?:bericht|e-?mail) (?:is|wordt) (?:nog niet (?:afgeleverd|bezorgd)|vastgehouden)|"
    r"подтвердите, что вы (?:не робот|человек)|ваше (?:письмо|сообщение) (?:ещё |еще )?не (?:было )?доставлено",
    re.IGNORECASE,
)
CHALLENGE_CHARS = 3_000
MOST_ABSENT = 1_500  # characters
NO = {"no", "false", "0", "none"}
RESPONDER = re.compile(r"auto-?(?:respond|reply)", re.IGNORECASE)
AUTO_MAILERS = re.compile(r"vacation|auto-?respon|autoreply", re.IGNORECASE)
# Reports that nobody asked for: DMARC's (RFC 7489), cron's.
REPORT_SUBJECT = re.compile(
    r"^\s*(?:\[preview\] )?report domain: .{1,300}submitter:|^cron <[^<>\s]{1,80}> |^anacron job |^logwatch for |"
    r"^\*\* (?:problem|recovery|acknowledgement|flapping\w{0,8})\b.{0,40}\balert\b|^build failed in (?:jenkins|hudson)\b|"
    r"^(?:jenkins|hudson) build (?:is back to|became)\b|^\*{3} security information for |^\[(?:fail2ban|rkhunter)\] |"
    r"^(?:degradedarray|fail|failspare|sparesmissing|rebuildfinished|newarray|testmessage) event on /dev/|"
    r"^smart error \([\w ]{1,40}\) detected on host: |^\d{1,5} debian package update\(s\) for |"
    r"^(?:\[[\w ]{1,40}\] )?unattended-upgrades result for |^\S{1,80} (?:daily|weekly|monthly|security) (?:run|check) output$|"
    r"^output from your job\b|^\S{1,80} \S{1,12} \S{1,8} (?:system|security) events$|"
    r"^(?:daily )?(?:aide|rkhunter|tripwire) report\b|^(?:spam )?quarantine (?:summary|digest|report|notification)\b",
    re.IGNORECASE,
)
REPORT_HEADERS = (
    "x-cron-env", "x-fc-machinegenerated", "tls-report-domain", "x-bugzilla-type", "x-bugzilla-reason", "x-jira-fingerprint",
    "x-jenkins-job", "x-trac-version", "x-servicenow-generated", "x-amz-sns-message-id",
)  # fmt: skip
REPORT_MAILERS = re.compile(r"^(?:monit|nagios|icinga|zabbix|logwatch|munin|smartd|mdadm)\b", re.IGNORECASE)
# Nobody reads what is sent there: a program's, or a form's, which names whom to answer instead.
NO_REPLY = re.compile(
    r"^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|auto-?confirm|[\w.]{1,30}[-_.]no-?reply)\b[^@]*@", re.IGNORECASE
)
# What watches something and tells of it; what only one may be called is a program's where no list distributed it.
WATCHER = re.compile(
    r"^(?:[\w.]{1,40}-daemon|crond?|nagios|icinga|zabbix|monit|munin|logcheck|logwatch|smartd|arpwatch|tripwire|fail2ban|"
    r"jenkins|hudson|buildbot|bugzilla)(?:[+-][^@]*)?@",
    re.IGNORECASE,
)
TELLER = re.compile(r"^(?:root|alerts?|monitor(?:ing)?|notifications?|notify)(?:[+-][^@]*)?@", re.IGNORECASE)
# At the head of a mail, by which programs say what they are.
SAYS_AUTOMATIC = re.compile(
    r"(?:^[ \t*(\[]{0,10}(?:please note:? )?|[.!] {1,2})(?:"
    r"this (?:is|was) an? (?:auto(?:mated|matic|matically[ -]generated|[ -]?generated)|system[ -]generated) "
    r"(?:e-?mail|message|response|reply|confirmation|notification|acknowledge?ment|mail)\b|"
    r"this (?:e-?mail|message|reply|response) (?:is|was|has been) (?:auto(?:matically)?[ -]generated|generated automatically|"
    r"sent automatically|automatically sent)|"
    r"(?:dies(?:e nachricht| ist eine) |ceci est un (?:e-?mail|message) |este es un (?:correo|mensaje) |"
    r"questo è un messaggio |dit is een )(?:wurde )?automat\w{1,12})",
    re.IGNORECASE | re.MULTILINE,
)
QUOTE_BEGINS = re.compile(
    r"^[ \t]*(?:>|-{3,}|_{5,}|(?:from|von|de|da|van) ?:)|(?:wrote|writes|schrieb|écrit|escribió) ?:",
    re.MULTILINE | re.IGNORECASE,
)
SAYS_SOON, SAYS_AT_ONCE = 600, 120  # characters
# What Debian's tracker sends of itself; what people write to a bug is marked "report" and "followup".
TRACKER_SAYS = re.compile(r"^(?:ack|info|transcript|error|closed)", re.IGNORECASE)
# Help desks that mark what they send of themselves by a header of their own beside Precedence, which their agents' mail lacks.
OTHER_DESK = re.compile(r"\b(?:OTRS|Znuny|OTOBO)\b")


@dataclass(frozen=True, slots=True)
class Origin:
    is_auto: bool = False
    is_bounce: bool = False
    is_bulk: bool = False
    is_by_machine: bool = False
    reason: str = ""
    bounced: tuple[BouncedRecipient, ...] = ()
    bounced_message_id: str = ""


def origin_of(message: Message, *, subject: str, from_email: str, from_name: str = "") -> Origin:
    if is_bounce(message, subject=subject, from_email=from_email, from_name=from_name):
        recipients, original = delivery_report(message)
        return Origin(is_bounce=True, reason="bounce", bounced=recipients, bounced_message_id=original)
    report = header_text(first_raw(message, "content-type")).lower()
    if report.startswith("multipart/report"):
        reason = "receipt" if "disposition-notification" in report else "report"
        return Origin(is_auto=True, reason=reason, bounced_message_id=delivery_report(message)[1])
    found = _machine(message, subject, from_email)
    if found.is_auto and message.is_multipart():
        # The mail that it answers, or complains of, lies in it.
        return replace(found, bounced_message_id=delivery_report(message)[1])
    return found


def _machine(message: Message, subject: str, from_email: str) -> Origin:
    answers = bool(raw_values(message, "in-reply-to") or raw_values(message, "references"))
    submitted = header_text(first_raw(message, "auto-submitted")).lower()
    precedence = header_text(first_raw(message, "precedence")).lower()
    if submitted.startswith("auto-replied"):
        return Origin(is_auto=True, reason="auto-submitted")
    if (
        precedence in {"auto_reply", "auto-reply"}
        or header_text(first_raw(message, "x-precedence")).lower() == "auto_reply"
    ):
        return Origin(is_auto=True, reason="precedence")
    for header in AUTO_HEADERS:
        value = header_text(first_raw(message, header)).lower()
        if value and value not in NO:
            return Origin(is_auto=True, reason=header)
    names = [
        value for header in ("delivered-to", "x-loop", "x-post-messageclass") for value in raw_values(message, header)
    ]
    if any(map(RESPONDER.search, names)) or "auto_reply" in first_raw(message, "preference").lower():
        return Origin(is_auto=True, reason="responder")
    if AUTO_MAILERS.search(header_text(first_raw(message, "x-mailer"))):
        return Origin(is_auto=True, reason="x-mailer")
    if submitted and not submitted.startswith("no"):
        # A machine that starts a conversation (monitoring, a web form) is heard, one that answers ours is not.
        return Origin(is_auto=answers, is_bulk=not answers, is_by_machine=True, reason="auto-submitted")
    # A person may ask "Out of office: when?"; a program that answers asks nothing, or says what it answers.
    if (
        AUTO_ALWAYS.search(subject)
        or AUTO_WHOLE.match(subject)
        or (AUTO_SUBJECT.match(subject) and ("?" not in subject or answers))
    ):
        return Origin(is_auto=True, reason="subject")
    is_sent_by_rule = answers or precedence in {"bulk", "junk"}
    is_absent = ABSENT_COLLEAGUE.match(subject) or (ABSENT_SUBJECT.match(subject) and is_sent_by_rule)
    if is_absent and ABSENT_WORDS.search(words_of(message)[:MOST_ABSENT]):
        return Origin(is_auto=True, reason="absent")
    if RECEIPT_SUBJECT.match(subject) and RECEIPT_WORDS.search(words_of(message)[:MOST_ABSENT]):
        return Origin(is_auto=True, reason="receipt")
    if answers and RECEIVED_SUBJECT.match(subject) and RECEIVED_WORDS.search(words_of(message)[:MOST_ABSENT]):
        return Origin(is_auto=True, reason="receipt")
    by_scanner = SCANNER_SENDER.match(from_email) and SCANNER_SUBJECT.match(subject)
    if by_scanner or AUTO_SENDER.match(from_email):
        return Origin(is_auto=True, reason="sender")
    lists = any(raw_values(message, header) for header in ("list-id", "list-unsubscribe", "list-post"))
    if not lists and (said := _says_automatic(message)) >= 0:
        is_auto = answers and said < SAYS_AT_ONCE
        return Origin(is_auto=is_auto, is_bulk=not is_auto, is_by_machine=True, reason="says so")
    if (
        REPORT_SUBJECT.match(subject)
        or any(raw_values(message, header) for header in REPORT_HEADERS)
        or REPORT_MAILERS.match(header_text(first_raw(message, "x-mailer")))
        or TRACKER_SAYS.match(header_text(first_raw(message, "x-debian-pr-message")))
        or header_text(first_raw(message, "x-github-reason")) in {"ci_activity", "security_alert"}
        or _is_program(message, from_email, lists=lists)
    ):
        return Origin(is_bulk=True, is_by_machine=True, reason="report")
    if precedence in {"bulk", "junk"} and not lists and (is_by_other_desk(message) or is_challenge(message)):
        return Origin(is_auto=True, reason="responder")
    if precedence in {"bulk", "junk"} and not lists and is_null_sender(message):
        return Origin(is_auto=True, reason="null sender")  # as `vacation` answers: to nobody's answer
    if precedence in {"bulk", "list", "junk"}:
        return Origin(is_bulk=True, reason="precedence")
    for header in ("list-id", "list-unsubscribe", "list-post", "feedback-id", "x-auto-response-suppress"):
        if raw_values(message, header):
            return Origin(is_bulk=True, reason=header)
    if is_challenge(message):
        return Origin(is_auto=True, reason="challenge")
    if is_null_sender(message):
        # Nobody's answer to one of ours is a machine's, unless a person's program says that it wrote it.
        is_auto = answers and not _is_written_by_hand(message)
        return Origin(is_auto=is_auto, is_bulk=not is_auto, is_by_machine=True, reason="null sender")
    return Origin()


def _is_program(message: Message, from_email: str, *, lists: bool) -> bool:
    """Whether the address belongs to a program, and nobody used a mail client to write with it."""
    if _is_written_by_hand(message):
        return False
    if NO_REPLY.match(from_email):
        is_discussed = any(raw_values(message, name) for name in ("list-post", "x-mailing-list", "x-beenthere"))
        answer_to = [address.email for address in addresses(raw_values(message, "reply-to")[:1])]
        return (is_discussed or not lists) and all(map(NO_REPLY.match, answer_to))
    return bool(WATCHER.match(from_email)) or (not lists and bool(TELLER.match(from_email)))


def _says_automatic(message: Message) -> int:
    """Where in it a program says that it is one, -1 where none does or it is only quoted."""
    words = words_of(message).lstrip()[:SAYS_SOON]
    said = SAYS_AUTOMATIC.search(words)
    if said is None or QUOTE_BEGINS.search(words[: said.start()]) or _is_written_by_hand(message):
        return -1
    return said.start()


def _is_written_by_hand(message: Message) -> bool:
    client = header_text(first_raw(message, "x-mailer")) or header_text(first_raw(message, "user-agent"))
    return bool(PERSONAL_CLIENT.search(client))


def is_by_other_desk(message: Message) -> bool:
    programs = (header_text(first_raw(message, name)) for name in ("x-powered-by", "x-mailer"))
    return bool(raw_values(message, "x-loop")) and any(map(OTHER_DESK.search, programs))


def is_challenge(message: Message) -> bool:
    """Whether a filter wants to be told that we are people before it delivers what we wrote."""
    words = " ".join(words_of(message)[:CHALLENGE_CHARS].split())
    if not CHALLENGE_ASKS.search(words):
        return False
    is_held = (
        bool(raw_values(message, "in-reply-to") or raw_values(message, "references"))
        and not _is_written_by_hand(message)
        and HELD_BACK.search(words)
    )
    return bool(is_held or CHALLENGE.search(words))
