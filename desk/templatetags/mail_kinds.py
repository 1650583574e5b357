"""Mails of ours in words, for the list of those that did not arrive."""

from django import template

from helpdesk.kept_words import said_again
from mail.undelivered import kind_name
from outbox.models import OutboundEmail

register = template.Library()


@register.simple_tag
def mail_kind(kind: str) -> str:
    return kind_name(kind)


@register.simple_tag
def mail_reason(email: OutboundEmail) -> str:
    """What was wrong with the mail, else with one of its recipients, who are loaded."""
    return said_again(email.last_error or next((one.error for one in email.recipients.all() if one.error), ""))
