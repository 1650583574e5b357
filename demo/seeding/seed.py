"""`manage.py seed`: many consistent tickets on top of whatever is there."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from django.db import connection, transaction

from demo.seeding.copying import Table
from demo.seeding.life import Life, Spoken
from demo.seeding.people import Crowd, create_crowd
from demo.seeding.words import Saying, Vocabulary, sayings
from search.indexing import index_all, index_range
from tickets.content import snippet_of, subject_line
from tickets.events import TRACKED
from tickets.models import Event, Message, Participant, Status, Tag, Ticket, TicketRead

BATCH = 5_000
SPAN = timedelta(days=365)
UNFINISHED = 0.05
# The unfinished ones are among the newest, where half of all are.
RECENT = 0.1
MESSAGES = 3
_TICKET_COLUMNS = ("number", "snippet", "event_seq", "updated_at", *TRACKED)
_MESSAGE_COLUMNS = (
    "id", "ticket_id", "origin_id", "kind", "seq", "author_id", "from_staff", "is_human", "is_auto", "thanks", "channel",
    "text", "html", "quoted_text", "quoted_html", "signature", "recipients", "verdict", "created_at",
)  # fmt: skip
_EVENT_COLUMNS = ("ticket_id", "seq", "kind", "actor_id", "actor_kind", "actor_name", "at", "data")

Progress = Callable[[str, int, int], None]


def seed(tickets: int, random_seed: int, progress: Progress) -> None:
    Seeder(Random(random_seed), tickets, progress).run()


class Seeder:
    def __init__(self, random: Random, tickets: int, progress: Progress) -> None:
        self.random = random
        self.number = tickets
        self.progress = progress
        self.now = datetime.now(UTC).replace(microsecond=0)

    def run(self) -> None:
        with transaction.atomic():
            self.crowd: Crowd = create_crowd(self.random, self.number)
        self.progress("people", len(self.crowd.customers), len(self.crowd.customers))
        self.sayings = sayings(self.random)
        self.vocabulary = Vocabulary(self.random)
        self.tags = _tags(self.sayings)
        self.tables()
        first = self.tickets.next_key
        for start in range(0, self.number, BATCH):
            with transaction.atomic():
                for place in range(start, min(start + BATCH, self.number)):
                    self.ticket(place)
                for table in (self.tickets, self.messages, self.events, self.taggings, self.copies, self.reads):
                    table.flush()
            self.progress("tickets", min(start + BATCH, self.number), self.number)
        self.index(first)
        _analyze()

    def tables(self) -> None:
        self.tickets = Table(Ticket, _TICKET_COLUMNS, count=self.number)
        self.messages = Table(Message, _MESSAGE_COLUMNS, count=self.number * MESSAGES)
        # Their keys come from their sequences.
        self.events = Table(Event, _EVENT_COLUMNS, count=0)
        self.taggings = Table(Ticket.tags.through, ("ticket_id", "tag_id"), count=0)
        self.copies = Table(Participant, ("ticket_id", "person_id", "role", "since"), count=0)
        self.reads = Table(TicketRead, ("person_id", "ticket_id", "seen_seq"), count=0)

    def ticket(self, place: int) -> None:
        number = self.tickets.key()
        saying = self.random.choice(self.sayings)
        life = self.life(place, saying)
        self.write(number, life)
        for tag in saying.tags:
            self.taggings.add(number, self.tags[tag])
        if self.random.random() < 0.05:
            self.copies.add(number, self.other_customer(life.columns["requester_id"]), "cc", None)
        if life.columns["assignee_id"] and life.columns["solved_at"] is None:
            self.reads.add(life.columns["assignee_id"], number, 2)

    def life(self, place: int, saying: Saying) -> Life:
        """Three messages each; about one in twenty unfinished, in every way of being so."""
        random = self.random
        opened_at = self.now - SPAN * (1 - place / self.number) - timedelta(minutes=5, seconds=random.randrange(90))
        customer, organization = random.choice(self.crowd.customers)
        agent = random.choice(self.crowd.agents)
        is_recent = place >= self.number * (1 - RECENT)
        life = Life.open(
            self.spoken(customer, saying.opening, opened_at),
            tags=saying.tags,
            subject=subject_line(f"{saying.subject} {self.vocabulary.sentence()}"),
            channel=random.choice(("email", "email", "email", "portal", "chat")),
            priority=random.choice((1, 2, 2, 2, 2, 3, 4)),
            requester_id=customer,
            organization_id=organization,
            team_id=self.crowd.team,
            mailbox_id=self.crowd.mailbox,
            language=saying.language,
        )
        at = self.later(opened_at, 300)
        if is_recent and random.random() < UNFINISHED / RECENT:
            self.leave_unfinished(life, saying, customer, agent, at)
        else:
            self.finish(life, saying, customer, agent, at)
        return life

    def leave_unfinished(self, life: Life, saying: Saying, customer: int, agent: int, at: datetime) -> None:
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
            return
        life.put(Status.PENDING, agent, at)
        if how == 1:
            life.note(self.spoken(agent, saying.follow_up, self.later(at, 5), from_staff=True, is_note=True))
        else:
            life.receive(self.spoken(customer, saying.follow_up, self.later(at, 300)))

    def finish(self, life: Life, saying: Saying, customer: int, agent: int, at: datetime) -> None:
        how = self.random.random()
        life.assign(agent, at)
        if how < 0.15:
            life.note(self.spoken(agent, saying.follow_up, at, from_staff=True, is_note=True))
            at = self.later(at, 20)
        life.reply(self.staff_reply(agent, saying, at))
        if how >= 0.55:
            life.put(Status.PENDING, agent, at)
            at = self.later(at, 400)
            life.receive(self.spoken(customer, saying.follow_up, at))
            at = self.later(at, 60)
        life.solve(agent, at)
        if 0.15 <= how < 0.55:
            life.receive(self.spoken(customer, saying.thanks, self.later(at, 200), thanks=True))
        life.close_in_time(self.now)

    def staff_reply(self, agent: int, saying: Saying, at: datetime) -> Spoken:
        sentence = self.vocabulary.sentence()
        return Spoken(
            key=self.messages.key(),
            is_note=False,
            seq=0,
            author=agent,
            from_staff=True,
            thanks=False,
            text=f"{saying.reply}\n\n{sentence}",
            html=f"{saying.reply_html}<p>{sentence}</p>",
            at=at,
        )

    def spoken(
        self,
        author: int,
        words: str,
        at: datetime,
        *,
        from_staff: bool = False,
        is_note: bool = False,
        thanks: bool = False,
    ) -> Spoken:
        text = words if thanks else f"{words}\n\n{self.vocabulary.sentence()}"
        return Spoken(self.messages.key(), is_note, 1, author, from_staff, thanks, text, "", at)

    def later(self, at: datetime, minutes: int) -> datetime:
        """Some time after, never beyond the present."""
        return min(at + timedelta(seconds=self.random.randint(30, minutes * 60)), self.now)

    def other_customer(self, requester: int) -> int:
        while (person := self.random.choice(self.crowd.customers)[0]) == requester:
            pass
        return person

    def write(self, number: int, life: Life) -> None:
        columns = life.columns
        newest = next(message for message in reversed(life.messages) if not message.is_note)
        last = [columns[name] for name in TRACKED]
        self.tickets.add(number, snippet_of(newest.text), len(life.events), life.updated_at, *last)
        for message in life.messages:
            self.messages.add(*_message_row(number, message, columns["channel"]))
        for seq, event in enumerate(life.events, start=1):
            who = (event.actor, "person", "") if event.actor else (None, "system", "Auto-close")
            self.events.add(number, seq, event.kind, *who, event.at, event.data)

    def index(self, first: int) -> None:
        """The search rows, by the functions that the worker uses; mostly new tickets are indexed faster with all others."""
        last = first + self.number - 1
        if not Ticket.objects.filter(pk__lt=first).order_by("pk")[self.number :].exists():
            self.progress("tickets to index", self.number, self.number)
            index_all()
            return
        for start in range(first, last + 1, BATCH):
            index_range(start, min(start + BATCH - 1, last))
            self.progress("tickets indexed", min(start + BATCH - first, self.number), self.number)


def _message_row(number: int, message: Spoken, channel: str) -> tuple[Any, ...]:
    kind = "note" if message.is_note else "public"
    said: tuple[Any, ...] = (message.text, message.html, "", "", "", {}, {}, message.at)
    return (
        message.key, number, number, kind, message.seq, message.author, message.from_staff, True, False, message.thanks,
        channel, *said,
    )  # fmt: skip


def _tags(sayings: list[Saying]) -> dict[str, int]:
    names = sorted({tag for saying in sayings for tag in saying.tags})
    Tag.objects.bulk_create([Tag(name=name) for name in names], ignore_conflicts=True)
    return dict(Tag.objects.filter(name__in=names).values_list("name", "pk"))


def _analyze() -> None:
    """What COPY brought is news to the planner."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
