"""Who and what the events at hand name: they hold ids, which are looked up for all of them in one go."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from accounts.models import Team, User
from helpdesk.prepared import Prepared, any_of
from tickets.events import EventKind
from tickets.fields import FieldOfForm
from tickets.forms import fields_named
from tickets.models import Event, Ticket

_with_keys = Prepared(lambda keys: User.objects.only("name", "email").filter(pk__in=any_of(keys)))


@dataclass(slots=True)
class Names:
    """Display names by id, for the events at hand: one query for each sort of thing in them, however many there are."""

    people: dict[int, str] = field(default_factory=dict)
    teams: dict[int, str] = field(default_factory=dict)
    fields: dict[str, FieldOfForm] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()  # tickets that the reader cannot see

    @classmethod
    def of(cls, events: Iterable[Event], known: Iterable[User] = (), *, reader: User | None = None) -> "Names":
        """`known`: people who are loaded already, so that nobody asks for them again. `reader`: who will read it (None: us)."""
        people: set[int] = set()
        teams: set[int] = set()
        tickets: set[int] = set()
        keys: set[str] = set()
        for event in events:
            tickets.update(filter(None, [event.data.get("other"), event.data.get("split_from")]))
            if event.kind == EventKind.FIELDS_SET:
                keys.update(event.data["fields"])
            people.update(filter(None, [event.actor_id, event.data.get("person")]))
            people.update(filter(None, event.changes.get("assignee_id", [])))
            people.update(event.data.get("mentions", ()))
            if event.kind in (EventKind.TOLD, EventKind.EMERGENCY_CALLED):
                people.update(event.data["tell"])
            people.update(filter(None, [event.data.get("survivor")]))
            teams.update(filter(None, [*event.changes.get("team_id", []), event.data.get("team")]))
        loaded = {person.pk: person.display_name for person in known}
        people -= loaded.keys()
        asked = _with_keys(list(people)) if people else []
        return cls(
            people=loaded | {person.pk: person.display_name for person in asked},
            teams=dict(Team.objects.filter(pk__in=teams).values_list("pk", "name")) if teams else {},
            fields=fields_named(keys) if keys else {},
            hidden=_hidden_from(reader, tickets) if reader is not None and tickets else frozenset(),
        )

    def person(self, pk: int | None) -> str:
        return self.people.get(pk or 0, "") or _("somebody")

    def team(self, pk: int | None) -> str:
        return self.teams.get(pk or 0, "") or _("another team")

    def ticket(self, number: int) -> str:
        return _("a ticket that you cannot see") if number in self.hidden else f"#{number}"


def _hidden_from(reader: User, tickets: set[int]) -> frozenset[int]:
    return frozenset(
        tickets - set(Ticket.objects.visible_to(reader).filter(pk__in=tickets).values_list("pk", flat=True))
    )
