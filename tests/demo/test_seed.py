"""`manage.py seed`: consistent rows that the verbs could have written, on top of what is there."""

from collections import Counter
from io import StringIO
from random import Random

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.utils.module_loading import import_string

from accounts.models import User
from demo.seeding.copying import copy_all
from demo.seeding.words import Vocabulary, vocabulary
from metrics.models import Survey
from search.indexing import index_all
from search.models import Entry
from sla.models import Clock
from tests.factories import make_ticket
from tests.sla.making import goal, make_policy
from tickets.actions import reply, solve
from tickets.content import Body
from tickets.events import EventKind
from tickets.models import Escalation, Event, Message, Participant, Status, Ticket

pytestmark = pytest.mark.django_db


def seed(tickets: int, random_seed: int = 1) -> str:
    said = StringIO()
    call_command("seed", tickets=tickets, random_seed=random_seed, stdout=said)
    return said.getvalue()


def problems() -> list[str]:
    return [problem for path in settings.INTEGRITY_CHECKS for problem in import_string(path)()]


def test_seeded_tickets_are_consistent_and_have_what_they_should() -> None:
    said = seed(400)

    assert "Seeded 400 tickets" in said
    assert Ticket.objects.count() == 400
    assert Message.objects.count() == 1_200
    assert User.objects.customers().count() == 80
    assert 5 <= Ticket.objects.unfinished().count() <= 40
    assert {Status.NEW, Status.PENDING, Status.OPEN, Status.ON_HOLD} >= set(
        Ticket.objects.unfinished().values_list("status", flat=True)
    )
    assert Participant.objects.exists()
    assert 20 < Survey.objects.filter(score__isnull=False).count() < Survey.objects.count()
    assert Entry.objects.filter(message__isnull=False).count() == 1_200
    assert problems() == []


def test_it_works_on_top_of_what_is_there_and_the_verbs_go_on_from_it(agent: User) -> None:
    before = make_ticket()
    seed(30)
    seed(20, random_seed=2)

    after = make_ticket()
    reply(after, actor=agent, body=Body.from_text("Here."), seen_seq=1)
    seeded = Ticket.objects.filter(status=Status.NEW).exclude(pk__in=[before.pk, after.pk]).first()
    solve(seeded or before, actor=agent)

    assert after.pk == before.pk + 51
    assert Ticket.objects.count() == 52
    assert problems() == []


def test_its_clocks_are_those_that_the_log_tells() -> None:
    make_policy(targets={"first_response": goal(3600), "next_response": goal(3600), "resolution": goal(4 * 3600)})

    seed(150)

    assert set(Clock.objects.values_list("state", flat=True)) >= {"met", "breached"}
    assert Ticket.objects.unfinished().filter(next_due_at__isnull=False).exists()
    assert problems() == []


def test_a_part_of_what_is_finished_went_up_as_its_events_say() -> None:
    make_policy(
        "First line", targets={"resolution": goal(4 * 3600)}, conditions={"all": [{"field": "level", "is": [1]}]}
    )
    make_policy(targets={"resolution": goal(8 * 3600), "acceptance": goal(3600, keys="23")}, position=1)

    seed(400)

    escalations = Escalation.objects.all()
    assert 30 < escalations.count() < 85
    assert {*escalations.values_list("state", flat=True)} == {"ended", "handed_back", "declined"}
    told = {
        event.data["escalation"]: (event.ticket_id, event.actor_id, event.at, event.changes["level"])
        for event in Event.objects.filter(kind=EventKind.ESCALATED)
    }
    assert told == {
        one.pk: (one.ticket_id, one.by_id, one.created_at, [one.from_level, one.to_level]) for one in escalations
    }
    above = escalations.filter(state="ended").values_list("ticket", flat=True)
    assert {*Ticket.objects.filter(level__gt=1).values_list("pk", flat=True)} == {*above}
    assert Clock.objects.filter(target="acceptance").count() == len(told)
    assert problems() == []


def test_its_search_rows_are_those_that_indexing_makes() -> None:
    def rows() -> set[tuple]:
        return set(Entry.objects.values_list("ticket_id", "message_id", "is_public", "language", "at", "vector"))

    seed(200)
    seeded = rows()
    index_all()

    assert len(seeded) == 200 * 5
    assert seeded == rows()


def test_the_search_index_takes_single_rows_at_once_afterwards() -> None:
    seed(5)

    with connection.cursor() as cursor:
        cursor.execute("SELECT reloptions FROM pg_class WHERE relname = 'entry_vector'")
        assert cursor.fetchone() == (["fastupdate=off"],)


def test_foreign_keys_are_looked_up_again_afterwards() -> None:
    seed(5)

    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute("UPDATE tickets_message SET author_id = -1; SET CONSTRAINTS ALL IMMEDIATE")


def test_where_look_ups_may_not_be_skipped_it_seeds_the_same() -> None:
    with connection.cursor() as cursor:
        # PostgreSQL's own ANALYZE would wait for what is granted here, and seeding for that.
        tables = ", ".join(connection.introspection.table_names())
        cursor.execute(f"LOCK TABLE {tables} IN SHARE UPDATE EXCLUSIVE MODE")
        cursor.execute("CREATE ROLE modest; GRANT ALL ON ALL TABLES IN SCHEMA public TO modest")
        cursor.execute(
            "GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO modest; ALTER TABLE search_entry OWNER TO modest"
        )
        cursor.execute("GRANT CREATE, USAGE ON SCHEMA public TO modest; SET LOCAL ROLE modest")
        try:
            seed(20)
        finally:
            cursor.execute("RESET ROLE")

    assert Message.objects.count() == 60
    assert problems() == []


def test_who_is_deleted_meanwhile_stops_it() -> None:
    with connection.cursor() as cursor, pytest.raises(LookupError, match="users"):
        copy_all(cursor, [], {User: {-1}})


def test_the_same_number_gives_the_same_tickets() -> None:
    def words() -> list[str]:
        return list(Message.objects.order_by("pk").values_list("text", flat=True))

    seed(15)
    first = words()
    seed(15)

    assert words()[len(first) :] == first


def test_no_tickets_is_refused() -> None:
    with pytest.raises(CommandError):
        seed(0)


def test_words_are_rare_middling_and_common() -> None:
    words = vocabulary()
    said = Vocabulary(Random(1))
    times = Counter(word for _n in range(4_000) for word in said.sentence().lower().rstrip(".").split())

    assert len(set(words)) == len(words)
    assert times[words[0]] > 1_000
    assert 20 < times[words[100]] < 100
    assert times[words[15_000]] <= 3
