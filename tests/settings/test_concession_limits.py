"""The limits of concessions among the settings: with a history, and in the file."""

from decimal import Decimal

import pytest

from accounts.models import SettingChange
from desk.settings.configuration import compare, export, take_over
from tickets.actions.concession_limits import set_concession_limits
from tickets.models import ConcessionLimit

pytestmark = pytest.mark.django_db
PAGE = "/desk/concessions/limits/"


def limits() -> dict[str, str]:
    return {f"{row.role} {row.currency}": f"{row.most:.0f}" for row in ConcessionLimit.objects.all()}


def test_what_is_set_at_once_is_one_change_and_can_be_taken_back(browser, admin):
    set_concession_limits(actor=admin, currency="EUR", limits={"agent": Decimal(50), "lead": Decimal(200)})
    assert set_concession_limits(actor=admin, currency="EUR", limits={"agent": Decimal(50)}) is False
    set_concession_limits(actor=admin, currency="EUR", limits={"agent": Decimal(80), "lead": None})

    change = SettingChange.objects.filter(kind="concession_limits").first()
    assert change.changes == {"agent": ["50.00", "80.00"], "lead": ["200.00", ""]}
    assert "What was changed" in browser.get(PAGE).content.decode()
    browser.post(f"/settings/changes/{change.pk}/undo/")
    assert limits() == {"agent EUR": "50", "lead EUR": "200"}


def test_the_file_carries_limits_and_says_what_is_wrong(admin):
    set_concession_limits(actor=admin, currency="EUR", limits={"agent": Decimal(50)})
    file = export()
    set_concession_limits(actor=admin, currency="EUR", limits={"agent": None})

    take_over(file, actor=admin)
    assert limits() == {"agent EUR": "50"}
    wrong = "helpdesk: 1\nconcession_limits:\n- currency: EUR\n  agent: much\n"
    assert "as a number" in compare(wrong, actor=admin).problems[0]
