"""What the page of smart routing shows: of each field how right it would have been, and from how sure on it acts."""

from dataclasses import dataclass
from typing import Any

from routing.models import SmartChoice, SmartMeasurement
from routing.neighbours import FIELD_WORDS, SmartField
from routing.smart_actions import choices_now

THRESHOLDS = (0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.97, 0.99)
# Fewer than these in a band say little.
FEWEST_IN_BAND = 20


@dataclass(frozen=True, slots=True)
class BandLine:
    """Tickets of which it was so sure (percent, up to `to`), and how many percent of them it got right."""

    start: int
    to: int
    number: int
    right: int | None

    @property
    def is_few(self) -> bool:
        return self.number < FEWEST_IN_BAND


@dataclass(frozen=True, slots=True)
class FieldLine:
    """Percents; None while nothing was measured."""

    choice: SmartChoice
    number: int
    accuracy: int | None
    baseline: int | None
    bands: list[BandLine]

    @property
    def field(self) -> str:
        return self.choice.field

    @property
    def name(self) -> str:
        return str(FIELD_WORDS[SmartField(self.choice.field)])

    @property
    def can_act(self) -> bool:
        return self.choice.field != SmartField.LEVEL

    @property
    def is_worth_it(self) -> bool:
        return self.accuracy is not None and self.baseline is not None and self.accuracy > self.baseline

    @property
    def threshold(self) -> str:
        return f"{self.choice.threshold:.2f}" if self.choice.is_on else ""


def field_lines(measured: SmartMeasurement | None) -> list[FieldLine]:
    found = measured.result["fields"] if measured is not None and measured.result else {}
    return [_line(choice, found.get(choice.field)) for choice in choices_now()]


def _line(choice: SmartChoice, found: dict[str, Any] | None) -> FieldLine:
    if not found or not found["number"]:
        return FieldLine(choice, 0, None, None, [])
    number = found["number"]
    starts = [round(band["start"] * 100) for band in found["bands"]]
    bands = [
        BandLine(start, to, band["number"], percent(band["right"], band["number"]))
        for start, to, band in zip(starts, [*starts[1:], 100], found["bands"], strict=True)
        if band["number"]
    ]
    return FieldLine(
        choice, number, percent(found["right"], number), percent(found["baseline_right"], number), bands[::-1]
    )


def percent(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None
