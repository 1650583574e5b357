"""Who is calling: customers by number, name or address."""

from django.db.models import Q, QuerySet

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


def _by_number(text: str) -> QuerySet[User]:
    people = User.objects.exclude(phone="")
    if len(digits_of(text)) >= TAIL:
        return people.annotate(phone_tail=PHONE_TAIL).filter(phone_tail=tail_of(text))
    return people.annotate(phone_digits=PHONE_DIGITS).filter(phone_digits__contains=digits_of(text))


def _by_words(text: str) -> QuerySet[User]:
    like = Q(name__istartswith=text) | Q(name__icontains=f" {text}") | Q(email__istartswith=text)
    further = EmailAddress.objects.filter(address__startswith=text.lower()).order_by().values("person")
    return User.objects.filter(like | Q(pk__in=further))
