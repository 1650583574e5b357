"""Changing rules, and how teams give out their tickets. Each change is a version of its own; they change no ticket.

Whoever changes what processes keep in memory counts the revision up (helpdesk/revisions.py), in the same transaction.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from accounts.models import Team, User
from accounts.permissions import Permission
from helpdesk import clock
from helpdesk.revisions import RULES, count_up
from routing.conditions import Problem
from routing.effects import Strategy
from routing.models import OffReason, Rule, RuleState, RuleVersion, TeamAssignment, WebhookTarget
from routing.reading import WrongRule, read_parts
from routing.references import problems_of
from tickets.access import require
from tickets.content import storable
from tickets.errors import Invalid

LONGEST_DESCRIPTION = 2_000
MOST_RULES = 500
_WORDS = ("name", "description", "state", "when", "conditions", "effects")


@transaction.atomic
def add_rule(*, actor: User, token: str = "", **words: Any) -> Rule:
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
def change_rule(rule: Rule, *, actor: User, version: int | None = None, **words: Any) -> Rule:
    """Change these parts; without any difference, nothing. `version`: what its writer saw; Invalid when there is a newer one."""
    rule = _to_change(rule, actor)
    if version is not None and version != rule.version:
        raise Invalid(
            _("Somebody changed this rule meanwhile. Your words are kept: look at the history, then save again.")
        )
    before = _words_of(rule)
    _put(rule, words)
    if _words_of(rule) == before:
        return rule
    return _saved(rule, by=actor)


@transaction.atomic
def set_rule_state(rule: Rule, *, actor: User, state: RuleState) -> Rule:
    """Switch it on or off, or make it a draft; nothing when it is so already. Raises WrongRule when it cannot be on."""
    return change_rule(rule, actor=actor, state=RuleState(state))


@transaction.atomic
def restore_version(rule: Rule, *, actor: User, number: int) -> Rule:
    """Bring back what an earlier version said, as a new one; on or off stays as it is."""
    rule = _to_change(rule, actor)
    earlier = rule.versions.get(number=number)
    before = _words_of(rule)
    _put(rule, {**_words_of(earlier), "state": rule.state})
    return rule if _words_of(rule) == before else _saved(rule, by=actor, restores=number)


@transaction.atomic
def duplicate_rule(rule: Rule, *, actor: User) -> Rule:
    """A copy right behind it, as a draft."""
    rule = _to_change(rule, actor)
    Rule.objects.filter(position__gt=rule.position).update(position=F("position") + 1)
    copy = Rule(position=rule.position + 1, created_at=clock.now(), version=0)
    name = _("%(name)s (copy)") % {"name": rule.name[:80]}
    _put(copy, {**_words_of(rule), "name": name, "state": RuleState.DRAFT})
    return _saved(copy, by=actor)


@transaction.atomic
def archive_rule(rule: Rule, *, actor: User) -> bool:
    """Take it out of the list; it does not act any more. False if it is out."""
    require(actor, Permission.SETTINGS)
    count_up(RULES)
    return bool(Rule.objects.filter(pk=rule.pk, archived_at=None).update(archived_at=clock.now()))


@transaction.atomic
def restore_rule(rule: Rule, *, actor: User) -> bool:
    """Bring it back where it was, on or off as it was. False if it is there."""
    require(actor, Permission.SETTINGS)
    count_up(RULES)
    return bool(Rule.objects.filter(pk=rule.pk, archived_at__isnull=False).update(archived_at=None))


@transaction.atomic
def order_rules(order: Sequence[int], *, actor: User) -> bool:
    """Put these rules into this order, on the places that they have among all; False if they are in it. Raises Invalid."""
    require(actor, Permission.SETTINGS)
    count_up(RULES)
    rules = {rule.pk: rule for rule in Rule.objects.kept()}
    if len(set(order)) != len(order) or set(order) - set(rules):
        raise Invalid(_("Some of these rules are not there any more. Load the page again."))
    places = sorted(rules[pk].position for pk in order)
    moved = [rules[pk] for pk, place in zip(order, places, strict=True) if rules[pk].position != place]
    for pk, place in zip(order, places, strict=True):
        rules[pk].position = place
    Rule.objects.bulk_update(moved, ["position"])
    return bool(moved)


@transaction.atomic
def switch_off(rule_id: int, reason: OffReason) -> bool:
    """By the guards themselves, so that nobody's mail waits for a rule that is broken. False if it is not on any more."""
    count_up(RULES)
    rule = Rule.objects.active().filter(pk=rule_id).first()
    if rule is None:
        return False
    rule.state, rule.off_reason = RuleState.OFF, reason
    _write(rule, by=None)
    return True


@transaction.atomic
def set_team_assignment(team: Team, *, actor: User, strategy: str, capacity: int = 10) -> TeamAssignment | None:
    """How the team's queue is given out; no strategy: its people take what they want. Raises Invalid."""
    require(actor, Permission.SETTINGS)
    count_up(RULES)
    if not strategy:
        TeamAssignment.objects.filter(team=team).delete()
        return None
    if strategy not in list(Strategy):
        raise Invalid(_("Choose one of the offered values."))
    if not 1 <= capacity <= 1000:
        raise Invalid(_("Write a number of tickets between 1 and 1000."))
    chosen = {"strategy": strategy, "capacity": capacity}
    return TeamAssignment.objects.update_or_create(team=team, defaults=chosen)[0]


@transaction.atomic
def add_target(*, actor: User, name: str, url: str) -> WebhookTarget:
    """A place that rules can call; its secret is made here. Raises Invalid."""
    require(actor, Permission.SETTINGS)
    name, url = storable(name).strip()[:100], storable(url).strip()
    if not name:
        raise Invalid(_("Give it a name."))
    if not url.startswith(("https://", "http://")) or len(url) > 500 or any(letter.isspace() for letter in url):
        raise Invalid(_("Write an address that begins with https://."))
    if WebhookTarget.objects.filter(name=name).exists():
        raise Invalid(_("There is one of this name. Choose another name."))
    return WebhookTarget.objects.create(name=name, url=url, created_at=clock.now())


@transaction.atomic
def archive_target(target: WebhookTarget, *, actor: User) -> bool:
    """Rules that call it fail from now on. False if it is archived."""
    require(actor, Permission.SETTINGS)
    return bool(WebhookTarget.objects.filter(pk=target.pk, archived_at=None).update(archived_at=clock.now()))


@transaction.atomic
def restore_target(target: WebhookTarget, *, actor: User) -> bool:
    """Rules can call it again. False if they can."""
    require(actor, Permission.SETTINGS)
    return bool(WebhookTarget.objects.filter(pk=target.pk, archived_at__isnull=False).update(archived_at=None))


def _to_change(rule: Rule, actor: User) -> Rule:
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


def _saved(rule: Rule, *, by: User, restores: int | None = None) -> Rule:
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
    _write(rule, by=by, restores=restores)
    return rule


def _write(rule: Rule, *, by: User | None, restores: int | None = None) -> None:
    rule.version += 1
    rule.save()
    RuleVersion.objects.create(
        rule=rule, number=rule.version, by=by, at=clock.now(), restores=restores, **_words_of(rule)
    )
