"""Case reviews: drawing a week's sample, scoring a case, sharing what was learnt."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.models import Team, User
from accounts.permissions import Permission, role_may
from helpdesk import clock
from metrics.models import CaseReview
from metrics.models.review import BEST, WORST, Why
from metrics.questions import scope_for
from metrics.reviews import Candidate, candidates, further, last_week, sample, week_of
from tickets.actions.announcements import announce, archive_announcement
from tickets.actions.reviewing import note_review
from tickets.content import html_of, storable
from tickets.door import current_passage, verb
from tickets.errors import IllegalTransition, Invalid, NotAllowed
from tickets.locking import locked
from tickets.models import Announcement
from tickets.models.announcement import AnnouncementKind

SCORES = ("empathy", "accuracy", "completeness", "tone")
WORDS = ("comment", "lesson", "win")
LONGEST = 2_000
_ONE_DRAW = 7_302_209  # key of an advisory lock: two draws at a time would take twice as many
_SHARED = {AnnouncementKind.LESSON: ("lesson", "shared_lesson"), AnnouncementKind.WIN: ("win", "shared_win")}


def draw_reviews(*, actor: User, week: date, team: Team | None = None) -> int:
    """The sample of that week, for each team of the actor's (or the one) that has none yet; how many cases came to it.

    Raises NotAllowed for a team that is not the actor's, Invalid for a week that has not begun.
    """
    teams = _teams(actor, team)
    week = week_of(week)
    if week > week_of(clock.now().date()):
        raise Invalid(_("This week has not begun. Choose an earlier one."))
    return sum(_draw(one, week) for one in teams)


def draw_last_week() -> int:
    """For all teams, by the timer; teams that have their sample keep it."""
    week = last_week(clock.now())
    return sum(_draw(team, week) for team in Team.objects.filter(archived_at__isnull=True))


@transaction.atomic
def draw_more(*, actor: User, week: date, team: Team, known: int) -> int:
    """Some more at random. `known`: how many cases there were for the actor; a second click finds others, and draws none."""
    _teams(actor, team)
    _lock_draws()
    week = week_of(week)
    if CaseReview.objects.visible_to(actor).filter(week=week, team=team).count() != known:
        return 0
    found = candidates(team, week, clock.now())
    drawn = further(
        found, _drawn_in(week), f"{team.pk} {week} {CaseReview.objects.filter(week=week, team=team).count()}"
    )
    return _keep(team, week, drawn)


@verb
def review_case(review: CaseReview, *, actor: User, version: int | None = None, **given: Any) -> CaseReview | None:
    """Score the case and write what is to be said of it; what is left out stays. None if nothing changes.

    Raises NotAllowed for who leads another team and for one's own case, Invalid without all four scores, IllegalTransition
    where somebody else has written it since the actor looked (`version`).
    """
    ticket = locked(review.ticket)
    review = CaseReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    _refuse_others(actor, review)
    values = {name: getattr(review, name) for name in (*SCORES, *WORDS)} | _checked(given)
    if any(values[name] is None for name in SCORES):
        raise Invalid(_("Give each of the four a score from 1 to 5."))
    if all(getattr(review, name) == value for name, value in values.items()):
        return None
    if version is not None and version != review.version:
        raise IllegalTransition(
            _(
                "A colleague has written about this case meanwhile. Open it anew in another tab and add your words there."
            )
        )

    for name, value in values.items():
        setattr(review, name, value)
    review.reviewed_by, review.reviewed_at = actor, current_passage().now()
    review.version += 1
    review.save()
    note_review(ticket, actor=actor, review=review.pk, agent=review.agent_id)
    return review


@transaction.atomic
def share_case(review: CaseReview, *, actor: User, kind: AnnouncementKind) -> Announcement | None:
    """Tell everybody the lesson, or the win, among the news; without the agent's name. None if it is shared."""
    words, shared = _SHARED[kind]
    review = CaseReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    _refuse_leaderless(actor, review)
    if getattr(review, shared) is not None:
        return None
    if not getattr(review, words):
        raise Invalid(_("Write it down and save it first."))
    news = announce(actor=actor, kind=kind, html=html_of(getattr(review, words)), ticket=review.ticket)
    setattr(review, shared, news)
    review.save(update_fields=[shared])
    return news


@transaction.atomic
def unshare_case(review: CaseReview, *, actor: User, kind: AnnouncementKind) -> bool:
    """Take it out of the news again; False if it is not among them."""
    _words, shared = _SHARED[kind]
    review = CaseReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    _refuse_leaderless(actor, review)
    news = getattr(review, shared)
    if news is None:
        return False
    archive_announcement(news, actor=actor)
    setattr(review, shared, None)
    review.save(update_fields=[shared])
    return True


def may_review(person: User, review: CaseReview) -> bool:
    """Leads of the team and managers; nobody their own case."""
    return _leads(person, review) and review.agent_id != person.pk


def _leads(person: User, review: CaseReview) -> bool:
    if not role_may(person.role, Permission.METRICS):
        return False
    if role_may(person.role, Permission.ALL_METRICS):
        return True
    return person.teams.filter(pk=review.team_id).exists()


def _refuse_leaderless(actor: User, review: CaseReview) -> None:
    if not _leads(actor, review):
        raise NotAllowed(_("Cases are gone through by leads of the team and by managers. Ask one of them."))


def _refuse_others(actor: User, review: CaseReview) -> None:
    _refuse_leaderless(actor, review)
    if review.agent_id == actor.pk:
        raise NotAllowed(_("This case was yours. Ask another lead or a manager to go through it."))


def _checked(given: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in SCORES:
        if name in given:
            if given[name] not in range(WORST, BEST + 1):
                raise Invalid(_("Give each of the four a score from 1 to 5."))
            values[name] = given[name]
    for name in WORDS:
        if name in given:
            values[name] = storable(given[name]).replace("\r\n", "\n").strip()
            if len(values[name]) > LONGEST:
                raise Invalid(_("This is too long. Keep it below %(most)s characters.") % {"most": LONGEST})
    return values


def _teams(actor: User, team: Team | None) -> list[Team]:
    if not role_may(actor.role, Permission.METRICS):
        raise NotAllowed(_("Cases are gone through by leads of the team and by managers. Ask one of them."))
    scope = scope_for(actor, team)
    if team is not None:
        return [team]
    found = Team.objects.filter(archived_at__isnull=True).exclude(pk__in=scope.hidden)
    return list(found if scope.teams is None else found.filter(pk__in=scope.teams))


@transaction.atomic
def _draw(team: Team, week: date) -> int:
    _lock_draws()
    if CaseReview.objects.filter(week=week, team=team).exists():
        return 0
    taken = _drawn_in(week)
    found = [one for one in candidates(team, week, clock.now()) if one[0] not in taken]
    return _keep(team, week, sample(found, f"{team.pk} {week}"))


def _drawn_in(week: date) -> set[int]:
    """Tickets that any team has drawn: one that was handed on stays with whoever drew it first."""
    return set(CaseReview.objects.filter(week=week).values_list("ticket", flat=True))


def _keep(team: Team, week: date, drawn: Iterable[tuple[Candidate, Why]]) -> int:
    now = clock.now()
    made = [
        CaseReview(week=week, team=team, ticket_id=one[0], agent_id=one[1], why=why, drawn_at=now) for one, why in drawn
    ]
    CaseReview.objects.bulk_create(made)
    return len(made)


def _lock_draws() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_DRAW])
