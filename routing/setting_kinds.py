"""Rules, ways of giving out and webhooks, for the history and the file of the whole configuration."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.setting_changes import Description
from accounts.setting_kinds import Kind, Shape, row_of, team_of
from routing import actions
from routing.describing import (
    GIVING_OUT,
    RULE,
    WEBHOOK,
    giving_out_described,
    rule_described,
    rule_words,
    webhook_described,
)
from routing.effects import STRATEGY_WORDS
from routing.models import Rule, RuleState, TeamAssignment, WebhookTarget


def _put_rule_away(rule: Rule, actor: Actor, away: bool) -> Any:
    return (actions.archive_rule if away else actions.restore_rule)(rule, actor=actor)


def _put_webhook_away(target: WebhookTarget, actor: Actor, away: bool) -> Any:
    return (actions.archive_target if away else actions.restore_target)(target, actor=actor)


def _give_out(actor: Actor, fields: Description) -> Any:
    team = team_of(fields["team"])
    assert team is not None  # noqa: S101 - its name is required
    chosen = {name: fields[name] for name in ("strategy", "capacity") if fields.get(name) is not None}
    return actions.set_team_assignment(team, actor=actor, **{"strategy": "", **chosen})


def _give_out_otherwise(assignment: TeamAssignment, actor: Actor, fields: Description) -> Any:
    return _give_out(actor, {**giving_out_described(assignment), **fields})


RULES = Kind(
    code=RULE,
    name=_("Rule"),
    section="rules",
    identity="name",
    labels={
        "name": _("Name"),
        "description": _("Description"),
        "state": _("State"),
        "when": _("When"),
        "conditions": _("If"),
        "effects": _("Then"),
        "is_archived": _("Archived"),
    },
    things=lambda: Rule.objects.kept(),
    find=row_of(Rule),
    put_in_order=lambda actor, rules: actions.order_rules([rule.pk for rule in rules], actor=actor),
    describe=lambda rule: {name: value for name, value in rule_described(rule).items() if name != "is_archived"},
    add=lambda actor, fields: actions.add_rule(actor=actor, **rule_words(fields)),
    change=lambda rule, actor, fields: actions.change_rule(rule, actor=actor, **rule_words(fields)),
    put_away=_put_rule_away,
    shapes={
        "name": Shape.TEXT,
        "description": Shape.TEXT,
        "state": Shape.TEXT,
        "when": Shape.NAMED,
        "conditions": Shape.NAMED,
        "effects": Shape.LIST,
    },
    required=("when", "effects"),
    words={"state": dict(RuleState.choices)},
)
GIVING_OUTS = Kind(
    code=GIVING_OUT,
    name=_("Giving out"),
    section="giving_out",
    identity="team",
    labels={"team": _("Team"), "strategy": _("How"), "capacity": _("Open tickets at most")},
    things=lambda: TeamAssignment.objects.filter(team__archived_at=None).select_related("team").order_by("team__name"),
    find=row_of(TeamAssignment),
    describe=giving_out_described,
    add=_give_out,
    change=_give_out_otherwise,
    put_away=lambda assignment, actor, away: _give_out(
        actor, {**giving_out_described(assignment), **({"strategy": ""} if away else {})}
    ),
    shapes={"team": Shape.TEXT, "strategy": Shape.TEXT, "capacity": Shape.NUMBER_OR_NONE},
    required=("strategy",),
    words={"strategy": {strategy.value: words for strategy, words in STRATEGY_WORDS.items()}},
)
WEBHOOKS = Kind(
    code=WEBHOOK,
    name=_("Webhook"),
    section="webhooks",
    identity="name",
    labels={"name": _("Name"), "url": _("Address"), "is_archived": _("Archived")},
    things=lambda: WebhookTarget.objects.filter(archived_at=None),
    find=row_of(WebhookTarget),
    describe=lambda target: {name: value for name, value in webhook_described(target).items() if name != "is_archived"},
    add=lambda actor, fields: actions.add_target(actor=actor, name=fields["name"], url=fields["url"]),
    change=lambda target, actor, fields: actions.change_target(target, actor=actor, **fields),
    put_away=_put_webhook_away,
    archived=lambda: WebhookTarget.objects.exclude(archived_at=None),
    shapes={"name": Shape.TEXT, "url": Shape.TEXT},
    required=("url",),
)
