"""Striking personal data out of what leaves a ticket: for an issue, for an article.

What is struck out is a proposal: whoever uses the words reads them first. So that they see enough of what it is about, labels and
forms of address stay, and of a text of a program (a version, a menu, a price) nothing is taken.
"""

import re
from collections.abc import Iterable

from tickets.models import Message, Ticket

STRUCK = "[…]"
_SECRETS = (
    re.compile(
        r"[\w.+'-]+ ?(?:@|[(\[] ?(?:at|ät) ?[)\]]) ?[\w-]+"
        r"(?: ?(?:\.|[(\[] ?(?:dot|punkt) ?[)\]]| (?:dot|punkt) ) ?[\w-]+)+"
    ),  # addresses
    re.compile(r"\b[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]{4}){3,7}(?: ?[A-Za-z0-9]{1,3})?\b(?=\W|$)"),  # IBANs
    re.compile(r"\b(?:ATU|[A-Z]{2})\d{8,11}\b"),  # VAT numbers
    re.compile(r"\b\d\d ?\d{6} ?[A-Z] ?\d{3}\b|\b[A-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-D]\b"),  # of social insurance
    # Telephone and card numbers; no dates.
    re.compile(
        r"(?<![\w.])(?<!CVE-)(?!(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d)(?!\d))"
        r"(?:\+|00)?\(?\d[\d ()/.-]{6,}\d(?!\w|\.\w)"
    ),
    re.compile(r"(?<!\d)\d{3}[\s-]?\d{3}(?!\d)"),  # codes
    re.compile(r"(?i)\b(password|passwort|kennwort|token|secret|api[ _-]?key)(\s*[:=]\s*)\S+"),
    re.compile(r"•{3,}"),
    re.compile(r"(?i)\b(?:fb|facebook|instagram|linkedin|twitter|xing)\.com/[^\s,;)]*\w"),
    re.compile(r"\b(?=(?:[A-Z]*\d){6})(?=\d*[A-Z])[A-Z0-9]{9,}\b"),  # parcels and passports
    re.compile(r"(?i)\b(?:postfach|p\.?o\.? ?box)\s+\d[\d ]*\d\b"),
    # Numbers of orders, invoices and customers as shops write them: TM-20417, RE-2024-00123; but ISO-8859, CVE-2024-1.
    re.compile(
        r"\b(?!(?:ISO|RFC|CVE|IEC|DIN|EN|IEEE|UTF|SHA|WCAG|X)-)[A-Z]{1,5}-(?:[A-Z0-9]+-)*\d{3,}(?:-[A-Z0-9]+)*\b"
    ),
)
_NAME = r"[A-ZÀ-ÖØ-Þ][^\W\d_]*(?:[-'’][^\W\d_]+)*"
_TITLES = r"(?:(?:Dr|Prof|Dipl|Ing|med|Mag)\b[.-]*\s*)*"
_NAMES_ONE_TO_THREE = rf"{_TITLES}{_NAME}(?:[ ]{_NAME}){{0,2}}"
_ID = r"[A-Za-z]{0,5}[-/#]?\d[\w/.-]*\w"
# What stands behind a label or a form of address, which is the first group and stays.
_LABELLED = (
    re.compile(
        r"(?i)(\b(?:bestell|auftrags|kunden|rechnungs|vertrags|vorgangs|mitglieds|order|invoice|customer|client|account|contract|"
        r"reference|booking|member(?:ship)?|sendungs|lizenz|serien|steuer|ausweis|tracking|serial|passport|tax|bestellung|auftrag|kunde|rechnung|vertrag|buchung)"
        r"[ -]?(?:nummer|number|nr\.?|no\.?|id\b|#)"
        r"\s*[:=]?\s*(?:(?:is|was|ist|war|lautet)[ :]+(?:die )?)?#?)" + _ID
    ),
    re.compile(
        r"(?i)(\b(?:order|invoice|bestellung|auftrag|rechnung|buchung|booking) #?)"
        r"(?:[a-z]{0,3}\d{5,}|(?!(?:19|20)\d\d\b)\d{4}|#\d+)\b"
    ),
    re.compile(r"(?i)(\b(?:ref|referenz|az|aktenzeichen)[.:]{0,2} )" + _ID),
    re.compile(
        r"(?i)(\b(?:geburtsdatum|geboren am|geb\. am|geb\.|date of birth|dob|born(?: on)?)\W{1,3})"
        r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}(?:\.|st|nd|rd|th)? [^\W\d_]+,? \d{4}"
        r"|[^\W\d_]+ \d{1,2}(?:st|nd|rd|th)?,? \d{4})"
    ),
    # What is left of a card or an account where only a part was told.
    re.compile(
        r"(?i)(\b(?:ending (?:in|with)|card ending|ends (?:in|with)|endet auf|endend auf|endziffern?|endung"
        r"|last (?:four|4) digits(?: are)?)[ :]+)\d{2,4}\b"
    ),
    re.compile(r"(?i)(\b(?:cvv|cvc|cvc2|prüfziffer|pin)\b[ :]*(?:is |ist )?)\d{3,6}\b"),
    re.compile(r"(?i)(\b(?:sort code|blz|bankleitzahl)[ :]+)\d[\d -]{4,8}\d\b"),
    re.compile(
        r"(?i:(\b(?:licen[cs]e plate|number ?plate|kennzeichen)[ :]+))[A-ZÄÖÜ]{1,3}[- ][A-Z]{1,2} ?\d{1,4}[EH]?\b"
    ),
    re.compile(r"(\b(?:BIC|SWIFT(?:-Code)?)\s*:?\s*)[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?\b"),
    # A word with a digit: "my password is wrong" tells none.
    re.compile(r"(?i)(\b(?:password|passwort|kennwort|passcode) (?:is|was|ist|war|lautet)[: ]+)(?=[^\s\d]*\d)[^\s,]+"),
    re.compile(r"(?i)(\b(?:konto|kto\.?|account|acct\.?) #?)\d{6,}\b"),
    re.compile(r"(?i)(\b(?:twitter|instagram|insta|telegram|mastodon|bluesky)[: ]+)@\w+(?:[.@]\w+)*"),
    re.compile(
        r"(\b(?:Herrn?|Frau|Hr\.|Fr\.|Mrs?\.?|Ms\.?|Miss|Mx\.?)\s+(?:(?:Dr|Prof)\.?\s+)*)" + _NAMES_ONE_TO_THREE
    ),
    re.compile(
        r"(\b(?:[Mm]y|[Oo]ur|[Mm]eine?[mnrs]?|[Uu]nsere?[mnrs]?) "
        r"(?:wife|husband|partner|son|daughter|mother|father|brother|sister|friend|neighbou?r|employee|customer|client"
        r"|Mann|Ehemann|Ehefrau|Partnerin|Partner|Sohn|Tochter|Mutter|Vater|Bruder|Schwester|Freundin|Freund|Nachbarin|Nachbar"
        r"|Mitarbeiterin|Mitarbeiter|Kundin|Kunde) )" + _NAMES_ONE_TO_THREE
    ),
    re.compile(rf"(\b(?:[Kk]und(?:e|in)|[Mm]itarbeiter(?:in)?|[Ee]mployee) ){_NAME} {_NAME}"),
    re.compile(rf"(\b[Tt]his is ){_NAMES_ONE_TO_THREE}(?= (?:from|at|with|writing|speaking|again)\b)"),
    re.compile(
        r"(\b(?:[Kk]olleg(?:e|in)|[Cc]olleague|[Bb]oss|[Cc]hefin?|[Aa]ssistent(?:in)?|[Aa]ssistant) )"
        + _NAMES_ONE_TO_THREE
    ),
    re.compile(rf"(\b(?:I['’]m|I am|[Ii]ch bin|[Ii]ch \(|I \()[ ]?){_NAME}(?:[ ]{_NAME}){{1,2}}"),
    re.compile(
        r"(\b(?:[Mm]y name is|[Ii]ch hei(?:ß|ss)e|[Mm]ein Name ist|[Hh]ier (?:ist|schreibt)) )" + _NAMES_ONE_TO_THREE
    ),
    re.compile(
        r"(?m)(^\W*(?:Hallo|Hi|Hello|Hey|Dear|Lieber?|Guten (?:Tag|Morgen|Abend)|Moin|Servus) )"
        rf"(?!(?:Team|Support|Zusammen|All|Everyone|Gr(?:ü|ue)(?:ß|ss)e)\b){_NAMES_ONE_TO_THREE}(?=\s*[,!\n])"
    ),
    re.compile(
        r"(?m)(\b(?:[Gg]r(?:ü|ue)(?:ß|ss)en?|[Gg]ru(?:ß|ss)|[Rr]egards|[Ww]ishes|[Ss]incerely|[Cc]heers|VG|LG|MfG)[,.!]?\s+)"
        rf"{_NAMES_ONE_TO_THREE}(?=\s*$)"
    ),
)
_STREET = re.compile(
    # Whatever the street is called: its house, and the town behind it.
    r"\b(?:[A-ZÄÖÜ][\w.-]*[ ]){1,3}\d+ ?[a-z]?(?:,\s*|\n)(?:D-|A-|CH-)?\d{4,5}\s+[A-ZÄÖÜ][\w-]+"
    r"|\b\d+[a-z]?,? (?:rue|avenue|boulevard|place|chemin|via|calle) (?:[\w'’-]+ ?){1,4},?\s*\d{5} [A-ZÀ-Ö][\w-]+"
    # A line of its own, or what follows a comma; in a sentence it may be so many things.
    r"|(?m:(?:^|(?<=, ))(?:D-)?\d{5} [A-ZÄÖÜ][\w-]+(?: [A-ZÄÖÜ(][\w)-]+)?$)"
    r"|\b(?:[A-ZÄÖÜ][\w.-]*[ -]?(?:[Ss]tra(?:ß|ss)e|[Ss]tr\.|[Ww]eg|[Pp]latz|[Aa]llee|[Gg]asse|[Dd]amm|[Uu]fer) \d+ ?[a-z]?\b"
    r"|\d+[a-zA-Z]? (?:[A-Z]\w+ ){1,3}(?:Street|St\.?|Road|Rd\.?|Avenue|Ave\.?|Lane|Drive"
    r"|Court|Close|Square|Boulevard|Blvd\.?)(?!\w)(?: (?:NW|NE|SW|SE)\b)?)"
    r"(?:,?\s*(?:D-)?\d{5}\s+[A-ZÄÖÜ][\w-]+|(?:,\s*[A-Z]\w+)?,?\s+[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b"
    r"|,\s*[A-Z]\w+(?: [A-Z]\w+)?,? [A-Z]{2} \d{5}(?:-\d{4})?\b)?"
)
_LONG_NUMBER = re.compile(r"(?=.*\d{4})[\w/#.-]{5,}")
_SHORTEST_NAME = 3
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


def without_personal_data(text: str, ticket: Ticket, *, others: Iterable[str] = ()) -> str:
    """Addresses, numbers, codes and secrets, the names of the customer, of their organization and of `others`."""
    text = _STREET.sub(STRUCK, text)
    for pattern in _LABELLED:
        numbers = {one[0][len(one[1]) :] for one in pattern.finditer(text)}
        text = pattern.sub(rf"\g<1>{STRUCK}", text)
        # What was named with its label once stands alone further below.
        for number in sorted(filter(_LONG_NUMBER.fullmatch, numbers), key=len, reverse=True):
            text = re.sub(_word(number), STRUCK, text)
    for pattern in _SECRETS:
        text = pattern.sub(STRUCK, text)
    for name in _names(ticket):
        text = re.sub(_word(name), STRUCK, text, flags=re.IGNORECASE)
    # "will" is a word, "Will" may be a colleague.
    for name in _with_parts(others):
        text = re.sub(_word(name), STRUCK, text)
    return text


def others_on(ticket: Ticket) -> list[str]:
    """The names of who else takes part or wrote, our own people included. In two statements."""
    named = ticket.participants.values_list("person__name", flat=True)
    wrote = Message.objects.filter(ticket=ticket, author__isnull=False).values_list("author__name", flat=True)
    return sorted({*named, *wrote.order_by().distinct()})


def _names(ticket: Ticket) -> list[str]:
    person, organization = ticket.requester, ticket.organization
    whole = [(person.email or "").partition("@")[0], organization.name if organization else ""]
    return sorted({*_with_parts([person.name]), *_long(whole)}, key=len, reverse=True)


def _with_parts(names: Iterable[str]) -> list[str]:
    """The longest first."""
    found = {part for name in names for part in (name, *name.split())}
    found |= {part.translate(_SPELLED_OUT) for part in found}
    return sorted(_long(found), key=len, reverse=True)


def _long(names: Iterable[str]) -> list[str]:
    return [name for name in names if len(name) >= _SHORTEST_NAME]


def _word(name: str) -> str:
    return rf"(?<!\w){re.escape(name)}(?:['’]?s)?(?!\w)"
