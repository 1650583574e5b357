"""What the directory keeps of a person. Their row itself goes last: until then it says whom everything else is about."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiToken, DirectoryChange, EmailAddress, IdempotentAnswer, SignInCode, User
from accounts.personal import AT_ONCE, ERASED, Bite, Store, Whom
from helpdesk import clock

_NOBODY: dict[str, Any] = {
    "email": None,
    "name": ERASED,
    "phone": "",
    "further_phones": [],
    "notes": "",
    "signature": "",
    "password": "!",
    "language": "",
    "time_zone": "",
    "organization": None,
    "manages_organization": False,
    "is_active": False,
    "last_login": None,
}


def _lock_out(whom: Whom, after: int) -> Bite:
    """Nobody signs in as them any more, and no program either."""
    rows = User.objects.filter(pk__in=whom.keys, is_active=True).update(is_active=False)
    for rows_of in _ways_in(whom):
        rows += rows_of.delete()[0]
    return Bite(rows)


def _ways_in(whom: Whom):  # type: ignore[no-untyped-def]  # querysets of three models
    answers = Q(person__in=whom.keys)
    for address in whom.addresses:
        answers |= Q(body__icontains=address)
    return (
        ApiToken.objects.filter(person__in=whom.keys),
        IdempotentAnswer.objects.filter(answers),
        SignInCode.objects.filter(email__in=whom.addresses),
    )


def _end_sessions(whom: Whom, after: int) -> Bite:
    """Sessions are signed and packed: only who opens each knows whose it is."""
    keys = list(Session.objects.order_by("pk").values_list("pk", flat=True))
    store = import_module(settings.SESSION_ENGINE).SessionStore
    ended = 0
    for start in range(0, len(keys), AT_ONCE):
        for session in Session.objects.filter(pk__in=keys[start : start + AT_ONCE]):
            held = session.get_decoded()
            if str(held.get("_auth_user_id")) in map(str, whom.keys) or whom.strike_in(held) != held:
                store(session.session_key).delete()
                ended += 1
    return Bite(ended)


def _erase_profile(whom: Whom, after: int) -> Bite:
    """A placeholder stays, so that tickets, figures and the record still say that it was one and the same person."""
    people = User.objects.filter(pk__in=whom.keys, erased_at=None)
    rows = EmailAddress.objects.filter(person__in=whom.keys).delete()[0]
    rows += DirectoryChange.objects.filter(person__in=whom.keys).delete()[0]
    return Bite(rows + people.update(**_NOBODY, erased_at=clock.now()))


FIRST = [
    Store(
        "access",
        _("Ways to sign in: codes, API tokens"),
        lambda whom: sum(rows.count() for rows in _ways_in(whom)),
        _lock_out,
    ),
    Store("sessions", _("Browsers they are signed in with"), lambda whom: 0, _end_sessions),
]
LAST = [
    Store(
        "profile",
        _("Profile: name, addresses, phone numbers, notes, history"),
        lambda whom: (
            User.objects.filter(pk__in=whom.keys, erased_at=None).count()
            + EmailAddress.objects.filter(person__in=whom.keys).count()
            + DirectoryChange.objects.filter(person__in=whom.keys).count()
        ),
        _erase_profile,
    ),
]
