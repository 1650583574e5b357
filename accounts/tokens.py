"""API tokens: made (the secret is seen once), found again by their secret, revoked."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import ApiToken, Role, Scope, User
from accounts.models.setting import SettingAct
from accounts.permissions import Permission, role_may
from accounts.setting_changes import note_setting
from helpdesk import clock

MARK = "hd_"
API_TOKEN = "api_token"  # noqa: S105  # the kind of a setting
MOST_DAYS = 3650
_USED_AT_MOST_EVERY = timedelta(minutes=1)


def scopes_for(person: User) -> tuple[Scope, ...]:
    """The scopes that mean anything for this person."""
    if not person.is_staff:
        return (Scope.READ, Scope.WRITE)
    if person.role == Role.AGENT:
        return (Scope.READ, Scope.WRITE, Scope.PEOPLE)
    return tuple(Scope)


def make_token(person: User, *, name: str, scopes: Iterable[str], days: int | None = None) -> tuple[ApiToken, str]:
    """A new token and its secret, which cannot be had again.

    `days`: how long it lives; for good when None. Raises ValueError for no or unknown scopes, or ones not for this person.
    """
    wanted = list(dict.fromkeys(scopes))
    if not wanted or not set(wanted) <= set(scopes_for(person)):
        raise ValueError(f"Scopes of {person.email} are: {', '.join(scopes_for(person))}.")
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise ValueError(f"A token lives 1 to {MOST_DAYS} days.")
    secret = MARK + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        person=person,
        name=name.strip()[:100] or "API token",
        prefix=secret[: len(MARK) + 6],
        digest=_digest(secret),
        scopes=wanted,
        expires_at=clock.now() + timedelta(days=days) if days else None,
    )
    return token, secret


def find_token(secret: str) -> ApiToken | None:
    """The token with this secret, whatever its state."""
    if not secret.startswith(MARK):
        return None
    return ApiToken.objects.select_related("person__organization").filter(digest=_digest(secret)).first()


def note_use(token: ApiToken, at: datetime) -> None:
    """Remember that it was used; written at most once a minute."""
    stale = at - _USED_AT_MOST_EVERY
    if token.last_used_at is None or token.last_used_at < stale:
        unnoted = Q(last_used_at=None) | Q(last_used_at__lt=stale)
        ApiToken.objects.filter(unnoted, pk=token.pk).update(last_used_at=at)


def revoke_token(person: User, pk: int) -> ApiToken:
    """End one of the person's tokens now; again is harmless. Raises ApiToken.DoesNotExist for anybody else's."""
    token = ApiToken.objects.get(pk=pk, person=person)
    if token.revoked_at is None:
        token.revoked_at = clock.now()
        token.save(update_fields=["revoked_at"])
    return token


def revoke_for_somebody(token: ApiToken, *, actor: User) -> ApiToken:
    """End anybody's token now, which is written down; again is harmless. Raises PermissionDenied."""
    if not (actor.is_active and role_may(actor.role, Permission.TOKENS_OF_OTHERS)):
        raise PermissionDenied(_("Tokens of others are revoked by admins."))
    with transaction.atomic():
        if token.revoked_at is None:
            token = revoke_token(token.person, token.pk)
            what = {"person": token.person.email, "name": token.name}
            name = f"{token.name} ({token.person})"
            after = what | {"revoked": True}
            note_setting(API_TOKEN, token.pk, name, actor=actor, before=what, after=after, act=SettingAct.ARCHIVED)
    return token


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
