"""Rules, ways of giving out and webhooks as the history of settings and the file of the whole configuration hold them: what they
name stands there by its name or address instead of its key, so that another desk can read it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounts.actions.brands import brand_named, key_of_brand
from accounts.directory import Refusal
from accounts.models import Organization, Team, User
from accounts.setting_changes import Description
from mail.models import Mailbox
from routing.fields import FIELDS, Type
from routing.models import EmergencyPlan, Rule, TeamAssignment, WebhookTarget
from routing.tags import of_today
from sla.models import Calendar
from tickets.models import Macro, TicketForm

RULE, GIVING_OUT, WEBHOOK = "rule", "giving_out", "webhook"
# What something of each sort is known by.
_KNOWN_BY: dict[str, tuple[Any, str]] = {
    "team": (Team, "name"),
    "person": (User, "email"),
    "organization": (Organization, "name"),
    "mailbox": (Mailbox, "address"),
    "form": (TicketForm, "name"),
    "macro": (Macro, "name"),
    "target": (WebhookTarget, "name"),
    "plan": (EmergencyPlan, "name"),
    "calendar": (Calendar, "name"),
}
_EFFECT_SORTS = {
    "team": "team",
    "person": "person",
    "people": "person",
    "macro": "macro",
    "target": "target",
    "plan": "plan",
}

Renaming = Callable[[str, Any], Any]


def rule_described(rule: Rule) -> Description:
    return {
        "name": rule.name,
        "description": rule.description,
        "state": rule.state,
        "when": _when(rule.when, name_of),
        "conditions": _conditions(of_today(rule.conditions) or {"all": []}, name_of),
        "effects": [_effect(effect, name_of) for effect in rule.effects],
        "is_archived": rule.archived_at is not None,
    }


def rule_words(described: Description) -> dict[str, Any]:
    """As the verbs take them. Raises Refusal for a name that nothing here has."""
    return renamed_rule({name: value for name, value in described.items() if name != "is_archived"}, key_of)


def renamed_rule(described: Description, renamed: Renaming) -> dict[str, Any]:
    """Of these parts of a rule, each that it names is called otherwise."""
    words = dict(described)
    if isinstance(words.get("when"), Mapping):
        words["when"] = _when(words["when"], renamed)
    if isinstance(words.get("conditions"), Mapping):
        words["conditions"] = _conditions(words["conditions"], renamed)
    if isinstance(words.get("effects"), list):
        words["effects"] = [_effect(effect, renamed) for effect in words["effects"]]
    return words


def giving_out_described(assignment: TeamAssignment) -> Description:
    return {"team": assignment.team.name, "strategy": assignment.strategy, "capacity": assignment.capacity}


def webhook_described(target: WebhookTarget) -> Description:
    """Without its secret: that is made anew wherever the file is read."""
    return {"name": target.name, "url": target.url, "is_archived": target.archived_at is not None}


def _when(when: Mapping[str, Any], renamed: Renaming) -> Any:
    after = when.get("after")
    if not isinstance(after, Mapping) or after.get("calendar") is None:
        return dict(when)
    return {**when, "after": {**after, "calendar": renamed("calendar", after["calendar"])}}


def _conditions(node: Any, renamed: Renaming) -> Any:
    """What has not the form of conditions is left as it is: the verb says what is wrong with it."""
    if not isinstance(node, Mapping):
        return node
    if "field" not in node:
        return {
            kind: [_conditions(part, renamed) for part in parts] if isinstance(parts, list) else parts
            for kind, parts in node.items()
        }
    asked = FIELDS.get(node["field"]) if isinstance(node["field"], str) else None
    if asked is None or asked.type != Type.REFERENCE or "value" not in node:
        return dict(node)
    return {**node, "value": _each(node["value"], lambda value: renamed(asked.of, value))}


def _effect(effect: Any, renamed: Renaming) -> Any:
    if not isinstance(effect, Mapping):
        return effect
    return {
        name: _each(value, lambda one, sort=_EFFECT_SORTS[name]: renamed(sort, one))  # type: ignore[misc]
        if name in _EFFECT_SORTS and value is not None
        else value
        for name, value in effect.items()
    }


def _each(value: Any, renamed: Callable[[Any], Any]) -> Any:
    return [renamed(one) for one in value] if isinstance(value, list) else renamed(value)


def name_of(sort: str, key: Any) -> Any:
    """The key itself of what is gone: nothing is found by it later, and the sentence says so."""
    if sort == "brand":
        return key_of_brand(key)
    model, field = _KNOWN_BY[sort]
    return model.objects.filter(pk=key).values_list(field, flat=True).first() or key


def key_of(sort: str, name: Any) -> Any:
    if sort == "brand" and (brand := brand_named(name)):
        return brand.pk
    model, field = _KNOWN_BY[sort]
    key = model.objects.filter(**{field: name}).order_by("pk").values_list("pk", flat=True).first()
    if key is None:
        raise Refusal(_("There is nothing called “%(name)s” that the rule could mean.") % {"name": name})
    return key
