"""The list of case reviews as a file."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import may_required
from accounts.permissions import Permission
from desk.http import DeskRequest
from desk.metrics.filters import read_filters
from desk.metrics.reviews import found_by, weeks_of
from desk.metrics.tables import Column, Kind, Table, as_file
from desk.metrics.views import REASON
from helpdesk import clock
from metrics.models import CaseReview

MOST_EXPORTED = 100_000


@require_safe
@may_required(Permission.METRICS, REASON)
def export_reviews(request: DeskRequest, form: str) -> HttpResponse:
    visible = CaseReview.objects.visible_to(request.user)
    found = found_by(request, visible, weeks_of(visible))
    rows = found.select_related("ticket", "team", "agent", "reviewed_by").order_by("-week", "-pk")[:MOST_EXPORTED]
    columns = [
        Column("week", _("Week of"), Kind.DAY, 12), Column("ticket", _("Ticket"), Kind.NUMBER, 10),
        Column("subject", _("Subject"), width=60), Column("team", _("Team"), width=20),
        Column("agent", _("Agent"), width=24), Column("why", _("Why drawn"), width=18),
        Column("empathy", _("Empathy"), Kind.NUMBER), Column("accuracy", _("Accuracy"), Kind.NUMBER),
        Column("completeness", _("Completeness"), Kind.NUMBER), Column("tone", _("Tone"), Kind.NUMBER),
        Column("comment", _("To the agent"), width=60), Column("lesson", _("Lesson"), width=60),
        Column("win", _("Win"), width=60), Column("reviewed_by", _("Gone through by"), width=24),
        Column("reviewed_at", _("Gone through at"), Kind.TIME, 20),
    ]  # fmt: skip
    table = Table("case-reviews", _("Case reviews"), columns, (_row(review) for review in rows))
    now = clock.now()
    return as_file(table, form, read_filters({}, request.user, now), now)


def _row(review: CaseReview) -> list[object]:
    return [
        review.week, review.ticket_id, review.ticket.subject, review.team.name,
        review.agent.display_name if review.agent else None, str(review.get_why_display()), review.empathy,
        review.accuracy, review.completeness, review.tone, review.comment, review.lesson, review.win,
        review.reviewed_by.display_name if review.reviewed_by else None, review.reviewed_at,
    ]  # fmt: skip
