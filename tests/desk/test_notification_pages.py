"""Reading what one was told, and choosing how, at the desk."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actors import RULE_GUARD
from accounts.models import User
from desk.models import Notification
from desk.notifications.settings import matrix_of, settings_of
from routing.models import OffReason
from tests.desk.conftest import HTMX, signed_in
from tests.factories import AgentFactory, make_rule, make_ticket
from tickets.actions import add_note, assign, follow, note_stopped_rule, receive_message
from tickets.content import Body
from tickets.models import Channel

pytestmark = pytest.mark.django_db
URL = "/desk/notifications/"


@pytest.fixture
def told(agent, lead, ticket) -> Notification:
    assign(ticket, actor=lead, assignee=agent)
    return Notification.objects.get()


def unread_of(person: User) -> int:
    person.refresh_from_db()
    return person.unread_notifications


def test_the_bell_has_a_number_on_every_page_and_none_without(desk, agent, told):
    for path in ("/desk/", "/desk/views/open/", "/desk/availability/"):
        assert 'id="bell-count">1<' in desk.get(path).content.decode()
    assert '<hx-partial hx-target="#bell-count"' in desk.get("/desk/nav/", headers=HTMX).content.decode()
    desk.post(f"{URL}read/")
    assert 'id="bell-count"></span>' in desk.get("/desk/").content.decode()


def test_a_number_is_bounded(desk, agent):
    agent.unread_notifications = 5000
    agent.save()

    assert 'id="bell-count">100+<' in desk.get("/desk/").content.decode()


def test_the_panel_and_the_list_show_the_sentence_the_ticket_and_the_words(desk, told, agent, agent_l2, ticket):
    add_note(ticket, actor=agent_l2, body=Body.from_text("Is it <b>insured</b>, @Omar Haddad?"))

    for path in (f"{URL}panel/", URL):
        page = desk.get(path, headers=HTMX).content.decode()
        assert "Lena Vogt assigned this to you" in page
        assert "The printer is on fire" in page
    assert "Is it &lt;b&gt;insured&lt;/b&gt;, @Omar Haddad?" in page


def test_an_admin_who_is_told_of_a_stopped_rule_comes_to_the_rule(admin, ticket):
    rule = make_rule(name="Tag it")
    note_stopped_rule(ticket, actor=RULE_GUARD, rule=rule.pk, name=rule.name, reason=OffReason.FAILING)

    answer = signed_in(admin).get(f"{URL}{Notification.objects.get(person=admin).pk}/")

    assert answer["Location"] == f"/settings/rules/{rule.pk}/"


def test_filters_and_empty_states(desk, told):
    assert "assigned this" in desk.get(URL, {"show": "unread", "kind": "assigned"}).content.decode()
    assert "You have read all there is." in desk.get(URL, {"kind": "mentioned"}).content.decode()
    assert "assigned this" in desk.get(URL, {"kind": "nonsense", "after": "nonsense"}).content.decode()
    Notification.objects.all().delete()
    assert "No notifications yet" in desk.get(URL).content.decode()


def test_looking_at_the_ticket_reads_what_tells_of_it(desk, told, agent, ticket):
    assert unread_of(agent) == 1

    desk.get(f"/desk/tickets/{ticket.pk}/")

    assert unread_of(agent) == 0


def test_following_one_reads_it_and_leads_to_its_ticket(desk, told, agent):
    answer = desk.get(f"{URL}{told.pk}/")

    assert answer["Location"] == f"/desk/tickets/{told.ticket_id}/"
    assert unread_of(agent) == 0


def test_one_is_read_and_unread_again(desk, told, agent):
    page = desk.post(f"{URL}{told.pk}/read/", headers=HTMX).content.decode()
    assert "Mark as unread" in page
    assert unread_of(agent) == 0

    page = desk.post(f"{URL}{told.pk}/read/", {"undo": "1"}, headers=HTMX).content.decode()
    assert "Mark as read" in page
    assert unread_of(agent) == 1


def test_reading_all_can_be_taken_back(desk, told, agent):
    page = desk.post(f"{URL}read/", follow=True).content.decode()
    assert "All are read." in page
    undo = page.split('action="/desk/notifications/read/?undo=')[1].split('"')[0].replace("%3A", ":")
    assert unread_of(agent) == 0

    desk.post(f"{URL}read/?undo={undo}")
    assert unread_of(agent) == 1
    assert "Nothing was left" in desk.post(f"{URL}read/?undo=nonsense", follow=True).content.decode()


def test_what_is_anothers_is_not_there(told, lead):
    colleague = signed_in(lead)

    for path in ("", "words/"):
        assert colleague.get(f"{URL}{told.pk}/{path}").status_code == 404
    assert colleague.post(f"{URL}{told.pk}/read/").status_code == 404


def test_a_browser_is_given_words_only_while_they_are_news(desk, told):
    words = desk.get(f"{URL}{told.pk}/words/").json()
    assert words["title"] == "Lena Vogt assigned this to you"
    assert words["url"] == f"{URL}{told.pk}/"

    desk.post(f"{URL}read/")
    assert desk.get(f"{URL}{told.pk}/words/").status_code == 204


def test_settings_keep_what_is_ticked_and_go_back_to_the_usual(desk, agent):
    desk.post(f"{URL}settings/", {"mentioned.desk": "on", "catches_up": "on"})

    settings = settings_of(agent)
    matrix = matrix_of(settings)
    assert matrix["mentioned"] == {"desk": True, "email": False, "browser": False}
    assert not any(matrix["assigned"].values())
    assert (settings.is_quiet, settings.catches_up) == (False, True)

    desk.post(f"{URL}settings/", {"reset": "1"})
    assert settings_of(agent).choices == {}
    assert settings_of(agent).pk is None


def test_the_list_costs_the_same_with_one_and_with_thirty_rows(desk, agent, lead, customer):
    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(URL).status_code == 200
        return len(queries)

    assign(make_ticket(), actor=lead, assignee=agent)
    one = statements()
    for _number in range(29):
        ticket = make_ticket()
        assign(ticket, actor=AgentFactory(), assignee=agent)
        receive_message(ticket, actor=ticket.requester, body=Body.from_text("Hello?"), channel=Channel.EMAIL)

    assert statements() <= one + 1  # the words, once for all


def test_neither_the_inbox_nor_a_ticket_asks_for_notifications(desk, agent, ticket, customer, lead):
    follow(ticket, actor=agent)
    add_note(ticket, actor=lead, body=Body.from_text("A note."))
    desk.get(f"/desk/tickets/{ticket.pk}/")

    for path in ("/desk/views/open/", f"/desk/tickets/{ticket.pk}/"):
        with CaptureQueriesContext(connection) as queries:
            desk.get(path)
        alone = [query["sql"] for query in queries if 'FROM "desk_notification"' in query["sql"]]
        assert alone == [], path
