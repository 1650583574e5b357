"""One's own password, which nobody needs: a code by mail signs in as well. Inviting colleagues: actions/staff.py.

Whatever happens to it, its owner is told by mail.
"""

from django.db import transaction

from accounts.models import User
from accounts.notices import Notice, tell_owner


@transaction.atomic
def choose_password(person: User, password: str) -> None:
    """It signs them in from now on, beside the code. Whoever else is signed in as them is signed out."""
    notice = Notice.PASSWORD_CHANGED if person.has_usable_password() else Notice.PASSWORD_SET
    person.set_password(password)
    person.save(update_fields=["password"])
    tell_owner(person, notice, by=person)


@transaction.atomic
def remove_password(person: User) -> bool:
    """Only codes sign them in from now on; False if they had none."""
    if not person.has_usable_password():
        return False
    person.set_unusable_password()
    person.save(update_fields=["password"])
    tell_owner(person, Notice.PASSWORD_REMOVED, by=person)
    return True
