"""What customers ask of their data, in the portal, and what admins decide."""

import json
import re
import zipfile
from unittest.mock import patch

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.http import QueryDict
from django.test import Client

from accounts.models import SignInCode, User
from accounts.tokens import make_token
from outbox.models import OutboundEmail
from portal.drafts import keep_draft
from privacy import copies
from privacy.actions import ask_copy, ask_erasure, carry_out, decline, withdraw_erasure
from privacy.models import CopyState, DataCopy, Erasure, ErasureState
from tests.factories import CustomerFactory, make_ticket
from tickets.actions import add_note, reply
from tickets.content import Body
from tickets.errors import IllegalTransition, Invalid, NotAllowed
from tickets.models import Attachment

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann(client, customer, mailbox) -> User:
    client.force_login(customer)
    return customer


def code_in_mail() -> str:
    text = OutboundEmail.objects.filter(kind="confirm_code").latest("pk").text
    return re.search(r"\d{3} ?\d{3}", text)[0].replace(" ", "")


def test_a_copy_holds_what_they_may_see_and_no_notes(client, ann, agent, other_customer):
    file = Attachment.objects.create(uploaded_by=ann, filename="a.txt", size=5, file=ContentFile(b"bytes", "a.txt"))
    ticket = make_ticket(requester=ann, attachments=[file])
    reply(ticket, actor=agent, body=Body.from_text("Use water."), seen_seq=None)
    add_note(ticket, actor=agent, body=Body.from_text("A secret note"))
    make_ticket(requester=other_customer, subject="Not hers")

    assert client.post("/profile/data/copy/").status_code == 302
    assert "putting it together" in client.get("/profile/data/").content.decode()
    copies.make_waiting()

    copy = DataCopy.objects.get()
    page = client.get(f"/profile/data/{copy.key}/")
    with zipfile.ZipFile(copy.file.open("rb")) as archive:
        data = json.loads(archive.read("data.json"))
        everything = archive.read("data.json").decode() + archive.read("index.html").decode()
        assert archive.read(data["requests"][0]["messages"][0]["files"][0]) == b"bytes"
    assert page["Content-Disposition"].startswith("attachment") and page.status_code == 200
    assert [message["text"] for message in data["requests"][0]["messages"]][1] == "Use water."
    assert "secret note" not in everything and "Not hers" not in everything
    assert OutboundEmail.objects.filter(kind="data_ready", recipients__address=ann.email).exists()


def test_a_copy_holds_what_is_not_sent_yet_and_the_names_of_tokens(ann, other_customer):
    file = Attachment.objects.create(uploaded_by=ann, filename="a.txt", size=5, file=ContentFile(b"bytes", "a.txt"))
    keep_draft(ann, None, QueryDict(f"topic=other&text=Half+a+text&attachments={file.pk}"))
    keep_draft(other_customer, None, QueryDict("text=Not+hers"))
    make_token(ann, name="My export", scopes=["read"])
    ask_copy(ann, actor=ann)
    copies.make_waiting()
    with zipfile.ZipFile(DataCopy.objects.get().file.open("rb")) as archive:
        data = json.loads(archive.read("data.json"))
        assert archive.read(f"files/unsent/{file.pk}-a.txt") == b"bytes"
        assert "Half a text" in archive.read("index.html").decode()
    assert [draft["words"] for draft in data["drafts"]] == [{"topic": "other", "text": "Half a text"}]
    assert [token["name"] for token in data["api_tokens"]] == ["My export"]


def test_nobody_else_gets_the_file_and_it_ends(client, ann, other_customer):
    copy = ask_copy(ann, actor=ann)
    copies.make_waiting()
    client.force_login(other_customer)
    assert client.get(f"/profile/data/{copy.key}/").status_code == 404
    client.force_login(ann)
    DataCopy.objects.update(ends_at="2020-01-01T00:00Z")
    assert client.get(f"/profile/data/{copy.key}/").status_code == 302
    assert "no longer here" in client.get("/profile/data/").content.decode()
    assert copies.tidy() == 1
    copy.refresh_from_db()
    assert (copy.state, bool(copy.file)) == (CopyState.OVER, False)
    assert client.get(f"/profile/data/{copy.key}/").status_code == 302


def test_a_copy_is_asked_for_three_times_a_day(ann):
    keys = set()
    for _each in range(3):
        keys |= {ask_copy(ann, actor=ann).pk, ask_copy(ann, actor=ann).pk}
        copies.make_waiting()
    assert len(keys) == 3
    with pytest.raises(IllegalTransition, match="too often"):
        ask_copy(ann, actor=ann)


def test_erasing_is_asked_for_with_a_code_and_taken_back(client, ann):
    assert "What stays, and why" in client.get("/profile/data/erase/").content.decode()
    client.post("/profile/data/erase/", {"send": "1"})
    assert client.post("/profile/data/erase/", {"code": "000000"}).status_code == 422
    assert not Erasure.objects.exists()
    mail = OutboundEmail.objects.get()
    assert "erase your data" in mail.subject and "asked" in mail.text and "sign-in" not in mail.subject + mail.text

    stranger = Client()
    stranger.post("/sign-in/", {"email": ann.email})
    session = stranger.session
    session["sign_in"] = {**session["sign_in"], "code": SignInCode.objects.earliest("pk").pk}
    session.save()
    assert stranger.post("/sign-in/code/", {"code": code_in_mail()}).status_code == 422, "it signs nobody in"

    client.post("/profile/data/erase/", {"code": code_in_mail()})

    erasure = Erasure.objects.get(person=ann, state=ErasureState.WAITING)
    assert "decides on it" in client.get("/profile/data/").content.decode()
    client.post("/profile/data/keep/")
    erasure.refresh_from_db()
    assert erasure.state == ErasureState.WITHDRAWN


def test_the_queue_says_what_would_be_erased_and_declines_with_a_reason(client, ann, admin):
    make_ticket(requester=ann)
    erasure = ask_erasure(ann, actor=ann)
    client.force_login(admin)
    assert "Ann Lee" in client.get("/settings/privacy/?q=ann&state=waiting").content.decode()
    assert "Nothing found" in client.get("/settings/privacy/?q=nobody").content.decode()
    page = client.get(f"/settings/privacy/{erasure.pk}/").content.decode()
    assert "Requests they take part in" in page and "still open" in page
    assert client.post(f"/settings/privacy/{erasure.pk}/decline/", {"reason": ""}).status_code == 422

    client.post(f"/settings/privacy/{erasure.pk}/decline/", {"reason": "You have bills to pay."})

    assert "bills to pay" in OutboundEmail.objects.get(kind="erasure_declined").text
    client.force_login(ann)
    assert "bills to pay" in client.get("/profile/data/").content.decode()


def test_carrying_out_twice_does_it_once_and_what_was_decided_stays(ann, admin):
    erasure = ask_erasure(ann, actor=ann)
    assert carry_out(erasure, actor=admin)
    assert carry_out(erasure, actor=admin) is None
    assert OutboundEmail.objects.filter(kind="erasure_carried_out").count() == 1
    with pytest.raises(IllegalTransition):
        decline(erasure, actor=admin, reason="Too late")
    with pytest.raises(IllegalTransition):
        withdraw_erasure(erasure, actor=ann)


def test_only_admins_and_customers_themselves(ann, agent, lead, admin, other_customer):
    for stranger in (agent, lead, other_customer):
        for ask in (ask_copy, ask_erasure):
            with pytest.raises(NotAllowed):
                ask(ann, actor=stranger)
    with pytest.raises(Invalid):
        ask_erasure(agent, actor=admin)
    erasure = ask_erasure(ann, actor=admin)
    assert ask_erasure(ann, actor=ann) == erasure
    with pytest.raises(NotAllowed):
        carry_out(erasure, actor=lead)


def test_an_admin_begins_both_on_the_page_of_a_customer(client, admin, mailbox):
    person = CustomerFactory()
    client.force_login(admin)
    assert "Erase their data" in client.get(f"/desk/customers/{person.pk}/").content.decode()
    client.post(f"/settings/privacy/people/{person.pk}/copy/")
    answer = client.post(f"/settings/privacy/people/{person.pk}/erase/")
    assert answer["Location"] == f"/settings/privacy/{Erasure.objects.get().pk}/"
    assert DataCopy.objects.get().asked_by == admin


def test_the_command_shows_copies_and_erases(ann, admin, tmp_path, capsys):
    make_ticket(requester=ann)
    call_command("personal_data", "copy", ann.email, "--to", str(tmp_path / "data.zip"))
    assert zipfile.is_zipfile(tmp_path / "data.zip")
    call_command("personal_data", "show", ann.email)
    assert "Requests they take part in" in capsys.readouterr().out
    OutboundEmail.objects.all().delete()
    with patch("privacy.actions.post_carried_out"):
        call_command("personal_data", "erase", ann.email, "--yes")
    ann.refresh_from_db()
    assert (ann.name, ann.email) == ("[erased]", "")
