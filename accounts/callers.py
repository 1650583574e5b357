"""Who is calling: customers by number, name or address."""

from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from accounts.models import EmailAddress, Role, User
from accounts.phones import PHONE_DIGITS, PHONE_TAIL, TAIL, digits_of, is_phone_number, tail_of

MOST_FOUND = 8


def callers_like(text: str) -> list[User]:
    """At most eight active customers; a whole number by its last digits, whatever was written between and before them."""
    text = " ".join(text.split())
    if len(text) < 2:
        return []
    found = _by_number(text) if is_phone_number(text) else _by_words(text)
    found = found.filter(is_active=True, role=Role.CUSTOMER).select_related("organization")
    return list(found.order_by("name", "email")[:MOST_FOUND])


def customers_by_number(text: str) -> list[User]:
    """Active customers with this whole number; none for fewer digits than are compared."""
    if len(digits_of(text)) < TAIL:
        return []
    return callers_like(text) if is_phone_number(text) else []


def keys_by_number(text: str) -> QuerySet[Any]:
    """Of the people with this whole number, first or further: each way by its index."""
    first = User.objects.exclude(phone="").annotate(phone_tail=PHONE_TAIL).filter(phone_tail=tail_of(text))
    further = User.objects.filter(further_phones__contains=[{"tail": tail_of(text)}])
    return first.order_by().values("pk").union(further.order_by().values("pk"))


def _by_number(text: str) -> QuerySet[User]:
    if len(digits_of(text)) >= TAIL:
        return User.objects.filter(pk__in=keys_by_number(text))
    first = User.objects.exclude(phone="").annotate(phone_digits=PHONE_DIGITS)
    first = first.filter(phone_digits__contains=digits_of(text)).order_by().values("pk")
    further = User.objects.exclude(further_phones=[]).annotate(numbers=Cast("further_phones", TextField()))
    further = further.filter(numbers__contains=digits_of(text)).order_by().values("pk")
    return User.objects.filter(pk__in=first.union(further))


def _by_words(text: str) -> QuerySet[User]:
    like = Q(name__istartswith=text) | Q(name__icontains=f" {text}") | Q(email__istartswith=text)
    further = EmailAddress.objects.filter(address__startswith=text.lower()).order_by().values("person")
    return User.objects.filter(like | Q(pk__in=further))
