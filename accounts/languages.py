"""Which languages the pages can be shown in: those with a catalogue of their own. Customers may write in any."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.functional import lazy
from django.utils.translation import get_language_info, gettext_lazy, to_locale

from accounts.brands import brand_shown
from accounts.general import general
from helpdesk.language import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import _StrOrPromise

    from accounts.models import User


@cache
def offered_languages() -> "dict[str, _StrOrPromise]":
    """Code → name in the language of its reader. The source needs no catalogue; half a translation would be worse than none."""
    return {
        code: name
        for code, name in settings.LANGUAGES
        if code == settings.LANGUAGE_CODE or any(_catalogue(folder, code).exists() for folder in settings.LOCALE_PATHS)
    }


def default_language() -> str:
    """Of the pages, for people of whom nobody knows one: the brand's or the desk's, where the pages can be shown in it."""
    return (
        code
        if (code := brand_shown().language or general().language) in offered_languages()
        else settings.LANGUAGE_CODE
    )


def language_of_desk() -> str:
    """What people of ours read until they choose, whatever the brand of the address; English where we do not speak it."""
    return code if (code := general().language) in offered_languages() else settings.LANGUAGE_CODE


def language_shown_to(person: object, *others: str | None) -> str:
    """What we show and mail to this person (or stranger) in: what they chose, else the first of `others` that we speak.

    People of ours who chose none read the desk's language: neither their browser nor what they wrote decides for them.
    """
    chosen = getattr(person, "language", "")
    if getattr(person, "is_staff", False):
        return chosen if chosen in offered_languages() else language_of_desk()
    return next((code for code in (chosen, *others) if code in offered_languages()), default_language())


def by_language(people: "Iterable[User]") -> "dict[str, list[User]]":
    """Each with those who read it, in the order of their first: one text is drawn for all of them."""
    readers: dict[str, list[User]] = {}
    for person in people:
        readers.setdefault(language_shown_to(person), []).append(person)
    return readers


@cache
def languages_of_customers() -> "tuple[tuple[str, _StrOrPromise], ...]":
    """Those that a text can be told to be in: code and name in the reader's language, in the order of their English names."""
    names = {code: LANG_INFO[code]["name"] if code in LANG_INFO else "Chinese" for code in LANGUAGES}
    return tuple((code, _name_for_reader(code)) for code in sorted(names, key=names.__getitem__))


def language_name(code: str) -> str:
    """In the reader's language; the code itself where nobody knows it."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return str(_NAMES.get(code, code))


def speaks(person: "User", language: str) -> bool:
    """Whether they answer customers in it, of whatever country; nobody where it is not known ("")."""
    spoken = {code.partition("-")[0] for code in person.languages}
    return bool(language) and language.partition("-")[0] in spoken


_name_for_reader = lazy(language_name, str)
# What Django names only by its scripts.
_NAMES = {"zh": gettext_lazy("Chinese")}


def _catalogue(folder: str | Path, code: str) -> Path:
    return Path(folder) / to_locale(code) / "LC_MESSAGES" / "django.mo"
