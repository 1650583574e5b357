"""The demo's rules as far as an admin would take them over: remind, then close."""

import pytest

from demo.macros import create_macros
from demo.rules import create_rules
from routing.models import Rule
from tests.factories import AgentFactory, TeamFactory
from tickets.models import Macro, TicketForm

pytestmark = pytest.mark.django_db


def test_a_reminder_in_the_customers_language_goes_before_closing(admin):
    AgentFactory(email="lead@example.com", role="lead")
    billing = TeamFactory(name="Billing")
    TicketForm.objects.create(name="Billing")
    create_macros({"Billing": billing})

    create_rules()

    english, german, close = (
        Rule.objects.get(name=name)
        for name in ("Remind after three days", "Remind after three days, in German", "Close what stays silent")
    )
    words = [Macro.objects.get(pk=rule.effects[0]["macro"]) for rule in (english, german)]
    assert [(macro.name, macro.language) for macro in words] == [
        ("A friendly reminder", "en"),
        ("Freundliche Erinnerung", "de"),
    ]
    times = [(rule.when["after"]["hours"], rule.when["after"]["since"]) for rule in (english, german, close)]
    assert times == [(72, "answered"), (72, "answered"), (96, "reminded")]
    assert {"do": "set_status", "status": "solved"} in close.effects
