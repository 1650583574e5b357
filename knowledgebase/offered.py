"""What became of what was offered beside tickets: how often it was shown, put into a reply, sent."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knowledgebase.models import Suggestion
from knowledgebase.models.suggestion import SuggestionKind

_NAMES = {
    SuggestionKind.TICKET: _("Answers of similar tickets"),
    SuggestionKind.ARTICLE: _("Articles"),
    SuggestionKind.MACRO: _("Macros"),
}


class Offered(NamedTuple):
    kind: str
    name: str | Promise
    shown: int
    inserted: int
    sent: int


def offered_between(since: datetime, until: datetime) -> list[Offered]:
    """By kind, of what was first shown from `since` until before `until`; what was never shown is left out."""
    counted = (
        Suggestion.objects.filter(shown_at__gte=since, shown_at__lt=until)
        .order_by()
        .values("kind")
        .annotate(shown=Count("pk"), inserted=Count("inserted_at"), sent=Count("sent_at"))
    )
    found = {row["kind"]: row for row in counted}
    return [
        Offered(str(kind), name, found[kind]["shown"], found[kind]["inserted"], found[kind]["sent"])
        for kind, name in _NAMES.items()
        if kind in found
    ]
