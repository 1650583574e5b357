"""Sentences that were saved as words are read in the language of whoever looks; what other servers said stays in theirs."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from accounts.actions.general import set_general
from accounts.languages import offered_languages
from accounts.models import SettingChange
from desk.deliveries import Delivery, Recipient
from desk.settings.history import name_of
from helpdesk import clock
from helpdesk.kept_words import said_again
from helpdesk.labels import quoted
from integrations.event_sentences import issue_failed
from mail.fetching.alarm import settle_alarm
from mail.given_up import alarm_admins
from mail.imap_models import ImapAccount
from outbox.models import OutboundEmail
from sla.calendar_data import hours_in
from tests.desk.conftest import HTMX, signed_in
from tests.factories import AgentFactory
from tickets.actions.escalation_reasons import set_level_guide
from tickets.models import EscalationReason, Event, Level, Ticket
from tickets.proposals import find_proposal


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (
            "No mail server is set up: an admin sets EMAIL_HOST or EMAIL_BACKEND.",
            "Es ist kein Mailserver eingerichtet: Ein Admin setzt EMAIL_HOST oder EMAIL_BACKEND.",
        ),
        ("The mail server answered 554 No", "Der Mailserver antwortete: 554 No"),
        (
            "Postmark refused our key (401). An admin enters a new one in the mailbox's settings.",
            "Postmark hat unseren Schlüssel abgelehnt (401). Ein Admin gibt in den Einstellungen des Postfachs einen neuen ein.",
        ),
        (
            "Held back: more than 3 acknowledgements to this address within an hour.",
            "Zurückgehalten: mehr als 3 Eingangsbestätigungen an diese Adresse innerhalb einer Stunde.",
        ),
        (
            "The mail server cannot be reached: 100 % full\n%(x)s",
            "Der Mailserver ist nicht erreichbar: 100 % full\n%(x)s",
        ),
        ("10.0.0.1 is an address inside of a private network.", "10.0.0.1 ist eine Adresse in einem privaten Netz."),
    ],
)
def test_a_kept_sentence_is_read_in_german_by_germans_and_as_it_is_by_others(kept, said):
    assert said_again(kept) == kept
    with translation.override("de"):
        assert said_again(kept) == said


@pytest.mark.parametrize(
    "words", ["", "550 5.1.1 user unknown", "Delivery: open", "smtp; 452 (mailbox full) – try later"]
)
def test_what_another_server_said_stays_in_its_words(words):
    with translation.override("de"):
        assert said_again(words) == words


def test_below_a_message_it_is_said_why_it_is_not_out_yet():
    waiting = Delivery(1, "reply", "", "queued", "The mail server cannot be reached: timed out", ())
    refused = (Recipient("to", "ann@example.net", "failed", "The provider did not take it: rejected"),)
    with translation.override("de"):
        waits = render_to_string("desk/_delivery.html", {"delivery": waiting})
        failed = render_to_string("desk/_delivery.html", {"delivery": Delivery(1, "reply", "", "failed", "", refused)})

    assert "Der Mailserver ist nicht erreichbar: timed out" in waits
    assert "Der Anbieter hat die E-Mail nicht angenommen: rejected" in failed


def test_the_timeline_says_what_a_tracker_said():
    event = Event(data={"what": "comment", "tracker": "Kiln", "trouble": "The tracker did not take it: Too long"})
    with translation.override("de"):
        sentence = issue_failed(event, "", {})
    assert sentence == "Ein Kommentar hat Kiln nicht erreicht: Der Tracker hat es nicht angenommen: Too long"


@pytest.mark.django_db
def test_page_and_api_give_an_admin_the_reason_in_their_language(admin, mailbox):
    given_up("The mail server refused our sign-in: 535 No")
    english = signed_in(admin).get("/api/v1/undelivered-emails/").json()
    admin.language = "de"
    admin.save(update_fields=["language"])

    german = signed_in(admin)
    assert english["results"][0]["reason"] == "The mail server refused our sign-in: 535 No"
    said = "Der Mailserver hat unsere Anmeldung abgelehnt: 535 No"
    assert german.get("/api/v1/undelivered-emails/").json()["results"][0]["reason"] == said
    assert said in german.get("/settings/undelivered/").content.decode()


@pytest.mark.django_db
def test_alarms_reach_each_admin_in_their_language(admin, mailbox):
    AgentFactory(email="greta@example.com", role="admin", language="de")
    given_up("The mail server answered 554 No")
    account = ImapAccount.objects.create(
        mailbox=mailbox, host="imap.example.com", port=993, user="x", created_at=clock.now(), due_at=clock.now(),
        trouble="It did not answer in time.", failures=99,
    )  # fmt: skip

    alarm_admins()
    settle_alarm(account)

    by_reader = {
        (mail.kind, mail.recipients.get().address): mail.text
        for mail in OutboundEmail.objects.filter(kind__in=["undelivered", "mail_trouble"])
    }
    assert "Der Mailserver antwortete: 554 No" in by_reader["undelivered", "greta@example.com"]
    assert "The mail server answered 554 No" in by_reader["undelivered", "admin@example.com"]
    assert "Keine Antwort innerhalb der Wartezeit." in by_reader["mail_trouble", "greta@example.com"]
    assert "It did not answer in time." in by_reader["mail_trouble", "admin@example.com"]


def given_up(why: str) -> None:
    OutboundEmail.objects.create(
        kind="reply", message_id="<x@x>", from_header="x", state="failed", attempts=8, last_error=why,
        due_at=clock.now(), created_at=clock.now(),
    )  # fmt: skip


@pytest.mark.django_db
def test_a_setting_that_nobody_gave_a_name_is_named_in_the_readers_language(admin):
    with translation.override("de"):  # whoever changed it
        set_level_guide(Level(2), actor=admin, criteria="Hard ones")
        set_general(actor=admin, close_after_days=9)
    changes = SettingChange.objects.order_by("pk")

    assert [name_of(change) for change in changes] == ["Level 2 · Specialist", "General"]
    with translation.override("de"):
        assert [name_of(change) for change in changes] == ["Level 2 · Spezialisten", "Allgemein"]
    assert name_of(SettingChange(kind="tag", name="General")) == "General"


def test_what_smart_routing_proposes_is_named_in_the_readers_language():
    kept = {"value": 3, "label": "High priority", "confidence": 0.8, "near": [], "before": 2, "seq": None}
    with translation.override("de"):
        assert find_proposal(Ticket(proposed={"priority": kept}), "priority").label == "Priorität Hoch"
        assert (
            find_proposal(Ticket(proposed={"level": {**kept, "value": 2}}), "level").label == "Level 2 · Spezialisten"
        )
    assert find_proposal(Ticket(proposed={"team": {**kept, "label": "Billing"}}), "team").label == "Billing"


def test_a_language_is_named_in_the_readers_language_whoever_asked_first():
    with translation.override("de"):
        german = {code: str(name) for code, name in offered_languages().items()}
    assert german == {"en": "Englisch", "de": "Deutsch"}
    assert {code: str(name) for code, name in offered_languages().items()} == {"en": "English", "de": "German"}


@pytest.mark.django_db
def test_the_reasons_a_desk_begins_with_are_offered_in_the_readers_language(ticket, agent):
    EscalationReason.objects.get_or_create(name="It needs more knowledge than I have", defaults={"position": 1})
    EscalationReason.objects.create(name="Open", position=9)  # as an admin words it, it stays
    agent.language = "de"
    agent.save(update_fields=["language"])

    page = signed_in(agent).get(f"/desk/tickets/{ticket.pk}/escalate/form/", headers=HTMX).content.decode()

    assert "Es braucht mehr Wissen, als ich habe" in page
    assert "It needs more knowledge" not in page
    assert ">Open</option>" in page


def test_words_within_a_sentence_stand_in_the_marks_of_the_language():
    assert quoted("Late") == "“Late”"
    with translation.override("de"):
        assert quoted("Late") == "„Late“"


def test_what_is_wrong_with_a_calendar_is_said_in_the_readers_language():
    with translation.override("de"), pytest.raises(ValueError, match="Eine Zeitzone „Mars“ gibt es nicht"):
        hours_in({"time_zone": "Mars", "weekly": {}})
