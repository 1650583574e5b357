"""Changing rules, and how teams give out their tickets. Each change is a version of its own; they change no ticket.

Whoever changes what processes keep in memory counts the revision up (helpdesk/revisions.py), in the same transaction.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from accounts.actors import RULE_GUARD, Actor, person_of
from accounts.models import Team
from accounts.models.setting import SettingAct
from accounts.permissions import Permission
from accounts.setting_changes import Description, note_setting
from helpdesk import clock
from helpdesk.revisions import RULES, count_up
from outbox.reaching import refuse_wrong_address
from routing.conditions import Problem
from routing.describing import (
    GIVING_OUT,
    RULE,
    WEBHOOK,
    giving_out_described,
    rule_described,
    webhook_described,
)
from routing.effects import Strategy
from routing.models import OffReason, Rule, RuleState, RuleVersion, TeamAssignment, WebhookTarget
from routing.reading import WrongRule, read_parts
from routing.references import problems_of
from tickets.access import require
from tickets.content import storable
from tickets.errors import Invalid

LONGEST_DESCRIPTION = 2_000
MOST_RULES = 500
RULE_ORDER = "rule_order"  # of all of them, in the history
_WORDS = ("name", "description", "state", "when", "conditions", "effects")


@transaction.atomic
def add_rule(*, actor: Actor, token: str = "", **words: Any) -> Rule:
    """Make a rule, the last in order; a draft unless it says otherwise. With the `token` of one that is there, that one.

    Raises WrongRule.
    """
    require(actor, Permission.SETTINGS)
    count_up(RULES)
    if token and (made := Rule.objects.filter(token=token).first()):
        return made
    if Rule.objects.kept().count() >= MOST_RULES:
        raise Invalid(_("There are %(most)s rules. Archive some that are not needed.") % {"most": MOST_RULES})
    last = Rule.objects.aggregate(last=Max("position"))["last"]
    rule = Rule(position=0 if last is None else last + 1, created_at=clock.now(), version=0, token=token or None)
    _put(rule, words)
    return _saved(rule, by=actor)


@transaction.atomic
def change_rule(rule: Rule, *, actor: Actor, version: int | None = None, **words: Any) -> Rule:
    """Change these parts; without any difference, nothing. `version`: what its writer saw; Invalid when there is a newer one."""
    rule = _to_change(rule, actor)
    if version is not None and version != rule.version:
        raise Invalid(
            _("Somebody changed this rule meanwhile. Your words are kept: look at the history, then save again.")
        )
    before, described = _words_of(rule), rule_described(rule)
    _put(rule, words)
    if _words_of(rule) == before:
        return rule
    return _saved(rule, by=actor, before=described)


@transaction.atomic
def set_rule_state(rule: Rule, *, actor: Actor, state: RuleState) -> Rule:
    """Switch it on or off, or make it a draft; nothing when it is so already. Raises WrongRule when it cannot be on."""
    return change_rule(rule, actor=actor, state=RuleState(state))


@transaction.atomic
def restore_version(rule: Rule, *, actor: Actor, number: int) -> Rule:
    """Bring back what an earlier version said, as a new one; on or off stays as it is."""
    rule = _to_change(rule, actor)
    earlier = rule.versions.get(number=number)
    before, described = _words_of(rule), rule_described(rule)
    _put(rule, {**_words_of(earlier), "state": rule.state})
    return rule if _words_of(rule) == before else _saved(rule, by=actor, before=described, restores=number)


@transaction.atomic
def duplicate_rule(rule: Rule, *, actor: Actor) -> Rule:
    """A copy right behind it, as a draft."""
    rule = _to_change(rule, actor)
    Rule.objects.filter(position__gt=rule.position).update(position=F("position") + 1)
    copy = Rule(position=rule.position + 1, created_at=clock.now(), version=0)
    name = _("%(name)s (copy)") % {"name": rule.name[:80]}
    _put(copy, {**_words_of(rule), "name": name, "state": RuleState.DRAFT})
    return _saved(copy, by=actor)


@transaction.atomic
def archive_rule(rule: Rule, *, actor: Actor) -> bool:
    """Take it out of the list; it does not act any more. False if it is out."""
    require(actor, Permission.SETTINGS)
    count_up(RULES)
    return _put_away(rule, actor, clock.now(), SettingAct.ARCHIVED)


@transaction.atomic
def restore_rule(rule: Rule, *, actor: Actor) -> bool:
    """Bring it back where it was, on or off as it was. False if it is there."""
    require(actor, Permission.SETTINGS)
    count_up(RULES)
    return _put_away(rule, actor, None, SettingAct.RESTORED)


@transaction.atomic
def order_rules(order: Sequence[int], *, actor: Actor) -> bool:
    """Put these rules into this order, on the places that they have among all; False if they are in it. Raises Invalid."""
    require(actor, Permission.SETTINGS)
    count_up(RULES)
    rules = {rule.pk: rule for rule in Rule.objects.kept()}
    if len(set(order)) != len(order) or set(order) - set(rules):
        raise Invalid(_("Some of these rules are not there any more. Load the page again."))
    before = sorted(rules, key=lambda pk: (rules[pk].position, pk))
    places = sorted(rules[pk].position for pk in order)
    moved = [rules[pk] for pk, place in zip(order, places, strict=True) if rules[pk].position != place]
    for pk, place in zip(order, places, strict=True):
        rules[pk].position = place
    Rule.objects.bulk_update(moved, ["position"])
    after = sorted(rules, key=lambda pk: (rules[pk].position, pk))
    note_setting(RULE_ORDER, "all", "Rules", actor=actor, before={"order": before}, after={"order": after})
    return bool(moved)


@transaction.atomic
def switch_off(rule_id: int, reason: OffReason) -> bool:
    """By the guards themselves, so that nobody's mail waits for a rule that is broken. False if it is not on any more."""
    count_up(RULES)
    rule = Rule.objects.active().filter(pk=rule_id).first()
    if rule is None:
        return False
    before = rule_described(rule)
    rule.state, rule.off_reason = RuleState.OFF, reason
    _write(rule, by=RULE_GUARD, before=before)
    return True


@transaction.atomic
def set_team_assignment(team: Team, *, actor: Actor, strategy: str, capacity: int = 10) -> TeamAssignment | None:
    """How the team's queue is given out; no strategy: its people take what they want. Raises Invalid."""
    require(actor, Permission.SETTINGS)
    count_up(RULES)
    present = TeamAssignment.objects.filter(team=team).first()
    before = giving_out_described(present) if present else None
    if not strategy:
        if present is not None:
            present.delete()
            note_setting(GIVING_OUT, team.pk, team.name, actor=actor, before=before, after={}, act=SettingAct.ARCHIVED)
        return None
    if strategy not in list(Strategy):
        raise Invalid(_("Choose one of the offered values."))
    if not 1 <= capacity <= 1000:
        raise Invalid(_("Write a number of tickets between 1 and 1000."))
    chosen = {"strategy": strategy, "capacity": capacity}
    assignment = TeamAssignment.objects.update_or_create(team=team, defaults=chosen)[0]
    after = giving_out_described(assignment)
    note_setting(GIVING_OUT, team.pk, team.name, actor=actor, before=before, after=after)
    return assignment


@transaction.atomic
def add_target(*, actor: Actor, name: str, url: str) -> WebhookTarget:
    """A place that rules can call; its secret is made here. Raises Invalid."""
    require(actor, Permission.SETTINGS)
    target = WebhookTarget(name=name, url=url, created_at=clock.now())
    return _saved_target(target, actor, None)


@transaction.atomic
def change_target(
    target: WebhookTarget, *, actor: Actor, name: str | None = None, url: str | None = None
) -> WebhookTarget:
    """Another name or address; its secret stays. Raises Invalid."""
    require(actor, Permission.SETTINGS)
    target = WebhookTarget.objects.get(pk=target.pk)
    before = webhook_described(target)
    target.name, target.url = name if name is not None else target.name, url if url is not None else target.url
    return _saved_target(target, actor, before)


@transaction.atomic
def archive_target(target: WebhookTarget, *, actor: Actor) -> bool:
    """Rules that call it fail from now on. False if it is archived."""
    return _put_target_away(target, actor, clock.now(), SettingAct.ARCHIVED)


@transaction.atomic
def restore_target(target: WebhookTarget, *, actor: Actor) -> bool:
    """Rules can call it again. False if they can."""
    return _put_target_away(target, actor, None, SettingAct.RESTORED)


def _to_change(rule: Rule, actor: Actor) -> Rule:
    """Fresh, and nobody else's to change until the commit: the revision's row stands for the lock."""
    require(actor, Permission.SETTINGS)
    count_up(RULES)
    rule.refresh_from_db()
    if rule.archived_at is not None:
        raise Invalid(_("This rule is archived. Restore it first."))
    return rule


def _words_of(words: Rule | RuleVersion) -> dict[str, Any]:
    return {name: getattr(words, name) for name in _WORDS}


def _put(rule: Rule, words: dict[str, Any]) -> None:
    for name in _WORDS:
        if name in words:
            setattr(rule, name, words[name])
    rule.name = " ".join(storable(rule.name).split())
    rule.description = storable(rule.description).strip()
    if rule.state != RuleState.OFF:
        rule.off_reason = ""


def _saved(rule: Rule, *, by: Actor, before: Description | None = None, restores: int | None = None) -> Rule:
    problems = []
    if not rule.name:
        problems.append(Problem("name", _("Give the rule a name.")))
    if len(rule.name) > 100:
        problems.append(Problem("name", _("A name can have %(most)s characters.") % {"most": 100}))
    if len(rule.description) > LONGEST_DESCRIPTION:
        words = {"most": LONGEST_DESCRIPTION}
        problems.append(Problem("description", _("Write at most %(most)s characters.") % words))
    try:
        reading = read_parts(rule.when, rule.conditions, rule.effects)
        problems += problems_of(reading)
    except WrongRule as wrong:
        problems += wrong.problems
    if problems:
        raise WrongRule(problems)
    _write(rule, by=by, before=before, restores=restores)
    return rule


def _write(rule: Rule, *, by: Actor, before: Description | None, restores: int | None = None) -> None:
    rule.version += 1
    rule.save()
    RuleVersion.objects.create(
        rule=rule, number=rule.version, by=person_of(by), at=clock.now(), restores=restores, **_words_of(rule)
    )
    after = rule_described(rule)
    note_setting(RULE, rule.pk, rule.name, actor=by, before=before, after=after)


def _put_away(rule: Rule, actor: Actor, at: datetime | None, act: SettingAct) -> bool:
    rule.refresh_from_db()
    if (rule.archived_at is None) == (at is None):
        return False
    before = rule_described(rule)
    rule.archived_at = at
    rule.save(update_fields=["archived_at"])
    note_setting(RULE, rule.pk, rule.name, actor=actor, before=before, after=rule_described(rule), act=act)
    return True


def _saved_target(target: WebhookTarget, actor: Actor, before: Description | None) -> WebhookTarget:
    target.name, target.url = storable(target.name).strip()[:100], storable(target.url).strip()
    if not target.name:
        raise Invalid(_("Give it a name."))
    if len(target.url) > 500:
        raise Invalid(_("Write an address that begins with https://."))
    try:
        refuse_wrong_address(target.url)
    except ValueError as refusal:
        raise Invalid(str(refusal)) from None
    if WebhookTarget.objects.filter(name=target.name).exclude(pk=target.pk).exists():
        raise Invalid(_("There is one of this name. Choose another name."))
    target.save()
    note_setting(WEBHOOK, target.pk, target.name, actor=actor, before=before, after=webhook_described(target))
    return target


def _put_target_away(target: WebhookTarget, actor: Actor, at: datetime | None, act: SettingAct) -> bool:
    require(actor, Permission.SETTINGS)
    target.refresh_from_db()
    if (target.archived_at is None) == (at is None):
        return False
    before = webhook_described(target)
    target.archived_at = at
    target.save(update_fields=["archived_at"])
    note_setting(WEBHOOK, target.pk, target.name, actor=actor, before=before, after=webhook_described(target), act=act)
    return True
