"""Which languages the pages can be shown in: those with a catalogue of their own. Customers may write in any."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language_info, to_locale


@cache
def offered_languages() -> dict[str, str]:
    """Code → name. The language of the source needs no catalogue; half a translation would be worse than none."""
    return {
        code: str(name)
        for code, name in settings.LANGUAGES
        if code == settings.LANGUAGE_CODE or any(_catalogue(folder, code).exists() for folder in settings.LOCALE_PATHS)
    }


def language_name(code: str) -> str:
    """In the reader's language; the code itself where nobody knows it."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def _catalogue(folder: str | Path, code: str) -> Path:
    return Path(folder) / to_locale(code) / "LC_MESSAGES" / "django.mo"
