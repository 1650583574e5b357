"""Short texts that an admin writes once and, where customers of other languages read them, once more in each: language → text."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.directory import Refusal
from accounts.languages import offered_languages
from accounts.words import one_line


def checked_texts(given: Any, longest: int) -> dict[str, str]:
    """Those with words in them, each on one line. Raises Refusal."""
    if not isinstance(given, dict):
        raise Refusal(_("Write the text of each language, such as en: …"))
    if unknown := next((code for code in given if code not in offered_languages()), None):
        raise Refusal(
            _("There is no language “%(code)s” here. It is one of: %(list)s.")
            % {"code": unknown, "list": ", ".join(offered_languages())}
        )
    texts = {code: one_line(str(text), longest) for code, text in given.items()}
    return {code: texts[code] for code in offered_languages() if texts.get(code)}


def in_readers_language(text: str, others: Mapping[str, str]) -> str:
    """As it is where nobody wrote it in the reader's language."""
    return others.get(get_language() or "", "") or text


def other_languages() -> dict[str, str]:
    """Code → name, in the active language, of those that a text can be given in besides the one of the desk's own pages."""
    return {code: str(name) for code, name in offered_languages().items() if code != settings.LANGUAGE_CODE}
