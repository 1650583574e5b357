"""Sentences about links between tickets and what follows from them; part of tickets/event_text.py."""

from django.utils.translation import gettext as _

from tickets.event_names import Names
from tickets.models import CloseRule, Event, LinkKind


def linked(event: Event, who: str, names: Names) -> str:
    inward = {
        LinkKind.DUPLICATE: _("%(who)s marked %(ticket)s as a duplicate of this"),
        LinkKind.INCIDENT: _("%(who)s linked %(ticket)s to this problem as an incident"),
        LinkKind.CHILD: _("%(who)s made %(ticket)s a child of this"),
    }
    outward = {
        LinkKind.RELATED: _("%(who)s linked this to %(ticket)s"),
        LinkKind.DUPLICATE: _("%(who)s marked this as a duplicate of %(ticket)s"),
        LinkKind.INCIDENT: _("%(who)s linked this as an incident to the problem %(ticket)s"),
        LinkKind.CHILD: _("%(who)s made this a child of %(ticket)s"),
        LinkKind.FOLLOW_UP: _("%(who)s opened this as a follow-up of %(ticket)s"),
        LinkKind.STRANGER: _("%(who)s linked this to %(ticket)s: written by somebody who takes no part there"),
    }
    kind = LinkKind(event.data["link"])
    sentence = inward.get(kind, outward[kind]) if event.data.get("inward") else outward[kind]
    return sentence % {"who": who, "ticket": names.ticket(event.data["other"])}


def close_rule_set(event: Event, who: str, names: Names) -> str:
    inward = {
        CloseRule.WAIT: _("%(who)s let this wait for its child %(ticket)s"),
        CloseRule.ALONG: _("%(who)s let this be solved with the last of its children, %(ticket)s among them"),
        CloseRule.FREE: _("%(who)s let this wait for its child %(ticket)s no more"),
    }
    outward = {
        CloseRule.WAIT: _("%(who)s let the parent %(ticket)s wait for this"),
        CloseRule.ALONG: _("%(who)s let the parent %(ticket)s be solved with the last of its children"),
        CloseRule.FREE: _("%(who)s let the parent %(ticket)s wait for this no more"),
    }
    sentence = (inward if event.data.get("inward") else outward)[CloseRule(event.data["rule"])]
    return sentence % {"who": who, "ticket": names.ticket(event.data["other"])}
