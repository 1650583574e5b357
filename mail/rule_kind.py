"""Rules before a ticket, for the history and the file of the whole configuration."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.setting_changes import Description
from accounts.setting_kinds import Kind, Shape, row_of
from mail.rule_keeping import (
    MAIL_RULE,
    add_mail_rule,
    archive_mail_rule,
    change_mail_rule,
    mail_rule_described,
    restore_mail_rule,
)
from mail.rule_models import Does, MailRule

_WORDS = ("name", "is_on", "position", "conditions", "does", "sets", "reason")


def _fields(fields: Description) -> dict[str, Any]:
    return {name: fields[name] for name in _WORDS if name in fields}


def _put_away(rule: MailRule, actor: Actor, away: bool) -> Any:
    return (archive_mail_rule if away else restore_mail_rule)(rule, actor=actor)


MAIL_RULES = Kind(
    code=MAIL_RULE,
    name=_("Mail rule"),
    section="mail_rules",
    identity="name",
    labels={
        "name": _("Name"),
        "is_on": _("On"),
        "position": _("Place in the order"),
        "conditions": _("Conditions"),
        "does": _("What it does"),
        "sets": _("What it sets"),
        "reason": _("Reason"),
    },
    things=lambda: MailRule.objects.filter(archived_at=None),
    find=row_of(MailRule),
    describe=mail_rule_described,
    add=lambda actor, fields: add_mail_rule(actor=actor, **_fields(fields)),
    change=lambda rule, actor, fields: change_mail_rule(rule, actor=actor, **_fields(fields)),
    put_away=_put_away,
    archived=lambda: MailRule.objects.exclude(archived_at=None),
    shapes={
        "name": Shape.TEXT,
        "is_on": Shape.FLAG,
        "position": Shape.NUMBER_OR_NONE,
        "conditions": Shape.LIST,
        "does": Shape.TEXT,
        "sets": Shape.NAMED,
        "reason": Shape.TEXT,
    },
    required=("conditions", "does"),
    words={"does": dict(Does.choices)},
)
