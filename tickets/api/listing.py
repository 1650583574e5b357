"""Tickets over the API: the list with its filters and closed sorts, opening one, reading one."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.api.views import paged
from accounts.models import User
from helpdesk.api.pagination import Sort, page_of
from helpdesk.api.schema import Operation
from helpdesk.tagging import tag_name
from tickets.access import ticket_for
from tickets.actions import assign, assign_team, open_ticket
from tickets.api.input import NewTicket, TicketQuery, body_of
from tickets.api.output import TicketOut, TicketPage
from tickets.api.references import brand_named_by, files_of, form_named, people_at, person_named, team_named
from tickets.door import verb
from tickets.errors import NotAllowed
from tickets.models import Channel, Ticket
from tickets.models.ticket import TicketQuerySet
from tickets.recipients import person_at

_SORTS = {
    "updated": Sort("updated_at", descending=True),
    "opened": Sort("opened_at", descending=True),
    "waiting": Sort("waiting_since"),
    "due": Sort("next_due_at"),
    "priority": Sort("priority", descending=True),
    "solved": Sort("solved_at", descending=True),
}
_SHOWN_WITH = ("requester", "organization", "assignee", "team")


class Tickets(ApiView):
    operations = {
        "get": Operation("list_tickets", query=TicketQuery, gives=TicketPage),
        "post": Operation("open_ticket", takes=NewTicket, gives=TicketOut, status=201),
    }

    def get(self, request: ApiRequest) -> Response:
        """The tickets that you may see; spam and deleted ones only when asked for."""
        asked = self.asked(request)
        if not request.user.is_staff:
            _refuse_staff_filters(asked)
        tickets = filtered(Ticket.objects.visible_to(request.user), asked, request.user)
        tickets = tickets.select_related(*_SHOWN_WITH)
        if request.user.is_staff:
            tickets = tickets.prefetch_related("tags")
        sort = _SORTS[asked["sort"]]
        page = page_of(tickets, sort=sort, request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        return paged(page, TicketOut, person=request.user)

    def post(self, request: ApiRequest) -> Response:
        """Open a ticket with its first message."""
        ticket = opened(request.user, self.taken(request))
        return shown(ticket, request, 201, Location=reverse("api:ticket", args=[ticket.pk]))


class OneTicket(ApiView):
    operations = {"get": Operation("get_ticket", gives=TicketOut)}

    def get(self, request: ApiRequest, number: int) -> Response:
        """The ticket. Its ETag is what If-Match of a reply takes; all changes are verbs below its address."""
        return shown(ticket_for(request.user, number), request)


def shown(ticket: Ticket, request: ApiRequest, status: int = 200, **headers: str) -> Response:
    """The ticket as its reader may see it."""
    if request.user.is_staff:
        headers["ETag"] = f'"{ticket.conversation_seq}"'
    return Response(TicketOut(ticket, context={"person": request.user}).data, status, headers=headers)


@verb
def opened(person: User, words: dict[str, Any]) -> Ticket:
    if not person.is_staff:
        _refuse_staff_fields(person, words)
    requester = person
    if "requester" in words:
        requester = person_at(words["requester"], words.get("requester_name", ""))
    ticket = open_ticket(
        actor=person,
        requester=requester,
        subject=words["subject"],
        body=body_of(words),
        channel=words.get("channel", Channel.API),
        attachments=files_of(person, words.get("attachments", ())),
        cc=people_at(words.get("cc", ())) or (),
        tags=words.get("tags", ()),
        brand_id=None if "follows" in words and "brand" not in words else brand_named_by(words.get("brand")),
        form=form_named(words.get("form"), person),
        answers=words.get("fields"),
        follows=ticket_for(person, words["follows"]) if "follows" in words else None,
        **{name: words[name] for name in ("priority", "kind") if name in words},
    )
    if words.get("team") is not None:
        assign_team(ticket, actor=person, team=team_named("team", words["team"]))
    if words.get("assignee") is not None:
        assign(ticket, actor=person, assignee=person_named("assignee", words["assignee"]))
    return ticket


def filtered(tickets: TicketQuerySet, asked: dict[str, Any], person: User) -> TicketQuerySet:
    """The tickets that all given filters let through."""
    tickets = tickets.filter(is_spam=asked["is_spam"], deleted_at__isnull=not asked["is_deleted"])
    for column in ("status", "priority", "level", "channel", "kind", "sentiment"):
        if asked.get(column):
            tickets = tickets.filter(**{f"{column}__in": asked[column]})
    for column in ("requester", "organization", "brand"):
        if column in asked:
            tickets = tickets.filter(**{f"{column}_id": asked[column]})
    if "is_snoozed" in asked:
        tickets = tickets.filter(snoozed_until__isnull=not asked["is_snoozed"])
    if "assignee" in asked:
        tickets = tickets.filter(_held_by("assignee", asked["assignee"].strip(), person))
    if "team" in asked:
        tickets = tickets.filter(_held_by("team", asked["team"].strip(), person))
    for name in asked.get("tag", ()):
        tickets = tickets.filter(pk__in=Ticket.tags.through.objects.filter(tag__name=tag_name(name)).values("ticket"))
    if "due_before" in asked:
        tickets = tickets.unfinished().filter(next_due_at__lt=asked["due_before"])
    for column in ("opened", "updated", "solved"):
        if f"{column}_after" in asked:
            tickets = tickets.filter(**{f"{column}_at__gte": asked[f"{column}_after"]})
        if f"{column}_before" in asked:
            tickets = tickets.filter(**{f"{column}_at__lt": asked[f"{column}_before"]})
    return _sortable(tickets, asked["sort"])


def _sortable(tickets: TicketQuerySet, sort: str) -> TicketQuerySet:
    """Only rows that have the key, found by the partial index of the sort."""
    if sort == "waiting":
        return tickets.unfinished().filter(waiting_since__isnull=False)
    if sort == "due":
        return tickets.unfinished().filter(next_due_at__isnull=False)
    if sort == "priority":
        return tickets.unfinished()
    return tickets.solved() if sort == "solved" else tickets


def _held_by(column: str, who: str, person: User) -> Q:
    if who == "none":
        return Q(**{f"{column}__isnull": True})
    return Q(**{f"{column}_id": person.pk if who == "me" else int(who)})


def _refuse_staff_filters(asked: dict[str, Any]) -> None:
    """What a customer cannot read they cannot ask for either: the answers would tell."""
    refused = {"kind", "sentiment", "level", "team", "tag", "brand", "due_before"} & set(asked)
    if refused or asked["is_spam"] or asked["is_deleted"] or asked["sort"] in ("waiting", "due"):
        raise NotAllowed(_("Filter by status, priority, channel, people or time; everything else is for staff."))


def _refuse_staff_fields(person: User, words: dict[str, Any]) -> None:
    own = words.get("requester") in (None, person.email) and words.get("channel") in (None, Channel.API)
    others = set(words) - {
        "subject",
        "text",
        "html",
        "attachments",
        "requester",
        "requester_name",
        "channel",
        "form",
        "fields",
    }
    if not own or others:
        raise NotAllowed(
            _("Give a subject, your words, attachments, a topic and its answers; everything else is for staff.")
        )
