"""The verbs on rules before a ticket."""

import re
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Team
from accounts.models.setting import SettingAct
from accounts.setting_changes import note_setting, require_setting
from helpdesk import clock
from helpdesk.tagging import tag_name
from mail.models import Mailbox
from mail.rule_models import Does, How, MailRule
from mail.rules import WORDS, compiled
from tickets.content import storable
from tickets.errors import Invalid
from tickets.models import Level, Priority, TicketForm

MAIL_RULE = "mail_rule"
MOST_CONDITIONS = 8
LONGEST_VALUE = 200
_HEADER = re.compile(r"[A-Za-z0-9-]{1,60}", re.ASCII)
_SETS = ("tags", "priority", "team", "mailbox", "form")


@transaction.atomic
def add_mail_rule(*, actor: Actor, **words: Any) -> MailRule:
    """Last of all. Raises PermissionDenied but for admins, Invalid with what to write instead."""
    require_setting(actor)
    last = MailRule.objects.aggregate(last=Max("position"))["last"] or 0
    rule = MailRule(position=last + 1)
    _set(rule, words)
    rule.save()
    note_setting(MAIL_RULE, rule.pk, rule.name, actor=actor, before=None, after=mail_rule_described(rule))
    return rule


@transaction.atomic
def change_mail_rule(rule: MailRule, *, actor: Actor, **words: Any) -> bool:
    """False if nothing changes."""
    require_setting(actor)
    rule = MailRule.objects.get(pk=rule.pk)
    before = mail_rule_described(rule)
    _set(rule, words)
    rule.save()
    return bool(
        note_setting(MAIL_RULE, rule.pk, rule.name, actor=actor, before=before, after=mail_rule_described(rule))
    )


@transaction.atomic
def move_mail_rule(rule: MailRule, *, actor: Actor, up: bool) -> bool:
    """Changes places with the one before or behind it; False at the end of the list."""
    require_setting(actor)
    rules = list(MailRule.objects.filter(archived_at=None))
    place = next((number for number, one in enumerate(rules) if one.pk == rule.pk), -1)
    other = place - 1 if up else place + 1
    if place < 0 or not 0 <= other < len(rules):
        return False
    before = mail_rule_described(rules[place])
    rules[place], rules[other] = rules[other], rules[place]
    for number, one in enumerate(rules, start=1):
        one.position = number
    MailRule.objects.bulk_update(rules, ["position"])
    moved = rules[other]
    note_setting(MAIL_RULE, moved.pk, moved.name, actor=actor, before=before, after=mail_rule_described(moved))
    return True


def archive_mail_rule(rule: MailRule, *, actor: Actor) -> bool:
    """It acts no more; False if it is archived."""
    return _put_away(rule, actor, away=True)


def restore_mail_rule(rule: MailRule, *, actor: Actor) -> bool:
    return _put_away(rule, actor, away=False)


def mail_rule_described(rule: MailRule) -> dict[str, Any]:
    return {
        "name": rule.name,
        "is_on": rule.is_on,
        "position": rule.position,
        "conditions": rule.conditions,
        "does": rule.does,
        "sets": rule.sets,
        "reason": rule.reason,
    }


@transaction.atomic
def _put_away(rule: MailRule, actor: Actor, *, away: bool) -> bool:
    require_setting(actor)
    rule = MailRule.objects.get(pk=rule.pk)
    if (rule.archived_at is not None) == away:
        return False
    rule.archived_at = clock.now() if away else None
    rule.save(update_fields=["archived_at"])
    described = mail_rule_described(rule)
    before, after = described | {"is_archived": not away}, described | {"is_archived": away}
    act = SettingAct.ARCHIVED if away else SettingAct.RESTORED
    note_setting(MAIL_RULE, rule.pk, rule.name, actor=actor, before=before, after=after, act=act)
    return True


def _set(rule: MailRule, words: dict[str, Any]) -> None:
    for name, value in words.items():
        if name == "conditions":
            rule.conditions = checked_conditions(value)
        elif name == "sets":
            rule.sets = _checked_sets(value)
        elif name in ("name", "does", "reason"):
            setattr(rule, name, storable(str(value)).strip())
        elif name in ("is_on", "position"):
            setattr(rule, name, value)
        else:
            raise TypeError(f"{name} of a mail rule is not changed here")
    if not rule.name or len(rule.name) > 100:
        raise Invalid(_("Give it a name of at most 100 characters."))
    if MailRule.objects.filter(name=rule.name).exclude(pk=rule.pk).exists():
        raise Invalid(_("There is one of this name. Choose another name."))
    if rule.does not in Does.values:
        raise Invalid(_("Choose one of the offered values."))
    if len(rule.reason) > 200:
        raise Invalid(_("Use at most 200 characters for the reason."))
    if not rule.conditions:
        raise Invalid(_("Add a condition: without one it would hold of every mail."))
    if rule.does == Does.SET and not rule.sets:
        raise Invalid(_("Choose what it sets: tags, a priority, a team, a mailbox or a form."))
    if rule.does != Does.SET:
        rule.sets = {}


def checked_conditions(given: Any) -> list[dict[str, str]]:
    """As they are stored. Raises Invalid."""
    if not isinstance(given, Sequence) or isinstance(given, str) or len(given) > MOST_CONDITIONS:
        raise Invalid(_("Use up to %(most)s conditions.") % {"most": MOST_CONDITIONS})
    return [_checked(condition) for condition in given]


def _checked(condition: Any) -> dict[str, str]:
    if not isinstance(condition, dict) or not all(isinstance(value, str) for value in condition.values()):
        raise Invalid(_("A condition is a header, how it is compared, and a value."))
    header = condition.get("header", "").strip().rstrip(":")
    how, value = condition.get("how", ""), storable(condition.get("value", ""))
    if header.lower() in WORDS:
        header = header.lower()
    elif not _HEADER.fullmatch(header):
        raise Invalid(_("Write the name of a header, such as X-Spam-Flag."))
    if how not in How.values:
        raise Invalid(_("Choose one of the offered values."))
    if how == How.IS_THERE:
        return {"header": header, "how": how, "value": ""}
    if not value.strip() or len(value) > LONGEST_VALUE:
        raise Invalid(_("Write what “%(header)s” is compared with, up to 200 characters.") % {"header": header})
    if how == How.MATCHES:
        try:
            compiled(value)
        except ValueError as wrong:
            raise Invalid(_("“%(value)s” is no pattern: %(why)s") % {"value": value, "why": wrong}) from wrong
    return {"header": header, "how": how, "value": value.strip() if how != How.MATCHES else value}


def _checked_sets(given: Any) -> dict[str, Any]:
    """Only what says something. Raises Invalid for what there is not."""
    if not isinstance(given, dict) or set(given) - set(_SETS):
        raise Invalid(_("Choose what it sets: tags, a priority, a team, a mailbox or a form."))
    sets: dict[str, Any] = {}
    tags = given.get("tags") or []
    if not isinstance(tags, list) or len(tags) > 20:
        raise Invalid(_("Name up to 20 tags."))
    if names := list(dict.fromkeys(name for name in (tag_name(str(tag)) for tag in tags) if name)):
        sets["tags"] = names
    if priority := given.get("priority"):
        if isinstance(priority, bool) or priority not in Priority.values:
            raise Invalid(_("Choose one of the offered values."))
        sets["priority"] = int(priority)
    if team := given.get("team"):
        found = Team.objects.filter(name=str(team), archived_at=None).first()
        if found is None or not found.serves(Level.FIRST_LINE):
            raise Invalid(_("Choose a team that works at level 1; tickets open there."))
        sets["team"] = found.name
    if mailbox := given.get("mailbox"):
        if not Mailbox.objects.filter(address=str(mailbox)).exists():
            raise Invalid(_("There is no mailbox %(address)s.") % {"address": mailbox})
        sets["mailbox"] = str(mailbox)
    if form := given.get("form"):
        if not TicketForm.objects.filter(name=str(form), is_active=True).exists():
            raise Invalid(_("There is no form “%(name)s”.") % {"name": form})
        sets["form"] = str(form)
    return sets
