"""Recognising a message that only thanks, so that it does not reopen what is solved."""

import re

MOST_WORDS = 12

# Words that thank, and words that may stand beside them without asking for anything.
_THANKING = {
    "en": "thanks thank thx ty cheers",
    "de": "danke dank dankeschön merci",
    "fr": "merci",
    "es": "gracias",
    "it": "grazie",
    "pt": "obrigado obrigada",
    "nl": "bedankt dankjewel dankuwel",
    "sv": "tack",
    "nb": "takk",
    "da": "tak",
    "pl": "dziękuję dzięki",
}
_BESIDE = {
    "en": "you so much very many a lot again for your the help support all everything it works now perfectly perfect "
    "great awesome excellent wonderful brilliant super ok okay that's this is was fixed solved did and i really appreciate best "
    "quick fast reply answer response team dear hi hello regards kind everyone that worked works fine good job well "
    "done will do guys both solution advice assistance explanation time today have nice day weekend",
    "de": "vielen herzlichen besten lieben sehr recht schön schönen nochmals nochmal für die ihre eure deine schnelle "
    "hilfe unterstützung antwort rückmeldung es klappt funktioniert jetzt wieder alles prima super perfekt gut toll "
    "bestens läuft das hat geholfen geklappt ist gelöst mit freundlichen grüßen viele liebe grüße hallo ihnen euch dir "
    "und tag noch einen",
    "fr": "beaucoup infiniment pour votre ton aide réponse rapide bonne journée ça marche parfait super tout est bon",
    "es": "muchas mil por su tu la ayuda respuesta rápida todo funciona perfecto excelente ya",
    "it": "mille molte per il vostro aiuto supporto risposta funziona tutto perfetto ora",
    "pt": "muito pela por ajuda resposta tudo funciona perfeito agora",
    "nl": "hartelijk veel heel erg voor de uw je hulp snelle reactie het werkt nu weer perfect",
    "sv": "så mycket för hjälpen det fungerar nu",
    "nb": "så mye for hjelpen det fungerer nå",
    "da": "så meget for hjælpen det virker nu",
    "pl": "bardzo za pomoc wszystko działa teraz",
}
_THANKS = frozenset(" ".join(_THANKING.values()).split())
_HARMLESS = _THANKS | frozenset(" ".join(_BESIDE.values()).split())
# After these a name may stand that we do not know.
_BEFORE_A_NAME = _THANKS | frozenset(
    ["you", "again", "much", "hi", "hello", "dear", "regards", "wishes", "best", "hallo", "lieber", "liebe", "hallo", "grüße", "grüßen", "gruß", "bonjour", "cher", "chère", "hola", "ciao", "olá", "cordialement", "saludos", "saluti", "groeten", "hälsningar", "hilsen", "pozdrawiam"]
)
# Harmless only beside a word that says it is over: "Problem solved, thanks".
_TROUBLE = frozenset(("problem", "issue", "error", "problema", "problème", "fehler"))
_OVER = frozenset(
    ["solved", "fixed", "gone", "gelöst", "behoben", "weg", "résolu", "solucionado", "resuelto", "risolto", "resolvido", "opgelost", "löst"]
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+", re.UNICODE)
_SIGNED = re.compile(r"\n\W*(?:[^\W\d_a-z][^\W\d_]*\W*){1,2}$")


def only_thanks(text: str) -> bool:
    """Whether a text (without quotes and signature) of at most 12 words thanks and says nothing else that matters.

    A word that we do not know is a name (capitalised, after a greeting or alone in the last line), or else it matters. A
    question mark or a number is never only thanks.
    """
    if len(text) > 400 or "?" in text or "？" in text:
        return False
    words = [word.replace("’", "'") for word in _WORD.findall(text)]
    if not words or len(words) > MOST_WORDS:
        return False
    said = [word.replace("’", "'") for word in _WORD.findall(_SIGNED.sub("", text.rstrip()))]
    known = {word.lower() for word in said}
    if not known & _THANKS or known & _TROUBLE and not known & _OVER:
        return False
    return all(
        word.lower() in _HARMLESS | _TROUBLE | _OVER or _is_name(word, before.lower())
        for before, word in zip(["", *said], said, strict=False)
    )


def _is_name(word: str, before: str) -> bool:
    return word[0].isupper() and before in _BEFORE_A_NAME and word.lower() not in _TROUBLE
