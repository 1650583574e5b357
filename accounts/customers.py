"""Finding customers and organizations by what somebody remembers of them. Each way has its index, so that size is no matter."""

import re
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import QuerySet

from accounts.callers import keys_by_number
from accounts.models import EmailAddress, Organization, User
from accounts.models.user import UserQuerySet
from accounts.phones import PHONE_TAIL, TAIL, is_phone_number, tail_of

LONGEST = 100
_WORD = re.compile(r"[\w@.+-]+")


def customers_like(text: str) -> UserQuerySet:
    """Whose name, address, phone number or organization begins with these words; all of them for none."""
    customers = User.objects.customers()
    words = _WORD.findall(text[:LONGEST])
    if not text.strip():
        return customers
    ways = [_by_words(words), _by_address(text), _by_further_address(text), _by_organization(text)] if words else []
    if is_phone_number(text):
        ways.append(_by_phone(text))
    if not ways:
        return customers.none()
    return customers.filter(pk__in=ways[0].union(*ways[1:], all=True))


def organizations_like(text: str) -> QuerySet[Organization]:
    """Whose name begins so, or has a word that does; or who has this mail domain."""
    start = text[:LONGEST].strip()
    if not start:
        return Organization.objects.order_by()
    named = Organization.objects.filter(name__istartswith=start)
    inside = Organization.objects.filter(name__icontains=f" {start}")
    domain = Organization.objects.filter(domains__contains=[start.lower()])
    return Organization.objects.filter(pk__in=_keys(named).union(_keys(inside), _keys(domain)))


def _by_words(words: list[str]) -> QuerySet[User]:
    query = " & ".join(f"'{word}':*" for word in words)
    vector = SearchVector("name", "email", "phone", config="simple")  # as the index user_words has it
    return _keys(
        User.objects.annotate(words=vector).filter(words=SearchQuery(query, search_type="raw", config="simple"))
    )


def _by_address(text: str) -> QuerySet[User]:
    return _keys(User.objects.filter(email__startswith=text.strip().lower()))


def _by_further_address(text: str) -> QuerySet[Any]:
    return EmailAddress.objects.filter(address__startswith=text.strip().lower()).order_by().values("person")


def _by_organization(text: str) -> QuerySet[User]:
    return _keys(User.objects.filter(organization__in=organizations_like(text)))


def _by_phone(text: str) -> QuerySet[User]:
    """A whole number by its indexes; the last digits alone read the first numbers of all who have one."""
    tail = tail_of(text)
    if len(tail) == TAIL:
        return User.objects.filter(pk__in=keys_by_number(text)).order_by().values("pk")
    return _keys(User.objects.exclude(phone="").annotate(tail=PHONE_TAIL).filter(tail__endswith=tail))


def _keys(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.order_by().values("pk")
