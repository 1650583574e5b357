"""Which languages the pages can be shown in: those with a catalogue of their own. Customers may write in any."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import to_locale


@cache
def offered_languages() -> dict[str, str]:
    """Code → name. The language of the source needs no catalogue; half a translation would be worse than none."""
    return {
        code: str(name)
        for code, name in settings.LANGUAGES
        if code == settings.LANGUAGE_CODE or any(_catalogue(folder, code).exists() for folder in settings.LOCALE_PATHS)
    }


def _catalogue(folder: str | Path, code: str) -> Path:
    return Path(folder) / to_locale(code) / "LC_MESSAGES" / "django.mo"
