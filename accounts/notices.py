"""Telling people by mail what was done to their account: whoever it was, its owner hears of it.

The mail stands above accounts: ACCOUNT_NOTICE_MAILER names what writes it into the outbox, in the transaction of the change.
"""

from enum import StrEnum

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import User


class Notice(StrEnum):
    PASSWORD_SET = "password_set"  # noqa: S105  # no password
    PASSWORD_CHANGED = "password_changed"  # noqa: S105  # likewise
    PASSWORD_REMOVED = "password_removed"  # noqa: S105  # likewise
    ADDRESS_ADDED = "address_added"
    ADDRESS_CONFIRMED = "address_confirmed"
    ADDRESS_REMOVED = "address_removed"
    MADE_FIRST = "made_first"


def tell_owner(person: User, notice: Notice, *, by: User, address: str = "", also_to: str = "") -> None:
    """`address`: which one it is about. `also_to`: a second mail goes there, where that was theirs until now."""
    import_string(settings.ACCOUNT_NOTICE_MAILER)(person, notice, by=by, address=address, also_to=also_to)
