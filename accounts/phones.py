"""Phone numbers as people write them, compared by their last digits: "+44 1632 960-107" and "01632 960107" are one number."""

import re

from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Right

TAIL = 8  # what is before is how the country or the line is reached
FEWEST = 5
_NOT_A_NUMBER = re.compile(r"[^\d\s()+./-]")

PHONE_DIGITS = Func(
    F("phone"), Value(r"\D"), Value(""), Value("g"), function="regexp_replace", output_field=CharField()
)
PHONE_TAIL = Right(PHONE_DIGITS, TAIL)


def digits_of(text: str) -> str:
    return re.sub(r"\D", "", text)


def is_phone_number(text: str) -> bool:
    """Whether somebody typed a number rather than a name."""
    return len(digits_of(text)) >= FEWEST and not _NOT_A_NUMBER.search(text)


def tail_of(text: str) -> str:
    """The digits that are compared."""
    return digits_of(text)[-TAIL:]
