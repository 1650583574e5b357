"""Whether somebody says that a file comes along with their words.

Only what claims it counts: "see the attachment", "siehe Anhang", "I have attached it"; not "your attachment", "nothing was
attached", "could you send it as an attachment?" or "the cable is attached to the wall".
"""

import re

_SENTENCE = re.compile(r"[^.!?\n]{1,600}[.!?]?")
# What was done to a file: a claim unless it was not done, or was done by the reader.
_DONE = re.compile(
    r"\b(attached|attaching|i attach|enclosed|i enclose|pfa|anbei|beiliegend|angehängt\w*|angefügt\w*|beigefügt\w*"
    r"|hänge\b.{0,40}\ban|füge\b.{0,40}\bbei|ci-joint\w*|je joins"
    r"|(?<!archivo )(?<!archivos )adjunt[oa]s?|allegat[oi]|bijgevoegd)\b(?!\s+to\b)",
    re.IGNORECASE,
)
# The file itself: a claim only where somebody is sent to it.
_NOUN = r"(attachments?|anhang|anhängen|anlagen?|pi[èe]ces? jointes?|archivos? adjuntos?|bijlagen?)"
_AT_THE_FILE = re.compile(
    r"\b(?:see|find|view|open|check|read|in|as|per|siehe|im|als|lesen sie|finden sie|voir|en|dans|ver|vea"
    r"|trouverez|adjunto|encontrará|zie|vind)\s+"
    rf"(?:(?:the|this|our|an?|der|die|den|dem|unsere[rmn]?|la|les?|el|los|de|een)\s+)?{_NOUN}\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"(?:\b(?:not|no|nothing|never|without|wasn|weren|isn|didn|don|forgot|cannot|can['’]t|couldn|kein\w*|nichts?|nie|ohne|vergessen|pas|aucune?|sans|sin"
    r"|ning\w+|niet|geen)\b(?:['’]t)?\W+(?:\w+\W+){0,2})$",
    re.IGNORECASE,
)
_THANKED_FOR = re.compile(r"\b(?:thanks|thank you|danke\w*|merci|gracias)\b", re.IGNORECASE)
# "The file you attached": done by who reads this.
_BY_THE_READER = re.compile(
    r"\b(?:you(?:['’](?:ve|d))?\W+(?:(?:have|had|just|already|also)\W+){0,2}|your\W+"
    r"|(?:sie|du|ihr|vous|usted)\W+(?:(?:haben|hatten|hast|habt|avez|ha)\W+(?:\w+\W+){0,3})?)$",
    re.IGNORECASE,
)
_FROM_THE_READER = re.compile(
    r"\W+(?:\w+\W+){0,2}?(?:you\W+(?:have\W+)?(?:sent|gave|provided|attached)|(?:in|to|from|of)\W+your"
    r"|in ihrer|von ihnen|de votre)\b",
    re.IGNORECASE,
)
# "Please send us the log as an attachment."
_ASKED_FOR = re.compile(
    r"\b(?:please|could you|can you|would you|will you|kindly|bitte|könn(?:t)?en sie|kannst du|pourriez-vous|pouvez-vous|veuillez"
    r"|puede|podría|por favor)\b\W+(?:\w+\W+){0,4}?(?:re)?(?:send|share|include|upload|add|mail|email|forward|provide|reply"
    r"|attach|schick\w*|send\w*|lad\w*|envoy\w+|env[ií]\w+|adjunt\w+|mand\w+)\b",
    re.IGNORECASE,
)


def claimed_attachment(text: str) -> str:
    """The word that says so; "" where nothing does."""
    for sentence in _SENTENCE.findall(text):
        for found in _DONE.finditer(sentence):
            if not (_is_theirs(sentence, found) or _BY_THE_READER.search(sentence[: found.start()])):
                return found[1]
        at_the_file = _AT_THE_FILE.search(sentence)
        if at_the_file is not None and not _is_theirs(sentence, at_the_file):
            return at_the_file[1]
    return ""


def _is_theirs(sentence: str, found: re.Match[str]) -> bool:
    """Or nobody's: denied, sent by the reader, or asked of them."""
    return (
        _DENIED.search(sentence[: found.start()]) is not None
        or _THANKED_FOR.search(sentence[: found.start()]) is not None
        or _FROM_THE_READER.match(sentence[found.end() :]) is not None
        or _asks_for(sentence, found)
    )


def _asks_for(sentence: str, found: re.Match[str]) -> bool:
    """Whether the reader is asked to send it; "please send the attached form back" names one that is there."""
    asked = _ASKED_FOR.search(sentence)
    follows = re.match(r"\s+\w", sentence[found.end() :]) is not None
    return asked is not None and asked.start() < found.start() and not (found.re is _DONE and follows)
