"""Values of settings that have a shape of their own, and who tells what differs in them. All else is told as it stands."""

from collections.abc import Callable, Mapping
from typing import Any

from desk.rules.told import conditions_told, effects_told, when_told
from desk.settings.differences import Difference
from desk.settings.orders import order_told
from desk.settings.told_brands import logo_told
from desk.settings.told_mail_rules import mail_conditions_told, sets_told
from desk.settings.told_plans import steps_told
from desk.sla.told import policy_conditions_told, terms_told
from desk.sla.told_calendars import day_names_told, region_told, week_told
from routing.models import Rule
from sla.models import Policy

# (kind, field) → from before and after to the parts that differ.
TOLD: Mapping[tuple[str, str], Callable[[Any, Any], list[Difference]]] = {
    ("rule", "when"): when_told,
    ("rule_order", "order"): order_told(Rule),
    ("policy_order", "order"): order_told(Policy),
    ("rule", "conditions"): conditions_told,
    ("rule", "effects"): effects_told,
    ("policy", "conditions"): policy_conditions_told,
    ("policy", "terms"): terms_told,
    ("calendar", "weekly"): week_told,
    ("calendar", "holiday_region"): region_told,
    ("calendar", "day_names"): day_names_told,
    ("emergency_plan", "steps"): steps_told,
    ("brand", "logo"): logo_told,
    ("mail_rule", "conditions"): mail_conditions_told,
    ("mail_rule", "sets"): sets_told,
}
