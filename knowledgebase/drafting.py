"""What an article of a solved ticket would say: its question and the answer that solved it, without the customer's personal data.

What is struck out is a proposal: its writer reads it before anybody else does.
"""

import re
from dataclasses import dataclass

from tickets.models import Message, Ticket
from tickets.models.message import MessageKind
from tickets.personal_data import STRUCK, others_on, without_personal_data

_GREETING = re.compile(
    r"^(hi|hello|hey|dear|good (morning|afternoon|evening)|hallo|guten (tag|morgen|abend)|liebe[rs]?|sehr geehrte[rs]?|moin)\b"
    r"[^.?!\n]{0,60}[,!.]?$",
    re.IGNORECASE,
)
_FAREWELL = re.compile(
    r"^((with )?(kind|best|warm|many) (regards|wishes|thanks)|regards|cheers|thanks|thank you|sincerely|yours|best(?=\W*$)|"
    r"(viele|beste|liebe|freundliche|schöne|herzliche) gr(ü|ue)(ß|ss)e|"
    r"mit (freundlichen|besten|herzlichen|vielen) gr(ü|ue)(ß|ss)en|"
    r"(vielen|herzlichen|besten) dank|danke|gr(ü|ue)(ß|ss)e?|lg|mfg|vg)\b[^?\n]{0,60}$",
    re.IGNORECASE,
)
# What follows a farewell is a name and where somebody works; what is told there is no farewell: "Thanks for the log. Now …".
_TOLD = re.compile(r"\S+\s+\S+\s+.*[.!?:]$")
_MOST_WORDS = 4_000


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    title: str
    body: str
    is_struck: bool  # something was


def draft_of(ticket: Ticket) -> ArticleDraft:
    """In a fixed number of statements."""
    said = Message.objects.filter(ticket=ticket, kind=MessageKind.PUBLIC, is_auto=False)
    asked = said.filter(from_staff=False).order_by("created_at", "pk").values_list("text", flat=True).first()
    answered = solving_answer(ticket)
    others = others_on(ticket)
    words = [
        ticket.subject,
        *(without_manners(text) for text in (asked or "", answered.text if answered is not None else "")),
    ]
    struck = [without_personal_data(text, ticket, others=others) for text in words]
    # Whoever signed with nothing but their name did so without a farewell.
    title, question, answer = struck[0], *(without_manners(text) for text in struck[1:])
    quoted = "\n".join(f"> {line}".rstrip() for line in question.splitlines())
    body = "\n\n".join(part for part in (quoted, answer) if part)
    return ArticleDraft(title=title, body=f"{body}\n" if body else "", is_struck=struck != words)


def solving_answer(ticket: Ticket) -> Message | None:
    """The last that a person of ours said to the customer."""
    ours = Message.objects.filter(
        ticket=ticket, kind=MessageKind.PUBLIC, from_staff=True, is_human=True, is_auto=False, talk__isnull=True
    )
    return ours.order_by("-created_at", "-pk").first()


def without_manners(text: str) -> str:
    """Without greeting, farewell and what follows it: in an article they would be odd."""
    lines = [line.strip() for line in text[:_MOST_WORDS].strip().splitlines()]
    was_greeted = bool(lines) and bool(_GREETING.match(lines[0]))
    while lines and (not lines[0] or _GREETING.match(lines[0])):
        lines.pop(0)
    if was_greeted and lines:
        # After "Hello Ann," it went on with a small letter.
        lines[0] = lines[0][:1].upper() + lines[0][1:]
    while lines and lines[-1] in ("", "--", STRUCK):
        lines.pop()
    for place, line in enumerate(lines):
        if (
            place
            and _FAREWELL.match(line)
            and len(lines) - place <= 6
            and not any(map(_TOLD.match, lines[place + 1 :]))
        ):
            lines = lines[:place]
            break
    return "\n".join(lines).strip()
