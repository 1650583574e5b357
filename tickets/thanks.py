"""Recognising a message that only thanks, so that it does not reopen what is solved."""

import re
from collections.abc import Iterable

MOST_WORDS = 12
_LONGEST = 400  # characters

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
    "done will do guys both solution advice assistance explanation time today have nice day weekend million trick sorting out a",
    "de": "ich wir vielmals vielen herzlichen besten lieben sehr recht schön schönen nochmals nochmal für die ihre eure "
    "deine schnelle hilfe unterstützung antwort rückmeldung es klappt funktioniert jetzt wieder alles prima super perfekt gut "
    "toll passt bestens läuft das hat geholfen geklappt ist gelöst mit freundlichen grüßen viele liebe grüße hallo ihnen euch "
    "dir und tag noch einen schönes wochenende ebenfalls",
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
_TITLES = _words("mr mrs ms miss dr prof sir madam herr frau hr fr monsieur madame señor señora signor signora")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+", re.UNICODE)


def only_thanks(text: str, names: Iterable[str] = ()) -> bool:
    """Whether a text (without quotes and signature) of at most 12 words thanks and says nothing else that matters.

    `names`: of the people on the ticket, which may stand beside the thanks. Any other word that we do not know matters; a
    question mark or a number is never only thanks.
    """
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text[:_LONGEST])]
    if len(text) > _LONGEST or "?" in text or "？" in text or len(words) > MOST_WORDS:
        return False
    said = frozenset(words)
    if not said & _THANKS or (said & _TROUBLE and not said & _OVER):
        return False
    return said <= _HARMLESS | _TITLES | frozenset(word.lower() for name in names for word in _WORD.findall(name))
