"""Rules of the demo company: a few that an admin would make in the first week."""

from typing import Any

from accounts.models import Team, User
from demo.macros import REMINDER, REMINDER_DE
from routing.actions import add_rule
from tickets.models import Macro, TicketForm

_ALWAYS: dict[str, Any] = {"all": []}


def create_rules() -> None:
    """After the tickets: what the past did not know did not happen."""
    admin = User.objects.get(email="admin@example.com")
    teams = {team.name: team.pk for team in Team.objects.all()}
    for words in _rules(teams):
        add_rule(actor=admin, **words)


def _rules(teams: dict[str, int]) -> list[dict[str, Any]]:
    billing = next((pk for name, pk in teams.items() if "illing" in name), next(iter(teams.values())))
    lead = User.objects.get(email="lead@example.com")
    serves_first = Team.objects.get(pk=billing).serves(1)
    to_billing: dict[str, Any] = (
        {"do": "assign_team", "team": billing} if serves_first else {"do": "set_level", "level": "2", "team": billing}
    )
    of_billing = TicketForm.objects.get(name="Billing").pk
    return [
        {
            "name": "Refunds go to Billing",
            "description": "Whoever writes of money back begins where it is decided.",
            "state": "on",
            "when": {"events": ["ticket.opened"]},
            "conditions": {
                "any": [
                    {"field": "subject", "operator": "matches", "value": r"\b(refund|money back|erstattung)"},
                    {"field": "message.text", "operator": "matches", "value": r"\b(refund|money back|erstattung)"},
                ]
            },
            "effects": [{"do": "tag", "add": ["refund"]}, to_billing],
        },
        {
            "name": "Bills and charges go to Billing",
            "description": "Who chose “A bill or a charge” has answered what Billing would have to ask.",
            "state": "on",
            "when": {"events": ["ticket.opened"]},
            "conditions": {"all": [{"field": "form", "operator": "is", "value": of_billing}]},
            "effects": [{"do": "tag", "add": ["billing"]}, to_billing],
        },
        {
            "name": "Enterprise customers first",
            "description": "Their contract promises it.",
            "state": "on",
            "when": {"events": ["ticket.opened"]},
            "conditions": {
                "all": [
                    {"field": "organization.tier", "operator": "is", "value": "enterprise"},
                    {"field": "priority", "operator": "at_most", "value": "normal"},
                ]
            },
            "effects": [{"do": "set_priority", "priority": "high"}],
        },
        {
            "name": "Nobody can sign in: tell the lead",
            "state": "on",
            "when": {"events": ["ticket.opened", "message.received"]},
            "conditions": {
                "all": [
                    {
                        "field": "message.text",
                        "operator": "matches",
                        "value": r"(nobody|no one|none of us) can (log|sign) in",
                    },
                    {"none": [{"field": "tags", "operator": "any_of", "value": ["outage"]}]},
                ]
            },
            "effects": [
                {"do": "tag", "add": ["outage"]},
                {"do": "set_priority", "priority": "urgent"},
                {"do": "notify", "people": [lead.pk], "text": "Nobody can sign in at {{ requester.name }}’s."},
            ],
        },
        {
            "name": "Reopened twice: a second look",
            "state": "on",
            "when": {"events": ["ticket.reopened"]},
            "conditions": {"all": [{"field": "reopen_count", "operator": "at_least", "value": 2}]},
            "effects": [
                {"do": "tag", "add": ["second-look"]},
                {
                    "do": "notify",
                    "assignee": True,
                    "people": [lead.pk],
                    "text": "Reopened again: please look together.",
                },
            ],
        },
        {
            "name": "Rated low: a lead follows up",
            "description": "Whoever is unhappy with an answer hears from a lead, not from another form.",
            "state": "on",
            "when": {"events": ["ticket.rated"]},
            "conditions": {"all": [{"field": "rating.is_low", "operator": "is", "value": True}]},
            "effects": [
                {"do": "tag", "add": ["follow-up"]},
                {
                    "do": "notify",
                    "people": [lead.pk],
                    "text": "{{ requester.name }} rated this low. Please read what they say and write to them.",
                },
            ],
        },
        _reminder("Remind after three days", REMINDER, "none"),
        _reminder("Remind after three days, in German", REMINDER_DE, "all"),
        {
            "name": "Close what stays silent",
            "description": "Four days after the reminder and without a word, solved: the customer can still reopen it.",
            "state": "draft",
            "when": {"after": {"hours": 96, "since": "reminded"}},
            "conditions": _ALWAYS,
            "effects": [{"do": "set_status", "status": "solved"}, {"do": "tag", "add": ["no-answer"]}],
        },
    ]


def _reminder(name: str, macro: str, holds: str) -> dict[str, Any]:
    """A draft that sends the macro's words; `holds`: "all" in German, "none" in every other language."""
    return {
        "name": name,
        "description": "Our answer waits for the customer. Without a word from them, “Close what stays silent” follows.",
        "state": "draft",
        "when": {"after": {"hours": 72, "since": "answered"}},
        "conditions": {
            "all": [
                {"field": "channel", "operator": "is", "value": "email"},
                {holds: [{"field": "language", "operator": "is", "value": "de"}]},
            ]
        },
        "effects": [{"do": "reply", "macro": Macro.objects.get(name=macro).pk}],
    }
