"""Doing what a rule says: each of its effects by the verb that people use too, all of them or none."""

import logging
from collections.abc import Callable

from django.core.exceptions import ObjectDoesNotExist
from django.db import OperationalError
from django.utils.translation import gettext as _

from accounts.actors import ActorKind, SystemActor
from accounts.models import Team, User
from mail.senders import MACHINE_ADDRESS
from outbox.webhooks import post_webhook
from routing.assign import wish
from routing.effects import Do, Effect
from routing.models import WebhookTarget
from routing.plans import declare, kept_plans
from routing.rulebook import ActiveRule
from tickets import actions
from tickets.content import Body, html_of
from tickets.door import current_passage, undone_when_it_fails
from tickets.errors import Invalid, Refused, TooManyEvents
from tickets.models import Event, Macro, Ticket
from tickets.placeholders import fill_silently, values_for

_ANSWERED = "rules_answered"  # what a passage remembers: the tickets

logger = logging.getLogger(__name__)


class Failed(Exception):
    """The rule could not act; the sentence says why. Nothing of it happened."""


class RanAway(Exception):
    """One act has set off too many events. Nothing of what the rule did last happened."""


def perform(rule: ActiveRule, event: Event) -> None:
    """Raises Failed or RanAway, and what the database says when it is in trouble itself (a deadlock is tried again)."""
    passage = current_passage()
    before, passage.rule = passage.rule, rule.pk
    answered = set(passage.kept.get(_ANSWERED, ()))
    try:
        with undone_when_it_fails():
            actor = SystemActor(rule.name, ActorKind.RULE)
            for effect in rule.reading.effects:
                _DOES[effect.do](event, actor, effect)
        answered = passage.kept.get(_ANSWERED, answered)
    except TooManyEvents as many:
        raise RanAway from many
    except Refused as refused:
        raise Failed(str(refused)) from refused
    except ObjectDoesNotExist as missing:
        raise Failed(_("What the rule names is not there any more.")) from missing
    except OperationalError:
        raise
    except Exception as fault:
        logger.exception("The rule %s (%s) broke on #%s", rule.name, rule.pk, event.ticket_id)
        raise Failed(_("It broke: %(fault)s") % {"fault": type(fault).__name__}) from fault
    finally:
        passage.rule = before
        passage.kept[_ANSWERED] = answered  # without what is undone


def _assign_team(event: Event, actor: SystemActor, effect: Effect) -> None:
    actions.assign_team(event.ticket, actor=actor, team=Team.objects.get(pk=effect["team"]))


def _assign_person(event: Event, actor: SystemActor, effect: Effect) -> None:
    actions.assign(event.ticket, actor=actor, assignee=User.objects.get(pk=effect["person"]))


def _assign_by(event: Event, actor: SystemActor, effect: Effect) -> None:
    """Only a wish: somebody is chosen after the commit (routing/assign.py)."""
    if event.ticket.team_id is None:
        raise Invalid(_("The ticket is in no team's queue, so there is nobody to choose from."))
    wish(event.ticket, effect["strategy"])


def _set_status(event: Event, actor: SystemActor, effect: Effect) -> None:
    actions.set_status(event.ticket, actor=actor, status=effect["status"])


def _set_priority(event: Event, actor: SystemActor, effect: Effect) -> None:
    actions.set_priority(event.ticket, actor=actor, priority=effect["priority"])


def _set_kind(event: Event, actor: SystemActor, effect: Effect) -> None:
    actions.set_kind(event.ticket, actor=actor, kind=effect["kind"])


def _set_level(event: Event, actor: SystemActor, effect: Effect) -> None:
    actions.set_level_at_opening(event.ticket, actor=actor, level=effect["level"], team=_team(effect["team"]))


def _set_field(event: Event, actor: SystemActor, effect: Effect) -> None:
    actions.set_field(event.ticket, actor=actor, key=effect["field"], value=effect["value"])


def _tag(event: Event, actor: SystemActor, effect: Effect) -> None:
    actions.tag(event.ticket, actor=actor, add=effect["add"], remove=effect["remove"])


def _escalate(event: Event, actor: SystemActor, effect: Effect) -> None:
    reason, tried, asked = (_filled_text(event.ticket, effect[name]) for name in ("reason", "tried", "asked"))
    actions.escalate(
        event.ticket,
        actor=actor,
        to_level=effect["level"],
        team=_team(effect["team"]),
        reason=reason,
        tried=tried,
        asked=asked,
    )


def _reply(event: Event, actor: SystemActor, effect: Effect) -> None:
    """Nobody looks at it again before it leaves, so a placeholder without a value is left out. Machines get no answer.

    Of one act a customer gets one answer of rules: whatever sets whatever off, nobody is flooded.
    """
    if not event.data.get("acknowledge", True) or MACHINE_ADDRESS.match(event.ticket.answer_address):
        return
    answered: set[int] = current_passage().kept.setdefault(_ANSWERED, set())
    if event.ticket_id in answered:
        raise Invalid(_("A rule has answered already. Let only one rule answer at an event."))
    macro = Macro.objects.kept().get(pk=effect["macro"])
    body = Body.from_html(fill_silently(macro.html, values_for(event.ticket, None), is_html=True))
    actions.reply(event.ticket, actor=actor, body=body, seen_seq=None)
    answered.add(event.ticket_id)


def _note(event: Event, actor: SystemActor, effect: Effect) -> None:
    text = _filled_text(event.ticket, effect["text"])
    actions.add_note(event.ticket, actor=actor, body=Body.from_html(html_of(text)))


def _notify(event: Event, actor: SystemActor, effect: Effect) -> None:
    keys = set(effect["people"])
    if effect["assignee"] and event.ticket.assignee_id:
        keys.add(event.ticket.assignee_id)
    people = list(User.objects.staff().filter(pk__in=keys))
    if effect["team"] is not None:
        people += Team.objects.get(pk=effect["team"]).members.all()
    actions.tell(event.ticket, actor=actor, people=people, text=_filled_text(event.ticket, effect["text"]))


def _webhook(event: Event, actor: SystemActor, effect: Effect) -> None:
    target = WebhookTarget.objects.filter(archived_at=None).get(pk=effect["target"])
    data = {
        "rule": {"id": current_passage().rule, "name": actor.name},
        "event": {"seq": event.seq, "kind": event.kind, "at": event.at.isoformat()},
        "ticket": _as_data(event.ticket),
    }
    post_webhook(
        url=target.url, secret=target.secret, name=target.name, kind="rule.acted", data=data, ticket_id=event.ticket_id
    )


def _emergency(event: Event, actor: SystemActor, effect: Effect) -> None:
    """None is declared while one is running."""
    reason = _filled_text(event.ticket, effect["reason"])
    declare(event.ticket, actor=actor, plan=kept_plans().get(pk=effect["plan"]), reason=reason)


def _stop(event: Event, actor: SystemActor, effect: Effect) -> None:
    """The listener asks no later rule."""


def _team(key: int | None) -> Team | None:
    return None if key is None else Team.objects.get(pk=key)


def _filled_text(ticket: Ticket, text: str) -> str:
    return fill_silently(text, values_for(ticket, None), is_html=False)


def _as_data(ticket: Ticket) -> dict[str, object]:
    return {
        "number": ticket.pk,
        "subject": ticket.subject,
        "status": ticket.status,
        "priority": ticket.priority,
        "level": ticket.level,
        "kind": ticket.kind,
        "channel": ticket.channel,
        "team": ticket.team_id,
        "assignee": ticket.assignee_id,
        "requester": ticket.requester_id,
        "organization": ticket.organization_id,
        "tags": sorted(ticket.tags.order_by().values_list("name", flat=True)),
    }


_DOES: dict[Do, Callable[[Event, SystemActor, Effect], None]] = {
    Do.ASSIGN_TEAM: _assign_team,
    Do.ASSIGN_PERSON: _assign_person,
    Do.ASSIGN_BY: _assign_by,
    Do.SET_STATUS: _set_status,
    Do.SET_PRIORITY: _set_priority,
    Do.SET_KIND: _set_kind,
    Do.SET_LEVEL: _set_level,
    Do.SET_FIELD: _set_field,
    Do.TAG: _tag,
    Do.ESCALATE: _escalate,
    Do.REPLY: _reply,
    Do.NOTE: _note,
    Do.NOTIFY: _notify,
    Do.WEBHOOK: _webhook,
    Do.EMERGENCY: _emergency,
    Do.STOP: _stop,
}
