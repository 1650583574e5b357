"""Acting the stories out: each is one passage through the door, its beats at their own times."""

from collections.abc import Callable
from random import Random

from accounts.actors import AUTO_CLOSE, ActorKind, SystemActor
from accounts.models import Team, User
from demo.dialogues.prose import html_of_prose
from demo.loading.files import attachment
from demo.loading.story import (
    Accept,
    Act,
    Answer,
    AutoClose,
    BotAnswer,
    Confirm,
    Discard,
    Jot,
    Open,
    Put,
    Raise,
    Return,
    Story,
    Take,
    Write,
)
from helpdesk import clock
from mail.models import Mailbox
from tickets import actions
from tickets.content import Body, html_of
from tickets.door import one_passage
from tickets.html import clean
from tickets.models import Attachment, Channel, Kind, Level, Priority, Status, Ticket

BOT = SystemActor("Assistant", ActorKind.BOT)
# What customers of these channels write arrives as written there; everything else comes by mail.
_SAME_CHANNEL = {Channel.PORTAL, Channel.CHAT, Channel.WIDGET, Channel.SOCIAL}


class Stage:
    """Holds who is who, and which ticket each story has become."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.people = {person.email: person for person in User.objects.select_related("organization")}
        self.teams = {team.name: team for team in Team.objects.all()}
        self.mailbox = Mailbox.objects.get(is_default=True)
        self.tickets: dict[int, Ticket] = {}

    def play(self, stories: list[Story], progress: Callable[[int], None]) -> None:
        """Story by story, in the order in which they begin; `progress` hears how many were told."""
        for place, story in enumerate(stories):
            with one_passage() as passage:
                for beat in story.beats:
                    with clock.at(beat.at):
                        for act in beat.acts:
                            self.act(place, story, act)
                        passage.next_moment()
            progress(place + 1)

    def act(self, place: int, story: Story, act: Act) -> None:
        if isinstance(act, Open):
            self.tickets[place] = self.open(story, act)
            return
        ticket = self.tickets[place]
        match act:
            case Take():
                self.take(ticket, act)
            case Answer():
                status = Status(act.status) if act.status else None
                actions.reply(
                    ticket,
                    actor=self.people[act.agent],
                    body=_edited(act.text),
                    seen_seq=ticket.conversation_seq,
                    attachments=self.files(act.file),
                    status=status,
                    channel=_answered_by(ticket),
                )
            case BotAnswer():
                actions.reply(ticket, actor=BOT, body=_edited(act.text), seen_seq=None, channel=_answered_by(ticket))
            case Write():
                self.write(place, story, ticket, act)
            case Jot():
                actions.add_note(ticket, actor=self.people[act.agent], body=_edited(act.text))
            case Put():
                actions.set_status(ticket, actor=self.people[act.agent], status=Status(act.status))
            case Raise():
                actions.escalate(
                    ticket,
                    actor=self.people[act.agent] if act.agent else BOT,
                    to_level=Level(act.to_level),
                    reason=act.reason,
                    tried=act.tried,
                    asked=act.asked,
                    team=self.teams[act.team],
                )
            case Accept():
                actions.accept_escalation(ticket, actor=self.people[act.agent])
            case Return():
                actions.hand_back(ticket, actor=self.people[act.agent], answer=act.answer)
            case Confirm():
                actions.solve(ticket, actor=self.people[story.requester.email])
            case AutoClose():
                if ticket.status == Status.SOLVED:
                    actions.close(ticket, actor=AUTO_CLOSE)
            case Discard():
                verb = actions.mark_spam if act.spam else actions.delete
                verb(ticket, actor=self.people[act.agent])

    def open(self, story: Story, act: Open) -> Ticket:
        requester = self.people[story.requester.email]
        return actions.open_ticket(
            actor=self.people[act.agent] if act.agent else requester,
            requester=requester,
            subject=act.subject,
            body=_edited(act.text) if act.agent else self.written(act.text, act.channel),
            channel=Channel(act.channel),
            attachments=self.files(act.file),
            cc=[self.people[email] for email in act.cc],
            tags=act.tags,
            kind=Kind(act.kind),
            priority=Priority[act.priority.upper()],
            level=Level(act.level),
            team=self.teams.get(act.team),
            mailbox_id=self.mailbox.pk,
            language=story.language,
        )

    def take(self, ticket: Ticket, act: Take) -> None:
        agent = self.people[act.agent]
        actions.assign(ticket, actor=agent, assignee=agent)
        if act.tags:
            actions.tag(ticket, actor=agent, add=act.tags)
        if act.priority:
            actions.set_priority(ticket, actor=agent, priority=Priority[act.priority.upper()])

    def write(self, place: int, story: Story, ticket: Ticket, act: Write) -> None:
        """On a closed ticket this opens a follow-up, with which the story goes on."""
        message = actions.receive_message(
            ticket,
            actor=self.people[story.requester.email],
            body=self.written(act.text, ticket.channel),
            channel=Channel(ticket.channel) if ticket.channel in _SAME_CHANNEL else Channel.EMAIL,
            attachments=self.files(act.file),
        )
        if message.ticket_id != ticket.pk:
            self.tickets[place] = message.ticket

    def written(self, text: str, channel: str) -> Body:
        """A customer's words: plain text, but for mail programs that write HTML."""
        if channel == Channel.EMAIL and self.random.random() < 0.4:
            return Body.from_html(html_of(text))
        return Body.from_text(text)

    def files(self, kind: str) -> list[Attachment]:
        return [attachment(self.random, kind)] if kind else []


def _edited(text: str) -> Body:
    """As an agent's editor sends it; the text is known already and need not be made of the HTML."""
    return Body(text=text, html=clean(html_of_prose(text)))


def _answered_by(ticket: Ticket) -> Channel:
    return Channel(ticket.channel) if ticket.channel in _SAME_CHANNEL else Channel.EMAIL
