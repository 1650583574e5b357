"""One's own password, which nobody needs: a code by mail signs in as well. Inviting colleagues: actions/staff.py."""

from accounts.models import User


def choose_password(person: User, password: str) -> None:
    """It signs them in from now on, beside the code. Whoever else is signed in as them is signed out."""
    person.set_password(password)
    person.save(update_fields=["password"])


def remove_password(person: User) -> bool:
    """Only codes sign them in from now on; False if they had none."""
    if not person.has_usable_password():
        return False
    person.set_unusable_password()
    person.save(update_fields=["password"])
    return True
