"""Surveys, for the history of settings and the file of the whole configuration."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions.brands import brand_named
from accounts.actors import Actor
from accounts.directory import Refusal
from accounts.setting_changes import Description
from accounts.setting_kinds import Kind, Shape
from mail.models import Mailbox
from metrics.actions.planning import SURVEY_PLAN, plan_described, set_plan
from metrics.models import SurveyPlan
from tickets.ratings import SurveyKind


def _set(actor: Actor, kind: str, fields: Description) -> SurveyPlan:
    wanted: dict[str, Any] = {name: value for name, value in fields.items() if name != "kind" and value is not None}
    if "mailboxes" in wanted:
        wanted["mailboxes"] = [_mailbox(address) for address in wanted["mailboxes"]]
    if "brand_percents" in wanted:
        named = {brand_named(name): most for name, most in wanted["brand_percents"].items()}
        wanted["brand_percents"] = {brand.pk: most for brand, most in named.items() if brand is not None}
    if any(not isinstance(text, str) for text in wanted.get("questions", {}).values()):
        raise Refusal(_("A question is a text, by its language."))
    return set_plan(kind, actor=actor, **wanted)


def _mailbox(address: str) -> Mailbox:
    mailbox = Mailbox.objects.filter(address=address).first()
    if mailbox is None:
        raise Refusal(_("There is no mailbox %(address)s.") % {"address": address})
    return mailbox


SURVEYS = Kind(
    code=SURVEY_PLAN,
    name=gettext_lazy("Survey"),
    section="surveys",
    identity="kind",
    labels={
        "kind": gettext_lazy("Kind"),
        "is_on": gettext_lazy("Sent"),
        "delay_hours": gettext_lazy("Hours after solving"),
        "sample_percent": gettext_lazy("Of so many tickets, in percent"),
        "rest_days": gettext_lazy("Days until somebody is asked again"),
        "mailboxes": gettext_lazy("Only of mailboxes"),
        "brand_percents": gettext_lazy("In percent, by brand"),
        "questions": gettext_lazy("Questions"),
    },
    things=lambda: SurveyPlan.objects.prefetch_related("mailboxes").order_by("kind"),
    find=lambda key: SurveyPlan.objects.filter(pk=key).first(),
    describe=plan_described,
    add=lambda actor, fields: _set(actor, fields["kind"], fields),
    change=lambda plan, actor, fields: _set(actor, plan.kind, fields),
    shapes={
        "kind": Shape.TEXT,
        "is_on": Shape.FLAG,
        "delay_hours": Shape.NUMBER_OR_NONE,
        "sample_percent": Shape.NUMBER_OR_NONE,
        "rest_days": Shape.NUMBER_OR_NONE,
        "mailboxes": Shape.TEXTS,
        "brand_percents": Shape.NAMED,
        "questions": Shape.NAMED,
    },
    words={"kind": dict(SurveyKind.choices)},
)
