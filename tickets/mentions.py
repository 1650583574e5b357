"""Naming a colleague in a note: who can be named, whom a text names, and where somebody was named."""

import re
from collections.abc import Callable, Iterable

from django.db.models import F, Q, QuerySet

from accounts.models import Role, User
from tickets.models import Mention, Ticket

MOST_SUGGESTED = 8


def staff_who_see(ticket: Ticket) -> QuerySet[User]:
    """People of ours who may see this ticket (design.md section 11): only they can be named."""
    staff = User.objects.staff()
    if ticket.team is None or not ticket.team.is_private:
        return staff
    inside = Q(pk__in=ticket.team.members.values("pk")) | Q(role=Role.ADMIN)
    taking_part = Q(pk__in=ticket.participants.values("person")) | Q(pk__in=[ticket.assignee_id, ticket.requester_id])
    return staff.filter(inside | taking_part)


def colleagues_like(ticket: Ticket, text: str, *, but: User) -> list[User]:
    """Those whom the beginning of a name, of a later part of it or of an address finds; for the picker."""
    people = staff_who_see(ticket).exclude(pk=but.pk)
    if text:
        like = Q(name__istartswith=text) | Q(name__icontains=f" {text}") | Q(email__istartswith=text)
        people = people.filter(like)
    return list(people.order_by("name", "email")[:MOST_SUGGESTED])


def named_in(text: str, people: Iterable[User]) -> list[User]:
    """Whom `text` names with an @ before their name or address, in the order of the text; of two names the longer one.

    A first name alone, as people type it by hand, names who is the only one of that name among `people`.
    """
    people = list(people)
    names = _names_of(people, lambda person: {person.name.casefold(), person.email.casefold()})
    short = _names_of(people, lambda person: {person.name.casefold().partition(" ")[0]})
    names = {name: bearers for name, bearers in short.items() if len(bearers) == 1} | names
    if not names:
        return []
    longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w@.])@({longest_first})(?![\w@]|\.\w)")
    found = [person for match in pattern.finditer(" ".join(text.casefold().split())) for person in names[match[1]]]
    return list(dict.fromkeys(found))


def _names_of(people: Iterable[User], called: Callable[[User], set[str]]) -> dict[str, list[User]]:
    names: dict[str, list[User]] = {}
    for person in people:
        for name in called(person) - {""}:
            names.setdefault(name, []).append(person)
    return names


def may_name_somebody(text: str) -> bool:
    return "@" in text


def mentions_of(person: User) -> QuerySet[Mention]:
    """Where this person was named on tickets they see: the unread first, then the newest."""
    visible = Ticket.objects.visible_to(person).order_by().values("pk")
    mentions = Mention.objects.filter(person=person, ticket__in=visible)
    return mentions.select_related("ticket", "message__author").order_by(F("read_at").desc(nulls_first=True), "-pk")
