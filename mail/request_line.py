"""The line below a mail to a customer that leads to their request on our site.

Where the mail goes to the requester alone, by a signed link that asks nobody to sign in (tickets/request_links.py). What others
get as well, copied in openly or blindly, leads there too, but asks who they are: nobody acts in the name of another.
"""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext

from accounts.brands import brand_shown
from mail.addresses import body_reference
from mail.templatetags.mails import type_of_cell
from mail.texts.drawing import Rendered
from mail.texts.frames import before_the_end
from outbox.posting import Address
from tickets.models import Ticket
from tickets.request_links import path_for

_LINE = '<p style="margin: 0 0 16px; {}"><a href="{}">{}</a></p>\n'
_TYPE = type_of_cell(13, 20, "#59636e")


def with_request_line(mail: Rendered, ticket: Ticket, recipients: Sequence[Address]) -> Rendered:
    """In the present language and brand; the mail's words, an admin's too, stay as they are."""
    address = brand_shown().site + _path(ticket, [one.email for one in recipients])
    words = gettext("See your request and answer it on our site")
    reference = body_reference(ticket.pk)
    head, found, tail = mail.text.rpartition(reference)
    text = f"{head}{words}:\n{address}\n\n{found}{tail}" if found else f"{mail.text.rstrip()}\n\n{words}:\n{address}\n"
    place = before_the_end(mail.html)
    html = f"{mail.html[:place]}{format_html(_LINE, _TYPE, address, words)}{mail.html[place:]}"
    return Rendered(mail.subject, text, html)


def _path(ticket: Ticket, addresses: Sequence[str]) -> str:
    if addresses == [ticket.answer_address]:
        return path_for(ticket.pk, ticket.requester_id)
    return reverse("portal:request", args=[ticket.pk])
