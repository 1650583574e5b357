"""Which views there are: those that everybody has, one for each team, and the saved ones. What is in them, desk/lists.py reads.

What is snoozed rests in a view of its own and in no other.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from desk.view_lines import Lines, draft_lines, mention_lines
from search.saved_views import plan_of, tickets_in
from tickets.models import Draft, Mention, SavedView, Status
from tickets.models.saved_view import Visibility
from tickets.models.ticket import OUR_TURN, TicketQuerySet

WORK_SORTS = ("waiting", "due", "updated", "opened", "priority")
# So long before it is due, a ticket is in the view of what breaches soon.
SOON = "1 hour"
_ICONS = {Visibility.PRIVATE: "bookmark", Visibility.TEAM: "users", Visibility.ALL: "globe"}


@dataclass(frozen=True, slots=True)
class View:
    """One entry of the sidebar."""

    key: str
    name: object
    icon: str
    pick: Callable[[TicketQuerySet], TicketQuerySet]
    empty_title: object
    empty_text: object
    # What rests (waiting, held, solved) is marked by its time, not as unread.
    is_our_turn: bool = True
    sorts: tuple[str, ...] = WORK_SORTS  # the usual one first
    moment: str = "waiting"  # the time that its rows show
    team_id: int | None = None
    saved: SavedView | None = None
    # Where the number beside its name is that of something else than its tickets: what is new in it.
    counted: Callable[[TicketQuerySet], TicketQuerySet] | None = None
    lines: Lines | None = None

    @property
    def default_sort(self) -> str:
        return self.sorts[0]

    @property
    def section(self) -> str:
        """Where it stands in the sidebar."""
        return "saved" if self.saved else "teams" if self.team_id else ""

    @property
    def is_search(self) -> bool:
        """A saved view with words: found and paged like what is typed into the search field."""
        return self.saved is not None and plan_of(self.saved.filter).is_search


def common_views(person: User, solved_since: datetime) -> list[View]:
    by_change = ("updated", "waiting", "opened", "priority")
    return [
        View(
            "mine", _("My open"), "circle-user-round",
            lambda tickets: _our_turn(tickets).filter(assignee=person),
            _("Nothing waits for you"), _("Take the next ticket, or enjoy the quiet."),
        ),
        View(
            "mentions", _("Mentions"), "at-sign",
            lambda tickets: tickets.listed().filter(_named(Mention.objects.filter(person=person))),
            _("Nobody has named you yet"), _("Where a colleague writes @ and your name in a note, you find it here."),
            is_our_turn=False, sorts=("updated", "opened"), lines=mention_lines,
            counted=lambda tickets: tickets.listed().filter(_named(Mention.objects.filter(person=person, read_at=None))),
        ),
        View(
            "drafts", _("Drafts"), "pencil-line",
            lambda tickets: tickets.listed().filter(_drafted_by(person)),
            _("No drafts"), _("What you have written and not sent is kept here."),
            is_our_turn=False, sorts=("updated", "opened"), lines=draft_lines,
        ),
        View(
            "questions", _("Questions to me"), "circle-help",
            lambda tickets: tickets.unfinished().filter(_asked_of(person)),
            _("Nobody waits for your answer"), _("What colleagues ask you or your teams appears here."),
            is_our_turn=False, sorts=("updated", "opened", "priority"),
        ),
        View(
            "due", _("Breaching soon"), "timer",
            lambda tickets: _our_turn(tickets).filter(_DUE_SOON, Q(assignee=person) | _for(person)),
            _("Nothing is due within the hour"), _("What is promised to a customer and soon due, or overdue, appears here."),
            sorts=("due", "waiting", "priority"), moment="due",
        ),
        View(
            "unassigned", _("Unassigned"), "inbox",
            lambda tickets: _our_turn(tickets).unassigned().filter(_for(person)),
            _("Everything has an owner"), _("New requests appear here by themselves."),
        ),
        View(
            "teams", _("My teams"), "users-round",
            lambda tickets: _our_turn(tickets).filter(_in_teams_of(person)),
            _("Your teams have no open tickets"), _("What is put into their queues appears here."),
        ),
        View(
            "pending", _("Waiting on customer"), "clock",
            lambda tickets: tickets.unfinished().awake().filter(status=Status.PENDING),
            _("No customer owes us an answer"), _("Tickets set to “Waiting on customer” rest here until they write."),
            is_our_turn=False, sorts=by_change,
        ),
        View(
            "on_hold", _("On hold"), "circle-pause",
            lambda tickets: tickets.unfinished().awake().filter(status=Status.ON_HOLD),
            _("Nothing is on hold"), _("Tickets that wait for somebody else rest here."),
            is_our_turn=False, sorts=by_change,
        ),
        View(
            "snoozed", _("Snoozed"), "alarm-clock",
            lambda tickets: tickets.snoozed(),
            _("Nothing is snoozed"), _("Put a ticket aside with z; it comes back by itself, or when the customer writes."),
            is_our_turn=False, sorts=("snoozed",), moment="snoozed",
        ),
        View(
            "open", _("All open"), "layers", _our_turn,
            _("No open tickets"), _("Every customer has an answer."),
        ),
        View(
            "solved", _("Solved recently"), "circle-check",
            lambda tickets: tickets.solved().filter(solved_at__gte=solved_since),
            _("Nothing solved in the last 30 days"), _("Solved tickets are listed here for a while."),
            is_our_turn=False, sorts=("solved",), moment="solved",
        ),
    ]  # fmt: skip


def team_view(pk: int | RawSQL, name: str = "", *, is_private: bool = False) -> View:
    return View(
        f"team-{pk}", name, "lock" if is_private else "users",
        lambda tickets: _our_turn(tickets).filter(team=pk),
        _("This team has no open tickets"), _("What is put into its queue appears here."),
        team_id=pk if isinstance(pk, int) else None,
    )  # fmt: skip


def saved_view(saved: SavedView, person: User) -> View:
    plan = plan_of(saved.filter)
    sorts = tuple(sort.value for sort in plan.sorts)
    return View(
        f"saved-{saved.pk}", saved.name, _ICONS[Visibility(saved.visibility)],
        # `tickets_in` starts at what the person may see, as all views do.
        lambda tickets: tickets_in(saved, person),
        _("Nothing is in this view"), _("What fits its filter appears here by itself."),
        is_our_turn=False, sorts=(saved.sort, *(sort for sort in sorts if sort != saved.sort)),
        moment="solved" if plan.is_finished else "waiting", saved=saved,
    )  # fmt: skip


def _our_turn(tickets: TicketQuerySet) -> TicketQuerySet:
    return tickets.unfinished().awake().filter(status__in=OUR_TURN)


_DUE_SOON = Q(next_due_at__lte=RawSQL(f"statement_timestamp() + interval '{SOON}'", []))  # noqa: S611  # a constant

# As SQL that names the person alone, so that the statements with it can be kept while people change teams.
_TEAMS_OF = "SELECT team_id FROM accounts_team_members WHERE user_id = %s"


def _in_teams_of(person: User) -> Q:
    return Q(team__in=RawSQL(_TEAMS_OF, [person.pk]))  # noqa: S611  # a constant; the key is a parameter


def _for(person: User) -> Q:
    """Their teams' tickets, and those that are in no queue and would otherwise be nobody's; in no team: everybody's."""
    is_in_none = RawSQL(f"NOT EXISTS ({_TEAMS_OF})", [person.pk], output_field=BooleanField())  # noqa: S611  # likewise
    return Q(team__isnull=True) | _in_teams_of(person) | Q(is_in_none)


# Two parts, so that each goes by its short index of open questions.
_ASKED_OF = f"""
    SELECT message.ticket_id FROM tickets_question question JOIN tickets_message message ON message.id = question.message_id
    WHERE question.state = 'open' AND question.to_person_id = %s
    UNION ALL
    SELECT message.ticket_id FROM tickets_question question JOIN tickets_message message ON message.id = question.message_id
    WHERE question.state = 'open' AND question.to_team_id IN ({_TEAMS_OF}) AND question.asked_by_id <> %s
"""  # noqa: S608  # constants


def _asked_of(person: User) -> Q:
    """Questions to them, and to their teams by somebody else."""
    return Q(pk__in=RawSQL(_ASKED_OF, [person.pk] * 3))  # noqa: S611  # a constant; the keys are parameters


def _named(mentions: QuerySet[Mention]) -> Q:
    return Q(pk__in=mentions.order_by().values("ticket"))


def _drafted_by(person: User) -> Q:
    return Q(pk__in=Draft.objects.filter(author=person).exclude(html="").order_by().values("ticket"))
