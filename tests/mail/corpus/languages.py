"""The same answer in twenty languages and the marks of each language's programs, as text and as HTML only."""

import html

from tests.mail.corpus.case import Case, case
from tests.mail.corpus.charsets import SENTENCES
from tests.mail.quoting import ATTRIBUTIONS, SIGNATURES

EARLIER = "Restart it, please.\n\nSupport"
WRITTEN_AS = {"zh-tw": "zh"}


def answered(name: str, attribution: str) -> Case:
    language = WRITTEN_AS.get(name.split()[0], name.split()[0])
    new = SENTENCES[language]
    return case(
        f"{new}\n\n{attribution}\n\n{EARLIER}\n", "Subject: Re: Printer",
        reply_text=new, quoted_text=f"{attribution}\n\n{EARLIER}", signature="", language=language, outcome="created", is_auto=False,
    )  # fmt: skip


def in_html(name: str, attribution: str) -> Case:
    language = WRITTEN_AS.get(name.split()[0], name.split()[0])
    new = SENTENCES[language]
    told = html.escape(attribution.replace("\n", " "))
    quote = f'<div class="gmail_quote"><div class="gmail_attr">{told}<br></div><blockquote>{EARLIER}</blockquote></div>'
    return case(
        f"<div>{new}</div><br>{quote}", "Content-Type: text/html; charset=utf-8", reply_text=new, language=language
    )


def signed(signature: str) -> Case:
    return case(f"{SENTENCES['en']}\n\n{signature}\n", reply_text=SENTENCES["en"], signature=signature, quoted_text="")


LANGUAGES = {
    **{f"text, {name}": answered(name, attribution) for name, attribution in ATTRIBUTIONS.items()},
    **{
        f"html, {name}": in_html(name, attribution)
        for name, attribution in ATTRIBUTIONS.items()
        if name.endswith("gmail")
    },
    **{f"signed, {signature.splitlines()[0]}": signed(signature) for signature in SIGNATURES},
}
