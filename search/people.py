"""Finding people by what somebody remembers of them."""

import re

from django.contrib.postgres.search import SearchQuery, SearchVector

from accounts.models import EmailAddress, User
from accounts.models.user import UserQuerySet

LONGEST = 100
_WORD = re.compile(r"\w+")


def people_like(text: str) -> UserQuerySet:
    """Whose name, one of whose addresses or phone number has words that begin so; nobody for no words."""
    words = _WORD.findall(text[:LONGEST])
    if not words:
        return User.objects.none()
    # As the index of people has it.
    vector = SearchVector("name", "email", "phone", config="simple")
    query = SearchQuery(" & ".join(f"'{word}':*" for word in words), search_type="raw", config="simple")
    by_words = User.objects.annotate(words=vector).filter(words=query).order_by().values("pk")
    by_address = EmailAddress.objects.filter(address__startswith=text.strip().lower()).order_by().values("person")
    # Each by its index; an OR of both would read all people.
    return User.objects.filter(is_active=True, pk__in=by_words.union(by_address, all=True))
