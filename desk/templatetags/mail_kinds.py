"""Mails of ours in words, for the list of those that did not arrive."""

from django import template
from django.utils.translation import gettext as _

from mail.undelivered import kind_name
from outbox.models import OutboundEmail
from outbox.posting import CAME_BACK

register = template.Library()


@register.simple_tag
def mail_kind(kind: str) -> str:
    return kind_name(kind)


@register.simple_tag
def mail_reason(email: OutboundEmail) -> str:
    """What was wrong with the mail, else with one of its recipients, who are loaded."""
    if email.last_error == CAME_BACK:
        return _("Earlier mail to everybody whom this is for came back.")
    return email.last_error or next((one.error for one in email.recipients.all() if one.error), "")
