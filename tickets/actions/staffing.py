"""People and teams that go, and come back: what becomes of their tickets is decided here, through the verbs."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actions.staff import AGENT, agent_described, refuse_last_admin
from accounts.actions.teams import TEAM
from accounts.actors import Actor
from accounts.models import Team, User
from accounts.models.setting import SettingAct
from accounts.setting_changes import note_setting, require_setting
from helpdesk import clock
from tickets.actions.bulk import start_bulk
from tickets.actions.leaving import hand_over_words
from tickets.errors import Invalid
from tickets.models import BulkAct, Ticket
from tickets.models.bulk import MOST_TICKETS, BulkKind
from tickets.models.ticket import UNFINISHED


def tickets_to_hand_over(person: User) -> QuerySet[Ticket]:
    """What has to be somebody else's when this person goes: whatever is not finished."""
    return Ticket.objects.listed().filter(assignee=person, status__in=UNFINISHED).order_by("pk")


@transaction.atomic
def deactivate_agent(person: User, *, actor: User, to: User | None = None) -> BulkAct | None:
    """Nobody signs in as them any more, and their unfinished tickets go to `to`, or back into their teams' queues.

    What they had not sent goes along: as drafts of `to`, or as notes on the tickets (actions/leaving.py).

    The answer is the act that moves the tickets, None where there are none. Raises PermissionDenied; Refusal for the last
    admin; Invalid for oneself, for who takes over and works no tickets, and with more tickets than one act moves.
    """
    require_setting(actor)
    person = User.objects.get(pk=person.pk)
    if not person.is_staff:
        raise Invalid(_("%(name)s is a customer.") % {"name": person})
    if not person.is_active:
        return None
    if person == actor:
        raise Invalid(_("You cannot switch yourself off. Ask another admin."))
    if person.is_admin:
        refuse_last_admin(person)
    if to is not None and (to == person or not to.is_staff or not to.is_active):
        raise Invalid(_("Choose an active colleague who takes the tickets."))
    numbers = list(tickets_to_hand_over(person).values_list("pk", flat=True)[: MOST_TICKETS + 1])
    if len(numbers) > MOST_TICKETS:
        raise Invalid(_("They have more than %(most)s open tickets. Hand some over first.") % {"most": MOST_TICKETS})

    hand_over_words(person, actor=actor, to=to)
    change = _set_active(person, actor, is_active=False)
    if not numbers:
        return None
    token = f"deactivated-{change}"
    return start_bulk(actor=actor, kind=BulkKind.ASSIGN, numbers=numbers, arguments={"assignee": to}, token=token)


@transaction.atomic
def reactivate_agent(person: User, *, actor: Actor) -> bool:
    """They can sign in and get tickets again; nothing comes back by itself. False if they are active."""
    require_setting(actor)
    person = User.objects.get(pk=person.pk)
    if not person.is_staff or person.merged_into_id is not None:
        raise Invalid(_("%(name)s is a customer.") % {"name": person})
    return not person.is_active and bool(_set_active(person, actor, is_active=True))


@transaction.atomic
def archive_team(team: Team, *, actor: Actor) -> bool:
    """Offer it nowhere any more; its finished tickets keep it. False if it is archived. Raises Invalid while it has work."""
    require_setting(actor)
    team = Team.objects.get(pk=team.pk)
    waiting = Ticket.objects.listed().filter(team=team, status__in=UNFINISHED).count()
    if waiting:
        raise Invalid(
            ngettext(
                "%(count)s ticket is still in its queue. Move it to another team, then archive this one.",
                "%(count)s tickets are still in its queue. Move them to another team, then archive this one.",
                waiting,
            )
            % {"count": waiting}
        )
    return _put_away(team, actor, is_archived=True)


@transaction.atomic
def restore_team(team: Team, *, actor: Actor) -> bool:
    """False if it is in use."""
    require_setting(actor)
    return _put_away(Team.objects.get(pk=team.pk), actor, is_archived=False)


def _put_away(team: Team, actor: Actor, *, is_archived: bool) -> bool:
    if (team.archived_at is not None) == is_archived:
        return False
    team.archived_at = clock.now() if is_archived else None
    team.save(update_fields=["archived_at"])
    act = SettingAct.ARCHIVED if is_archived else SettingAct.RESTORED
    changes = {"is_archived": not is_archived}, {"is_archived": is_archived}
    note_setting(TEAM, team.pk, team.name, actor=actor, before=changes[0], after=changes[1], act=act)
    return True


def _set_active(person: User, actor: Actor, *, is_active: bool) -> int:
    """The key of the change."""
    before = agent_described(person)
    person.is_active = is_active
    person.save(update_fields=["is_active"])
    change = note_setting(
        AGENT,
        person.pk,
        str(person),
        actor=actor,
        before=before,
        after=agent_described(person),
        act=SettingAct.RESTORED if is_active else SettingAct.ARCHIVED,
    )
    assert change is not None  # noqa: S101 - is_active differs
    return change.pk
