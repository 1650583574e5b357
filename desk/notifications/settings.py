"""How somebody wants to be told."""

from collections.abc import Iterable

from accounts.models import User
from desk.models import NotificationSettings
from desk.notifications.kinds import CHOSEN, USUAL, Channel, is_wanted

Matrix = dict[str, dict[str, bool]]


def settings_of(person: User) -> NotificationSettings:
    """Unsaved when they never changed anything."""
    found = NotificationSettings.objects.filter(person=person).first()
    return found or NotificationSettings(person=person)


def matrix_of(settings: NotificationSettings) -> Matrix:
    """kind → channel → whether they are told."""
    return {
        kind: {channel: is_wanted(settings.choices, kind, channel) for channel in Channel.values} for kind in CHOSEN
    }


def change_settings(
    *, actor: User, choices: Matrix | None = None, is_quiet: bool | None = None, catches_up: bool | None = None
) -> NotificationSettings:
    """Change what is given; of `choices` the kinds and channels that it names."""
    # Of two first presses at once one makes the row.
    settings, _is_new = NotificationSettings.objects.get_or_create(person=actor)
    if choices:
        settings.choices = _differing(matrix_of(settings), choices)
    if is_quiet is not None:
        settings.is_quiet = is_quiet
    if catches_up is not None:
        settings.catches_up = catches_up
    settings.save()
    return settings


def reset_settings(*, actor: User) -> None:
    """All as usual again."""
    NotificationSettings.objects.filter(person=actor).delete()


def switch_off_mail(person: User, kinds: Iterable[str]) -> None:
    """What the link at the end of a mail does."""
    known = [kind for kind in kinds if kind in CHOSEN]
    change_settings(actor=person, choices={kind: {Channel.EMAIL: False} for kind in known})


def _differing(matrix: Matrix, choices: Matrix) -> Matrix:
    """Only what differs from the usual is kept, so that a usual that changes later reaches everybody who left it."""
    wanted = {kind: {**channels, **choices.get(kind, {})} for kind, channels in matrix.items()}
    differing = {
        kind: {channel: on for channel, on in channels.items() if on != getattr(USUAL[kind], channel)}
        for kind, channels in wanted.items()
    }
    return {kind: channels for kind, channels in differing.items() if channels}
