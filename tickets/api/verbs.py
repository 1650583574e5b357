"""The verbs as sub-resources: `POST /tickets/{number}/assign/` … Each answers with the ticket as it is then."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import path
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.models import Scope, User
from helpdesk.api.fields import RequestBody
from helpdesk.api.schema import Operation
from tickets import actions
from tickets.access import ticket_for
from tickets.api import input as takes
from tickets.api.forms import FieldsIn, FormIn, set_fields, set_form
from tickets.api.listing import shown
from tickets.api.macros import MacroUseIn
from tickets.api.output import TicketOut
from tickets.api.references import brand_named_by, macros_of, person_named, reason_named, team_named
from tickets.models import Ticket

Words = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Verb:
    """`act(ticket, person, words)` at `/tickets/{number}/<name>/`; its docstring is what the documentation says."""

    name: str
    act: Callable[[Ticket, User, Words], object]
    takes: type[RequestBody] | None = None
    for_customers: bool = False
    scope: str = Scope.WRITE


class VerbView(ApiView):
    verb: Verb = None  # type: ignore[assignment]  # given by as_view

    @property
    def operations(self) -> dict[str, Operation]:  # type: ignore[override]  # from the verb
        name = self.verb.act.__name__
        return {"post": Operation(name, takes=self.verb.takes, gives=TicketOut, scope=self.verb.scope)}

    @property
    def staff_only(self) -> bool:  # type: ignore[override]  # from the verb
        return not self.verb.for_customers

    def post(self, request: ApiRequest, number: int) -> Response:
        words = self.taken(request) if self.verb.takes else {}
        ticket = ticket_for(request.user, number)
        self.verb.act(ticket, request.user, words)
        return shown(ticket, request)


def assign(ticket: Ticket, person: User, words: Words) -> None:
    """Give the ticket to a colleague, or to nobody."""
    actions.assign(ticket, actor=person, assignee=person_named("assignee", words["assignee"]))


def assign_team(ticket: Ticket, person: User, words: Words) -> None:
    """Put the ticket into a team's queue; the team must serve its level."""
    actions.assign_team(ticket, actor=person, team=team_named("team", words["team"]))


def set_status(ticket: Ticket, person: User, words: Words) -> None:
    """Set the status."""
    actions.set_status(ticket, actor=person, status=words["status"])


def solve(ticket: Ticket, person: User, words: Words) -> None:
    """Mark the ticket solved. Customers: your own requests."""
    actions.solve(ticket, actor=person)


def reopen(ticket: Ticket, person: User, words: Words) -> None:
    """Make a solved ticket open again. Customers: your own requests."""
    actions.reopen(ticket, actor=person)


def close(ticket: Ticket, person: User, words: Words) -> None:
    """Close the ticket for good; a customer's message then opens a follow-up."""
    actions.close(ticket, actor=person)


def set_priority(ticket: Ticket, person: User, words: Words) -> None:
    """Set the priority."""
    actions.set_priority(ticket, actor=person, priority=words["priority"])


def set_kind(ticket: Ticket, person: User, words: Words) -> None:
    """Say what kind of ticket it is."""
    actions.set_kind(ticket, actor=person, kind=words["kind"])


def set_close_rule(ticket: Ticket, person: User, words: Words) -> None:
    """Say how the ticket's parent depends on it."""
    actions.set_close_rule(ticket, actor=person, close_rule=words["close_rule"])


def set_brand(ticket: Ticket, person: User, words: Words) -> None:
    """Say which brand's customer it is; answers then go from an address of this brand."""
    actions.set_brand(ticket, actor=person, brand=brand_named_by(words["brand"]))


def set_subject(ticket: Ticket, person: User, words: Words) -> None:
    """Change the subject."""
    actions.set_subject(ticket, actor=person, subject=words["subject"])


def tag_ticket(ticket: Ticket, person: User, words: Words) -> None:
    """Add and remove tags; unknown ones are made."""
    actions.tag(ticket, actor=person, add=words.get("add", ()), remove=words.get("remove", ()))


def escalate(ticket: Ticket, person: User, words: Words) -> None:
    """Hand the ticket up, saying why, what was tried and what is asked."""
    team = team_named("team", words.pop("team", None))
    listed = reason_named("listed_reason", words.pop("listed_reason", None))
    actions.escalate(ticket, actor=person, team=team, listed_reason=listed, **{"reason": "", **words})


def accept_escalation(ticket: Ticket, person: User, words: Words) -> None:
    """Take on an escalation that waits; you become the assignee."""
    actions.accept_escalation(ticket, actor=person)


def decline_escalation(ticket: Ticket, person: User, words: Words) -> None:
    """Send an escalation that waits back to where it came from."""
    actions.decline_escalation(ticket, actor=person, reason=words["reason"])


def hand_back(ticket: Ticket, person: User, words: Words) -> None:
    """Return an escalated ticket with the answer to where it came from."""
    actions.hand_back(ticket, actor=person, answer=words["answer"])


def de_escalate(ticket: Ticket, person: User, words: Words) -> None:
    """Bring a ticket down to a level that can do it."""
    team = team_named("team", words.pop("team", None))
    actions.de_escalate(ticket, actor=person, team=team, **words)


def snooze(ticket: Ticket, person: User, words: Words) -> None:
    """Put the ticket aside until then, or until the customer writes; no clock stands still."""
    actions.snooze(ticket, actor=person, until=words["until"])


def unsnooze(ticket: Ticket, person: User, words: Words) -> None:
    """Bring a snoozed ticket back."""
    actions.unsnooze(ticket, actor=person)


def mark_spam(ticket: Ticket, person: User, words: Words) -> None:
    """Take the ticket out of every list and figure."""
    actions.mark_spam(ticket, actor=person)


def unmark_spam(ticket: Ticket, person: User, words: Words) -> None:
    """Bring a ticket back from spam."""
    actions.unmark_spam(ticket, actor=person)


def delete_ticket(ticket: Ticket, person: User, words: Words) -> None:
    """Put the ticket away; `restore` brings it back."""
    actions.delete(ticket, actor=person)


def restore_ticket(ticket: Ticket, person: User, words: Words) -> None:
    """Bring a deleted ticket back as it was."""
    actions.restore(ticket, actor=person)


def apply_macro(ticket: Ticket, person: User, words: Words) -> None:
    """Do at once what a macro does, without its words."""
    (macro,) = macros_of(person, [words["macro"]])
    actions.apply_macro(ticket, actor=person, macro=macro)


def follow(ticket: Ticket, person: User, words: Words) -> None:
    """Be told of this ticket without taking part in the conversation."""
    actions.follow(ticket, actor=person)


def unfollow(ticket: Ticket, person: User, words: Words) -> None:
    """Stop being told of it."""
    actions.unfollow(ticket, actor=person)


def undo(ticket: Ticket, person: User, words: Words) -> None:
    """Take back what you changed by one act, as far as nobody touched it since. What was said, merged or closed stays."""
    actions.undo(ticket, actor=person, seq=words["seq"])


# `read` stands in desk/api/reading.py: it reads notifications too.
VERBS = (
    Verb("assign", assign, takes.Assignee),
    Verb("assign-team", assign_team, takes.TeamIn),
    Verb("status", set_status, takes.StatusIn),
    Verb("solve", solve, for_customers=True),
    Verb("reopen", reopen, for_customers=True),
    Verb("close", close),
    Verb("priority", set_priority, takes.PriorityIn),
    Verb("kind", set_kind, takes.KindIn),
    Verb("brand", set_brand, takes.TicketBrandIn),
    Verb("subject", set_subject, takes.SubjectIn),
    Verb("form", set_form, FormIn),
    Verb("fields", set_fields, FieldsIn),
    Verb("close-rule", set_close_rule, takes.CloseRuleIn),
    Verb("tags", tag_ticket, takes.TagsIn),
    Verb("escalate", escalate, takes.EscalationIn),
    Verb("accept-escalation", accept_escalation),
    Verb("decline-escalation", decline_escalation, takes.DeclineIn),
    Verb("hand-back", hand_back, takes.AnswerIn),
    Verb("de-escalate", de_escalate, takes.DeEscalationIn),
    Verb("snooze", snooze, takes.SnoozeIn),
    Verb("unsnooze", unsnooze),
    Verb("spam", mark_spam),
    Verb("not-spam", unmark_spam),
    Verb("delete", delete_ticket, scope=Scope.ADMIN),
    Verb("restore", restore_ticket, scope=Scope.ADMIN),
    Verb("follow", follow),
    Verb("unfollow", unfollow),
    Verb("apply-macro", apply_macro, MacroUseIn),
    Verb("undo", undo, takes.UndoIn),
)

urlpatterns = [
    path(f"tickets/<int:number>/{verb.name}/", VerbView.as_view(verb=verb), name=f"ticket_{verb.act.__name__}")
    for verb in VERBS
]
