"""Surveys in the settings: which are sent, with a history, a preview and a place in the file."""

import pytest

from accounts.models import SettingChange
from desk.settings.configuration import export, take_over
from metrics.actions.planning import plan_now, set_plan
from tickets.errors import Invalid

pytestmark = pytest.mark.django_db

PAGE = "/settings/surveys/"
FORM = {"is_on": "on", "delay_hours": "48", "sample_percent": "50", "rest_days": "14", "question_en": "All fine?"}


def test_satisfaction_is_asked_from_the_first_day_and_the_others_are_a_choice(browser):
    page = browser.get(PAGE).content.decode()

    assert "24 hours after a ticket was solved, nobody more than once in 7 days" in " ".join(page.split())
    assert [plan_now(kind).is_on for kind in ("csat", "nps", "ces")] == [True, False, False]


def test_what_is_set_is_kept_noted_and_can_be_taken_back(browser, mailbox):
    answer = browser.post(f"{PAGE}nps/", {**FORM, "mailboxes": [mailbox.pk]})

    assert answer.status_code == 302
    plan = plan_now("nps")
    assert (plan.is_on, plan.delay_hours, plan.sample_percent, plan.rest_days) == (True, 48, 50, 14)
    assert plan.questions == {"en": "All fine?"}
    assert list(plan.mailboxes.all()) == [mailbox]
    change = SettingChange.objects.get(kind="survey_plan")
    assert "All fine?" in browser.get(f"{PAGE}nps/").content.decode()

    browser.post(f"/settings/changes/{change.pk}/undo/")
    assert (plan_now("nps").is_on, plan_now("nps").questions) == (False, {})


def test_what_is_refused_keeps_every_word(browser):
    answer = browser.post(f"{PAGE}csat/", {**FORM, "delay_hours": "0"})

    assert answer.status_code == 422
    assert "All fine?" in answer.content.decode()
    assert plan_now("csat").delay_hours == 24


def test_beyond_the_limits_the_verb_refuses(admin):
    for wrong in ({"delay_hours": 0}, {"sample_percent": 101}, {"rest_days": 400}, {"questions": {"xx": "?"}}):
        with pytest.raises(Invalid):
            set_plan("csat", actor=admin, **wrong)


def test_the_preview_shows_the_mail_in_each_language(browser, admin, mailbox):
    set_plan("csat", actor=admin, questions={"de": "Zufrieden mit unserer Hilfe?"})

    assert "How happy are you with our help?" in browser.get(f"{PAGE}csat/preview/").content.decode()
    german = browser.get(f"{PAGE}csat/preview/", {"language": "de"})
    assert "Zufrieden mit unserer Hilfe?" in german.content.decode()
    assert "default-src 'none'" in german["Content-Security-Policy"]


def test_the_file_holds_it_and_brings_it_back(admin, mailbox):
    set_plan("ces", actor=admin, is_on=True, rest_days=60, mailboxes=[mailbox], questions={"en": "Easy?"})
    file = export()
    assert "section" not in file
    assert "kind: ces" in file
    set_plan("ces", actor=admin, is_on=False, rest_days=5, mailboxes=[], questions={})

    compared = take_over(file, actor=admin)

    assert compared.problems == []
    plan = plan_now("ces")
    assert (plan.is_on, plan.rest_days, plan.questions) == (True, 60, {"en": "Easy?"})
    assert list(plan.mailboxes.all()) == [mailbox]
