"""Known issues of the demo: one that is over, with its whole story, and one that customers read of now."""

from datetime import timedelta

from accounts.models import Role, User
from helpdesk import clock
from status.actions import publish_issue, update_issue
from status.models import IssueState

# Days and minutes after its beginning, state, words.
_OVER = (
    (
        8,
        0,
        IssueState.INVESTIGATING,
        "Some of you cannot sign in with a company account. We are looking for the cause.",
    ),
    (
        8,
        35,
        IssueState.IDENTIFIED,
        "A certificate between us and the sign-in service had run out. A new one is on its way.",
    ),
    (
        8,
        80,
        IssueState.RESOLVED,
        "The new certificate works: everybody can sign in again. We watch its date from now on.",
    ),
)
_NOW = (
    (
        0,
        -190,
        IssueState.INVESTIGATING,
        "Reports as PDF take several minutes at the moment. Other exports are not affected.",
    ),
    (
        0,
        -65,
        IssueState.MONITORING,
        "We gave the exports a machine of their own. They are quick again; we go on watching.",
    ),
)


def tell_known_issues() -> None:
    lead = User.objects.staff().filter(role=Role.LEAD).order_by("pk").first()
    if lead is None:
        return
    _tell(lead, "Signing in with a company account fails", "Signing in", _OVER)
    _tell(lead, "Reports as PDF take long", "Report exports", _NOW)


def _tell(lead: User, title: str, affected: str, story: tuple[tuple[int, int, IssueState, str], ...]) -> None:
    now, issue = clock.now(), None
    for days, minutes, state, text in story:
        with clock.at(now - timedelta(days=days) + timedelta(minutes=minutes)):
            if issue is None:
                issue = publish_issue(actor=lead, title=title, affected=affected, text=text, state=state)
            else:
                update_issue(issue, actor=lead, state=state, text=text)
