"""The verb on what holds for the whole desk."""

import re
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.actors import Actor
from accounts.directory import Refusal
from accounts.general import FROM_ENVIRONMENT, General, forget, read_general
from accounts.middleware import find_zone
from accounts.models import GeneralSettings, User
from accounts.setting_changes import note_setting, require_setting
from accounts.words import one_line
from helpdesk.revisions import DESK, count_up

GENERAL = "general"
LONGEST_NAME = 60
# The least and the most of each number.
BOUNDS = {
    "close_after_days": (0, 3_650),
    "notification_hold_seconds": (0, 86_400),
    "identity_minutes": (1, 1_440),
    "acknowledgements_an_hour": (0, 1_000),
    "automatic_an_hour": (0, 1_000),
    "automatic_of_sender_an_hour": (0, 10_000),
    "mails_a_minute": (0, 3_000),
}
MOST_PACES = 200
# A domain in letters, also of other scripts than Latin.
_DOMAIN = re.compile(r"(?!-)[\w-]{1,63}(?<!-)(?:\.(?!-)[\w-]{1,63}(?<!-))+")
UNDO_SECONDS = tuple(value for value, _name in User._meta.get_field("undo_seconds").choices or ())


@transaction.atomic
def set_general(*, actor: Actor, **fields: Any) -> bool:
    """What is named; the rest stays. What is as the environment says follows it from then on. False if nothing changes.

    Raises PermissionDenied, and Refusal for what cannot be.
    """
    require_setting(actor)
    row, _is_new = GeneralSettings.objects.select_for_update().get_or_create(pk=1)
    before = read_general()
    kept = dict(row.values)
    for name, value in fields.items():
        value = _checked(name, value)
        if value == getattr(settings, FROM_ENVIRONMENT[name]):
            kept.pop(name, None)
        else:
            kept[name] = value
    if kept == row.values:
        return False
    row.values = kept
    row.save()
    count_up(DESK)
    forget()
    transaction.on_commit(forget)  # somebody may have read the old ones meanwhile
    note_setting(
        GENERAL,
        row.pk,
        gettext_noop("General"),
        actor=actor,
        before=before.described(),
        after=General(kept).described(),
    )
    return True


def _checked(name: str, value: Any) -> Any:
    if name in BOUNDS:
        least, most = BOUNDS[name]
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise Refusal(
                _("“%(name)s” is a number from %(least)s to %(most)s.") % {"name": name, "least": least, "most": most}
            )
    elif name == "undo_seconds" and value not in UNDO_SECONDS:
        raise Refusal(
            _("An answer can be taken back for one of: %(list)s seconds.") % {"list": ", ".join(map(str, UNDO_SECONDS))}
        )
    elif name == "language" and value not in dict(settings.LANGUAGES):
        raise Refusal(_("The language is one of: %(list)s.") % {"list": ", ".join(dict(settings.LANGUAGES))})
    elif name == "time_zone" and find_zone(str(value)) is None:
        raise Refusal(_("“%(name)s” is no time zone. One is named like Europe/Berlin.") % {"name": value})
    elif name == "domain_paces":
        return _checked_paces(value)
    elif name == "desk_name":
        return one_line(value, LONGEST_NAME)
    return value


def _checked_paces(given: Any) -> dict[str, int]:
    """By domain, in their order."""
    if not isinstance(given, dict) or len(given) > MOST_PACES:
        raise Refusal(_("Write at most %(most)s domains, each with a number.") % {"most": MOST_PACES})
    least, most = BOUNDS["mails_a_minute"]
    paces: dict[str, int] = {}
    for written, number in given.items():
        domain = str(written).strip().lower().rstrip(".")
        if len(domain) > 253 or not _DOMAIN.fullmatch(domain):
            raise Refusal(
                _("“%(name)s” is no domain. One is written such as gmail.com.") % {"name": str(written)[:100]}
            )
        if not isinstance(number, int) or isinstance(number, bool) or not least <= number <= most:
            raise Refusal(
                _("Mails a minute to %(name)s are a number from %(least)s to %(most)s.")
                % {"name": domain, "least": least, "most": most}
            )
        paces[domain] = number
    return dict(sorted(paces.items()))
