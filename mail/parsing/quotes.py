"""Splits a text into what is new, what it quotes and the signature. Nothing is thrown away; one pass over the lines.

`mail-parser-reply` brings the words of a dozen languages. Its expressions only ever see short windows and a
limited number of them, because on hostile text they take far more than linear time.
"""

import re
from dataclasses import dataclass

from mailparser_reply.constants import MAIL_LANGUAGES

MAX_LINES = 20_000
MAX_WINDOW = 300
MAX_CANDIDATES = 40

WROTE = [
    re.compile(words["wrote_header"], re.IGNORECASE | re.MULTILINE)
    for words in MAIL_LANGUAGES.values()
    if "wrote_header" in words
]
WROTE_WORDS = re.compile(
    r"\b(?:wrote|writes|said|schrieb|geschrieben|a écrit|escribió|escreveu|ha scritto|schreef|geschreven|"
    r"napisał|napisał\(a\)|"
    r"napsal|napsal\(a\)|skrev|kirjoitti|написал|пише|пишет|yazdı)\b.{0,80}[:：]\s*$|写道[:：]\s*$|のメッセージ[:：]\s*$",
    re.IGNORECASE,
)
DATED = re.compile(r"\d|@")
ORIGINAL = re.compile(
    r"^[-_]{2,30} ?(?:original message|original-nachricht|ursprüngliche nachricht|originalnachricht|message d'origine|"
    r"mensaje original|messaggio originale|oorspronkelijk bericht|wiadomość oryginalna|opprinnelig melding|"
    r"oprindelig meddelelse|ursprungligt meddelande|mensagem original) ?[-_]{2,}\s*$",
    re.IGNORECASE,
)
FORWARDED = re.compile(
    r"^(?:[-_]{2,30} ?(?:forwarded message|weitergeleitete nachricht|message transféré|mensaje reenviado|"
    r"messaggio inoltrato|doorgestuurd bericht) ?[-_]{2,}|"
    r"begin forwarded message:|anfang der weitergeleiteten nachricht:)\s*$",
    re.IGNORECASE,
)
FORWARD_SUBJECT = re.compile(r"^\s*(?:fwd?|wg|tr|rv|i|doorst|vb|enc)\s*:", re.IGNORECASE)
LABEL = re.compile(
    r"^(?P<label>from|sent|to|cc|subject|date|reply-to|von|gesendet|an|betreff|datum|kopie|de|envoyé|à|objet|para|"
    r"enviado|asunto|fecha|assunto|data|da|inviato|a|oggetto|van|verzonden|aan|onderwerp|od|wysłano|do|temat|från|skickat|"
    r"till|ämne|fra|sendt|til|emne)\s?\*?\s?:\*?\s",
    re.IGNORECASE,
)
FROM_LABELS = {"from", "von", "de", "da", "van", "od", "från", "fra"}
RULE = re.compile(r"^\s*[_-]{20,}\s*$")
ABOVE = re.compile(
    r"^(?:#{2,}|-{2,}|={2,})\s*(?:please )?(?:write|type|reply) (?:your reply )?above this line", re.IGNORECASE
)

SIGNATURE_RULE = re.compile(r"^(?:--|—|__)[ \u00a0]?$")
SENT_FROM = re.compile(
    r"^\s*(?:sent from my |sent from (?:outlook|mail|yahoo|proton)|get outlook for |"
    r"sent with proton|gesendet von |von meinem |"
    r"diese nachricht wurde von meinem |gesendet mit (?:der )?|envoyé depuis |envoyé de mon |enviado desde mi |"
    r"enviado do meu |inviato da |verzonden vanaf mijn |wysłano z |skickat från min |sendt fra min )\S[^\n]{0,80}$",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"^\s*(?:(?:with )?(?:best|kind|warm|many)(?: kind| warm)? (?:regards|wishes|greetings)|regards|cheers|"
    r"sincerely|yours (?:sincerely|faithfully|truly)|"
    r"(?:mit )?(?:freundlichen?|herzlichen?|besten?|schönen?|lieben?|vielen?) "
    r"(?:grüßen?|grüssen?|gruß|gruss|gruessen?)|mfg|"
    r"viele grüße|cordialement|bien à vous|saludos(?: cordiales)?|atentamente|cordiali saluti|distinti saluti|"
    r"met vriendelijke groet(?:en)?|med vänliga hälsningar|med venlig hilsen|mvh|z poważaniem|pozdrawiam)\s*[,.!]?\s*$",
    re.IGNORECASE,
)
MAX_CLOSING_LINES = 10


@dataclass(frozen=True, slots=True)
class ReplyParts:
    new: str
    quoted: str = ""
    signature: str = ""


def split_reply(text: str, *, subject: str = "") -> ReplyParts:
    lines = text.split("\n")
    rest = lines[MAX_LINES:]
    new, quoted = _split_quote(lines[:MAX_LINES], is_forward=bool(FORWARD_SUBJECT.match(subject)))
    (quoted if quoted else new).extend(rest)
    if not any(line.strip() for line in new):
        return ReplyParts(new=text.strip("\n"))
    body, signature = _split_signature(new)
    return ReplyParts(new=_text(body), quoted=_text(quoted), signature=_text(signature))


def is_forward(text: str, subject: str) -> bool:
    """Somebody else's mail passed on: what it quotes is what the sender wants to say."""
    return bool(FORWARD_SUBJECT.match(subject)) or any(
        FORWARDED.match(_bare(line)) for line in text.split("\n")[:MAX_LINES]
    )


def _text(lines: list[str]) -> str:
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def _split_quote(lines: list[str], *, is_forward: bool) -> tuple[list[str], list[str]]:
    candidates = 0
    for index, line in enumerate(lines):
        if not line.strip():
            continue
        bare = _bare(line)
        if FORWARDED.match(bare):
            return lines, []
        if ABOVE.match(bare) or ORIGINAL.match(bare):
            return (lines, []) if is_forward else _cut(lines, index)
        if _starts_header_block(lines, index):
            return (lines, []) if is_forward else _cut(lines, index)
        if candidates < MAX_CANDIDATES and _may_be_attribution(lines, index):
            candidates += 1
            length = _attribution_lines(lines, index)
            if length:
                return _around_quote(lines, index, index + length)
    return _trailing_quote(lines)


def _bare(line: str) -> str:
    """The start of a line without indentation, quote marks and emphasis."""
    return line[:MAX_WINDOW].lstrip(" \t\u00a0>*")


def _cut(lines: list[str], index: int) -> tuple[list[str], list[str]]:
    while index and (RULE.match(lines[index - 1][:MAX_WINDOW]) or not lines[index - 1].strip()):
        index -= 1
    return lines[:index], lines[index:]


def _starts_header_block(lines: list[str], index: int) -> bool:
    """From, Sent, To, Subject as Outlook writes them, in any language of the table: three labels in six lines."""
    first = LABEL.match(_bare(lines[index]))
    if first is None or first["label"].lower() not in FROM_LABELS:
        return False
    labels = {m["label"].lower() for line in lines[index : index + 7] if (m := LABEL.match(_bare(line)))}
    return len(labels) >= 3


def _may_be_attribution(lines: list[str], index: int) -> bool:
    if lines[index].lstrip().startswith(">"):
        return False
    return any(line.rstrip().endswith((":", "：")) for line in lines[index : index + 4])


def _attribution_lines(lines: list[str], index: int) -> int:
    """How many lines "On … wrote:" takes here, 0 if this is none. Clients break it over up to four lines."""
    window = ""
    for count, line in enumerate(lines[index : index + 4], start=1):
        if not line.strip():
            return 0
        window = f"{window} {line.strip()}".strip()
        if len(window) > MAX_WINDOW:
            return 0
        if window.endswith((":", "：")):
            known = WROTE_WORDS.search(window) or any(pattern.match(window) for pattern in WROTE)
            return count if known and DATED.search(window) else 0
    return 0


def _around_quote(lines: list[str], start: int, after: int) -> tuple[list[str], list[str]]:
    """Above the quote it is all quoted; below or between, the writer's own lines stay new."""
    below = lines[after:]
    marked = [i for i, line in enumerate(below) if line.lstrip().startswith(">")]
    if not marked or any(line.strip() for line in below[: marked[0]]):
        return lines[:start], lines[start:]
    own = [i for i, line in enumerate(below) if line.strip() and not line.lstrip().startswith(">") and i > marked[0]]
    if not own or _is_wrapped_quote(below, own):
        return lines[:start], lines[start:]
    if own[0] > marked[-1]:
        return [*lines[:start], *below[own[0] :]], lines[start : after + own[0]]
    return lines, []


def _is_wrapped_quote(below: list[str], own: list[int]) -> bool:
    """Old clients wrap quoted lines and lose the mark: lone short lines directly between marked ones."""
    return (
        all(
            0 < i < len(below) - 1 and below[i - 1].lstrip().startswith(">") and below[i + 1].lstrip().startswith(">")
            for i in own
        )
        and len(own) > 1
    )


def _trailing_quote(lines: list[str]) -> tuple[list[str], list[str]]:
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    start = end
    while start and (lines[start - 1].lstrip().startswith(">") or not lines[start - 1].strip()):
        start -= 1
    return (lines[:start], lines[start:]) if start < end else (lines, [])


def _split_signature(lines: list[str]) -> tuple[list[str], list[str]]:
    for index in range(1, len(lines)):
        if SIGNATURE_RULE.match(lines[index]) and any(line.strip() for line in lines[:index]):
            return lines[:index], lines[index:]
    filled = [index for index, line in enumerate(lines) if line.strip()]
    tail = filled[-MAX_CLOSING_LINES:]
    for place, index in enumerate(tail):
        if index == filled[0]:
            continue
        after = [lines[i] for i in tail[place + 1 :]]
        if CLOSING.match(lines[index][:MAX_WINDOW]) and all(len(line) <= 80 and "?" not in line for line in after):
            return lines[:index], lines[index:]
        if SENT_FROM.match(lines[index][:MAX_WINDOW]) and len(after) <= 2:
            return lines[:index], lines[index:]
    return lines, []
