"""From a dialogue to a story: who takes it, how long each step takes, which way it goes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from demo.company import BILLING, ENGINEERING, FIRST_LINE, FIRST_LINE_DE, SPECIALISTS, STAFF
from demo.dialogues.model import Customer as Said
from demo.dialogues.model import Dialogue, Escalate, HandBack, Note, Reply, Step, Tone
from demo.dialogues.prose import NUDGES, REOPENINGS, SECOND_LOOKS, THANKS, fill, opening_text, reply_text
from demo.dialogues.slots import slots_for
from demo.loading import extras
from demo.loading.rhythm import after_work, soon, waking
from demo.loading.story import Accept, Answer, AutoClose, Confirm, Jot, Open, Put, Raise, Return, Story, Take, Write
from demo.people import Customer

NAMES = {member.email: member.name for member in STAFF}
AUTO_CLOSE_AFTER = timedelta(days=7)
STAFF_OPENED = ("phone", "in_person", "proactive")
TALK_CHANNELS = ("chat", "social")


class Plot(StrEnum):
    ONE_REPLY = "one reply"
    FOLLOW_UP = "follow-up"
    REOPENED = "reopened"
    STALLED = "stalled"  # waits for the customer or for somebody else
    UNANSWERED = "unanswered"
    SCRIPT = "script"  # to its end, escalations and all


@dataclass(slots=True)
class Writer:
    """Writes one story. Every choice comes from `random`, so a seed writes the same desk."""

    random: Random
    dialogue: Dialogue
    requester: Customer
    channel: str
    opened_at: datetime
    tone: Tone
    agents: dict[int, str] = field(default_factory=dict)
    cc: tuple[str, ...] = ()
    slots: dict[str, str] = field(init=False)
    story: Story = field(init=False)
    at: datetime = field(init=False)

    def __post_init__(self) -> None:
        language = self.dialogue.language
        self.slots = slots_for(
            self.random, language=language, today=self.opened_at.date(), domain=self.requester.domain
        )
        self.story = Story(self.requester, language)
        self.at = self.opened_at
        for level in (1, 2, 3):
            self.agents.setdefault(level, self.agent_for(level))

    def agent_for(self, level: int) -> str:
        team = self.team_at(level)
        names = [member.email for member in STAFF if team in member.teams and member.level == level]
        return self.random.choices(names, [3 if name.startswith("agent") else 2 for name in names])[0]

    def team_at(self, level: int) -> str:
        if level == 1:
            return FIRST_LINE_DE if self.dialogue.language == "de" else FIRST_LINE
        if level == 2:
            return BILLING if self.dialogue.topic in ("billing", "plans") else SPECIALISTS
        return ENGINEERING

    # --- The ways it can go -----------------------------------------------------------------------------------------

    def write(self, plot: Plot) -> Story:
        if self.channel in STAFF_OPENED and plot != Plot.SCRIPT:
            self.log_of_a_talk()
            return self.story
        self.open()
        match plot:
            case Plot.ONE_REPLY:
                self.one_reply()
            case Plot.FOLLOW_UP:
                self.script(self.dialogue.script)
            case Plot.REOPENED:
                self.reopened()
            case Plot.STALLED:
                self.stalled()
            case Plot.SCRIPT:
                self.script(self.dialogue.script)
            case Plot.UNANSWERED:
                pass
        return self.story

    def one_reply(self) -> None:
        if self.random.random() < 0.05:
            self.nudge()
        how = self.random.random()
        if how < 0.72:
            self.answer(self.first_reply, status="solved")
        elif how < 0.86:
            self.answer(self.first_reply, status="pending")
            self.pass_hours(30, 90)
            self.story.add(self.office(5), Put(self.agents[1], "solved"))
        else:
            self.answer(self.first_reply, status="pending")
            self.customer_time(300)
            self.story.add(self.at, Confirm())
        self.end()

    def reopened(self) -> None:
        self.answer(self.first_reply, status="solved")
        self.pass_hours(5, 110)
        self.customer_time(60)
        self.story.add(self.at, Write(self.random.choice(REOPENINGS[self.story.language])))
        self.answer(Reply(self.random.choice(SECOND_LOOKS[self.story.language])), status="solved")
        self.end()

    def stalled(self) -> None:
        """Waits for the customer's answer, or on hold for somebody outside; nothing further."""
        if self.random.random() < 0.5:
            replies = [step for step in self.dialogue.script if isinstance(step, Reply)]
            self.answer(replies[0], status="pending")
        else:
            question, note = self.random.choice(extras.WAITING_FOR_OTHERS[self.story.language])
            self.answer(Reply(question))
            self.story.add(self.office(9), Jot(self.agents[1], note), Put(self.agents[1], "on_hold"))

    def log_of_a_talk(self) -> None:
        """By phone, in person, or because we called: an agent writes it down, and the talk has mostly solved it."""
        agent = self.agents[1]
        words = self.words(self.first_reply.text)
        if self.channel == "proactive":
            lead = self.words(extras.PROACTIVE[self.dialogue.key])
            text = self.signed(f"{lead}\n\n{words}", agent)
        else:
            said = self.words(self.random.choice(self.dialogue.brief))
            text = extras.TALKS[self.story.language][self.channel].format(
                name=self.requester.name, said=said, answer=words
            )
        self.at = after_work(self.at, 1)
        self.story.add(self.at, self.opening(text, agent=agent), self.take(agent))
        self.pass_hours(0.05, 0.4)
        if self.random.random() < 0.75:
            self.story.add(self.at, Put(agent, "solved"))
            self.end()
            return
        self.customer_time(200)
        follow_ups = [step for step in self.dialogue.script if isinstance(step, Said)]
        self.story.add(self.at, Write(self.words(follow_ups[0].text)))
        self.answer(self.later_reply, status="solved")
        self.end()

    def script(self, steps: Sequence[Step]) -> None:
        level = 1
        for place, step in enumerate(steps):
            following = steps[place + 1] if place + 1 < len(steps) else None
            match step:
                case Reply():
                    asks = isinstance(following, Said)
                    closing = "solved" if following is None else ""
                    self.answer(step, status=step.status or ("pending" if asks else closing), level=level)
                case Said():
                    self.customer_time(240)
                    file = self.file_for(step.text)
                    self.story.add(self.at, Write(self.words(step.text), file))
                    if following is None:
                        self.story.add(self.office(40), Put(self.agents[level], "solved"))
                case Note():
                    acts = (Jot(self.agents[level], self.words(step.text)),)
                    self.story.add(
                        self.office(50), *acts, *((Put(self.agents[level], "on_hold"),) if step.hold else ())
                    )
                    if step.hold:
                        self.pass_hours(14, 40)
                case Escalate():
                    self.escalate(step, level)
                    level = step.to_level
                case HandBack():
                    self.story.add(self.office(200), Return(self.agents[level], self.words(step.answer)))
                    level = 1
        self.end()

    def escalate(self, step: Escalate, level: int) -> None:
        words = (self.words(text) for text in (step.reason, step.tried, step.asked))
        team = self.team_at(step.to_level)
        self.story.add(self.office(12), Raise(self.agents[level], step.to_level, team, *words))
        self.story.add(self.office(70), Accept(self.agents[step.to_level]))

    # --- Single steps -----------------------------------------------------------------------------------------------

    def open(self) -> None:
        words = self.words(self.random.choice(self.dialogue.openings(self.tone)))
        text = opening_text(self.random, words, tone=self.tone, language=self.story.language, name=self.requester.name)
        self.story.add(self.at, self.opening(text, file=self.file_for(words)))

    def opening(self, text: str, *, agent: str = "", file: str = "") -> Open:
        dialogue = self.dialogue
        by_form = self.channel in ("portal", "widget", "api")
        return Open(
            subject=self.words(self.random.choice(dialogue.subjects)),
            text=text,
            channel=self.channel,
            tags=dialogue.tags if by_form else (),
            kind=dialogue.kind if by_form or agent else "question",
            team=self.team_at(1),
            agent=agent,
            file=file,
            cc=self.cc,
        )

    def take(self, agent: str) -> Take:
        urgent = self.tone == Tone.UPSET and self.random.random() < 0.3
        priority = "high" if urgent and self.dialogue.priority != "urgent" else self.dialogue.priority
        tags = self.dialogue.tags if self.random.random() < 0.3 else ()
        return Take(agent, tags, priority)

    def answer(self, reply: Reply, *, status: str = "", level: int = 1) -> None:
        agent = self.agents[level]
        is_first = not any(isinstance(act, Answer) for beat in self.story.beats for act in beat.acts)
        acts = (Answer(agent, self.signed(self.words(reply.text), agent), status),)
        at = self.office(6 if self.channel in TALK_CHANNELS else 75 if is_first else 110, 0.9)
        self.story.add(at, *((self.take(agent),) if is_first else ()), *acts)

    def signed(self, words: str, agent: str) -> str:
        return reply_text(words, language=self.story.language, customer=self.requester.name, agent=NAMES[agent])

    def nudge(self) -> None:
        self.customer_time(420)
        self.story.add(self.at, Write(self.random.choice(NUDGES[self.story.language])))

    def end(self) -> None:
        """After it was solved: now and then thanks, and a week later it is closed."""
        solved_at = self.at
        if self.random.random() < 0.3:
            self.customer_time(150)
            self.story.add(self.at, Write(self.random.choice(THANKS[self.story.language])))
        closing = solved_at + AUTO_CLOSE_AFTER
        self.story.add(max(closing, self.at + timedelta(minutes=1)), AutoClose())

    @property
    def first_reply(self) -> Reply:
        return next(step for step in self.dialogue.script if isinstance(step, Reply))

    @property
    def later_reply(self) -> Reply:
        return [step for step in self.dialogue.script if isinstance(step, Reply)][-1]

    def words(self, text: str) -> str:
        return fill(text, self.slots)

    def office(self, median_minutes: float, spread: float = 0.5) -> datetime:
        """The time goes on by about so many minutes of office hours."""
        self.at = after_work(self.at, soon(self.random, median_minutes, spread))
        return self.at

    def customer_time(self, median_minutes: float) -> None:
        minutes = soon(self.random, 8 if self.channel == "chat" else median_minutes)
        self.at = waking(self.random, self.at + timedelta(minutes=minutes))

    def pass_hours(self, least: float, most: float) -> None:
        self.at += timedelta(hours=self.random.uniform(least, most))

    def file_for(self, words: str) -> str:
        """Which kind of file comes along: where the words speak of one, and here and there elsewhere."""
        lower = words.lower()
        if "screenshot" in lower:
            return "screenshot"
        if "attach" in lower or "questionnaire" in lower or "letter is" in lower:
            return "document"
        chance = self.random.random()
        if ".csv" in lower:
            return "table" if chance < 0.7 else ""
        if self.dialogue.kind == "incident":
            return "screenshot" if chance < 0.15 else "log" if chance < 0.22 else ""
        return "screenshot" if chance < 0.03 else ""
