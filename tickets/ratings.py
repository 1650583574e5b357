"""What customers can be asked about our help, on which scale, and what a score means in words. No database, no mail."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


class SurveyKind(models.TextChoices):
    CSAT = "csat", gettext_lazy("Satisfaction")
    NPS = "nps", gettext_lazy("Recommendation")
    CES = "ces", gettext_lazy("Effort")


@dataclass(frozen=True, slots=True)
class Scale:
    """From `lowest` to `highest`; up to `low` somebody should look after it. `ends`: what both ends mean."""

    lowest: int
    highest: int
    low: int
    ends: "tuple[_StrOrPromise, _StrOrPromise]"

    @property
    def scores(self) -> range:
        return range(self.lowest, self.highest + 1)


SCALES: dict[str, Scale] = {
    SurveyKind.CSAT: Scale(1, 5, 2, (gettext_lazy("Very unhappy"), gettext_lazy("Very happy"))),
    SurveyKind.NPS: Scale(0, 10, 6, (gettext_lazy("Not at all likely"), gettext_lazy("Very likely"))),
    SurveyKind.CES: Scale(1, 7, 3, (gettext_lazy("Very hard"), gettext_lazy("Very easy"))),
}
FACES: "dict[int, tuple[str, str, _StrOrPromise]]" = {
    1: ("😠", "angry", gettext_lazy("Very unhappy")),
    2: ("😞", "frown", gettext_lazy("Unhappy")),
    3: ("😐", "meh", gettext_lazy("So-so")),
    4: ("😊", "smile", gettext_lazy("Happy")),
    5: ("😀", "laugh", gettext_lazy("Very happy")),
}
QUESTIONS: "dict[str, _StrOrPromise]" = {
    SurveyKind.CSAT: gettext_lazy("How happy are you with our help?"),
    SurveyKind.NPS: gettext_lazy("How likely are you to recommend us to a friend or colleague?"),
    SurveyKind.CES: gettext_lazy("How easy was it to get this solved?"),
}


def is_score(kind: str, score: int) -> bool:
    return score in SCALES[kind].scores


def is_low(kind: str, score: int) -> bool:
    return score <= SCALES[kind].low


def score_text(kind: str, score: int) -> str:
    """The score in words: "Unhappy (2 of 5)", "9 of 10"."""
    plain = _("%(score)s of %(highest)s") % {"score": score, "highest": SCALES[kind].highest}
    return f"{FACES[score][2]} ({plain})" if kind == SurveyKind.CSAT else plain
