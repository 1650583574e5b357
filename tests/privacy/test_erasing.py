"""Erasing a person: nothing of theirs is left in any column or file, and figures and logs are as they were."""

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection, models
from django.utils import timezone

from accounts.addresses import add_address
from accounts.models import SignInCode, User
from accounts.personal import ERASED, Whom, hashed, whom_of
from accounts.tokens import make_token
from knowledgebase.models import HelpSession, SearchSession
from mail.blocking import block_sender
from mail.models import BlockedSender, InboundEmail
from mail.processing import process_batch
from mail.receiving import store
from metrics.keeping import keep_stale
from metrics.models import TicketFacts
from outbox.models import OutboundEmail
from portal.models import PendingRequest
from privacy.actions import ask_erasure, carry_out
from privacy.erasing import carry_on, take_bite
from privacy.models import Erasure, ErasureState
from search.indexing import index_stale
from status.actions import publish_issue, subscribe
from tests.factories import CustomerFactory, make_form, make_ticket
from tickets.actions import add_note, reply, set_field, set_form, set_subject
from tickets.content import Body
from tickets.history import contradictions
from tickets.models import Attachment, Event, Message, Ticket
from tickets.person_merges import merge_now

pytestmark = pytest.mark.django_db

# Each stands nowhere but where this person put it, or where somebody named them.
MARKS = (
    "zebulon", "quixmark", "zq@marked.test", "zq2@marked.test", "5550199887", "wordmark", "filemark", "subjectmark",
    "searchmark", "notemark", "oldmark",
)  # fmt: skip
RAW = b"""From: Zebulon Quixmark <zq@marked.test>\r
To: support@example.com\r
Message-ID: <one@marked.test>\r
Subject: Subjectmark by mail\r
\r
A wordmark by mail.\r
"""


@pytest.fixture
def person(mailbox, admin) -> User:
    person = CustomerFactory(email="zq@marked.test", name="Zebulon Quixmark", phone="+495550199887", notes="Notemark")
    add_address(person, actor=admin, email="zq2@marked.test")
    return person


@pytest.fixture
def left(person, agent, admin, ticket, mailbox) -> Ticket:
    """Something of theirs everywhere; their own ticket."""
    form = make_form("Order", order="text", plan={"kind": "choice", "options": ["Large"]})
    file = Attachment.objects.create(
        uploaded_by=person, filename="filemark.txt", size=8, file=ContentFile(b"Filemark", "filemark.txt")
    )
    own = make_ticket(
        requester=person, subject="A subjectmark", body=Body.from_text("A wordmark of mine"), attachments=[file]
    )
    set_form(own, actor=agent, form=form)
    set_subject(own, actor=agent, subject="Another subjectmark")
    set_field(own, actor=agent, key="order", value="wordmark 7")
    quoting = Body(text="Dear Zebulon,\nhere", html="<p>Dear Zebulon</p>", quoted_text="A wordmark of mine")
    reply(own, actor=agent, body=quoting, seen_seq=None)
    add_note(own, actor=agent, body=Body.from_text("Mr Quixmark called from +49 555 019 98 87"))
    add_note(ticket, actor=agent, body=Body.from_text("The same as with Zebulon Quixmark, zq@marked.test"))
    former = CustomerFactory(email="oldmark@elsewhere.test", name="Oldmark Zebulon")
    merge_now(former, actor=admin, into=person)
    store(RAW, "zq@marked.test", ["support@example.com"], "test")
    process_batch(100)
    make_token(person, name="Quixmark's", scopes=["read"])
    now = timezone.now()
    SignInCode.objects.create(email="zq@marked.test", digest="x", created_at=now, expires_at=now)
    SearchSession.objects.create(
        query="searchmark", words="searchmark", language="en", reader=f"person:{person.pk}", found=1, at=now
    )
    HelpSession.objects.create(
        place="form", language="en", question="where is searchmark", person=person, started_at=now, last_at=now
    )
    block_sender("zq2@marked.test", actor=agent)
    issue = publish_issue(actor=admin, title="Down", affected="All", text="We look")
    subscribe(issue, email="zq@marked.test", language="en", is_known=True)
    PendingRequest.objects.create(
        token="7c7e7f3e-8f3c-4b47-9c0e-5d1f6f9b8a11", email="zq@marked.test", subject="s", text="wordmark"
    )
    index_stale()
    return own


def erase(person: User, admin: User) -> Erasure:
    erasure = ask_erasure(person, actor=person)
    carry_out(erasure, actor=admin)
    OutboundEmail.objects.update(state="sent")
    carry_on(erasure.pk)
    erasure.refresh_from_db()
    return erasure


def marked(marks: tuple[str, ...] = MARKS) -> list[str]:
    """Every column of every table, and every stored file, in which one of the marks stands."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            for field in model._meta.local_concrete_fields:
                text = f'"{field.column}"::text'
                if isinstance(field, models.BinaryField):
                    text = f"encode(\"{field.column}\", 'escape')"
                cursor.execute(
                    f'SELECT {text} FROM "{table}" WHERE {text} ILIKE ANY(%s)', [[f"%{one}%" for one in marks]]
                )  # noqa: S608
                found += [f"{table}.{field.column}: {row[0][:80]}" for row in cursor.fetchall()]
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, models.FileField):
                for name in model._default_manager.exclude(**{field.name: ""}).values_list(field.name, flat=True):
                    if default_storage.exists(name):
                        content = default_storage.open(name).read().lower()
                        found += [f"file {name}" for one in marks if one.encode() in content]
    return found


def test_nothing_of_them_is_left_in_any_column_or_file(person, left, admin):
    paths = [default_storage.path(name) for name in Attachment.objects.values_list("file", flat=True)]
    assert {mark for mark in MARKS if marked((mark,))} == set(MARKS)

    erasure = erase(person, admin)

    assert erasure.state == ErasureState.DONE
    assert marked() == []
    assert not any(default_storage.exists(path) for path in paths)


def facts() -> list[dict]:
    """But for when and up to which event they were computed."""
    return [
        {name: value for name, value in row.items() if name not in ("seq", "computed_at")}
        for row in TicketFacts.objects.order_by("pk").values()
    ]


def test_figures_logs_and_checks_are_as_they_were(person, left, admin, capsys):
    keep_stale()
    before = facts()
    events = Event.objects.filter(ticket=left).count()

    erase(person, admin)
    keep_stale()

    left.refresh_from_db()
    assert facts() == before
    assert list(contradictions(left, left.events.all())) == []
    assert (left.subject, left.snippet) == (ERASED, "Dear [erased], here")
    assert left.fields == {}
    assert Event.objects.filter(ticket=left).count() == events + 1
    call_command("check_integrity")


def test_others_words_stay_but_for_what_names_them(person, left, admin, ticket):
    erase(person, admin)

    texts = set(Message.objects.values_list("text", flat=True))
    assert "Dear [erased],\nhere" in texts
    assert "Mr [erased] called from [erased]" in texts
    assert "The same as with [erased], [erased]" in texts
    assert ticket.messages.first().text == "It started this morning. What can I do?"


def test_a_killed_worker_loses_and_repeats_nothing(person, left, admin):
    erasure = ask_erasure(person, actor=person)
    carry_out(erasure, actor=admin)
    OutboundEmail.objects.update(state="sent")
    for _bite in range(9):
        assert take_bite(erasure.pk)

    carry_on(erasure.pk)

    erasure.refresh_from_db()
    assert (erasure.state, marked()) == (ErasureState.DONE, [])
    counts = dict(erasure.counts)
    assert carry_on(erasure.pk) == 0
    erasure.refresh_from_db()
    assert erasure.counts == counts
    assert counts["files"] == 1 and counts["profile"] > 1


def test_a_blocked_address_stays_blocked_though_nobody_can_read_it(person, left, admin, agent):
    erase(person, admin)

    assert BlockedSender.objects.get().what == hashed("zq2@marked.test")
    store(RAW.replace(b"zq@", b"zq2@").replace(b"one@", b"two@"), "zq2@marked.test", ["support@example.com"], "test")
    process_batch(100)
    assert InboundEmail.objects.latest("pk").reason == "blocked_sender"


def test_a_namesake_keeps_their_name(person, left, admin):
    other = CustomerFactory(email="another@else.test", name="Zebulon Quixmark")

    erase(person, admin)

    other.refresh_from_db()
    assert other.name == "Zebulon Quixmark"


def test_who_is_named_in_html_or_in_an_address_is_struck_out_too():
    whom = Whom(keys=(1,), addresses=("o'brien@x.test",), names=("Pat O'Brien",), phones=("+49301234567",))

    assert whom.strike("Pat O&#x27;Brien, see ?q=o%27brien%40x.test") == "[erased], see ?q=[erased]"
    assert whom.strike("call 4930 / 123-45 67 or 149301234567") == "call [erased] or 149301234567"
    assert whom.strike("Patience, and no Brienz", closely=True) == "Patience, and no Brienz"


def test_whoever_was_erased_is_named_nowhere_in_the_record(person, left, admin):
    erasure = erase(person, admin)

    assert whom_of(User.objects.get(pk=erasure.person_id)).telling == ()
    assert erasure.decided_by == admin and erasure.counts["tickets"] >= 2
