"""The rows of an event's notifications, in its transaction: two statements when somebody is told, none when nobody is."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from django.db import connection, transaction

from accounts.general import general
from desk.notifications.kinds import Channel, NotificationKind, is_wanted
from desk.notifications.quiet import is_disturbed
from desk.notifications.rules import told_by
from helpdesk import live
from tickets.live import own_channel
from tickets.mentions import staff_who_see
from tickets.models import Event

# Locked in one order, so that two events that tell the same people never wait for each other.
_PEOPLE = """
    SELECT person.id, person.availability, person.working_hours, person.time_zone,
           settings.choices, coalesce(settings.is_quiet, true), coalesce(settings.catches_up, true)
    FROM accounts_user person LEFT JOIN desk_notificationsettings settings ON settings.person_id = person.id
    WHERE (person.id = ANY(%(people)s) {followers})
        AND person.id <> %(actor)s AND person.is_active AND person.role <> 'customer'
    ORDER BY person.id FOR NO KEY UPDATE OF person
"""
_FOLLOWERS = """OR person.id IN (
    SELECT person_id FROM tickets_participant WHERE ticket_id = %(ticket)s AND role = 'follower'
)"""
_TELL = """
    WITH told AS (
        INSERT INTO desk_notification
            (person_id, ticket_id, kind, event_id, count, is_listed, created_at, mail_due_at, is_kept)
        SELECT person, %(ticket)s, kind, %(event)s, 1, is_listed, %(at)s, mail_due_at, is_kept
        FROM unnest(%(people)s::bigint[], %(kinds)s::text[], %(listed)s::bool[], %(due)s::timestamptz[], %(kept)s::bool[])
            AS wanted(person, kind, is_listed, mail_due_at, is_kept)
        ON CONFLICT (person_id, ticket_id, kind) WHERE read_at IS NULL DO UPDATE SET
            event_id = excluded.event_id, created_at = excluded.created_at, count = desk_notification.count + 1,
            mail_due_at = coalesce(desk_notification.mail_due_at, excluded.mail_due_at),
            is_kept = desk_notification.is_kept OR excluded.is_kept
        RETURNING id, person_id, count, is_listed
    ),
    counted AS (
        UPDATE accounts_user person SET unread_notifications = unread_notifications + 1
        FROM told WHERE person.id = told.person_id AND told.count = 1 AND told.is_listed
    )
    SELECT id, person_id, count FROM told
"""


class Told(NamedTuple):
    """One person, and how they are told."""

    person: int
    kind: str
    is_listed: bool
    mail_due_at: datetime | None
    is_kept: bool
    in_browser: bool


def write(event: Event, *, but: Collection[int] = (), past: bool = False) -> None:
    """Tell whom the event concerns, but for some. `past`: only in the desk, for the loader of a demo."""
    people, followers = told_by(event)
    if not people and followers is None:
        return
    found = [row for row in _people(event, list(people), followers) if row[0] not in but]
    told = [one for row in found if (one := _told(row, people, followers, event, past))]
    if not told:
        return
    with connection.cursor() as cursor:
        cursor.execute(_TELL, {"ticket": event.ticket_id, "event": event.pk, "at": event.at, **_columns(told)})
        rows = {person: (pk, count) for pk, person, count in cursor.fetchall()}
    hints = [_hint(event, one.person, *rows[one.person]) for one in told if one.in_browser]
    if hints:
        transaction.on_commit(partial(live.publish, hints), robust=True)


def _people(event: Event, people: list[int], followers: NotificationKind | None) -> list[tuple[Any, ...]]:
    sql = _PEOPLE.format(followers=_FOLLOWERS if followers else "")
    with connection.cursor() as cursor:
        cursor.execute(sql, {"people": people, "actor": event.actor_id or 0, "ticket": event.ticket_id})
        rows = cursor.fetchall()
    team = event.ticket.team if rows else None
    if team is None or not team.is_private:
        return rows
    seeing = set(staff_who_see(event.ticket).filter(pk__in=[row[0] for row in rows]).values_list("pk", flat=True))
    return [row for row in rows if row[0] in seeing]


def _told(
    row: tuple[Any, ...],
    people: dict[int, NotificationKind],
    followers: NotificationKind | None,
    event: Event,
    past: bool,
) -> Told | None:
    person, availability, hours, zone, chosen, wants_quiet, catches_up = row
    kind = people.get(person) or followers
    assert kind is not None  # noqa: S101 - only named people and followers were asked for
    if kind == NotificationKind.EMERGENCY:
        return _called(person, event, past)
    choices = json.loads(chosen) if chosen else {}
    is_listed, by_mail, in_browser = (is_wanted(choices, kind, channel) for channel in Channel.values)
    if not (is_listed or by_mail or in_browser):
        return None
    disturb = is_disturbed(wants_quiet=wants_quiet, availability=availability, hours=hours, zone=zone, at=event.at)
    held = timedelta(seconds=general().notification_hold_seconds)
    return Told(
        person=person,
        kind=kind,
        is_listed=is_listed,
        mail_due_at=event.at + held if by_mail and disturb and not past else None,
        is_kept=by_mail and not disturb and catches_up and not past,
        in_browser=in_browser and disturb and not past,
    )


def _called(person: int, event: Event, past: bool) -> Told:
    """As the plan says, at once and whatever the hour."""
    how = event.data["how"]
    return Told(
        person=person,
        kind=NotificationKind.EMERGENCY,
        is_listed=True,
        mail_due_at=event.at if "email" in how and not past else None,
        is_kept=False,
        in_browser="desk" in how and not past,
    )


def _columns(told: Sequence[Told]) -> dict[str, list[Any]]:
    return {
        "people": [one.person for one in told],
        "kinds": [str(one.kind) for one in told],
        "listed": [one.is_listed for one in told],
        "due": [one.mail_due_at for one in told],
        "kept": [one.is_kept for one in told],
    }


def _hint(event: Event, person: int, pk: int, count: int) -> live.Hint:
    """Only that there is something: its words are asked for by whoever shows it."""
    data = {"notification": pk, "count": count, "ticket": event.ticket_id}
    return live.Hint((own_channel(person),), data, event="notification")
