"""How a customer sounds in what they wrote: upset, neutral or pleased. The only place that knows VADER.

For English; of other languages we do not claim to know it, so they are neutral, but for whoever shouts in capitals. VADER was
made for posts and film reviews: what every request says, whatever its mood ("error", "please", "regards"), counts for nothing.
"""

import re
import string
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings

from tickets.models.ticket import Sentiment

if TYPE_CHECKING:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

# Whoever is upset says so at once, and VADER takes four times as long for a text of twice the length: 0.4 ms for this.
LONGEST_TEXT = 600
UPSET, PLEASED = -0.4, 0.5
SHORTEST_SHOUT = 15  # letters; an order number is no shouting
SHOUTED = 0.7  # of all letters

_SAYS_NOTHING = """
alert attack attacks best block blocked broken bug cancel cancelled canceled care certain charged cheers clean clear
confirm crash crashed crashes crashing credit critical damage damaged dear debt debts defect defects delay delayed
demand denied deny emergency empty energy error errors fail failed failing fails failure failures fine free fun good
greetings hand hello help helping helps hope ill important interest interested interrupt interrupted interruption
invalid issue issues kind kindly leave like lost low matter miss missed missing mistake no number ok okay pay please
play po pressure problem problems question questions reject rejected resolved risk save secure security share
sincerely solution solutions solve solved solves spam stop stopped stops stuck support supported supports suspended
suspend true trouble troubles trust unable urgent urgently value warm warmest warning warnings welcome well win wrong
yes
"""
# A sign-off more often than joy, so that it takes other words beside it.
_POLITE = {"thank": 0.6, "thanks": 0.6, "thx": 0.6, "grateful": 1.0, "appreciate": 1.0}
_ANGRY = {
    "unacceptable": -2.5,
    "rip-off": -3.0,
    "ripoff": -3.0,
    "lawyer": -2.0,
    "fed up": -2.5,
    "useless": -2.5,
    "scam": -3.0,
}

_ENGLISH_WORDS = (
    "the and is you my of to it for that have this not can are what when i we your how why me our but be with has"
)
# Words that no English sentence has.
_FOREIGN_WORDS = """
der das und ist nicht ich sie wir ein eine mit auf bitte mein wie le les et est pas je vous nous une avec pour sur mon el los y yo
un una con para por mi su que il lo gli di non sono ho o os eu uma com meu het en niet ik een voor van och ar inte jag med og er
ikke jeg det af ja nein kein
"""
_ENGLISH, _FOREIGN = frozenset(_ENGLISH_WORDS.split()), frozenset(_FOREIGN_WORDS.split())
# What people say who have had enough, without a word that VADER knows. Each counts as much as a bad word.
_HAD_ENOUGH = re.compile(
    r"""\b(?:
        (?:not|hardly|no\s+longer)\s+acceptable | had\s+enough | sick\s+of | waste\s+of | make\s+it\s+stop | is\s+anybody
      | (?:second|third|fourth|fifth|[2-9]th|umpteenth|hundredth)\s+time | (?:every|each)\s+(?:single\s+)?(?:time|night)
      | how\s+(?:can|could)\s+(?:this|that|your|it)\b | (?:must|should)\s+never | cannot\s+be\s+that
      | never\s+(?:answered|received)
      | (?:at\s+once|immediately|instantly|by\s+today)\b | (?:i|we)\s+(?:now\s+)?(?:expect|demand|refuse)\b
      | without\s+(?:any\s+)?(?:notice|excuses|warning|further\s+delay|telling) | makes\s+no\s+sense | hard\s+to\s+believe
      | still\s+(?:no|not|nothing|waiting|nobody) | nobody\s+(?:answers|replies|told|tells|cares|helps)
      | (?:want|need)\s+(?:it|this|the\s+money|my\s+money)\s+(?:back|now|today) | what\s+(?:we|i)\s+pay\s+for
      | your\s+competitors? | legal\s+action | take\s+(?:this|it)\s+further | for\s+(?:days|weeks|months)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_STRESSED = re.compile(
    r"\b(?:NOW|NEVER|AGAIN|STILL|STOP|TODAY|TWICE|NOT|MUST|WILL|VERY|MY|YOUR|EVERY|NOTHING|NOBODY|HOURS|WEEKS|MONTHS|REFUND|MONEY)\b"
)
_WEIGHT = 0.4
_WORD = re.compile(r"[^\W\d_]+")


def sentiment_of(text: str, language: str = "") -> Sentiment:
    """`language`: what the customer is known to write, where the words themselves do not tell."""
    start = text[:LONGEST_TEXT]
    if _is_shouting(start):
        return Sentiment.UPSET
    if not _is_english(start, language):
        return Sentiment.NEUTRAL
    had_enough = len(_HAD_ENOUGH.findall(start)) + len(_STRESSED.findall(start))
    score = _compound(start) - _WEIGHT * had_enough
    if score <= UPSET:
        return Sentiment.UPSET
    return Sentiment.PLEASED if score >= PLEASED else Sentiment.NEUTRAL


def _compound(text: str) -> float:
    """VADER's figure, -1 to 1. Most requests have no word that it knows, and for those it need not be asked: it is 0."""
    words = set(text.lower().split())
    known = _analyzer().lexicon
    if text.isascii() and known.keys().isdisjoint(words) and known.keys().isdisjoint(map(_bare, words)):
        return 0
    return float(_analyzer().polarity_scores(text)["compound"])


def _bare(word: str) -> str:
    return word.strip(string.punctuation)


def _is_shouting(text: str) -> bool:
    upper = sum(map(str.isupper, text))
    letters = upper + sum(map(str.islower, text))
    return letters >= SHORTEST_SHOUT and upper > SHOUTED * letters


def _is_english(text: str, language: str) -> bool:
    words = _WORD.findall(text.lower())
    english = sum(map(_ENGLISH.__contains__, words))
    foreign = sum(map(_FOREIGN.__contains__, words))
    if english != foreign:
        return english > foreign
    return text.isascii() and (language or settings.LANGUAGE_CODE).startswith("en")


@cache
def _analyzer() -> "SentimentIntensityAnalyzer":
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    for word in _SAYS_NOTHING.split():
        analyzer.lexicon.pop(word, None)
    analyzer.lexicon.update(_POLITE | _ANGRY)
    return analyzer
