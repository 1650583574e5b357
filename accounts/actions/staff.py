"""Inviting and changing people of ours. Switching one off concerns their tickets too: tickets/actions/staffing.py."""

from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts.actors import Actor, person_of
from accounts.directory import Refusal
from accounts.general import general
from accounts.models import Role, User
from accounts.models.user import STAFF_ROLES, normal_email
from accounts.passwords import choose_password
from accounts.people import find_person
from accounts.setting_changes import note_setting, require_setting
from accounts.words import one_line

AGENT = "agent"
LEVELS = (1, 2, 3)
_FIELDS = ("name", "role", "level")


class _InvitationTokens(PasswordResetTokenGenerator):
    """Worth nothing once a password is set or the person signed in; lives as long as PASSWORD_RESET_TIMEOUT says."""

    key_salt = "accounts.invitation"


invitation_tokens = _InvitationTokens()


@transaction.atomic
def invite_agent(*, actor: Actor, email: str, name: str, role: str = Role.AGENT, level: int | None = 1) -> User:
    """Make a colleague and mail them a link with which they set their password.

    Raises PermissionDenied; Refusal for an address that is none or somebody's, and for what is no role or level.
    """
    require_setting(actor)
    email = normal_email(email)
    try:
        validate_email(email)
    except ValidationError as wrong:
        raise Refusal(_("Write an address such as ann@example.com.")) from wrong
    _refuse_taken(email)
    person = User(email=email, name=one_line(name, 150), role=role, level=level, undo_seconds=general().undo_seconds)
    _refuse_wrong(person)
    person.set_unusable_password()
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:  # somebody else was quicker
        raise Refusal(_("Somebody has this address already.")) from error
    note_setting(AGENT, person.pk, str(person), actor=actor, before=None, after=agent_described(person))
    _mail_invitation(person, actor)
    return person


@transaction.atomic
def change_agent(person: User, *, actor: Actor, **fields: Any) -> bool:
    """Name, role and level; False if nothing changes. Raises Refusal also for the last admin's role."""
    require_setting(actor)
    person = _colleague(person)
    before = agent_described(person)
    was_admin = person.is_admin
    for name, value in fields.items():
        if name not in _FIELDS:
            raise TypeError(f"{name} of an agent is not changed here")
        setattr(person, name, one_line(value, 150) if name == "name" else value)
    _refuse_wrong(person)
    if was_admin and not person.is_admin:
        refuse_last_admin(person)
    person.save(update_fields=_FIELDS)
    return bool(note_setting(AGENT, person.pk, str(person), actor=actor, before=before, after=agent_described(person)))


def invite_again(person: User, *, actor: Actor) -> None:
    """Mail the link once more. Raises Refusal for who has a password, or was switched off."""
    require_setting(actor)
    person = _colleague(person)
    if not person.is_active:
        raise Refusal(_("%(name)s is switched off. Switch them on first.") % {"name": person})
    if not is_invited(person):
        raise Refusal(_("%(name)s has set a password already.") % {"name": person})
    _mail_invitation(person, actor)


def link_to_hand_over(person: User, *, actor: Actor) -> str:
    """Where no mail leaves: the link of an invitation that runs, for an admin to give to them. Otherwise "".

    Raises PermissionDenied: whoever has the link sets the password.
    """
    require_setting(actor)
    if not (person.is_active and person.is_staff and is_invited(person)) or import_string(settings.INVITATION_LEAVES)():
        return ""
    return _link(person)


def is_invited(person: User) -> bool:
    """Whether they have not come yet."""
    return person.last_login is None and not person.has_usable_password()


def accept_invitation(person: User, *, password: str) -> None:
    """Their own act, with the link from the mail: the password is theirs from now on."""
    choose_password(person, password)


def person_invited(pk: int, token: str) -> User | None:
    """Whom this link invites; None when it is wrong, used or too old."""
    person = User.objects.staff().filter(pk=pk).first() if pk < 2**63 else None
    if person is None or not is_invited(person) or not invitation_tokens.check_token(person, token):
        return None
    return person


def refuse_last_admin(person: User) -> None:
    """Raises Refusal when nobody else could change settings any more."""
    others = User.objects.filter(role=Role.ADMIN, is_active=True).exclude(pk=person.pk)
    if not others.exists():
        raise Refusal(_("%(name)s is the last admin. Make somebody else an admin first.") % {"name": person})


def agent_described(person: User) -> dict[str, Any]:
    """As history and file know a colleague; which teams they are in, the teams say."""
    return {
        "email": person.email,
        "name": person.name,
        "role": str(person.role),
        "level": person.level,
        "is_active": person.is_active,
    }


def _mail_invitation(person: User, actor: Actor) -> None:
    import_string(settings.INVITATION_MAILER)(person, _link(person), person_of(actor))


def _link(person: User) -> str:
    path = reverse("invitation", args=[person.pk, invitation_tokens.make_token(person)])
    return f"{settings.SITE_URL}{path}"


def _colleague(person: User) -> User:
    person = User.objects.get(pk=person.pk)
    if not person.is_staff:
        raise Refusal(_("%(name)s is a customer. Customers are changed at the desk.") % {"name": person})
    return person


def _refuse_taken(email: str) -> None:
    owner = find_person(email)
    if owner is None:
        return
    if owner.is_staff and not owner.is_active:
        raise Refusal(_("%(name)s worked here with this address. Switch them on again.") % {"name": owner})
    if owner.is_staff:
        raise Refusal(_("%(name)s has this address and works here already.") % {"name": owner})
    raise Refusal(
        _("%(name)s writes to us from this address as a customer. Use another one for the colleague.") % {"name": owner}
    )


def _refuse_wrong(person: User) -> None:
    if not person.name:
        raise Refusal(_("Write the name that customers will read."))
    if person.role not in STAFF_ROLES:
        raise Refusal(_("Choose one of the offered roles."))
    if person.level is not None and person.level not in LEVELS:
        raise Refusal(_("Choose one of the offered levels."))
