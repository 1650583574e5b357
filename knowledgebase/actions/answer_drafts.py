"""Answers that the language model drafts: asked for by an agent, written by a worker, edited before it is sent."""

from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission
from helpdesk import clock
from helpdesk.nudge import nudge
from knowledgebase.actions.language_model import language_model_now
from knowledgebase.drafting import without_manners
from knowledgebase.language_model.client import Trouble, answer_of
from knowledgebase.language_model.drafting import Checked, Source, checked, messages_for, refusal, sources_for
from knowledgebase.models import AnswerDraft, LanguageModel
from knowledgebase.models.language_model import LONGEST_WAIT, DraftState
from search.words import language_of
from tickets.access import require
from tickets.content import html_of
from tickets.errors import IllegalTransition
from tickets.models import Message, Ticket
from tickets.models.message import MessageKind

MOST_ATTEMPTS = 2
_CLAIM = timedelta(seconds=LONGEST_WAIT + 30)
# Later than so, whatever was put in has been thrown away.
_SENT_WITHIN = timedelta(days=7)
_LEAST_SAID = 25
_AT_ONCE = 200
_CLAIM_ONE = """
UPDATE knowledgebase_answerdraft SET claimed_until = statement_timestamp() + %s, attempts = attempts + 1
WHERE id = (
    SELECT id FROM knowledgebase_answerdraft
    WHERE state = 'waiting' AND (claimed_until IS NULL OR claimed_until <= statement_timestamp())
    ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING id
"""


@transaction.atomic
def ask_for_draft(ticket: Ticket, *, actor: User) -> AnswerDraft:
    """Who asks again while it is written gets the same. Raises NotAllowed, IllegalTransition."""
    from knowledgebase.tasks import write_answer_drafts

    require(actor, Permission.REPLY, ticket)
    if not language_model_now().is_on:
        raise IllegalTransition(_("No language model is set up. An admin can do so in the settings."))
    draft, _is_new = AnswerDraft.objects.get_or_create(
        ticket=ticket, person=actor, state=DraftState.WAITING, defaults={"asked_at": clock.now()}
    )
    transaction.on_commit(lambda: nudge(write_answer_drafts))
    return draft


def insert_draft(draft: AnswerDraft | None, *, actor: User) -> str:
    """Note that it was put into a reply; what is put in, as HTML. Raises NotAllowed, IllegalTransition."""
    require(actor, Permission.REPLY, draft.ticket if draft is not None else None)
    if draft is None or draft.state != DraftState.READY or draft.person_id != actor.pk:
        raise IllegalTransition(_("This draft is not there any more. Ask for another one."))
    AnswerDraft.objects.filter(pk=draft.pk, inserted_at=None).update(inserted_at=clock.now())
    return html_of(draft.text)


def write_waiting() -> int:
    """All that wait, one after the other; how many. Each is claimed and committed before the model is asked."""
    written = 0
    while (draft := _claimed()) is not None:
        _write(draft, language_model_now())
        written += 1
    return written


def settle_drafts() -> int:
    """Note which of those that were put in have been sent, edited or not; how many. Safe to run twice at once."""
    waiting = AnswerDraft.objects.filter(inserted_at__gt=clock.now() - _SENT_WITHIN, sent_at=None)
    settled = 0
    for draft in waiting.order_by("inserted_at")[:_AT_ONCE]:
        said = Message.objects.filter(
            ticket=draft.ticket_id, kind=MessageKind.PUBLIC, author=draft.person_id, created_at__gte=draft.inserted_at
        )
        sent = next((one for one in said.order_by("created_at", "pk")[:20] if _holds_part(one.text, draft.text)), None)
        if sent is not None:
            settled += AnswerDraft.objects.filter(pk=draft.pk, sent_at=None).update(sent_at=sent.created_at)
    return settled


def question_of(ticket: Ticket) -> str:
    """What the customer wrote last, with the subject."""
    asked = ticket.messages.filter(kind=MessageKind.PUBLIC, from_staff=False).order_by("-created_at", "-pk")
    return f"{ticket.subject}. {without_manners(asked.values_list('text', flat=True).first() or '')}"


def _claimed() -> AnswerDraft | None:
    with connection.cursor() as cursor:
        values: list[Any] = [_CLAIM]
        cursor.execute(_CLAIM_ONE, values)
        row = cursor.fetchone()
    return AnswerDraft.objects.select_related("ticket__requester").get(pk=row[0]) if row else None


def _write(draft: AnswerDraft, model: LanguageModel) -> None:
    if not model.is_on:
        _end(draft, DraftState.FAILED, said=_("The language model was turned off meanwhile."))
        return
    if draft.attempts > MOST_ATTEMPTS:
        _end(draft, DraftState.FAILED, said=_("Something went wrong twice. Try again later."))
        return
    question = question_of(draft.ticket)
    language = language_of(question) or draft.ticket.language or "en"
    sources = sources_for(draft.ticket.requester, question, language)
    if not sources:
        _end(draft, DraftState.REFUSED, said=refusal())
        return
    try:
        said = answer_of(model, messages_for(question, language, sources))
        answer = checked(said, sources, language=language)
    except Trouble as trouble:
        _end(draft, DraftState.FAILED, said=str(trouble))
        return
    if answer.text:
        _end(draft, DraftState.READY, text=answer.text, sources=_cited(sources, answer))
    else:
        _end(draft, DraftState.REFUSED, said=refusal())


def _cited(sources: list[Source], answer: Checked) -> list[dict[str, object]]:
    return [one.as_dict() for one in sources if one.number in answer.cited]


def _end(draft: AnswerDraft, state: DraftState, **columns: object) -> None:
    """Nothing where our claim ran out and somebody else was quicker."""
    waiting = AnswerDraft.objects.filter(pk=draft.pk, state=DraftState.WAITING)
    waiting.update(state=state, done_at=clock.now(), claimed_until=None, **columns)


def _holds_part(said: str, drafted: str) -> bool:
    """Whether a sentence of the draft is left in what was sent."""
    plain = " ".join(said.split())
    return any(part.strip() in plain for part in drafted.split(". ") if len(part.strip()) >= _LEAST_SAID)
