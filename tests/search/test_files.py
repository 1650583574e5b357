"""Files are found by their names, as public or internal as the message that carries them."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search.highlights import highlights_of
from search.query import parse
from tests.factories import make_ticket
from tickets.actions import add_note, receive_message
from tickets.content import Body
from tickets.models import Attachment, Channel

pytestmark = pytest.mark.django_db


def file_named(name: str, **fields) -> Attachment:
    return Attachment(filename=name, size=1, file=ContentFile(b"x", name="x"), **fields)


@pytest.fixture
def with_file(customer, ticket):
    receive_message(
        ticket,
        actor=customer,
        channel=Channel.EMAIL,
        body=Body.from_text("See there"),
        attachments=[file_named("Offer_Zebra-2026.pdf")],
    )
    return ticket


@pytest.mark.parametrize(
    "text",
    [
        "zebra",
        "Zebra 2026",
        "offer pdf",
        "file:zebra",
        'file:"offer zebra"',
        "file:zeb",
        "has:attachment",
        "there file:pdf",
    ],
)
def test_a_ticket_is_found_by_the_name_of_a_file(found, agent, with_file, text):
    make_ticket(subject="File has none", body=Body.from_text("Nothing"))

    assert found(agent, text) == [with_file.pk]


def test_pictures_in_the_text_have_no_name_to_be_found_by(found, agent, customer, ticket):
    receive_message(
        ticket,
        actor=customer,
        channel=Channel.EMAIL,
        body=Body.from_text("See"),
        attachments=[file_named("image001.png", is_inline=True)],
    )

    assert found(agent, "image001") == found(agent, "file:image001") == found(agent, "has:attachment") == []


def test_a_customer_finds_no_file_of_a_note(found, agent, customer, with_file):
    add_note(with_file, actor=agent, body=Body.from_text("Internal"), attachments=[file_named("blacklist.pdf")])

    assert found(customer, "zebra") == [with_file.pk]
    assert found(agent, "blacklist") == [with_file.pk]
    assert found(customer, "blacklist") == []


def test_the_name_is_the_line_that_is_shown(found, agent, with_file):
    found(agent, "zebra")

    lines = highlights_of(agent, parse("zebra"), [with_file.pk])

    assert "Offer_<mark>Zebra</mark>-2026.pdf" in lines[with_file.pk].html


def test_files_are_looked_up_by_an_index_of_their_own(found, agent, with_file):
    with CaptureQueriesContext(connection) as asked, connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        assert found(agent, "file:zebra") == [with_file.pk]
        (statement,) = [query["sql"] for query in asked.captured_queries if "ts_filter" in query["sql"]]
        cursor.execute(f"EXPLAIN {statement}")

        assert "entry_files" in "".join(line for (line,) in cursor.fetchall())
