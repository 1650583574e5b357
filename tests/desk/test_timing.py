"""Keeping time on the desk: in the composer, in its fold, and as a file."""

import re

import pytest

from tests.desk.conftest import HTMX, signed_in
from tickets.actions import log_time
from tickets.held import send_due
from tickets.models import Draft, Task, TimeEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def _time_is_kept(settings):
    settings.TIME_TRACKING = True


def post(client, ticket, part, **fields):
    return client.post(f"/desk/tickets/{ticket.number}/{part}", fields, headers=HTMX)


def test_where_no_time_is_kept_nothing_speaks_of_it(desk, ticket):
    page = desk.get(f"/desk/tickets/{ticket.number}/").content.decode()
    assert 'name="minutes"' not in page
    assert "/times/" not in page
    assert post(desk, ticket, "times/log/", minutes=5).status_code == 409
    assert desk.get("/desk/times/export/").status_code == 404


@pytest.mark.usefixtures("_time_is_kept")
def test_it_is_kept_corrected_and_taken_away(desk, ticket, agent):
    assert post(desk, ticket, "times/log/", minutes=80, words="Looked").status_code == 200
    entry = TimeEntry.objects.get()
    page = desk.get(f"/desk/tickets/{ticket.number}/").content.decode()
    assert "1 h 20 min" in page
    assert "Looked" in desk.get(f"/desk/tickets/{ticket.number}/times/", headers=HTMX).content.decode()
    post(desk, ticket, f"times/{entry.pk}/", minutes=60, words="Looked")
    assert "1 h<" in desk.get(f"/desk/tickets/{ticket.number}/").content.decode()
    assert post(desk, ticket, "times/log/", minutes="x").status_code == 400
    post(desk, ticket, f"times/{entry.pk}/remove/")
    assert post(desk, ticket, f"times/{entry.pk}/remove/").status_code == 200
    assert not TimeEntry.objects.exists()


@pytest.mark.usefixtures("_time_is_kept")
def test_a_form_that_is_sent_twice_keeps_one_time_and_adds_one_task_and_the_next_form_another(desk, ticket):
    def key() -> str:
        page = desk.get(f"/desk/tickets/{ticket.number}/times/", headers=HTMX).content.decode()
        return re.search(r'name="key" value="([0-9]+)"', page)[1]

    first = key()
    said = [post(desk, ticket, "times/log/", minutes=5, words="Call", key=first).headers["HX-Trigger"] for _ in "ab"]
    assert TimeEntry.objects.count() == 1
    assert "nothing was done twice" in said[1]
    for _turn in range(2):
        post(desk, ticket, "tasks/", text="Call her", key=first)
    assert Task.objects.count() == 1

    post(desk, ticket, "times/log/", minutes=5, words="Call", key=key())
    post(desk, ticket, "tasks/", text="Call her", key=key())
    assert (TimeEntry.objects.count(), Task.objects.count()) == (2, 2)


@pytest.mark.usefixtures("_time_is_kept")
def test_an_entry_that_is_gone_is_said_to_be_so_in_a_stale_tab(desk, ticket, agent):
    entry = log_time(ticket, actor=agent, minutes=5)
    post(desk, ticket, f"times/{entry.pk}/remove/")

    stale = post(desk, ticket, f"times/{entry.pk}/", minutes=7)

    assert stale.status_code == 400
    assert "Somebody took this entry away." in str(stale.headers)


@pytest.mark.usefixtures("_time_is_kept")
def test_it_is_kept_with_the_answer_and_with_a_note(desk, ticket, agent):
    agent.undo_seconds = 10
    agent.save()
    words = {"kind": "public", "seen_seq": 1, "html": "<div>Hello</div>", "cc": "", "minutes": "12"}
    post(desk, ticket, "draft/", **words)
    assert 'value="12"' in desk.get(f"/desk/tickets/{ticket.number}/").content.decode()
    post(desk, ticket, "send/", **words)
    assert not TimeEntry.objects.exists()
    Draft.objects.update(send_at="2026-01-01T00:00:00Z")
    send_due()
    post(desk, ticket, "send/", **{**words, "kind": "note", "seen_seq": 2, "minutes": "3"})
    assert sorted(TimeEntry.objects.values_list("minutes", flat=True)) == [3, 12]


@pytest.mark.usefixtures("_time_is_kept")
def test_leads_export_it(desk, ticket, agent, lead):
    log_time(ticket, actor=agent, minutes=25, words="=SUM(A1)")
    assert desk.get("/desk/times/export/").status_code == 403
    answer = signed_in(lead).get("/desk/times/export/")
    text = b"".join(answer.streaming_content).decode()
    assert text.splitlines()[1].startswith(f"{ticket.pk},The printer is on fire,Omar Haddad,25,'=SUM(A1),")
