"""Phone numbers as people write them, compared by their last digits: "+44 1632 960-107" and "01632 960107" are one number.

A person's first number is `User.phone`. Further ones are in `User.further_phones`: {"kind", "number", "tail"} each, so that
one look-up by its index finds whose a number is, and no page has to ask for them.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Right
from django.utils.translation import gettext_lazy as _

TAIL = 8  # what is before is how the country or the line is reached
FEWEST = 5
FEWEST_KEPT = 3
LONGEST_NUMBER = 40
MOST_NUMBERS = 10
_NOT_A_NUMBER = re.compile(r"[^\d\s()+./-]")

PHONE_DIGITS = Func(
    F("phone"), Value(r"\D"), Value(""), Value("g"), function="regexp_replace", output_field=CharField()
)
PHONE_TAIL = Right(PHONE_DIGITS, TAIL)


class PhoneKind(models.TextChoices):
    MOBILE = "mobile", _("Mobile")
    WORK = "work", _("Work")
    HOME = "home", _("Home")
    OTHER = "other", _("Other")


def digits_of(text: str) -> str:
    return re.sub(r"\D", "", text)


def is_phone_number(text: str) -> bool:
    """Whether somebody typed a number rather than a name."""
    return len(digits_of(text)) >= FEWEST and not _NOT_A_NUMBER.search(text)


def may_be_kept(text: str) -> bool:
    """Whether it can be dialled: a short one within a house too, and words for an extension may stand behind it."""
    return len(digits_of(text)) >= FEWEST_KEPT


def tail_of(text: str) -> str:
    """The digits that are compared."""
    return digits_of(text)[-TAIL:]


def normal_phone(text: str) -> str:
    """As it is kept: single blanks; a 00 before the country is a +."""
    words = " ".join(text.split())[:LONGEST_NUMBER]
    return re.sub(r"^00\s*(?=[1-9])", "+", words)


def further_phones(typed: Iterable[Mapping[str, str]], *, first: str) -> list[dict[str, Any]]:
    """What `User.further_phones` keeps of these: each once, and not the first again. Raises ValueError naming what is none."""
    found: dict[str, dict[str, Any]] = {}
    for entry in typed:
        number = normal_phone(entry["number"])
        if not number:
            continue
        if not may_be_kept(number):
            raise ValueError(number)
        kind = entry.get("kind") or PhoneKind.OTHER
        found.setdefault(tail_of(number), {"kind": str(kind), "number": number, "tail": tail_of(number)})
    found.pop(tail_of(first), None)
    return list(found.values())[:MOST_NUMBERS]
