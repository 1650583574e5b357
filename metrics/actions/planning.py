"""Which kinds of surveys are sent: an admin's choice, with a history like all settings."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.brands import key_of_brand
from accounts.actors import Actor
from accounts.permissions import Permission
from accounts.setting_changes import Description, note_setting
from helpdesk import clock
from helpdesk.kept_words import to_keep
from mail.models import Mailbox
from metrics.models import SurveyPlan
from tickets.access import require
from tickets.content import storable
from tickets.errors import Invalid
from tickets.ratings import SurveyKind

SURVEY_PLAN = "survey_plan"
MOST_HOURS = 24 * 14
MOST_DAYS = 365
LONGEST_QUESTION = 200
# Satisfaction is asked from the first day, because nobody misses what nobody measures; the others are a choice.
USUAL: dict[str, dict[str, Any]] = {
    SurveyKind.CSAT: {"is_on": True, "delay_hours": 24, "sample_percent": 100, "rest_days": 7},
    SurveyKind.NPS: {"is_on": False, "delay_hours": 72, "sample_percent": 25, "rest_days": 90},
    SurveyKind.CES: {"is_on": False, "delay_hours": 24, "sample_percent": 50, "rest_days": 30},
}


def plan_of(kind: str) -> SurveyPlan:
    """As it is kept; made as usual when nobody has asked for it yet."""
    return SurveyPlan.objects.get_or_create(kind=kind, defaults=USUAL[kind])[0]


def plans_now() -> list[SurveyPlan]:
    """One of each kind, in their order, without making any."""
    kept = {plan.kind: plan for plan in SurveyPlan.objects.prefetch_related("mailboxes")}
    return [kept.get(kind) or SurveyPlan(kind=kind, **USUAL[kind]) for kind in SurveyKind.values]


def plan_now(kind: str) -> SurveyPlan:
    """Of one kind, without making it."""
    return next(plan for plan in plans_now() if plan.kind == kind)


@transaction.atomic
def set_plan(
    kind: str,
    *,
    actor: Actor,
    mailboxes: list[Mailbox] | None = None,
    questions: Mapping[str, str] | None = None,
    brand_percents: Mapping[int, int | None] | None = None,
    **columns: Any,
) -> SurveyPlan:
    """Set what is named of `is_on`, `delay_hours`, `sample_percent`, `rest_days`, mailboxes and questions. Raises Invalid.

    `brand_percents`: of brands that are asked otherwise than `sample_percent` says; None: they are not, 0: never.

    What was solved while it was off is not asked about: the timer begins anew.
    """
    require(actor, Permission.SETTINGS)
    if kind not in SurveyKind.values:
        raise Invalid(_("Choose one of the offered values."))
    _refuse_beyond(columns)
    plan_of(kind)
    plan = SurveyPlan.objects.select_for_update().get(kind=kind)
    before = plan_described(plan)

    if columns.get("is_on") and not plan.is_on:
        plan.looked_until = clock.now()
    for name, value in columns.items():
        setattr(plan, name, value)
    if questions is not None:
        plan.questions = _checked_questions(questions)
    if brand_percents is not None:
        plan.brand_percents = _checked_percents(brand_percents)
    if mailboxes is not None:
        plan.mailboxes.set(mailboxes)
    plan.save()
    note_setting(
        SURVEY_PLAN, kind, to_keep(SurveyKind(kind).label), actor=actor, before=before, after=plan_described(plan)
    )
    return plan


def plan_described(plan: SurveyPlan) -> Description:
    return {
        "kind": plan.kind,
        "is_on": plan.is_on,
        "delay_hours": plan.delay_hours,
        "sample_percent": plan.sample_percent,
        "rest_days": plan.rest_days,
        "mailboxes": sorted(plan.mailboxes.values_list("address", flat=True)),
        "brand_percents": {key_of_brand(int(pk)): most for pk, most in sorted(plan.brand_percents.items())},
        "questions": dict(sorted(plan.questions.items())),
    }


def plan_name(plan: SurveyPlan) -> str:
    return str(SurveyKind(plan.kind).label)


def _refuse_beyond(columns: Mapping[str, Any]) -> None:
    limits = {"delay_hours": (1, MOST_HOURS), "sample_percent": (1, 100), "rest_days": (0, MOST_DAYS)}
    for name, (least, most) in limits.items():
        if name in columns and not (isinstance(columns[name], int) and least <= columns[name] <= most):
            raise Invalid(_("Write a whole number between %(least)s and %(most)s.") % {"least": least, "most": most})


def _checked_percents(percents: Mapping[int, int | None]) -> dict[str, int]:
    kept = {str(brand): percent for brand, percent in percents.items() if percent is not None}
    if any(type(percent) is not int or not 0 <= percent <= 100 for percent in kept.values()):
        raise Invalid(_("Write a whole number between %(least)s and %(most)s.") % {"least": 0, "most": 100})
    return kept


def _checked_questions(questions: Mapping[str, str]) -> dict[str, str]:
    """Without the empty ones: there our own words are asked."""
    known = dict(settings.LANGUAGES)
    kept = {language: storable(text).strip() for language, text in questions.items()}
    if any(language not in known for language in kept):
        raise Invalid(_("Choose one of the languages that are offered."))
    if any(len(text) > LONGEST_QUESTION for text in kept.values()):
        raise Invalid(_("A question has at most %(most)s characters.") % {"most": LONGEST_QUESTION})
    return {language: " ".join(text.split()) for language, text in kept.items() if text}
