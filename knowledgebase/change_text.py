"""What was done to an article, as sentences. The one place that knows the kinds of `ArticleChange`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.languages import language_name
from knowledgebase.models import ArticleChange, Visibility

_SENTENCES = {
    "added": gettext_lazy("%(who)s began it"),
    "translated": gettext_lazy("%(who)s began the text in %(language)s"),
    "translation_checked": gettext_lazy("%(who)s found that the translation says what its source says"),
    "submitted": gettext_lazy("%(who)s asked for a review"),
    "published": gettext_lazy("%(who)s published it"),
    "scheduled": gettext_lazy("%(who)s planned to publish it on %(at)s"),
    "unscheduled": gettext_lazy("%(who)s took the planned publishing back"),
    "archived": gettext_lazy("%(who)s archived it"),
    "unarchived": gettext_lazy("%(who)s took it out of the archive"),
    "moved": gettext_lazy("%(who)s gave it the address “%(slug)s”"),
    "revision_restored": gettext_lazy("%(who)s brought back what revision %(number)s says"),
    "verified": gettext_lazy("%(who)s found it true; due again on %(due)s"),
    "owner_told": gettext_lazy("%(who)s told %(name)s that it is due for a look"),
    "changed": gettext_lazy("%(who)s changed %(what)s"),
}
_FIELDS = {
    "category_id": gettext_lazy("its category"),
    "section_id": gettext_lazy("its section"),
    "visibility": gettext_lazy("who may read it"),
    "owner_id": gettext_lazy("its owner"),
    "tags": gettext_lazy("its tags"),
    "brands": gettext_lazy("whose help centre it stands in"),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    at: datetime


def sentences_of(changes: Iterable[ArticleChange]) -> list[Sentence]:
    return [Sentence(sentence_of(change), change.at) for change in changes]


def sentence_of(change: ArticleChange) -> str:
    sentence = _SENTENCES.get(change.kind)
    who = change.actor.display_name if change.actor is not None else _("The help desk")
    if sentence is None:
        return who
    return str(sentence) % {"who": who, **_words(change)}


def _words(change: ArticleChange) -> dict[str, Any]:
    data = change.data
    return {
        "language": language_name(change.language) if change.language else "",
        "at": _moment(data.get("publish_at", "")),
        "due": _day(data.get("due", "")),
        "slug": data.get("slug", ""),
        "name": data.get("name", ""),
        "number": data.get("number", ""),
        "what": ", ".join(_part(field, values) for field, values in data.get("changes", {}).items()),
    }


def _part(field: str, values: list[Any]) -> str:
    name = str(_FIELDS.get(field, field))
    if field == "visibility" and values[1] in Visibility:
        return f"{name} ({Visibility(values[1]).label})"
    if field == "tags" and values[1]:
        return f"{name} ({', '.join(values[1])})"
    return name


def _moment(text: str) -> str:
    return date_format(localtime(datetime.fromisoformat(text)), "DATETIME_FORMAT") if text else ""


def _day(text: str) -> str:
    return date_format(localtime(datetime.fromisoformat(text)), "DATE_FORMAT") if text else ""
