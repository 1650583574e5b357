"""What the palette of commands offers beside what the page itself can do: places, tickets, people, macros. As plain data."""

from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission, role_may
from desk.composer import macro_words
from desk.keys import KEYS
from desk.lists import views_for
from desk.queues import queues_of
from desk.settings.pages import pages_for
from search.people import people_like
from search.query import LONGEST_QUERY
from search.suggestions import SHORTEST, tickets_like
from tickets.content import storable
from tickets.macros import macros_like, named_first

MOST = 5
# What every agent has stands among the pages of the desk.
_EVERYBODYS = (Permission.REPLY,)


class Entry(NamedTuple):
    name: str
    icon: str
    hint: str = ""
    keys: str = ""
    url: str = ""
    macro: int | None = None


class Group(NamedTuple):
    kind: str
    name: str
    entries: list[Entry]

    def as_data(self) -> dict[str, Any]:
        return {"kind": self.kind, "name": self.name, "options": [entry._asdict() for entry in self.entries]}


def places_for(person: User) -> list[Group]:
    """Where one can go; the page filters them by itself."""
    views = [
        Entry(str(view.name), view.icon, keys=_keys(f"view-{view.key}"), url=reverse("desk:view", args=[view.key]))
        for view in views_for(person)
    ]
    pages = [
        Entry(_("New ticket"), "plus", keys=_keys("new"), url=reverse("desk:new_ticket")),
        Entry(_("Notifications"), "bell", keys=_keys("notifications"), url=reverse("desk:notifications")),
        Entry(_("How you are told"), "bell-ring", url=reverse("desk:notification_settings")),
        Entry(_("Online or away"), "circle-dot", url=reverse("desk:availability")),
        Entry(_("Customers"), "contact-round", url=reverse("desk:customers")),
        Entry(_("Articles"), "book-open", url=reverse("articles:articles")),
        Entry(_("New article"), "book-plus", url=reverse("articles:new")),
        Entry(_("Known issues"), "triangle-alert", url=reverse("known_issues:list")),
        Entry(_("Share a win"), "trophy", url=f"{reverse('desk:new_announcement')}?kind=win"),
        Entry(_("Share a lesson"), "lightbulb", url=f"{reverse('desk:new_announcement')}?kind=lesson"),
        Entry(_("Macros"), "zap", url=reverse("desk:macros")),
        Entry(_("Saved views"), "bookmark", url=reverse("desk:manage_views")),
        Entry(_("Your profile"), "user-round", url=reverse("profile")),
    ]
    pages += [Entry(str(queue.name), queue.icon, url=reverse(queue.route)) for queue in queues_of(person.role)]
    if role_may(person.role, Permission.METRICS):
        pages.append(Entry(_("Figures"), "chart-column", url=reverse("metrics:overview")))
    if role_may(person.role, Permission.MACROS):
        pages.append(Entry(_("Settings"), "settings-2", url=reverse("settings:start")))
    pages += [
        Entry(str(page.title), "settings-2", hint=_("Settings"), url=reverse(page.route))
        for page in pages_for(person.role)
        if page.permission not in _EVERYBODYS
    ]
    return [Group("places", _("Go to"), [*views, *pages])]


def found_for(person: User, text: str) -> list[Group]:
    """Tickets by number or words, people, and macros by name; and at the end the search itself."""
    text = storable(text).strip()[:LONGEST_QUERY]
    if not text:
        return []
    groups = [Group("tickets", _("Tickets"), _tickets(person, text))]
    if len(text) >= SHORTEST:
        groups.append(Group("people", _("People"), _people(people_like(text))))
        groups.append(Group("macros", _("Insert a macro"), _macros(person, text)))
    search = f"{reverse('desk:search')}?{urlencode({'q': text})}"
    everything = Entry(
        _("Search all tickets for “%(words)s”") % {"words": text}, "search", keys=_keys("search"), url=search
    )
    return [*groups, Group("search", _("Search"), [everything])]


def _tickets(person: User, text: str) -> list[Entry]:
    return [
        Entry(ticket.name, "ticket", ticket.hint, url=reverse("desk:ticket", args=[ticket.number]))
        for ticket in tickets_like(person, text)[:MOST]
    ]


def _people(found: QuerySet[User]) -> list[Entry]:
    """Each leads to their tickets."""
    return [
        Entry(
            person.display_name,
            "user-round",
            person.email or person.phone,
            url=(
                f"{reverse('desk:search')}?{urlencode({'q': f'from:{person.email}'})}"
                if person.email
                else reverse("desk:customer", args=[person.pk])
            ),
        )
        for person in found.order_by("name", "pk")[:MOST]
    ]


def _macros(person: User, text: str) -> list[Entry]:
    macros = macros_like(person, text).order_by(*named_first(text), "-use_count", "name", "pk")[:MOST]
    return [Entry(macro.name, "zap", macro_words(macro), macro=macro.pk) for macro in macros]


def _keys(name: str) -> str:
    return KEYS[name].press if name in KEYS else ""
