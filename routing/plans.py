"""Emergency plans: changing them, and declaring an emergency by one. They change no ticket but through the verb."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Team, User
from accounts.models.setting import SettingAct
from accounts.permissions import Permission
from accounts.setting_changes import Description, note_setting
from helpdesk import clock
from outbox.webhooks import post_webhook
from routing.describing import name_of
from routing.models import EmergencyPlan, WebhookTarget
from tickets.access import require
from tickets.actions import declare_emergency
from tickets.content import storable
from tickets.emergencies import MOST_REPEATS, Step, parse_steps
from tickets.errors import Invalid
from tickets.models import Emergency, Event, Ticket

PLAN = "emergency_plan"
LONGEST_DESCRIPTION = 2_000
_SORTS = {"person": "person", "team": "team", "webhook": "target"}


def kept_plans() -> QuerySet[EmergencyPlan]:
    """Not archived."""
    return EmergencyPlan.objects.filter(archived_at=None)


def plans_naming(sort: str, key: object) -> list[str]:
    """The names of those that call this person, team or target (`accounts.naming`)."""
    columns = [column for column, named in _SORTS.items() if named == sort]
    return [
        plan.name
        for plan in kept_plans().order_by("name", "pk")
        if any(step.get(column) == key for step in plan.steps for column in columns)
    ]


def declare(ticket: Ticket, *, actor: Actor, plan: EmergencyPlan, reason: str) -> Emergency | None:
    """Declare an emergency by this plan; None while one is running. Raises Invalid for a plan that was archived."""
    if plan.archived_at is not None:
        raise Invalid(_("This plan is archived. Choose another one."))
    names = dict(WebhookTarget.objects.filter(pk__in=_keys(plan.steps, "webhook")).values_list("pk", "name"))
    steps = [_named(step, names) for step in parse_steps(plan.steps)]
    return declare_emergency(ticket, actor=actor, plan=plan.name, steps=steps, repeats=plan.repeats, reason=reason)


def call_webhook(event: Event) -> None:
    """Part of a step: tell another system that people are called. One that is archived since is called no more."""
    target = WebhookTarget.objects.filter(pk=event.data["webhook"], archived_at=None).first()
    if target is None:
        return
    emergency = Emergency.objects.get(pk=event.data["emergency"])
    ticket = event.ticket
    data = {
        "emergency": {
            "id": emergency.pk,
            "plan": emergency.plan,
            "reason": emergency.reason,
            "call": event.data["call"],
        },
        "ticket": {"number": ticket.pk, "subject": ticket.subject, "priority": ticket.priority, "level": ticket.level},
    }
    post_webhook(
        url=target.url, secret=target.secret, name=target.name, kind="emergency.called", data=data, ticket_id=ticket.pk
    )


@transaction.atomic
def add_plan(*, actor: Actor, name: str, steps: Any, description: str = "", repeats: int = 0) -> EmergencyPlan:
    """Raises Invalid, with the number of the step that something is wrong with."""
    require(actor, Permission.SETTINGS)
    plan = EmergencyPlan(created_at=clock.now())
    return _saved(plan, actor, None, {"name": name, "description": description, "steps": steps, "repeats": repeats})


@transaction.atomic
def change_plan(plan: EmergencyPlan, *, actor: Actor, **words: Any) -> EmergencyPlan:
    """Change these parts; a running emergency keeps its steps. Raises Invalid."""
    require(actor, Permission.SETTINGS)
    plan = EmergencyPlan.objects.get(pk=plan.pk)
    if plan.archived_at is not None:
        raise Invalid(_("This plan is archived. Restore it first."))
    return _saved(plan, actor, plan_described(plan), words)


@transaction.atomic
def archive_plan(plan: EmergencyPlan, *, actor: Actor) -> bool:
    """Nobody can be called by it any more, rules that name it fail. False if it is archived."""
    return _put_away(plan, actor, away=True)


@transaction.atomic
def restore_plan(plan: EmergencyPlan, *, actor: Actor) -> bool:
    """False if it is there. Raises Invalid while another one has its name."""
    if kept_plans().filter(name=plan.name).exclude(pk=plan.pk).exists():
        raise Invalid(_("There is one of this name. Choose another name."))
    return _put_away(plan, actor, away=False)


def plan_described(plan: EmergencyPlan) -> Description:
    """What its steps name stands there by name or address."""
    return {
        "name": plan.name,
        "description": plan.description,
        "steps": [_renamed(step, name_of) for step in plan.steps],
        "repeats": plan.repeats,
        "is_archived": plan.archived_at is not None,
    }


def plan_words(described: Description, key_of: Any) -> dict[str, Any]:
    """As the verbs take them. Raises Refusal for a name that nothing here has."""
    words = {name: value for name, value in described.items() if name != "is_archived"}
    if isinstance(words.get("steps"), list):
        words["steps"] = [_renamed(step, key_of) if isinstance(step, Mapping) else step for step in words["steps"]]
    return words


def problems_of(steps: Iterable[Step]) -> list[tuple[int, str]]:
    """What the steps name that is gone, each with the step's number."""
    steps = list(steps)
    present = {name: set(_rows(name, steps).values_list("pk", flat=True)) for name in _SORTS}
    return [
        (number, _("This is not there any more. Choose another one."))
        for number, step in enumerate(steps, start=1)
        for name in _SORTS
        if getattr(step, name) is not None and getattr(step, name) not in present[name]
    ]


def _rows(name: str, steps: Iterable[Step]) -> "QuerySet[Any]":
    found: dict[str, QuerySet[Any]] = {
        "person": User.objects.staff().filter(is_active=True),
        "team": Team.objects.filter(archived_at=None),
        "webhook": WebhookTarget.objects.filter(archived_at=None),
    }
    return found[name].filter(pk__in=[key for step in steps if (key := getattr(step, name)) is not None])


def _saved(plan: EmergencyPlan, actor: Actor, before: Description | None, words: Mapping[str, Any]) -> EmergencyPlan:
    plan.name = " ".join(storable(str(words.get("name", plan.name))).split())
    plan.description = storable(str(words.get("description", plan.description))).strip()
    plan.repeats = words.get("repeats", plan.repeats)
    steps = parse_steps(words.get("steps", plan.steps))
    plan.steps = [{k: v for k, v in step.as_data().items() if k != "webhook_name"} for step in steps]
    if not plan.name or len(plan.name) > 100:
        raise Invalid(_("Give the plan a name of at most %(most)s characters.") % {"most": 100})
    if len(plan.description) > LONGEST_DESCRIPTION:
        raise Invalid(_("Write at most %(most)s characters.") % {"most": LONGEST_DESCRIPTION})
    if type(plan.repeats) is not int or not 0 <= plan.repeats <= MOST_REPEATS:
        raise Invalid(_("Repeat the steps 0 to %(most)s times.") % {"most": MOST_REPEATS})
    if kept_plans().filter(name=plan.name).exclude(pk=plan.pk).exists():
        raise Invalid(_("There is one of this name. Choose another name."))
    if problems := problems_of(steps):
        raise Invalid(_("Step %(number)s: %(problem)s") % {"number": problems[0][0], "problem": problems[0][1]})
    plan.save()
    note_setting(PLAN, plan.pk, plan.name, actor=actor, before=before, after=plan_described(plan))
    return plan


def _put_away(plan: EmergencyPlan, actor: Actor, *, away: bool) -> bool:
    require(actor, Permission.SETTINGS)
    plan.refresh_from_db()
    if (plan.archived_at is not None) == away:
        return False
    before = plan_described(plan)
    plan.archived_at = clock.now() if away else None
    plan.save(update_fields=["archived_at"])
    act = SettingAct.ARCHIVED if away else SettingAct.RESTORED
    note_setting(PLAN, plan.pk, plan.name, actor=actor, before=before, after=plan_described(plan), act=act)
    return True


def _named(step: Step, names: Mapping[int, str]) -> Step:
    return Step(**{**step.as_data(), "how": step.how, "webhook_name": names.get(step.webhook or 0, "")})


def _keys(steps: Iterable[Mapping[str, Any]], name: str) -> list[int]:
    return [step[name] for step in steps if step.get(name) is not None]


def _renamed(step: Mapping[str, Any], renamed: Any) -> dict[str, Any]:
    """Without what is empty, so that the file reads well."""
    return {
        name: renamed(_SORTS[name], value) if name in _SORTS else value
        for name, value in step.items()
        if value not in (None, [])
    }
