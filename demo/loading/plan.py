"""The whole desk: 2,000 stories of the last 90 days, from a seed and the present moment alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from demo.dialogues import DIALOGUES
from demo.dialogues.model import Dialogue, Reply, Tone
from demo.dialogues.prose import fill
from demo.loading import extras
from demo.loading.ann import ann_stories
from demo.loading.rhythm import after_work, arrivals, soon
from demo.loading.story import BotAnswer, Confirm, Discard, Open, Raise, Story, Write
from demo.loading.writer import STAFF_OPENED, Plot, Writer
from demo.people import ANN, KNOWN_CUSTOMERS, Customer, customers

TICKETS = 2_000
CHANNEL_WEIGHTS = {
    "email": 50, "portal": 20, "chat": 28, "phone": 34, "widget": 16, "api": 10, "social": 12, "in_person": 10,
    "proactive": 14,
}  # fmt: skip
TONE_WEIGHTS = {Tone.BRIEF: 30, Tone.FRIENDLY: 45, Tone.UPSET: 25}
ESCALATED_SHARE = 0.165
PLOT_WEIGHTS = {Plot.ONE_REPLY: 79, Plot.FOLLOW_UP: 14, Plot.REOPENED: 7}
# New today, whatever the hour: minutes ago. What an agent finds in the morning.
FRESH_MINUTES = (4, 11, 19, 33, 48, 64, 85, 118, 150, 190, 245)
STALLED_WITHIN = timedelta(days=16)
BOT_SHARE = 0.25  # of chats and widget questions
# Who waits at the bot right now: minutes ago.
AT_THE_BOT_MINUTES = (3, 16)


@dataclass(slots=True)
class Plan:
    people: list[Customer]
    stories: list[Story]


def plan_desk(seed: int, now: datetime, tickets: int = TICKETS) -> Plan:
    """What happened until `now` (UTC); `tickets` stories in the order in which they began."""
    random = Random(seed)
    people = customers(random, max(len(KNOWN_CUSTOMERS) + 4, tickets // 5))
    stories = [
        *ann_stories(now),
        *_fresh(random, people, now, min(len(FRESH_MINUTES), tickets // 10)),
        *_at_the_bot(random, people, now),
    ]
    spam = tickets // 100
    stories += _spam(random, now, spam)
    for opened_at in arrivals(random, tickets - len(stories), now - timedelta(minutes=5)):
        stories.append(_ordinary(random, people, opened_at, now))
    past = [story.until(now) for story in stories]
    return Plan(people, sorted(past, key=lambda story: story.beats[0].at))


def _ordinary(random: Random, people: list[Customer], opened_at: datetime, now: datetime) -> Story:
    requester = random.choice(people)
    while requester is ANN:
        requester = random.choice(people)
    dialogue = _dialogue(random, requester.language, escalated=random.random() < ESCALATED_SHARE)
    writer = _writer(random, dialogue, requester, people, opened_at)
    if writer.channel in STAFF_OPENED and after_work(opened_at, 2) >= now:
        writer.channel = "email"  # nobody was there to pick up the phone
    if dialogue.is_escalated:
        return writer.write(Plot.SCRIPT)
    if writer.channel in ("chat", "widget") and random.random() < BOT_SHARE:
        return _with_the_bot(writer)
    if now - opened_at < STALLED_WITHIN and random.random() < 0.22:
        return writer.write(Plot.STALLED)
    return writer.write(random.choices(list(PLOT_WEIGHTS), list(PLOT_WEIGHTS.values()))[0])


def _writer(
    random: Random, dialogue: Dialogue, requester: Customer, people: list[Customer], opened_at: datetime
) -> Writer:
    channels = [channel for channel in dialogue.channels if not (dialogue.is_escalated and channel in STAFF_OPENED)]
    (channel,) = random.choices(channels, [CHANNEL_WEIGHTS[channel] for channel in channels])
    (tone,) = random.choices(list(TONE_WEIGHTS), list(TONE_WEIGHTS.values()))
    return Writer(random, dialogue, requester, channel, opened_at, tone, cc=_copied(random, requester, people))


def _copied(random: Random, requester: Customer, people: list[Customer]) -> tuple[str, ...]:
    colleagues = [person.email for person in people if person.company == requester.company and person != requester]
    if requester.company is None or not colleagues or random.random() > 0.05:
        return ()
    return (random.choice(colleagues),)


def _dialogue(random: Random, language: str, *, escalated: bool) -> Dialogue:
    fitting = [one for one in DIALOGUES if one.language == language and one.is_escalated == escalated]
    return random.choice(fitting)


def _fresh(random: Random, people: list[Customer], now: datetime, number: int) -> Iterator[Story]:
    """Opened today and not touched yet; every third one is German."""
    for place, minutes in enumerate(FRESH_MINUTES[:number]):
        language = "de" if place % 3 == 2 else "en"
        requester = random.choice([person for person in people if person.language == language and person != ANN])
        dialogue = _dialogue(random, language, escalated=place % 4 == 3)
        writer = _writer(
            random, dialogue, requester, people, now - timedelta(minutes=minutes, seconds=random.randrange(50))
        )
        if writer.channel in STAFF_OPENED:
            writer.channel = "email"
        yield writer.write(Plot.UNANSWERED)


def _at_the_bot(random: Random, people: list[Customer], now: datetime) -> Iterator[Story]:
    for minutes in AT_THE_BOT_MINUTES:
        requester = random.choice([person for person in people if person.language == "en" and person != ANN])
        dialogue = _dialogue(random, "en", escalated=False)
        opened_at = now - timedelta(minutes=minutes)
        story = Writer(random, dialogue, requester, "chat", opened_at, Tone.BRIEF).story
        yield _ask_the_bot(story, random, dialogue, opened_at)


def _with_the_bot(writer: Writer) -> Story:
    """A question in a chat or the widget that the bot answered: most were satisfied, some asked for a person."""
    story = _ask_the_bot(writer.story, writer.random, writer.dialogue, writer.opened_at, writer)
    writer.at = story.beats[-1].at
    if writer.random.random() < 0.6:
        writer.customer_time(8)
        story.add(writer.at, Confirm())
        writer.end()
        return story
    writer.at += timedelta(minutes=soon(writer.random, 3))
    story.add(
        writer.at,
        Write(extras.ASK_FOR_PERSON[story.language]),
        Raise("", 1, writer.team_at(1), *extras.BOT_HANDOVER[story.language]),
    )
    writer.one_reply()
    return story


def _ask_the_bot(
    story: Story, random: Random, dialogue: Dialogue, opened_at: datetime, writer: Writer | None = None
) -> Story:
    writer = writer or Writer(random, dialogue, story.requester, "chat", opened_at, Tone.BRIEF)
    answer = next(step.text for step in dialogue.script if isinstance(step, Reply))
    lead = fill(extras.BOT_LEAD[story.language], {"answer": writer.words(answer)})
    story.add(
        opened_at,
        Open(
            subject=writer.words(random.choice(dialogue.subjects)),
            text=writer.words(random.choice(dialogue.brief)),
            channel=writer.channel,
            level=0,
        ),
    )
    story.add(opened_at + timedelta(seconds=4), BotAnswer(lead))
    return story


def _spam(random: Random, now: datetime, number: int) -> Iterator[Story]:
    for opened_at in arrivals(random, number, now - timedelta(days=1)):
        email, name = random.choice(extras.SPAM_SENDERS)
        story = Story(Customer(email, name, "en"), "en")
        subject, text = random.choice(extras.SPAM)
        story.add(opened_at, Open(subject, text, "email"))
        story.add(opened_at + timedelta(minutes=soon(random, 90)), Discard("agent@example.com", spam=True))
        yield story
