"""Who asks for the pages: people whom the seeder made, signed in."""

from dataclasses import dataclass
from importlib import import_module

from django.conf import settings
from django.contrib.auth import login
from django.db.models import Count
from django.http import HttpRequest

from accounts.models import Role, User


@dataclass(frozen=True, slots=True)
class Cast:
    agent: User
    colleague: User
    customer: User

    @classmethod
    def of_the_seed(cls) -> "Cast":
        """Agents, not admins, so that private teams are looked at; the customer with the most requests."""
        agents = User.objects.filter(role=Role.AGENT, is_active=True).order_by("pk")
        busiest = (
            User.objects.filter(role=Role.CUSTOMER, is_active=True)
            .annotate(requests=Count("requested_tickets"))
            .order_by("-requests", "pk")
        )
        agent = agents[0]
        User.objects.filter(pk=agent.pk).update(undo_seconds=0)  # the send itself is timed, not the holding back
        return cls(agent, agents[1], busiest[0])


def session_of(person: User) -> str:
    """Signs the person in; the key for their cookie."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session.save()
    assert request.session.session_key
    return request.session.session_key
