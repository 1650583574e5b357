"""What a reply is looked at for before it is sent: cheap, deterministic, each a sentence that its writer may override.

`cautions_for` is a pure function of the words and of what `facts_for` read about the ticket. Nothing here blocks: what does
(the conversation moved on) is the verb's refusal.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from django.db import connection, models
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from helpdesk.kept_words import said_again
from helpdesk.labels import quoted
from helpdesk.planned import PlannedSQL
from helpdesk.prepared import Prepared
from tickets.actions.macros import macros_named
from tickets.actions.sending import Letter
from tickets.attached import claimed_attachment
from tickets.content import text_of
from tickets.errors import Invalid
from tickets.lost import lost_among
from tickets.macros import filled
from tickets.models import Message, Status, Ticket
from tickets.models.message import MessageKind
from tickets.placeholders import flags_in
from tickets.recipients import copied_on, recipients_of
from tickets.styles import CHECKED, FITTING, Style, too_long, with_emoji, with_words_to_avoid, without_greeting

WORDS_IN_A_ROW = 8
SHORTEST_NOTE = 5  # words: a shorter one is said without having read it
MOST_NOTES = 50
MOST_OTHERS = 3
LONGEST_REASON = 160  # characters of what another server said
_QUOTE = re.compile(r"<blockquote\b.*</blockquote>", re.DOTALL | re.IGNORECASE)
_QUOTED_LINE = re.compile(r"^\s*>.*$", re.MULTILINE)
_WORD = re.compile(r"\w+")


class Code(models.TextChoices):
    PLACEHOLDER = "placeholder", gettext_lazy("A placeholder is left")
    ATTACHMENT = "attachment", gettext_lazy("The attachment is missing")
    RECIPIENTS = "recipients", gettext_lazy("The recipients changed")
    LOST = "lost", gettext_lazy("Mail to a recipient came back")
    OTHER_TICKET = "other_ticket", gettext_lazy("Another open ticket")
    CANNED = "canned", gettext_lazy("Nothing personal")
    NOTE_QUOTED = "note_quoted", gettext_lazy("An internal note is quoted")
    TASKS_OPEN = "tasks_open", gettext_lazy("Tasks are still open")
    GREETING = "greeting", gettext_lazy("The greeting is missing")
    EMOJI = "emoji", gettext_lazy("An emoji")
    TOO_LONG = "too_long", gettext_lazy("It is long")
    WORDING = "wording", gettext_lazy("Words to avoid")


def codes_in(typed: str) -> frozenset[str]:
    """Those that a form says its writer has read; what is none is left out."""
    return frozenset(Code.values) & frozenset(typed.split(","))


@dataclass(frozen=True, slots=True)
class Caution:
    code: Code
    text: str
    tickets: tuple[tuple[int, str], ...] = ()  # number and subject of those it is about


@dataclass(frozen=True, slots=True)
class Facts:
    """What the checks need to know about the ticket."""

    customer_names: tuple[str, ...] = ()
    customer_name: str = ""
    # Who is copied now that the writer did not see when they began, and who was taken out meanwhile.
    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    # Whose mail came back, for whom it would be held back: address, and what their server said.
    lost: tuple[tuple[str, str], ...] = ()
    other_tickets: tuple[tuple[int, str], ...] = ()
    # The words of the macros used, filled in for this ticket.
    canned: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    # What was said in public: a note may repeat it, and a reply too.
    said: tuple[str, ...] = ()
    tasks_open: int = 0
    style: Style = Style()


def facts_for(ticket: Ticket, writer: User, letter: Letter, *, copied_when_begun: Sequence[str] | None) -> Facts:
    """Read what the checks need; `copied_when_begun` is who was in CC when the writer began, None when nobody knows."""
    now = copied_on(ticket) if copied_when_begun is not None else []
    begun = copied_when_begun or []
    notes, said, style = _notes_and_style(ticket.pk)
    recipients = recipients_of(ticket, to=letter.to, cc=letter.cc, bcc=letter.bcc)
    mine = {*(letter.to or ()), *(letter.cc or ())}
    return Facts(
        customer_names=tuple(_WORD.findall(ticket.requester.name.casefold())),
        customer_name=ticket.requester.display_name,
        joined=tuple(address for address in now if address not in begun and address not in mine),
        left=tuple(address for address in begun if address not in now and address in mine),
        lost=tuple((address, row.error) for address, row in lost_among(ticket, recipients.everybody).items()),
        other_tickets=tuple((other.pk, other.subject) for other in _others(ticket, writer)),
        canned=tuple(_canned(ticket, writer, letter)),
        notes=notes,
        said=said,
        tasks_open=ticket.tasks_open,
        style=style,
    )


# In one statement, because what is only looked at before sending costs the sender time.
_NOTES_AND_STYLE = PlannedSQL.written(
    f"""
    SELECT kind, text FROM (
        SELECT kind, text FROM tickets_message WHERE ticket_id = %(ticket)s ORDER BY id DESC LIMIT {MOST_NOTES}
    ) messages
    UNION ALL SELECT '', {CHECKED} FROM {FITTING}
    """,  # noqa: S608 - constants
    "ticket",
)


def _notes_and_style(ticket: int) -> tuple[tuple[str, ...], tuple[str, ...], Style]:
    """The words of the newest internal notes and of the newest public messages, and what the style guides ask for."""
    with connection.cursor() as cursor:
        cursor.execute(_NOTES_AND_STYLE, _NOTES_AND_STYLE.params([ticket]))
        rows = cursor.fetchall()
    notes = tuple(text for kind, text in rows if kind == MessageKind.NOTE)
    said = tuple(text for kind, text in rows if kind == MessageKind.PUBLIC)
    return notes, said, Style.read(text for kind, text in rows if not kind)


def _others(ticket: Ticket, writer: User) -> list[Ticket]:
    """Unfinished, of the same customer, as far as the writer may see them: those that came since they answered here last.

    So it is said once to each writer, and again when there is another one.
    """
    return _unfinished(writer.role)(writer.pk, ticket.requester_id, ticket.pk) if writer.is_active else []


@cache
def _unfinished(role: str) -> Prepared[Ticket]:
    def build(writer: int, requester: int, but: int) -> QuerySet[Ticket]:
        work = Ticket.objects.visible_to(User(pk=writer, role=role)).unfinished()
        answered = Message.objects.filter(ticket=but, author=writer, kind=MessageKind.PUBLIC)
        known = answered.filter(created_at__gte=OuterRef("opened_at"))
        others = work.filter(~Exists(known), requester=requester).exclude(pk=but)
        return others.only("subject").order_by("-updated_at")[:MOST_OTHERS]

    return Prepared(build)


def cautions_for(letter: Letter, facts: Facts) -> list[Caution]:
    """Everything that its writer should look at again before it leaves, in this order."""
    own_html = _QUOTE.sub("", letter.html)
    own = _QUOTED_LINE.sub("", letter.body.text if own_html == letter.html else text_of(own_html))
    found = (
        _placeholder(own),
        _attachment(own, own_html, has_files=bool(letter.files)),
        _note_quoted(
            letter.body.text,
            facts.notes,
            facts.said,
            _("This repeats an internal note word for word. The customer will read it."),
        ),
        _recipients(facts),
        *(_lost(address, reason) for address, reason in facts.lost),
        _canned_untouched(own, facts),
        _other_ticket(facts),
        _tasks_open(letter, facts),
        *_style(own, facts.style),
    )
    return [caution for caution in found if caution is not None]


def cautions_outside(text: str, *, ticket: Ticket, to: Sequence[str], has_files: bool) -> list[Caution]:
    """Of a mail to somebody outside: what our colleagues said among themselves is not for them either."""
    notes = Message.objects.filter(ticket=ticket, kind=MessageKind.NOTE, side=None).order_by("-pk")
    quoted = _QUOTED_LINE.sub("", text)
    found = (
        _placeholder(quoted),
        _attachment(quoted, "", has_files=has_files),
        _note_quoted(
            text,
            notes.values_list("text", flat=True)[:MOST_NOTES],
            ticket.messages.public().order_by("-pk").values_list("text", flat=True)[:MOST_NOTES],
            _("This repeats an internal note word for word. Whoever gets it will read it."),
        ),
        *(_lost(address, row.error) for address, row in lost_among(ticket, to).items()),
    )
    return [caution for caution in found if caution is not None]


def _placeholder(own: str) -> Caution | None:
    flags = flags_in(own)
    if not flags:
        return None
    return Caution(Code.PLACEHOLDER, _("Something is still to be filled in: %(flags)s.") % {"flags": ", ".join(flags)})


def _attachment(own: str, own_html: str, *, has_files: bool) -> Caution | None:
    if has_files or "<img" in own_html:
        return None
    word = claimed_attachment(own)
    return (
        Caution(Code.ATTACHMENT, _("You wrote “%(word)s”, but no file is attached.") % {"word": word}) if word else None
    )


def _note_quoted(text: str, notes: Iterable[str], public: Iterable[str], sentence: str) -> Caution | None:
    """A run of words of a note, or the whole of a short one, that nobody has said in public."""
    words = _words(text)
    for note in notes:
        noted = _words(note)
        length = min(len(noted), WORDS_IN_A_ROW)
        repeated = _runs(words, length) & _runs(noted, length) if length >= SHORTEST_NOTE else set()
        if repeated and not repeated <= {run for said in public for run in _runs(_words(said), length)}:
            return Caution(Code.NOTE_QUOTED, sentence)
    return None


def _recipients(facts: Facts) -> Caution | None:
    if facts.joined:
        return Caution(
            Code.RECIPIENTS,
            _("%(who)s joined the conversation after you began, and would not get this.")
            % {"who": ", ".join(facts.joined)},
        )
    if facts.left:
        return Caution(
            Code.RECIPIENTS,
            _("%(who)s was taken out of the conversation after you began, and would get this.")
            % {"who": ", ".join(facts.left)},
        )
    return None


def _lost(address: str, reason: str) -> Caution:
    sentence = _(
        "Mail to %(address)s came back, so this is kept here for them. Another address reaches them, or “Send again” below the "
        "message once you know that this one works."
    )
    with_reason = _(
        "Mail to %(address)s came back (%(reason)s), so this is kept here for them. Another address reaches them, or “Send "
        "again” below the message once you know that this one works."
    )
    reason = Truncator(said_again(reason)).chars(LONGEST_REASON)
    return Caution(Code.LOST, (with_reason if reason else sentence) % {"address": address, "reason": reason})


def _canned_untouched(own: str, facts: Facts) -> Caution | None:
    """A prepared answer as it came, without the customer's name: customers notice."""
    said = _words(own)
    # One after the other where there are several.
    if not said or said not in ([word for one in facts.canned for word in _words(one)], *map(_words, facts.canned)):
        return None
    if any(name in said for name in facts.customer_names):
        return None
    return Caution(
        Code.CANNED,
        _("This is the prepared answer as it came. A word to %(name)s about their case makes it personal.")
        % {"name": facts.customer_name},
    )


def _other_ticket(facts: Facts) -> Caution | None:
    if not facts.other_tickets:
        return None
    listed = ", ".join(f"#{number} {quoted(subject)}" for number, subject in facts.other_tickets)
    return Caution(
        Code.OTHER_TICKET,
        _("%(name)s has another ticket that is not solved: %(tickets)s.")
        % {"name": facts.customer_name, "tickets": listed},
        facts.other_tickets,
    )


def _tasks_open(letter: Letter, facts: Facts) -> Caution | None:
    if letter.status != Status.SOLVED or not facts.tasks_open:
        return None
    count = facts.tasks_open
    sentence = ngettext("%(count)s task is still open.", "%(count)s tasks are still open.", count)
    return Caution(Code.TASKS_OPEN, sentence % {"count": count})


def _style(own: str, style: Style) -> Iterable[Caution]:
    for code, sentence in (
        (Code.GREETING, without_greeting(own, style)),
        (Code.EMOJI, with_emoji(own, style)),
        (Code.TOO_LONG, too_long(own, style)),
        (Code.WORDING, with_words_to_avoid(own, style)),
    ):
        if sentence:
            yield Caution(code, sentence)


def _canned(ticket: Ticket, writer: User, letter: Letter) -> Iterable[str]:
    for macro in macros_named(letter.macros, actor=writer):
        try:
            words = filled(macro, ticket, writer).text
        except Invalid:
            continue
        if words:
            yield words


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _runs(words: Sequence[str], length: int) -> set[tuple[str, ...]]:
    """Every run of so many words."""
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}
