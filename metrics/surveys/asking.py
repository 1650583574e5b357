"""Whom which survey may be sent about what: pure reading, asked under the ticket's lock."""

from datetime import datetime, timedelta
from zlib import crc32

from django.db.models import Max
from django.utils import translation

from accounts.models import User
from accounts.people import keys_of
from mail.notifying import bounces
from mail.outgoing import language_of
from metrics.models import Survey, SurveyOptOut, SurveyPlan
from tickets.models import Ticket
from tickets.ratings import QUESTIONS


def may_ask_about(ticket: Ticket, plan: SurveyPlan) -> bool:
    """A customer's ticket that a person of ours answered in public, still solved, from a mailbox that is chosen."""
    return (
        ticket.solved_at is not None
        and ticket.is_solved
        and not ticket.is_spam
        and ticket.deleted_at is None
        and ticket.merged_into_id is None
        and ticket.first_reply_at is not None
        and not ticket.requester.is_staff
        and _is_of_chosen_mailbox(ticket, plan)
        and not Survey.objects.filter(ticket=ticket, solved_at=ticket.solved_at).exists()
    )


def may_be_mailed(person: User, address: str) -> bool:
    return (
        person.is_active
        and bool(address)
        and not SurveyOptOut.objects.filter(person__in=keys_of(person)).exists()
        and not bounces(address)
    )


def is_rested(person: User, plan: SurveyPlan, plans: dict[str, SurveyPlan], now: datetime) -> bool:
    """Nobody gets the same kind again within its days of rest, nor two kinds within the shorter rest of both."""
    sent = (
        Survey.objects.filter(person__in=keys_of(person), sent_at__isnull=False)
        .values_list("kind")
        .annotate(Max("sent_at"))
    )
    return all(
        at <= now - timedelta(days=min(plan.rest_days, plans[kind].rest_days if kind in plans else plan.rest_days))
        for kind, at in sent
    )


def is_sampled(ticket: Ticket, plan: SurveyPlan) -> bool:
    """The same answer whenever one asks, so that looking twice makes nothing likelier."""
    drawn = crc32(f"{plan.kind} {ticket.pk} {ticket.solved_at}".encode()) % 100
    return drawn < plan.brand_percents.get(str(ticket.brand_id), plan.sample_percent)


def question_for(plan: SurveyPlan, language: str) -> str:
    with translation.override(language):
        return plan.questions.get(language) or str(QUESTIONS[plan.kind])


def survey_language(ticket: Ticket) -> str:
    """What the person chose, else the ticket's, where we speak it."""
    return language_of(ticket.requester, ticket)


def _is_of_chosen_mailbox(ticket: Ticket, plan: SurveyPlan) -> bool:
    chosen = {mailbox.pk for mailbox in plan.mailboxes.all()}
    return not chosen or ticket.mailbox_id in chosen
