"""Articles on the portal's home: those that may answer what somebody has asked, and those that helped most."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from knowledgebase.models import Translation
from knowledgebase.queries import popular
from knowledgebase.searching import hits_of, ranked_for
from tickets.models import Ticket
from tickets.models.ticket import UNFINISHED

_MOST_SUGGESTED = 3
_LEAST_COVERED = 0.35  # of what the request says, by the words of the best article


@dataclass(frozen=True, slots=True)
class HomeArticles:
    """`about` is the request that the suggested ones may answer; None: nothing is suggested."""

    popular: list[Translation]
    suggested: list[Translation]
    about: Ticket | None


def home_articles(person: User | AnonymousUser, language: str, requests: Sequence[Ticket] = ()) -> HomeArticles:
    """Suggested is what a search for the newest of these requests that is under way finds, where its words cover enough of it.

    By words alone: no web process loads a model for a page that everybody opens.
    """
    about = next((ticket for ticket in requests if ticket.status in UNFINISHED), None)
    suggested: list[Translation] = []
    if about is not None:
        found = ranked_for(person, about.subject, language=language, by_meaning=False)
        if found.covered >= _LEAST_COVERED:
            suggested = [hit.translation for hit in hits_of(found, _MOST_SUGGESTED)]
    told = {translation.pk for translation in suggested}
    best = [translation for translation in popular(person, language) if translation.pk not in told]
    return HomeArticles(best, suggested, about if suggested else None)
