"""People of ours read the language that they chose, else the desk's: pages, live parts, mails, whoever acted."""

import pytest
from django.test import Client
from django.utils import translation

from accounts.actions.general import set_general
from accounts.languages import language_shown_to
from accounts.models import User
from desk.notifications.mailing import mail_due
from desk.notifications.settings import change_settings
from outbox.models import OutboundEmail
from sla.days_off import countries
from tests.desk.conftest import HTMX, signed_in
from tickets.actions import add_note, assign, set_priority
from tickets.content import Body
from tickets.models import Priority

pytestmark = pytest.mark.django_db
GERMAN_BROWSER = {"accept-language": "de-AT,de;q=0.9"}


def in_german(person: User) -> User:
    person.language = "de"
    person.save(update_fields=["language"])
    return person


def test_a_desk_is_drawn_in_the_language_of_each_reader(agent, agent_l2):
    german, english = signed_in(in_german(agent)), signed_in(agent_l2)

    for _again in range(2):  # what is kept drawn is kept for each language
        assert all(words in german.get("/desk/").content.decode() for words in ('<html lang="de"', "Neues Ticket"))
        page = english.get("/desk/", headers=GERMAN_BROWSER).content.decode()
        assert all(words in page for words in ('<html lang="en"', "New ticket"))
        assert "Neues Ticket" not in page


def test_who_chose_none_reads_the_language_of_the_desk(agent, admin):
    assert language_shown_to(agent, "de") == "en"
    set_general(actor=admin, language="de")
    assert language_shown_to(agent, "en") == "de"
    assert language_shown_to(User(role="agent", language="en")) == "en"


def test_the_profile_takes_the_language_by_page_and_by_api(desk, agent):
    said = {"name": "Omar", "time_zone": "unset", "theme": "system"}
    answer = desk.post("/profile/", {**said, "language": "de"}, follow=True).content.decode()
    assert "Gespeichert." in answer
    assert '<option value="unset">Wie das Helpdesk (Englisch)</option>' in answer

    desk.post("/profile/", said)  # what a form does not name stays
    assert User.objects.get(pk=agent.pk).language == "de"

    answer = desk.patch("/api/v1/me/", {"language": ""}, content_type="application/json")
    assert answer.json()["language"] == ""
    assert '<html lang="en"' in desk.get("/profile/").content.decode()


def test_a_live_part_is_drawn_for_each_of_two_readers(ticket, agent, agent_l2):
    readers = [signed_in(in_german(agent)), signed_in(agent_l2)]
    set_priority(ticket, actor=agent_l2, priority=Priority.URGENT)

    german, english = (
        reader.get(f"/desk/tickets/{ticket.pk}/live/", headers={**HTMX, "Shown-Seq": "1"}).content.decode()
        for reader in readers
    )

    assert ("Dringend" in german, "Urgent" in german) == (True, False)
    assert ("Dringend" in english, "Urgent" in english) == (False, True)


def test_a_german_is_mailed_in_german_what_an_english_colleague_did(ticket, agent, agent_l2, mailbox, settings):
    settings.NOTIFICATION_HOLD_SECONDS = 0
    assign(ticket, actor=agent, assignee=in_german(agent))
    change_settings(actor=agent, choices={"colleague_wrote": {"email": True}})
    add_note(ticket, actor=agent_l2, body=Body.from_text("Look at the fuse."))

    mail_due()

    [mail] = OutboundEmail.objects.filter(recipients__address=agent.email)
    assert "Notiz" in mail.text
    assert "wrote a note" not in mail.text


def test_the_api_says_its_sentences_in_the_language_of_the_person(agent):
    client: Client = signed_in(in_german(agent))
    answer = client.get("/api/v1/tickets/999999/", headers={"accept-language": "en"})
    assert answer["Content-Language"] == "de"


def test_countries_are_named_and_ordered_in_the_readers_language():
    with translation.override("de"):
        names = list(countries().values())

    assert countries()["AT"] == "Austria"
    assert names.index("Österreich") < names.index("Panama")
