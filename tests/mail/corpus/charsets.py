"""Charsets that are named, not named, wrongly named, or named like nobody else does."""

import base64
import quopri

from tests.mail.corpus.case import Case, case

SENTENCES = {
    "en": "The printer on the second floor does not print any more since this morning.",
    "de": "Der Drucker im zweiten Stock druckt seit heute früh überhaupt nicht mehr, können Sie helfen?",
    "fr": "L'imprimante du deuxième étage ne marche plus depuis ce matin, pouvez-vous m'aider s'il vous plaît ?",
    "es": "La impresora del segundo piso no funciona desde esta mañana, ¿pueden ayudarme, por favor?",
    "pt": "A impressora do segundo andar não funciona desde esta manhã, vocês podem me ajudar, por favor?",
    "it": "La stampante del secondo piano non funziona più da questa mattina, potete aiutarmi per favore?",
    "nl": "De printer op de tweede verdieping werkt sinds vanochtend niet meer, kunt u mij alstublieft helpen?",
    "da": "Printeren på anden sal virker ikke længere siden i morges, kan I hjælpe mig med det?",
    "sv": "Skrivaren på andra våningen fungerar inte längre sedan i morse, kan ni hjälpa mig snälla?",
    "nb": "Skriveren i andre etasje virker ikke lenger siden i morges, kan dere hjelpe meg med dette?",
    "fi": "Toisen kerroksen tulostin ei ole toiminut enää aamusta lähtien, voisitteko auttaa minua?",
    "pl": "Drukarka na drugim piętrze nie działa od dzisiejszego ranka, czy możecie mi pomóc?",
    "cs": "Tiskárna ve druhém patře od dnešního rána vůbec nefunguje, můžete mi prosím pomoci?",
    "hu": "A második emeleti nyomtató ma reggel óta egyáltalán nem működik, tudnának segíteni?",
    "tr": "İkinci kattaki yazıcı bu sabahtan beri hiç çalışmıyor, lütfen bana yardım eder misiniz?",
    "ru": "Принтер на втором этаже не работает с самого утра, помогите, пожалуйста, разобраться.",
    "uk": "Принтер на другому поверсі не працює від самого ранку, допоможіть, будь ласка, розібратися.",
    "el": "Ο εκτυπωτής στον δεύτερο όροφο δεν λειτουργεί από το πρωί, μπορείτε να με βοηθήσετε;",
    "he": "המדפסת בקומה השנייה לא עובדת מאז הבוקר, האם אתם יכולים לעזור לי בבקשה?",
    "ar": "الطابعة في الطابق الثاني لا تعمل منذ صباح اليوم، هل يمكنكم مساعدتي من فضلكم؟",
    "th": "เครื่องพิมพ์ที่ชั้นสองไม่ทำงานตั้งแต่เช้านี้ กรุณาช่วยด้วยครับ",
    "ja": "二階のプリンターが今朝から全く動きません。助けていただけますか。",
    "zh": "二楼的打印机从今天早上开始完全不能打印了，请问你们能帮助我吗？",
    "ko": "이층에 있는 프린터가 오늘 아침부터 전혀 작동하지 않습니다. 도와주실 수 있나요?",
    "vi": "Máy in ở tầng hai không hoạt động từ sáng nay, các bạn có thể giúp tôi được không?",
}
TRADITIONAL = "二樓的印表機從今天早上開始完全不能列印了，請問你們能幫助我嗎？"


def labelled(language: str, codec: str, label: str = "", text: str = "") -> Case:
    """The sentence in `codec`, called `label`; both in the subject too."""
    text = text or SENTENCES[language]
    word = base64.b64encode(text[:12].encode(codec)).decode()
    label = label or codec
    head = f"Subject: =?{label}?B?{word}?=\nContent-Type: text/plain; charset={label}\nContent-Transfer-Encoding: 8bit"
    return case(text.encode(codec), head, body_text=text, subject=text[:12].strip(), language=language)


def unlabelled(language: str, codec: str, head: str = "") -> Case:
    """Nothing tells the charset; some sentences, since guessing needs something to guess by."""
    return case(SENTENCES[language].encode(codec), head or "Content-Transfer-Encoding: 8bit", body_text=SENTENCES[language],
                language=language, subject="Printer")  # fmt: skip


def encoded(language: str, codec: str, how: str) -> Case:
    text = SENTENCES[language]
    raw = text.encode(codec)
    data = base64.encodebytes(raw) if how == "base64" else quopri.encodestring(raw)
    return case(data, f"Content-Type: text/plain; charset={codec}\nContent-Transfer-Encoding: {how}", body_text=text)


CHARSETS = {
    "utf-8 without a label, a byte damaged": case(
        ("この文章には壊れた文字が一つだけあります。" * 3).encode()[:-1] + b"\xff", "Content-Type: text/plain",
        body_text="この文章には壊れた文字が一つだけあります。" * 2 + "この文章には壊れた文字が一つだけあります\ufffd\ufffd",
    ),
    **{f"utf-8, {language}": labelled(language, "utf-8") for language in SENTENCES},
    **{
        f"{codec}, {language}": labelled(language, codec)
        for codec, language in (
            ("iso-8859-1", "de"), ("iso-8859-15", "fr"), ("windows-1252", "es"), ("iso-8859-2", "cs"), ("windows-1250", "pl"),
            ("iso-8859-2", "hu"), ("iso-8859-9", "tr"), ("windows-1254", "tr"), ("koi8-r", "ru"), ("windows-1251", "ru"),
            ("iso-8859-5", "ru"), ("koi8-u", "uk"), ("windows-1251", "uk"), ("iso-8859-7", "el"), ("windows-1253", "el"),
            ("iso-8859-8", "he"), ("windows-1255", "he"), ("windows-1256", "ar"), ("tis-620", "th"), ("iso-2022-jp", "ja"),
            ("shift_jis", "ja"), ("euc-jp", "ja"), ("gb2312", "zh"), ("gbk", "zh"), ("gb18030", "zh"), ("hz-gb-2312", "zh"),
            ("euc-kr", "ko"), ("iso-2022-kr", "ko"), ("utf-7", "de"), ("macintosh", "fr"), ("ibm850", "de"), ("cp866", "ru"),
        )
    },
    "big5": labelled("zh", "big5", text=TRADITIONAL),
    "utf-16 with mark": case(SENTENCES["de"].encode("utf-16"), "Content-Type: text/plain; charset=utf-16", body_text=SENTENCES["de"]),
    "names of others": labelled("ko", "euc-kr", "ks_c_5601-1987"),
    "x-sjis": labelled("ja", "shift_jis", "x-sjis"),
    "x-mac-roman": labelled("fr", "mac-roman", "x-mac-roman"),
    "x-mac-ce": labelled("cs", "mac-latin2", "x-mac-ce"),
    "x-mac-cyrillic": labelled("ru", "mac-cyrillic", "x-mac-cyrillic"),
    "x-mac-greek": labelled("el", "mac-greek", "x-mac-greek"),
    "x-mac-turkish": labelled("tr", "mac-turkish", "x-mac-turkish"),
    "iso-8859-6-e": labelled("ar", "iso-8859-6", "iso-8859-6-e"),
    "latin-9": labelled("fr", "iso-8859-15", "latin-9"),
    "cp-850": labelled("de", "cp850", "cp-850"),
    "utf8": labelled("de", "utf-8", "utf8"),
    "unicode-1-1-utf-7": labelled("de", "utf-7", "unicode-1-1-utf-7"),
    "x-unknown": labelled("de", "cp1252", "x-unknown"),
    "unknown-8bit": labelled("de", "utf-8", "unknown-8bit"),
    "x-user-defined": labelled("ru", "koi8-r", "x-user-defined"),
    "latin-1 that is utf-8": labelled("fr", "utf-8", "iso-8859-1"),
    "ascii that is latin-1": labelled("de", "cp1252", "us-ascii"),
    "utf-8 that is latin-1": labelled("de", "cp1252", "utf-8"),
    "latin-1 that is koi8-r": case(
        SENTENCES["ru"].encode("koi8-r"), "Content-Type: text/plain; charset=iso-8859-1", body_text=SENTENCES["ru"], language="ru"
    ),
    "us-ascii that is windows-1251": case(
        SENTENCES["ru"].encode("cp1251"), "Content-Type: text/plain; charset=us-ascii", body_text=SENTENCES["ru"], language="ru"
    ),
    "latin-1 that is gb2312": case(
        SENTENCES["zh"].encode("gb18030"), "Content-Type: text/plain; charset=iso-8859-1", body_text=SENTENCES["zh"], language="zh"
    ),
    "no label, koi8-r": unlabelled("ru", "koi8-r"),
    "no label, windows-1251": unlabelled("ru", "cp1251"),
    "no label, latin-1": unlabelled("de", "cp1252"),
    "no label, french": unlabelled("fr", "cp1252"),
    "no label, utf-8": unlabelled("pl", "utf-8"),
    "no label, gb2312": unlabelled("zh", "gb2312"),
    "no label, shift_jis": unlabelled("ja", "shift_jis"),
    "no label, euc-jp": unlabelled("ja", "euc-jp"),
    "no label, iso-2022-jp": unlabelled("ja", "iso-2022-jp"),
    "no label, euc-kr": unlabelled("ko", "euc-kr"),
    "no label, big5": case(TRADITIONAL.encode("big5"), "Content-Transfer-Encoding: 8bit", body_text=TRADITIONAL, language="zh"),
    "base64, windows-1251": encoded("ru", "windows-1251", "base64"),
    "base64, utf-8": encoded("vi", "utf-8", "base64"),
    "quoted-printable, latin-2": encoded("cs", "iso-8859-2", "quoted-printable"),
    "quoted-printable, big lines": encoded("ja", "utf-8", "quoted-printable"),
    "quotes around the label": case(
        SENTENCES["de"].encode(), "Content-Type: text/plain; charset='utf-8'\nContent-Transfer-Encoding: 8bit", body_text=SENTENCES["de"]
    ),
    "label with a comment": case(
        SENTENCES["de"].encode("cp1252"), "Content-Type: text/plain; charset=iso-8859-1 (Latin)", body_text=SENTENCES["de"]
    ),
    "label twice": case(
        SENTENCES["de"].encode(), "Content-Type: text/plain; charset=utf-8; charset=us-ascii", body_text=SENTENCES["de"]
    ),
    "smart quotes": case(b"It\x92s \x93broken\x94 \x96 really.", "Content-Type: text/plain; charset=iso-8859-1",
                         body_text="It’s “broken” – really."),
    "euro sign": case(b"It costs 5 \x80 a page.", "Content-Type: text/plain; charset=iso-8859-1", body_text="It costs 5 € a page."),
    "byte order mark": case(b"\xef\xbb\xbfHello there", "Content-Type: text/plain; charset=utf-8", body_text="Hello there"),
    "NULs": case(b"Hel\0lo there", body_text="Hello there"),
    "decomposed letters": case("Mu\u0308ller fragt", body_text="Müller fragt"),
    "iso-2022-jp with signs of vendors": case(
        b"\x1b$B-!-j|b!$\x1b(I1\x32\x1b$B$G$9!#\x1b(B", "Content-Type: text/plain; charset=iso-2022-jp", body_text="①㈱髙，ｱｲです。",
    ),
    "another escape among Japanese ones": case(
        b"\x1b$B-!\x1b(B one \x1b[1mtwo\x1b[0m", "Content-Type: text/plain; charset=iso-2022-jp", body_text="① one [1mtwo[0m",
    ),
    "html says its own": case(
        b'<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1251"></head><body>'
        + SENTENCES["ru"].encode("cp1251") + b"</body></html>",
        "Content-Type: text/html\nContent-Transfer-Encoding: 8bit", body_text=SENTENCES["ru"], language="ru",
    ),
}  # fmt: skip
