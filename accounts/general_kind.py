"""The general settings, for the history and the file of the whole configuration."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.actions.general import GENERAL, set_general
from accounts.actors import Actor
from accounts.general import read_general
from accounts.models import GeneralSettings
from accounts.setting_changes import Description
from accounts.setting_kinds import Kind, Shape, row_of

_WHAT = "desk"


def _set(actor: Actor, fields: Description) -> GeneralSettings:
    set_general(actor=actor, **{name: value for name, value in fields.items() if name != "of"})
    return GeneralSettings.objects.get(pk=1)


GENERAL_SETTINGS = Kind(
    code=GENERAL,
    name=_("General settings"),
    section="general",
    identity="of",
    labels={
        "desk_name": _("Name of the desk"),
        "language": _("Language"),
        "time_zone": _("Time zone"),
        "close_after_days": _("Days until a solved ticket is closed"),
        "acknowledges": _("Acknowledgement"),
        "keeps_time": _("Time tracking"),
        "undo_seconds": _("Seconds to take an answer back"),
        "notification_hold_seconds": _("Seconds until a notification is mailed"),
        "identity_minutes": _("Minutes that an identity check holds"),
        "acknowledgements_an_hour": _("Automatic answers an hour to one address"),
        "automatic_an_hour": _("Automatic mails an hour on one ticket"),
        "automatic_of_sender_an_hour": _("Automatic mails an hour from one sender"),
        "mails_a_minute": _("Mails a minute to one domain"),
        "domain_paces": _("Mails a minute to single domains"),
    },
    things=lambda: GeneralSettings.objects.all(),
    find=row_of(GeneralSettings),
    describe=lambda _row: {"of": _WHAT, **read_general().described()},
    add=_set,
    change=lambda _row, actor, fields: _set(actor, fields),
    shapes={
        "of": Shape.TEXT,
        "desk_name": Shape.TEXT,
        "language": Shape.TEXT,
        "time_zone": Shape.TEXT,
        "close_after_days": Shape.NUMBER_OR_NONE,
        "acknowledges": Shape.FLAG,
        "keeps_time": Shape.FLAG,
        "undo_seconds": Shape.NUMBER_OR_NONE,
        "notification_hold_seconds": Shape.NUMBER_OR_NONE,
        "identity_minutes": Shape.NUMBER_OR_NONE,
        "acknowledgements_an_hour": Shape.NUMBER_OR_NONE,
        "automatic_an_hour": Shape.NUMBER_OR_NONE,
        "automatic_of_sender_an_hour": Shape.NUMBER_OR_NONE,
        "mails_a_minute": Shape.NUMBER_OR_NONE,
        "domain_paces": Shape.NAMED,
    },
    words={"language": dict(settings.LANGUAGES)},
)
