"""What whoever escalates need not write again: what was tried and what is asked, gathered from the ticket to be edited."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from helpdesk.labels import quoted
from helpdesk.templatetags.ui import exact_time
from tickets.content import snippet_of
from tickets.events import EventKind
from tickets.models import Escalation, Message, Question, Ticket
from tickets.models.escalation import EscalationState
from tickets.models.message import MessageKind
from tickets.models.question import QuestionState

MOST_OF_EACH = 10
MOST_NOTES = 5


@dataclass(frozen=True, slots=True)
class DraftedWords:
    tried: str
    asked: str


def drafted_words(ticket: Ticket) -> DraftedWords:
    """In a fixed number of statements. Customers' own words are quoted, never summed up."""
    since = [
        *_answers(ticket),
        *_notes(ticket),
        *_macros(ticket),
        *_checks(ticket),
        *_tasks(ticket),
        *_colleagues(ticket),
        *_levels(ticket),
    ]
    before = _said_before(ticket)
    tried = [*before, *(line for line in (f"- {one}" for one in since) if line not in before)]
    return DraftedWords("\n".join(tried), _question_of(ticket))


def _said_before(ticket: Ticket) -> list[str]:
    """The lines that whoever escalated it last wrote of what was tried: the next level must know them, too."""
    tried = Escalation.objects.filter(ticket=ticket).order_by("-pk").values_list("tried", flat=True).first()
    return [line for line in (tried or "").splitlines() if line.strip()]


def _answers(ticket: Ticket) -> list[str]:
    ours = Message.objects.filter(ticket=ticket, kind=MessageKind.PUBLIC, from_staff=True, is_auto=False)
    texts = list(ours.order_by("-created_at", "-pk").values_list("text", flat=True)[: MOST_OF_EACH + 1])
    if not texts:
        return []
    count = len(texts) if len(texts) <= MOST_OF_EACH else f"{MOST_OF_EACH}+"
    sentence = ngettext("Answered once: “%(words)s”", "Answered %(count)s times, last: “%(words)s”", len(texts))
    return [sentence % {"count": count, "words": snippet_of(texts[0])}]


def _notes(ticket: Ticket) -> list[str]:
    """What colleagues found out, the newest; what they asked one another is told with its answer."""
    asked = Question.objects.filter(message__ticket=ticket)
    talk = [pk for pair in asked.values_list("message_id", "answer_id") for pk in pair if pk is not None]
    notes = Message.objects.filter(
        ticket=ticket, kind=MessageKind.NOTE, from_staff=True, is_auto=False, author__isnull=False
    )
    found = notes.exclude(pk__in=talk).exclude(text="").select_related("author").order_by("-created_at", "-pk")
    return [
        _("%(who)s noted: “%(words)s”") % {"who": note.author, "words": snippet_of(note.text)}
        for note in reversed(list(found[:MOST_NOTES]))
    ]


def _macros(ticket: Ticket) -> list[str]:
    used = ticket.events.filter(kind=EventKind.MACRO_APPLIED).order_by("seq")[:MOST_OF_EACH]
    names = list(dict.fromkeys(event.data["name"] for event in used))
    return [_("Used: %(macros)s") % {"macros": ", ".join(map(quoted, names))}] if names else []


def _checks(ticket: Ticket) -> list[str]:
    if not ticket.is_verified or ticket.verified_until is None:
        return []
    who = ticket.requester.display_name
    return [_("%(who)s is checked by a code, until %(time)s") % {"who": who, "time": exact_time(ticket.verified_until)}]


def _tasks(ticket: Ticket) -> list[str]:
    if not ticket.tasks_total:
        return []
    done = ticket.tasks.filter(done_at__isnull=False).order_by("position", "pk")[:MOST_OF_EACH]
    return [_("Done: %(task)s") % {"task": task.text} for task in done]


def _colleagues(ticket: Ticket) -> list[str]:
    answered = Question.objects.filter(message__ticket=ticket, state=QuestionState.ANSWERED, answer__isnull=False)
    rows = answered.select_related("to_person", "to_team", "message", "answer").order_by("pk")[:MOST_OF_EACH]
    return [
        _("Asked %(whom)s: “%(question)s” – “%(answer)s”")
        % {"whom": row.asked, "question": snippet_of(row.message.text), "answer": snippet_of(row.answer.text)}
        for row in rows
        if row.answer is not None
    ]


def _levels(ticket: Ticket) -> list[str]:
    """What other levels have answered already."""
    ended = Escalation.objects.filter(ticket=ticket, state__in=(EscalationState.HANDED_BACK, EscalationState.DECLINED))
    return [
        _("%(level)s answered: “%(answer)s”") % {"level": row.get_to_level_display(), "answer": snippet_of(row.answer)}
        for row in ended.order_by("pk")[:MOST_OF_EACH]
    ]


def _question_of(ticket: Ticket) -> str:
    """What the customer said last."""
    theirs = Message.objects.filter(
        ticket=ticket, kind=MessageKind.PUBLIC, from_staff=False, is_auto=False, thanks=False
    )
    text = theirs.order_by("-created_at", "-pk").values_list("text", flat=True).first()
    if not text:
        return ""
    return _("%(who)s asks: “%(words)s”") % {"who": ticket.requester.display_name, "words": snippet_of(text)}
