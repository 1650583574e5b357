"""Adding and changing customers and organizations. Who may is checked here; the shape of values is the caller's affair."""

from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Organization, User
from accounts.permissions import Permission, role_may

T = TypeVar("T", User, Organization)


class AlreadyThere(Exception):
    """Something with this address or name exists: `thing`."""

    def __init__(self, thing: User | Organization) -> None:
        self.thing = thing
        super().__init__(str(thing))


def add_customer(*, actor: User, email: str, **fields: Any) -> User:
    """A new customer. Raises PermissionDenied, AlreadyThere."""
    _require(actor)
    try:
        with transaction.atomic():
            return User.objects.create_user(email, **fields)
    except IntegrityError as error:
        raise AlreadyThere(User.objects.get_by_natural_key(email)) from error


def change_customer(person: User, *, actor: User, **fields: Any) -> User:
    """Change a customer, or oneself. Raises PermissionDenied for colleagues."""
    _require(actor)
    if person.is_staff and person != actor:
        raise PermissionDenied(_("Colleagues are changed in the settings."))
    return _changed(person, fields)


def add_organization(*, actor: User, name: str, **fields: Any) -> Organization:
    """Raises PermissionDenied, AlreadyThere."""
    _require(actor)
    try:
        with transaction.atomic():
            return Organization.objects.create(name=name, **fields)
    except IntegrityError as error:
        raise AlreadyThere(Organization.objects.get(name=name)) from error


def change_organization(organization: Organization, *, actor: User, **fields: Any) -> Organization:
    """Raises PermissionDenied, AlreadyThere."""
    _require(actor)
    try:
        with transaction.atomic():
            return _changed(organization, fields)
    except IntegrityError as error:
        raise AlreadyThere(Organization.objects.get(name=fields["name"])) from error


def _changed(thing: T, fields: dict[str, Any]) -> T:
    for name, value in fields.items():
        setattr(thing, name, value)
    if fields:
        thing.save(update_fields=list(fields))
    return thing


def _require(actor: User) -> None:
    if not role_may(actor.role, Permission.PEOPLE):
        raise PermissionDenied
