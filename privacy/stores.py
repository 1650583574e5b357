"""Everything that is kept of people, store by store, in the order in which it is erased."""

from collections.abc import Sequence
from functools import partial

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from accounts import personal_stores
from accounts.models import User
from accounts.personal import Bite, Store, Whom
from privacy.copies import end_copies, kept_copies
from privacy.sweeping import sweep
from search.indexing import index_stale
from search.models import Entry
from search.spelling import recount
from tickets.actions.erasing import tickets_of, tickets_telling_of
from tickets.personal import erase_mentions, erase_tickets


def stores_for(by: User) -> Sequence[Store]:
    """Ways in first, so that nothing new comes; the profile last but for what is made from all the others."""
    return [
        *personal_stores.FIRST,
        Store("copies", _("Copies of their data"), lambda whom: kept_copies(whom).count(), end_copies),
        *(store for path in settings.PERSONAL_DATA for store in import_string(path)),
        Store(
            "tickets",
            _("Requests they take part in"),
            lambda whom: tickets_of(whom).count(),
            partial(erase_tickets, by=by),
        ),
        Store(
            "mentions",
            _("Tickets of others that name them"),
            lambda whom: tickets_telling_of(whom).difference(tickets_of(whom)).count(),
            partial(erase_mentions, by=by),
        ),
        Store("elsewhere", _("Their name and addresses anywhere else"), lambda whom: 0, sweep),
        *personal_stores.LAST,
        Store("search", _("Search index"), _indexed, _index_anew),
    ]


def _indexed(whom: Whom) -> int:
    return Entry.objects.filter(ticket__in=tickets_of(whom).values("pk")).count()


def _index_anew(whom: Whom, after: int) -> Bite:
    """What is searched and what tickets are about, made of the words that are left; words that nobody wrote now go too."""
    rows = index_stale()
    recount()
    return Bite(rows)
