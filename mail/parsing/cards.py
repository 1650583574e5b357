"""The lines that companies put below a name: how to reach them, what law makes them say, pictures and links."""

import re

from mail.parsing.closing_words import BOXED, LINKS, ON_BEHALF, REACHED
from mail.parsing.own_name import MAX_WINDOW, Writer, is_name, is_signed

CARD_LINE = 80  # characters of a line that needs no look
LONGEST_CARD_LINE = 1200
# Register, seat, directors and tax numbers, which no writer sets out otherwise.
_REGISTERED = re.compile(
    r"\b(?:HR[AB]\W{0,2} ?\d|(?:Amts|Register|Handelsregister)gericht|Handelsregister|"
    r"Sitz der Gesellschaft|Gesch[äa]e?ftsf[üu]e?hr|"
    r"Vorsitzende|Aufsichtsrat|Vorstand|Registered (?:Office|in|No)|Registration Court|Managing Directors?|Chair(?:man|woman) of|"
    r"Company (?:No|Number|Reg)|VAT (?:No|Reg|ID)|USt-?Id|UID|KvK|SIRET|SIREN|R\.?C\.?S\.? |Capital social|NIP|REGON|KRS|"
    r"I[ČC]O?|DI[ČC]|"
    r"P\.? ?IVA|C\.? ?F\. |C\.?I\.?F\.?|CNPJ|N\.?I\.?F\.?|ИНН|ОГРН|ЄДРПОУ|Org\.? ?nr|CVR|Y-tunnus|"
    r"Impressum|Datenschutz\w*|Pflichtangaben|Privacy (?:Policy|Notice|Statement))",
)
_PICTURE = re.compile(r"\[cid:[^\]]{1,200}\]|!\[[^\]]{0,200}\]\(|\[https?://[^\]]{1,400}\]")


def has_card_below(after: list[str], writer: Writer) -> bool:
    """Whether below closing words stand a name and, of a card, lines that no letter would have: too many or too long."""
    named = next((line for line in after if line.strip()), "")
    bare = ON_BEHALF.sub("", named).strip("*_ ")
    below = after[after.index(named) + 1 :] if named else []
    if not (is_name(bare) or is_signed(bare, writer)) or not any(map(_reaches, below)):
        return False
    was_of_card = False  # as a line of the same paragraph was
    for line in below:
        is_long = len(_without_links(line)) > CARD_LINE
        was_of_card = _is_of_card(line) or (was_of_card and bool(line.strip()))
        if is_long and not (was_of_card and len(line) <= LONGEST_CARD_LINE):
            return False
    return True


def _reaches(line: str) -> bool:
    line = line.strip(" *_")[:MAX_WINDOW]
    return bool(REACHED.search(line) or BOXED.search(line))


def _is_of_card(line: str) -> bool:
    window = line[:MAX_WINDOW]
    return line.count(" | ") > 1 or bool(BOXED.search(window) or _REGISTERED.search(window) or _PICTURE.search(window))


def _without_links(line: str) -> str:
    return LINKS.sub("", line[:LONGEST_CARD_LINE]).strip() if "http" in line else line.strip()
