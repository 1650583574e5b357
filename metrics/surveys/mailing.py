"""The mail that asks: one question, and each answer a link that opens a page with that answer chosen. Looking records nothing."""

from datetime import datetime

from django.urls import reverse
from django.utils import translation

from accounts.brands import brand_of, brand_shown, showing
from mail.addresses import loop_token, reply_address, ticket_message_id
from mail.models import Mailbox
from mail.outgoing import SURVEY, default_mailbox, from_header, house_of, quotable
from mail.parsing.automatic import LOOP_HEADER
from mail.texts.rendering import render_mail
from metrics.models import Survey
from metrics.surveys.choices import choices_of
from outbox.posting import Address, is_past, post_email
from tickets.models import Ticket
from tickets.ratings import SCALES


def post_survey(survey: Survey, ticket: Ticket, *, at: datetime) -> None:
    """In the survey's language, from the ticket's mailbox. Nothing without a mailbox, and of the past."""
    mailbox = ticket.mailbox or default_mailbox()
    if mailbox is None or is_past():
        return
    with translation.override(survey.language), showing(brand_of(ticket.brand_id)):
        context = survey_context(survey, ticket, mailbox)
        texts = render_mail(SURVEY, context)
        sender, house = from_header(mailbox, None), house_of(mailbox)
    post_email(
        kind=SURVEY,
        ticket_id=ticket.pk,
        message_id=ticket_message_id(ticket.pk, mailbox.address),
        from_header=sender,
        envelope_from=mailbox.address,
        reply_to=f'"{quotable(house.name)}" <{reply_address(mailbox.address, ticket.pk)}>',
        to=[Address(ticket.answer_address, ticket.requester.name)],
        subject=texts.subject,
        text=texts.text,
        html=texts.html,
        headers={
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            LOOP_HEADER: loop_token(),
            "List-Unsubscribe": f"<{context['stop_link']}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
        at=at,
    )


def survey_context(survey: Survey, ticket: Ticket, mailbox: Mailbox) -> dict[str, object]:
    """What the mail shows; in the present language. The preview of the settings shows the same."""
    address = brand_shown().site + reverse("portal:survey", args=[survey.token])
    return {
        "survey": survey,
        "ticket": ticket,
        "mailbox": house_of(mailbox),
        "choices": choices_of(survey.kind, address),
        "ends": SCALES[survey.kind].ends,
        "link": address,
        "stop_link": brand_shown().site + reverse("portal:stop_surveys", args=[survey.token]),
        "language": translation.get_language(),
    }
