"""`manage.py seed`: many consistent tickets on top of whatever is there."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from random import Random

from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper

from accounts.models import Organization, Team, User
from demo.seeding.clocks import Policies
from demo.seeding.copying import Rows, Table, copy_all, encoded, escaped
from demo.seeding.entries import Entries
from demo.seeding.escalations import Escalations
from demo.seeding.life import Life, Spoken, iso, later
from demo.seeding.people import Crowd, create_crowd
from demo.seeding.surveys import Surveys
from demo.seeding.telling import tell
from demo.seeding.vectors import Vectors, copy_vectors
from demo.seeding.words import Saying, Text, Vocabulary, sayings, sentence_of
from mail.models import Mailbox
from metrics.facts import facts_with
from metrics.keeping import PARTS, Told, rows_of
from metrics.models import TicketFacts
from metrics.versions import StoredVersions
from search.indexing import add_new
from search.spelling import recount
from sla.arrivals import count_arrivals
from sla.listener import row_of
from sla.models import Clock
from tickets.content import snippet_of
from tickets.events import TRACKED
from tickets.models import EscalationReason, Event, Level, Message, Participant, Status, Tag, Ticket, TicketRead

BATCH = 5_000
SPAN = int(timedelta(days=365).total_seconds())
UNFINISHED = 0.05
# The unfinished ones are among the newest, where half of all are.
RECENT = 0.1
# Of those on hold.
SNOOZED = 0.3
MESSAGES = 3
DAY = int(timedelta(days=1).total_seconds())
_TICKET_COLUMNS = ("number", "snippet", "event_seq", "updated_at", "links_count", "next_due_at", "sla", *TRACKED)
_CLOCK_COLUMNS = (
    "ticket_id", "target", "turn", "state", "seconds", "started_at", "due_at", "ended_at", "check_at", "warned", "policy_id",
    "calendar_id",
)  # fmt: skip
_MESSAGE_COLUMNS = (
    "id", "ticket_id", "origin_id", "kind", "seq", "author_id", "from_staff", "is_human", "is_auto", "thanks", "channel",
    "text", "html", "quoted_text", "quoted_html", "signature", "recipients", "verdict", "created_at",
)  # fmt: skip
_EVENT_COLUMNS = ("ticket_id", "seq", "kind", "actor_id", "actor_kind", "actor_name", "at", "data")

Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Batch:
    """Rows that are committed together, and the people and organizations they refer to."""

    number: int
    tables: list[Rows] = field(default_factory=list)
    entries: list[str] = field(default_factory=list)
    vectors: BytesIO = field(default_factory=BytesIO)
    people: set[int] = field(default_factory=set)
    organizations: set[int] = field(default_factory=set)


def seed(tickets: int, random_seed: int, progress: Progress) -> None:
    Seeder(Random(random_seed), tickets, progress).run()


class Seeder:
    def __init__(self, random: Random, tickets: int, progress: Progress) -> None:
        self.random = random
        self.number = tickets
        self.progress = progress
        self.now = int(datetime.now(UTC).timestamp())

    def run(self) -> None:
        with transaction.atomic():
            self.crowd: Crowd = create_crowd(self.random, self.number)
        self.progress("people", len(self.crowd.customers), len(self.crowd.customers))
        self.sayings = sayings(self.random)
        self.vocabulary = Vocabulary(self.random)
        self.entries = Entries(self.vocabulary.words, self.sayings)
        self.vectors = Vectors(self.vocabulary.words, self.sayings)
        self.tags = _tags(self.sayings)
        self.policies = Policies()
        self.versions = StoredVersions()
        self.computed_at = datetime.fromtimestamp(self.now, UTC)
        self.tables()
        done = 0
        for batch in self.written_behind(self.batches()):
            done += batch.number
            self.progress("tickets", done, self.number)
        last = self.tickets.next_key - 1
        tell(last - self.number + 1, last, self.crowd.agents)
        _analyze()
        recount()
        count_arrivals()

    def written_behind(self, batches: Iterator[Batch]) -> Iterator[Batch]:
        """Each batch when it is committed; the next one is made while the server takes it."""
        batch = next(batches, None)
        with ThreadPoolExecutor(1) as pool:
            while batch is not None:
                with transaction.atomic(), connection.cursor() as cursor:
                    writing = pool.submit(self.put, cursor, batch)
                    try:
                        following = next(batches, None)
                    finally:
                        wait([writing])
                    writing.result()
                yield batch
                batch = following

    def batches(self) -> Iterator[Batch]:
        for start in range(0, self.number, BATCH):
            end = min(start + BATCH, self.number)
            self.batch = Batch(end - start)
            for place in range(start, end):
                self.ticket(place)
            tables = (
                self.tickets, self.messages, self.events, self.taggings, self.copies, self.reads, self.clocks,
                *self.facts.values(),
                self.surveys.table, self.escalations.table,
            )  # fmt: skip
            self.batch.vectors = self.vectors.take()
            self.batch.tables = [table.take() for table in tables]
            yield self.batch

    def tables(self) -> None:
        self.tickets = Table(Ticket, _TICKET_COLUMNS, count=self.number)
        self.messages = Table(Message, _MESSAGE_COLUMNS, count=self.number * MESSAGES)
        # Their keys come from their sequences.
        self.events = Table(Event, _EVENT_COLUMNS, count=0)
        self.taggings = Table(Ticket.tags.through, ("ticket_id", "tag_id"), count=0)
        self.copies = Table(Participant, ("ticket_id", "person_id", "role", "since"), count=0)
        self.reads = Table(TicketRead, ("person_id", "ticket_id", "seen_seq"), count=0)
        self.clocks = Table(Clock, _CLOCK_COLUMNS, count=0)
        facts: tuple[type[models.Model], ...] = (TicketFacts, *PARTS)
        self.facts = {model: Table(model, _columns_of(model), count=None) for model in facts}
        self.surveys = Surveys(Random(self.number), self.number)
        self.escalations = Escalations(
            Random(self.number), self.crowd.above, self.policies, tickets=self.number, now=self.now
        )

    def ticket(self, place: int) -> None:
        number = self.tickets.key()
        saying = self.random.choice(self.sayings)
        customer = self.random.choice(self.crowd.customers)
        topic = self.vocabulary.draw()
        life = self.life(number, place, saying, topic, customer)
        self.write(number, life)
        self.batch.entries += self.entries.of_fields(number, saying, topic, customer)
        self.vectors.add(number, saying, topic + life.messages[0].sentence)
        self.batch.people.add(customer[0])
        self.batch.organizations.add(customer[1])
        for tag in saying.tags:
            self.taggings.add(number, self.tags[tag])
        if self.random.random() < 0.05:
            self.copies.add(number, self.other_customer(customer[0]), "cc", None)
        if life.columns["assignee_id"] and life.columns["solved_at"] is None:
            self.reads.add(life.columns["assignee_id"], number, 2)

    def life(self, number: int, place: int, saying: Saying, topic: list[str], customer: tuple[int, int, str]) -> Life:
        """Three messages each; about one in twenty unfinished, in every way of being so."""
        random = self.random
        opened_at = self.now - int(SPAN * (1 - place / self.number)) - 300 - random.randrange(90)
        requester, organization, _name = customer
        agent = random.choice(self.crowd.agents)
        is_recent = place >= self.number * (1 - RECENT)
        columns = {
            "subject": f"{saying.subject.plain} {sentence_of(topic)}",
            "channel": random.choice(("email", "email", "email", "portal", "chat")),
            "priority": random.choice((1, 2, 2, 2, 2, 3, 4)),
            "level": Level.FIRST_LINE.value,
            "requester_id": requester,
            "organization_id": organization,
            "team_id": self.crowd.team,
            "mailbox_id": self.crowd.mailbox,
            "language": saying.language,
        }
        applied = self.policies.decide(columns, saying.tags)
        life = Life.open(
            self.spoken(requester, saying.opening, opened_at), tags=saying.tags, applied=applied, **columns
        )
        at = self.later(opened_at, 300)
        if is_recent and random.random() < UNFINISHED / RECENT:
            self.leave_unfinished(life, saying, requester, agent, at)
        else:
            self.finish(number, life, saying, requester, agent, at)
        life.come_to(self.now)
        return life

    def leave_unfinished(self, life: Life, saying: Saying, customer: int, agent: int, at: int) -> None:
        how = self.random.randrange(4)
        if how == 0:
            for _nudge in range(2):
                life.receive(self.spoken(customer, saying.follow_up, at))
                at = self.later(at, 300)
            return
        life.assign(agent, at)
        life.reply(self.staff_reply(agent, saying, at))
        if how == 3:
            life.note(self.spoken(agent, saying.follow_up, self.later(at, 5), from_staff=True, is_note=True))
            life.put(Status.ON_HOLD, agent, life.messages[-1].at)
            if self.random.random() < SNOOZED:
                life.snooze(agent, life.messages[-1].at, self.now + self.random.randrange(1, 15) * DAY)
            return
        life.put(Status.PENDING, agent, at)
        if how == 1:
            life.note(self.spoken(agent, saying.follow_up, self.later(at, 5), from_staff=True, is_note=True))
        else:
            life.receive(self.spoken(customer, saying.follow_up, self.later(at, 300)))

    def finish(self, number: int, life: Life, saying: Saying, customer: int, agent: int, at: int) -> None:
        how = self.random.random()
        life.assign(agent, at)
        if how < 0.15:
            life.note(self.spoken(agent, saying.follow_up, at, from_staff=True, is_note=True))
            at = self.later(at, 20)
        agent, at, hand_over = self.escalations.perhaps(number, life, agent, at)
        life.reply(self.staff_reply(agent, saying, at))
        if how >= 0.55:
            life.put(Status.PENDING, agent, at)
            at = self.later(at, 400)
            life.receive(self.spoken(customer, saying.follow_up, at))
            at = self.later(at, 60)
        life.solve(agent, at)
        if hand_over is not None:
            self.escalations.end(hand_over, at)
        if 0.15 <= how < 0.55:
            life.receive(self.spoken(customer, saying.thanks, self.later(at, 200), thanks=True))
        self.surveys.ask(number, life, self.now)
        life.close_in_time(self.now)

    def staff_reply(self, agent: int, saying: Saying, at: int) -> Spoken:
        return self.spoken(agent, saying.reply, at, from_staff=True)

    def spoken(
        self,
        author: int,
        text: Text,
        at: int,
        *,
        from_staff: bool = False,
        is_note: bool = False,
        thanks: bool = False,
    ) -> Spoken:
        sentence = [] if thanks else self.vocabulary.draw()
        return Spoken(self.messages.key(), author, text, sentence, at, from_staff, is_note, thanks)

    def later(self, at: int, minutes: int) -> int:
        return later(self.random, at, minutes, self.now)

    def other_customer(self, requester: int) -> int:
        while (person := self.random.choice(self.crowd.customers)[0]) == requester:
            pass
        self.batch.people.add(person)
        return person

    def write(self, number: int, life: Life) -> None:
        columns = life.columns
        newest = next(message for message in reversed(life.messages) if not message.is_note)
        snippet = snippet_of(f"{newest.text.plain} {sentence_of(newest.sentence) if newest.sentence else ''}")
        last = [columns[name] for name in TRACKED]
        self.write_facts(number, life)
        life.clocks.settle(self.now)
        next_due_at, sla = life.clocks.derived()
        self.tickets.add(number, snippet, len(life.events), life.updated_at, 0, next_due_at, sla, *last)
        for clock in life.clocks.promised():
            row = row_of(number, clock)
            self.clocks.add(
                *(
                    str(value) if name in ("target", "state") else value
                    for name, value in ((name, getattr(row, name)) for name in _CLOCK_COLUMNS)
                )
            )
        for message in life.messages:
            self.messages.add_line(_message_line(number, message, columns["channel"]))
            self.batch.entries.append(self.entries.of_message(number, message, columns["language"]))
        for seq, event in enumerate(life.events, start=1):
            who = f"{event.actor}\tperson\t" if event.actor else f"\\N\tsystem\t{event.machine}"
            data = event.data.replace("\\", "\\\\")
            self.events.add_line(f"{number}\t{seq}\t{event.kind}\t{who}\t{event.at}\t{data}")

    def write_facts(self, number: int, life: Life) -> None:
        """Before the clocks settle by what time it is: facts are what the log says."""
        told = [
            Told(number, seq, event.kind, datetime.fromisoformat(event.at), event.actor, json.loads(event.data))
            for seq, event in enumerate(life.events, start=1)
        ]
        facts = facts_with(told, self.versions, life.clocks.promised())
        for model, rows in rows_of(number, facts).items():
            for row in rows:
                row.setdefault("computed_at", self.computed_at)
                self.facts[model].add(*(row[name] for name in self.facts[model].columns))

    def put(self, cursor: CursorWrapper, batch: Batch) -> None:
        referred: dict[type[models.Model], set[int]] = {
            User: batch.people | set(self.crowd.agents) | {one for above in self.crowd.above for one in above.members},
            Organization: batch.organizations,
            Team: {self.crowd.team, *(above.team for above in self.crowd.above)},
            Mailbox: {self.crowd.mailbox},
            Tag: set(self.tags.values()),
            EscalationReason: self.escalations.reasons_used,
        }
        copy_all(cursor, batch.tables, referred)
        add_new(cursor, BytesIO("\n".join([*batch.entries, ""]).encode()))
        copy_vectors(cursor, batch.vectors)


def _columns_of(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def _message_line(number: int, message: Spoken, channel: str) -> str:
    text, html = escaped(message.text.plain), escaped(message.text.html)
    if message.sentence:
        sentence = sentence_of(message.sentence)
        text = f"{text}\\n\\n{sentence}"
        html = html and f"{html}<p>{sentence}</p>"
    kind = "note" if message.is_note else "public"
    said_by = f"{message.author}\t{encoded(message.from_staff)}\tt\tf\t{encoded(message.thanks)}\t{channel}"
    start = f"{message.key}\t{number}\t{number}\t{kind}\t{message.seq}\t{said_by}"
    return f"{start}\t{text}\t{html}\t\t\t\t{{}}\t{{}}\t{iso(message.at)}"


def _tags(sayings: list[Saying]) -> dict[str, int]:
    names = sorted({tag for saying in sayings for tag in saying.tags})
    Tag.objects.bulk_create([Tag(name=name) for name in names], ignore_conflicts=True)
    return dict(Tag.objects.filter(name__in=names).values_list("name", "pk"))


def _analyze() -> None:
    """What COPY brought is news to the planner."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
