"""Escalation reasons and level guides in the settings."""

import pytest

from accounts.models import SettingChange
from desk.settings.configuration import export, take_over
from desk.settings.history import undo
from tickets.models import EscalationReason, LevelGuide

pytestmark = pytest.mark.django_db


def test_a_reason_is_added_renamed_archived_and_brought_back(browser) -> None:
    browser.post("/settings/escalation-reasons/new/", {"name": "Needs a refund"})
    reason = EscalationReason.objects.get(name="Needs a refund")
    browser.post(f"/settings/escalation-reasons/{reason.pk}/", {"name": "Refund", "position": "0"})
    page = browser.post(f"/settings/escalation-reasons/{reason.pk}/archive/", follow=True).content.decode()
    assert "“Refund” is archived" in page
    assert "Refund" in browser.get("/settings/escalation-reasons/?archived=1").content.decode()

    browser.post(f"/settings/escalation-reasons/{reason.pk}/archive/?undo=1")
    reason.refresh_from_db()
    assert (reason.name, reason.is_active) == ("Refund", True)


def test_a_name_twice_is_refused_and_kept(browser) -> None:
    browser.post("/settings/escalation-reasons/new/", {"name": "Refund"})

    again = browser.post("/settings/escalation-reasons/new/", {"name": "Refund"})

    assert again.status_code == 422
    assert "a reason of this name already" in again.content.decode()


def test_a_guide_is_written_shown_and_put_back(browser, admin) -> None:
    words = {"criteria": "- money\n- <b>law</b>", "procedure": "Ask first."}
    assert browser.post("/settings/level-guides/2/", words).status_code == 302

    page = browser.get("/settings/level-guides/").content.decode()
    assert "<li>money</li>" in page
    assert "<b>law" not in page
    browser.post("/settings/level-guides/2/", {**words, "procedure": ""})
    undo(SettingChange.objects.filter(kind="level_guide").latest("pk"), actor=admin)
    assert LevelGuide.objects.get(pk=2).procedure == "Ask first."
    assert browser.get("/settings/level-guides/7/").status_code == 404


def test_both_go_out_and_in(browser, admin) -> None:
    browser.post("/settings/level-guides/3/", {"criteria": "Bugs"})
    text = export()
    EscalationReason.objects.all().delete()
    LevelGuide.objects.all().delete()

    assert take_over(text, actor=admin).problems == []
    assert export() == text
