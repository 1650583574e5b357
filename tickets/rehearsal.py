"""Trying out what would happen: everything takes place in a transaction, and then none of it has.

Here is only what a transaction does not take back: the numbers of tickets come from a sequence, and files are no rows. Mails,
webhooks, nudges and live hints are rows or wait for the commit, so they are gone with it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import count

from django.db import transaction

from helpdesk.insert import insert
from tickets.models import Attachment, Ticket

FIRST_NUMBER = 2**62  # no ticket of a customer comes so far, and no customer finds a gap

_numbers: ContextVar[Iterator[int] | None] = ContextVar("rehearsed_numbers", default=None)


@contextmanager
def rehearsing() -> Iterator[None]:
    """What happens inside is undone at the end, whatever happens."""
    token = _numbers.set(count(FIRST_NUMBER))
    try:
        with transaction.atomic():
            try:
                yield
            finally:
                if not transaction.get_connection().needs_rollback:
                    _forget_files()
                transaction.set_rollback(True)
    finally:
        _numbers.reset(token)


def insert_ticket(ticket: Ticket) -> None:
    """Its row, with the next number."""
    numbers = _numbers.get()
    if numbers is None:
        insert(ticket)
        return
    ticket.pk = next(numbers)
    ticket.save(force_insert=True)


def _forget_files() -> None:
    for attachment in Attachment.objects.filter(message__ticket__gte=FIRST_NUMBER):
        attachment.file.delete(save=False)
