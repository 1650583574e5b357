"""Answering all incidents of a problem, or all children of a parent, with one message: how it reads for each, and sending it."""

import uuid

from django.urls import reverse
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from helpdesk.api.fields import Flag, Id, ListOf, RequestBody, Words
from helpdesk.api.schema import Operation
from tickets.access import ticket_for
from tickets.actions import answer_incidents
from tickets.api.bulk import BulkActOut
from tickets.bulk.results import result_of
from tickets.content import storable
from tickets.html import clean
from tickets.incidents import answered_through, letters_for
from tickets.models import Ticket
from tickets.models.bulk import MOST_TICKETS
from tickets.models.ticket import TicketQuerySet

_LONGEST = 100_000


class LetterIn(RequestBody):
    html = Words(max_length=_LONGEST, help_text="With placeholders, as macros have them.")
    tickets = ListOf(Id(), max_length=MOST_TICKETS, required=False, help_text="All that are not solved when left out.")


class AnswerIncidentsIn(LetterIn):
    solve = Flag(required=False, help_text="Solve each with its answer.")
    solve_problem = Flag(required=False, help_text="Solve the problem, too.")


class LetterOut(serializers.Serializer):
    ticket = serializers.IntegerField(source="ticket.pk")
    html = serializers.CharField()
    text = serializers.CharField()
    missing = serializers.ListField(child=serializers.CharField(), help_text="What could not be filled in.")
    warning = serializers.CharField(help_text="Why this customer would get nothing; empty when they would.")


class LetterList(serializers.Serializer):
    results = LetterOut(many=True)


class PreviewIncidents(ApiView):
    staff_only = True
    operations = {"post": Operation("preview_incident_answers", takes=LetterIn, gives=LetterList)}

    def post(self, request: ApiRequest, number: int) -> Response:
        """How these words would read for each incident of a problem, or each child of another ticket; nothing is sent."""
        words = self.taken(request)
        problem = ticket_for(request.user, number)
        chosen = _chosen(answered_through(problem, request.user), words.get("tickets"))
        related = chosen.select_related("requester", "organization", "team", "mailbox")[:MOST_TICKETS]
        letters = letters_for(related, html=clean(storable(words["html"])), writer=request.user)
        return Response(LetterList({"results": letters}).data)


class AnswerIncidents(ApiView):
    staff_only = True
    operations = {"post": Operation("answer_incidents", takes=AnswerIncidentsIn, gives=BulkActOut, status=202)}

    def post(self, request: ApiRequest, number: int) -> Response:
        """Reply to the customer of each incident, or child of what is no problem.

        A worker carries it out; the answer is the bulk act, which tells how far it is.

        Send an `Idempotency-Key`, so that a repetition acts once.
        """
        words = self.taken(request)
        problem = ticket_for(request.user, number)
        act = answer_incidents(
            problem,
            actor=request.user,
            html=words["html"],
            seen=_seen(problem, request, words.get("tickets")),
            token=str(uuid.uuid4()),
            solving=words.get("solve", False),
            solving_problem=words.get("solve_problem", False),
        )
        location = reverse("api:bulk_act", args=[act.pk])
        return Response(BulkActOut(result_of(act)).data, 202, headers={"Location": location})


def _chosen(incidents: TicketQuerySet, numbers: list[int] | None) -> TicketQuerySet:
    return incidents.unfinished() if numbers is None else incidents.filter(pk__in=numbers)


def _seen(problem: Ticket, request: ApiRequest, numbers: list[int] | None) -> dict[int, int]:
    """What there is now counts as read; a number that is no incident is kept, so that the verb refuses it."""
    found = _chosen(answered_through(problem, request.user), numbers).values_list("pk", "conversation_seq")
    return dict.fromkeys(numbers or (), 0) | dict(found)
