"""How the writer of a mail may sign it, by what its head says of them: name, first name, nickname, initials, account."""

import re
from dataclasses import dataclass

from mail.parsing.closing_words import CLOSING, GREETINGS, INDIC, NAME, THANKS, folded

MAX_WINDOW = 300
LONGEST_PHRASE = 70
LONGEST_INITIALS = 6
LONGEST_NAME_IN_CHINESE = 12  # characters, in scripts without capitals
LONGEST_NAME_IN_ARABIC = 24  # and in Hebrew and the scripts of India
WITH_SPACES = re.compile(r"^\s*[\u0590-\u06ff\u0900-\u0dff]")
LEAST_SHORTENED = 3  # letters that a nickname and the name begin with, and the most that a nickname has
MOST_SHORTENED = 7
MOST_WISHED = 3  # words
MOST_WORDS = 4  # of a name
SENT_BY = (["from"], ["by"], ["von"], ["de"], ["par"], ["απο"])
ARTICLES = {"τον", "την", "το"}
VOWEL_SIGNS = re.compile(rf"[{INDIC}]")
AROUND_WORDS = re.compile(rf"^[\W_]+|(?:[^\w{INDIC}]|_)+$")  # punctuation, emphasis, smileys
COLUMNS = re.compile(r"\s{3,}|\t|\s(?:\|{1,2}|//|-{1,2}|[–—•·])\s")
# "(ACME)", "[Support]", "via Users": none of the name.
BESIDE_NAME = re.compile(r"\s*(?:\([^()]{0,200}\)|\[[^\[\]]{0,200}\])|\s+via\s.{0,100}$", re.IGNORECASE)
TITLES = {"dr", "prof", "mr", "mrs", "ms", "ing", "dipl-ing", "herr", "frau"}
BEFORE_SURNAME = {"van", "von", "de", "der", "den", "da", "di", "la", "le", "el", "al", "bin", "ter", "ten", "zu"}
# What no letters in common tell.
NICKNAMES = {
    "mike": "michael", "micha": "michael", "bob": "robert", "bobby": "robert", "bill": "william", "will": "william",
    "tom": "thomas", "tommy": "thomas", "jim": "james", "jimmy": "james", "tony": "anthony", "rick": "richard",
    "dick": "richard", "ted": "theodore", "ed": "edward", "liz": "elizabeth", "beth": "elizabeth", "peggy": "margaret",
    "hans": "johannes", "pepe": "jose", "paco": "francisco", "sasha": "alexander", "саша": "александр", "дима": "дмитрий",
}  # fmt: skip
SALUTATIONS = {
    "hello", "hi", "hey", "hallo", "bonjour", "salut", "hola", "ola", "ciao", "buongiorno", "hej", "hei", "moi", "ahoj",
    "czesc", "привет", "здравствуйте", "merhaba", "selam", "dear", "all", "everyone", "team", "你好", "您好", "大家好",
}  # fmt: skip
WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
SET_DATE = re.compile(r"^\s*\d{4}-\d{1,2}-\d{1,2}\s*$")
MOST_BLANK = 6  # lines
MARKS_BEFORE_NAME = re.compile(r"^\s*(?:[-–—/~]{1,3})\s?(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Writer:
    """`names` as whole lines would hold them, folded; `first` may be shortened; `account` is what stands before the @."""

    names: frozenset[str]
    words: frozenset[str]
    initials: frozenset[str]
    first: tuple[str, ...]
    account: str


def phrase(line: str) -> str:
    """The words of a line as they stand in the lists; "" for one that has none."""
    return " ".join(folded(AROUND_WORDS.sub("", line)).replace(".", " ").split())


def is_name(line: str) -> bool:
    """A name of up to four words with capitals, or of a script without; behind a dash or a slash small letters will do."""
    line = line[:MAX_WINDOW]
    if phrase(line) in SALUTATIONS:
        return False
    if marked := MARKS_BEFORE_NAME.match(line):
        line = line[marked.end() :]
        return bool(NAME.match(line) or NAME.match(line.capitalize()))
    has_capitals = any(letter.isupper() for letter in line)
    longest = LONGEST_NAME_IN_ARABIC if WITH_SPACES.match(line) else LONGEST_NAME_IN_CHINESE
    return (has_capitals or len(line.strip()) <= longest) and bool(NAME.match(line))


def writer_of(sender: str) -> Writer:
    """`sender` is "Name <address>" as the head of the mail gives it, either of them possibly missing."""
    name, _bracket, address = sender.partition("<")
    address = address.strip(" >")
    account = folded(address).partition("@")[0] if "@" in address else ""
    names: set[str] = {phrase(address)}  # as Foxmail signs
    initials = {account[:1]}
    first: list[str] = []
    all_words: set[str] = set()
    for spelt in {name, name.casefold().translate(WRITTEN_OUT)} if "@" not in name else ():
        words = _words_of(spelt)
        if not words:
            continue
        names |= {" ".join(words), words[0], " ".join(reversed(words))}
        initials |= {words[0][0], "".join(word[0] for word in words)}
        if len(words) > 1:
            names |= {f"{words[0]} {words[-1][0]}", f"{words[0][0]} {words[-1]}"}
        if len(words) > 2:  # noqa: PLR2004 - what stands between the first name and the last is left out
            names |= {f"{words[0]} {words[-1]}", " ".join(words[:2])}
        first.append(words[0])
        all_words |= {*words}
    parts = [part for part in re.split(r"[._-]", account) if part.isalpha()]
    if account.isalpha():
        names.add(account)
    elif len(parts) > 1 and not first:
        names |= {" ".join(parts), *(part for part in parts[:1] if len(part) > 1)}
    return Writer(
        names=frozenset(one for one in names if len(one) > 1),
        words=frozenset(all_words),
        initials=frozenset(initials - {""}),
        first=tuple(first),
        account="".join(letter for letter in account if letter.isalpha()),
    )


def _words_of(name: str) -> list[str]:
    """The words of a name, the first name first; none of what is no person's."""
    name = BESIDE_NAME.sub("", name[:MAX_WINDOW]).replace('"', "").strip(" '")
    last, comma, rest = name.partition(",")
    if comma and rest.strip() and "," not in rest:
        name = f"{rest} {last}"
    words = [word.strip(".") for word in folded(name).replace(",", " ").split() if word.strip(".&")]
    if not all(VOWEL_SIGNS.sub("a", word.strip("-'’")).isalpha() or "-" in word for word in words):
        return []
    while len(words) > 1 and words[0] in TITLES:
        del words[0]
    return words


def is_signed(line: str, writer: Writer) -> bool:
    """The name alone, with closing words before it, or in full beside a second column of what else a card holds."""
    said = phrase(line) if len(line) <= LONGEST_PHRASE else ""
    words = [word for word in said.replace(",", " ").split() if word not in TITLES and word[0] != "@"]
    if words[:1] in SENT_BY:
        words = [word for word in words[1:] if word not in ARTICLES]
    if _is_one_of(words, writer):
        return True
    if len(words) == 2 and words[0] in writer.first and is_name(line) and len(words[1]) > 1:  # noqa: PLR2004
        return True  # "Joe Roe", whose address book still says "Joe Doe"
    wish, comma, name = said.rpartition(",")
    if (
        comma
        and len(wish.split()) <= MOST_WISHED
        and wish.replace(" ", "").isalpha()
        and _is_one_of(name.split(), writer)
    ):
        return True  # "Bye, Hans"
    for count in range(1, min(4, len(words))):  # "Cheers chrys", "Thanks,Ann"
        before = " ".join(words[:-count])
        if (before in GREETINGS or before in THANKS or CLOSING.fullmatch(before)) and _is_one_of(
            words[-count:], writer
        ):
            return True
    first, *others = COLUMNS.split(line.strip()[:MAX_WINDOW], maxsplit=1)
    said = phrase(first) if others else ""
    account, at, _domain = said.partition("@")
    is_own_address = bool(at) and account.isalpha() and account == writer.account
    return is_own_address or (" " in said and (said in writer.names or _is_one_of(said.split(), writer)))


def _is_one_of(words: list[str], writer: Writer) -> bool:
    if not words:
        return False
    if " ".join(words) in writer.names or " ".join(word for word in words if len(word) > 1) in writer.names:
        return True
    if len(words) == 1:
        return _is_short_for(words[0], writer)
    if len(words) > MOST_WORDS:
        return False
    if len(words) > 1 and all(word in writer.words for word in words):
        return True
    given, family = words[0], words[-1]
    if given.isalpha() and given not in SALUTATIONS and family == writer.account and len(family) > LEAST_SHORTENED:
        return True  # "Bob Leeward", of whom the head says "Engineer <leeward@example.net>"
    return len(writer.account) >= LEAST_SHORTENED and writer.account in {
        given + family,
        family + given,
        given[0] + family,
        given + family[0],
        family + given[0],
    }


def _is_short_for(word: str, writer: Writer) -> bool:
    """ "Ben" for Benjamin, "Andy" for Andrew, "strub" for strubeck@example.net."""
    if NICKNAMES.get(word) in writer.first:
        return True
    if len(word) == LEAST_SHORTENED - 1 and any(name.startswith(word) for name in writer.first):
        return True
    if not (LEAST_SHORTENED <= len(word) <= MOST_SHORTENED and word.isalpha()):
        return False
    begins = word[:LEAST_SHORTENED]
    return any(name.startswith(begins) for name in writer.first) or (
        writer.account.startswith(word) and 2 * len(word) >= len(writer.account)
    )


def is_initialled(line: str, writer: Writer) -> bool:
    """ "m.", "-d", "jrh": a bare capital is left alone, as somebody may choose "A"."""
    word = line.strip()
    bare = len(word) == 1 and word.isupper()
    return len(word) <= LONGEST_INITIALS and not bare and phrase(word) in writer.initials


def with_date_above(lines: list[str], start: int) -> int:
    """Where a signature begins above whose name Foxmail sets the date of the mail, behind what was said to its end."""
    above = [index for index in range(start - 1, max(-1, start - MOST_BLANK), -1) if lines[index].strip()]
    if not above or not SET_DATE.match(lines[above[0]]) or lines[above[0] - 1].strip():
        return start
    said = next((line.rstrip() for line in reversed(lines[: above[0]]) if line.strip()), "")
    return above[0] if said.endswith((".", "!", "?", "。", "！", "？")) else start
