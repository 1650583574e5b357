"""Which charset bytes are in whose label is missing or wrong: by what the letters would be, as a reader would tell.

Statistics over bytes take a German sentence for Chinese and KOI8-R for Icelandic when there are only a few lines of it. What is
read here is the text itself, once for each likely charset: the one that gives the commonest letters wins. Linear time.
"""

import codecs
import contextlib
import re

SAMPLE = 4_000  # bytes
LEAST_HIGH = 6  # bytes beyond ASCII, to tell scripts by
LEAST_DENSE = 0.3
LEAST_LIKELY = 0.35
SURELY = 0.5

# One or two foreign letters within a word of ASCII letters, which no other script has; and the same byte over and over, a rule.
WITHIN_LATIN = re.compile(rb"[A-Za-z][\x80-\xff]{1,2}[A-Za-z]")
MOST_WITHIN = 0.4  # of the foreign letters
RULED = re.compile(rb"([\x80-\xff])\1{9,}")
RUN = re.compile(rb"[\x80-\xff]{3,}|(?:[\x81-\xfe][\x40-\xfe]){3,}")
HIGH = re.compile(rb"[\x80-\xff]")
SWITCHES = re.compile(rb"\x1b(\([BJIH]|\$\([@BDOPQ]|\$[@B])([^\x1b]*(?:\x1b(?!\([BJIH]|\$\([@BDOPQ]|\$[@B])[^\x1b]*)*)")
DOUBLE = re.compile(rb"[\x21-\x7e]{2}")

# Letters by how common they are in the languages of their script: these, and then all others of the script.
COMMON = {
    1.0: "оеаинтсрвлкмдпу"
    "αοιετσνηρκ"
    "יוהלאמרתבשנ"
    "اليمنوهرتبعد"
    "านรกอเงยมลทส่้ี"
    "のにはをたがでしてとなするれかもいあらりこんき、。"
    "이다는을가에의고하지기로한사도를서인어자대은있그리수시나아스해정들제니까요습부전과보주일장합세안"
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用所然家事成方多"
    "经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日者意无力它与长把机十第公此已工使情明性知"
    "全三又关点正业外将两高间由问很最重手应头文体政相见被产或新己制身加西话月合回特代内信表化老给世位次度门任常先教原东提立及"
    "比员解水名真论处走各入几口认系气题活打女四神总电数安少报才结反受目太量再感建务做接必件计管期直德命山金收请请谢谢您邮箱帮助早晨今"
    "這個們來為國說時會對過後發裡麼沒動還進樣開從實無與長機已業將兩間問應頭體見產給門題電總報結請謝郵您幫今早",
    0.6: "яыьгзбчйхжшюцщπλμυωςγδθάέήίόύώדחטכםקסעפצגזןךףץقكحجسشفطضصثخذزغأإةىئิัืไะคดวพบุูตาห",
    0.3: "эфъёіїєґБВГДЖЗКЛМНОПРСТФХЦЧШЭЯАЕИβζξφχψΑΒΓΔΕΗΘΙΚΛΜΝΟΠΡΣΤΥΦΧΨΩ",
}
WEIGHT = {letter: weight for weight, letters in reversed(COMMON.items()) for letter in letters}
SCRIPTS = ((0x0400, 0x045F, 0.1), (0x0E01, 0x0E5B, 0.4), (0x3001, 0x3002, 0.6), (0x3041, 0x30FF, 0.7), (0x4E00, 0x9FFF, 0.15),
           (0xAC00, 0xD7A3, 0.35), (0xFF01, 0xFF5E, 0.5), (0x2010, 0x2026, 0.0))  # fmt: skip
FOREIGN = (
    "cp1251", "koi8-r", "iso8859-5", "cp866", "gb18030", "cp932", "euc_jp", "cp949", "big5", "iso8859-7", "cp1253", "cp1255",
    "cp1256", "cp874",
)  # fmt: skip
# Latin letters that are common beside ASCII, by charset; the first that explains the most wins.
LATIN = {
    "cp1252": "äöüßÄÖÜéèêëàâçîïôùûñáíóúãõåøæœÉÀÇ¿¡«»’‘“”„–—…€§°´·",
    "cp1250": "ąęłśżźćńóŁŚŻěščřžýáíéůúťďňőűäöüŠČŘŽÁÉ’“”„–—…€§",
    "iso8859-2": "ąęłśżźćńóŁŚŻěščřžýáíéůúťďňőűäöüŠČŘŽÁÉ§",
    "cp1254": "ğışİçöüâîÇÖÜŞĞ’“”–—…",
}
# Signs of English and its shops, which as letters of other charsets would stand in front of another letter.
SIGNS = re.compile(r"[£©®](?![^\W\d_])")


def guess(content: bytes) -> str:
    """The text, whatever it takes."""
    return foreign(content) or content.decode(latin_codec(content), "replace")


def foreign(content: bytes, *, surely: bool = False) -> str:
    """The text where its letters are those of another script than Latin, else ""."""
    if text := _by_escapes(content):
        return text
    codec = foreign_codec(content, surely=surely)
    return content.decode(codec, "replace") if codec else ""


def foreign_codec(content: bytes, *, surely: bool = False) -> str:
    """The charset in which its letters are those of another script than Latin, else ""."""
    sample = RULED.sub(b"", content[:SAMPLE])
    high = len(HIGH.findall(sample))
    if len(WITHIN_LATIN.findall(sample)) > high * MOST_WITHIN:
        return ""
    dense = sum(len(HIGH.findall(found.group())) for found in RUN.finditer(sample))
    if high < LEAST_HIGH or dense < high * LEAST_DENSE:
        return ""
    best, codec = max(((_likeliness(sample, name), name) for name in FOREIGN), key=lambda one: one[0])
    return codec if best >= (SURELY if surely else LEAST_LIKELY) else ""


def _by_escapes(content: bytes) -> str:
    """The text of ISO-2022 and HZ, which are ASCII to the eye; what switches them stands in the text."""
    for mark, codec in ((b"\x1b$)C", "iso2022_kr"), (b"\x1b$", "iso2022_jp_ext"), (b"~{", "hz")):
        if mark in content:
            with contextlib.suppress(UnicodeError, ValueError):
                return content.decode(codec)
    return iso_2022_jp(content)


def iso_2022_jp(content: bytes) -> str:
    """The text as Japanese programs mean it, with the signs of their vendors (① ㈱ 髙) and half-width letters, which the
    standard leaves out; "" where nothing switches to Japanese, or too much of it is no text.
    """
    if b"\x1b$" not in content or not content.isascii():
        return ""
    text = "".join(_switched(set_, piece) for set_, piece in SWITCHES.findall(b"\x1b(B" + content))
    return text if text.count("\ufffd") <= max(2, len(text) // 20) else ""


def _switched(letters: bytes, piece: bytes) -> str:
    """One stretch of text in the set of letters that its escape names."""
    if letters == b"(I":
        return bytes(b | 0x80 if 0x20 < b < 0x60 else b for b in piece).decode("cp932", "replace")
    if letters in {b"$B", b"$@"}:
        return DOUBLE.sub(lambda pair: _shifted(*pair.group()), piece).decode("cp932", "replace")
    if letters == b"$(D":
        return DOUBLE.sub(lambda pair: b"\x8f" + bytes(b | 0x80 for b in pair.group()), piece).decode(
            "euc_jp", "replace"
        )
    return piece.decode("ascii", "replace")


def _shifted(row: int, cell: int) -> bytes:
    """A place in the Japanese table as Shift_JIS writes it, whose codec knows what the vendors put into empty rows."""
    lead = (row + 1) // 2 + (0x70 if row < 0x5F else 0xB0)
    trail = cell + (0x1F if cell < 0x60 else 0x20) if row % 2 else cell + 0x7E
    return bytes((lead, trail))


def _likeliness(sample: bytes, codec: str) -> float:
    """How common the letters beyond ASCII are on average, from 1 down; -1 for what is no text of this charset."""
    try:
        text = codecs.getincrementaldecoder(codec)().decode(sample)  # the sample may end within a letter
    except (UnicodeError, ValueError):
        return -1.0
    letters = [letter for letter in text if letter > "\x7f"]
    return sum(map(_weight, letters)) / len(letters) if letters else -1.0


def _weight(letter: str) -> float:
    if letter in WEIGHT:
        return WEIGHT[letter]
    return next((weight for first, last, weight in SCRIPTS if first <= ord(letter) <= last), -0.5)


def latin_codec(content: bytes) -> str:
    """Of the charsets of Latin letters the one that gives the commonest; windows-1252 where none is likelier."""
    sample = RULED.sub(b"", content[:SAMPLE])

    def explained(codec: str) -> int:
        text = sample.decode(codec, "replace")
        signs = len(SIGNS.findall(text)) if codec == "cp1252" else 0
        return signs + sum(letter in LATIN[codec] for letter in text if letter > "\x7f")

    return max(LATIN, key=explained)
