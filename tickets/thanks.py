"""Recognising a message that only thanks, so that it does not reopen what is solved."""

import re

MOST_WORDS = 12

# Words that thank, and words that may stand beside them without asking for anything.
_THANKING = {
    "en": "thanks thank thx ty cheers appreciated",
    "de": "danke dank dankeschön merci",
    "fr": "merci remercie remercions",
    "es": "gracias",
    "it": "grazie",
    "pt": "obrigado obrigada",
    "nl": "dank bedankt dankjewel dankuwel",
    "sv": "tack",
    "nb": "takk",
    "da": "tak",
    "pl": "dziękuję dzięki",
}
_BESIDE = {
    "en": "you so much very many a lot again for your the help support all everything it works now perfectly perfect "
    "great awesome excellent wonderful brilliant super ok okay that's this is was fixed solved did and i really appreciate best "
    "quick fast reply answer response team dear hi hello regards kind everyone that worked works fine good job well "
    "done will do guys both solution advice assistance explanation time today have nice day weekend million trick a",
    "de": "ich wir vielmals vielen herzlichen besten lieben sehr recht schön schönen nochmals nochmal für die ihre eure "
    "deine schnelle hilfe unterstützung antwort rückmeldung es klappt funktioniert jetzt wieder alles prima super perfekt gut "
    "toll bestens läuft das hat geholfen geklappt ist gelöst mit freundlichen grüßen viele liebe grüße hallo ihnen euch dir "
    "und tag noch einen schönes wochenende ebenfalls",
    "fr": "je vous te nous bien c'est beaucoup infiniment pour votre ton aide réponse rapide bonne journée ça marche parfait "
    "super tout est bon",
    "es": "un saludo saludos cordial muchas mil por su tu la ayuda respuesta rápida todo funciona perfecto excelente ya",
    "it": "mille molte l'aiuto per il vostro aiuto supporto risposta funziona tutto perfetto ora",
    "pt": "muito pela pelo por ajuda resposta tudo funciona perfeito agora",
    "nl": "wel hartelijk veel heel erg voor de uw je hulp snelle reactie het werkt nu weer perfect",
    "sv": "så mycket för hjälpen det fungerar nu",
    "nb": "så mye for hjelpen det fungerer nå",
    "da": "så meget for hjælpen det virker nu",
    "pl": "bardzo za pomoc wszystko działa teraz",
}


def _words(*lists: str) -> frozenset[str]:
    return frozenset(" ".join(lists).split())


_THANKS = _words(*_THANKING.values())
# Harmless only beside a word that says it is over: "Problem solved, thanks".
_TROUBLE = _words("problem issue error problema problème fehler")
_OVER = _words("solved fixed gone gelöst behoben weg résolu solucionado resuelto risolto opgelost löst")
_HARMLESS = _words(*_BESIDE.values()) | _THANKS | _TROUBLE | _OVER
# After these, in the same sentence, a name may stand that we do not know.
_BEFORE_A_NAME = _THANKS | _words(
    "you again much hi hello dear regards wishes best hallo lieber liebe grüße grüßen",
    "hilfe help aide ayuda bonjour cher chère hola ciao olá cordialement saludos hilsen",
)
_WORD = re.compile(r"(?P<gap>\W*)(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)?|\d+)", re.UNICODE)
_NAMES_ALONE = re.compile(r"\n\W*(?:[^\W\d_a-z][^\W\d_]*\W*){1,2}$")


def only_thanks(text: str) -> bool:
    """Whether a text (without quotes and signature) of at most 12 words thanks and says nothing else that matters.

    A word that we do not know is a name, if it is written and placed like one, or else it matters. A question mark or a
    number is never only thanks.
    """
    if len(text) > 400 or "?" in text or "？" in text or len(_WORD.findall(text)) > MOST_WORDS:
        return False
    text = _NAMES_ALONE.sub("", text.rstrip()).replace("’", "'")
    said = [word.lower() for _gap, word in _WORD.findall(text)]
    if not _THANKS.intersection(said) or (_TROUBLE.intersection(said) and not _OVER.intersection(said)):
        return False
    return all(
        word.lower() in _HARMLESS or _is_name(word, gap, before)
        for before, (gap, word) in zip(["", *said], _WORD.findall(text), strict=False)
    )


def _is_name(word: str, gap: str, before: str) -> bool:
    """Ann, in "Thanks Ann" and in "Best regards, Ann"."""
    return word[0].isupper() and before in _BEFORE_A_NAME and gap.strip(" ,") == ""
