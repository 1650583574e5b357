"""The answers that a survey offers: five faces with words, or numbers between two ends."""

from dataclasses import dataclass

from tickets.ratings import FACES, SCALES, SurveyKind


@dataclass(frozen=True, slots=True)
class Choice:
    """`face` is a character for mails, `icon` the same for pages; both empty where the score is a number."""

    score: int
    label: str
    face: str = ""
    icon: str = ""
    link: str = ""


def choices_of(kind: str, address: str = "") -> list[Choice]:
    """In the present language. `address`: of the page that each choice opens with itself chosen."""
    links = {score: f"{address}?score={score}" if address else "" for score in SCALES[kind].scores}
    if kind != SurveyKind.CSAT:
        return [Choice(score, str(score), link=link) for score, link in links.items()]
    return [Choice(score, str(label), face, icon, links[score]) for score, (face, icon, label) in FACES.items()]
