"""What each role may do. Which tickets somebody sees at all is `Ticket.objects.visible_to`."""

from enum import StrEnum, auto

from accounts.models import Role


class Permission(StrEnum):
    OPEN = auto()
    REPLY = auto()
    NOTE = auto()
    ASSIGN = auto()
    CHANGE = auto()  # status, priority, tags, subject, kind
    ESCALATE = auto()
    SOLVE = auto()
    REOPEN = auto()
    CLOSE = auto()
    LINK = auto()
    MERGE = auto()  # and split, and move messages
    SPAM = auto()  # and block who sends it
    UNBLOCK = auto()  # see who is blocked, and let their mail in again
    DELETE = auto()
    PEOPLE = auto()  # change customers and organizations, merge people
    ORGANIZATIONS = auto()  # what an organization gets: tier, and whether its people see each other's requests
    ABILITIES = auto()  # skills, languages and capacity of colleagues
    RESEND = auto()
    CONCEDE = auto()  # within the limit of their role, above it by asking
    DECIDE_CONCESSIONS = auto()  # of others
    EMERGENCY = auto()  # declare one, and say that it is over
    IDENTIFY = auto()  # send a code to the customer, and enter it
    SHARE_NEWS = auto()  # wins and lessons
    ANNOUNCE = auto()  # what everybody has to read; and change what others shared
    SHARE_VIEWS = auto()  # saved views for everybody, and those that others made
    MACROS = auto()  # change the shared macros of others
    TAGS = auto()  # keep the list of tags: rename, merge, archive
    WRITE_ARTICLES = auto()  # drafts, to be reviewed
    PUBLISH_ARTICLES = auto()  # and archive, verify, arrange
    METRICS = auto()  # figures, of one's own teams
    PROACTIVE = auto()  # write to customers first
    ALL_METRICS = auto()  # of every team whose tickets one sees
    TOKENS_OF_OTHERS = auto()
    PRIVACY = auto()  # carry out what customers ask of their own data
    SETTINGS = auto()


_CUSTOMER = frozenset({Permission.OPEN, Permission.SOLVE, Permission.REOPEN})
_LEAD_ONLY = frozenset(
    {
        Permission.DELETE,
        Permission.UNBLOCK,
        Permission.ORGANIZATIONS,
        Permission.ABILITIES,
        Permission.SHARE_VIEWS,
        Permission.MACROS,
        Permission.TAGS,
        Permission.DECIDE_CONCESSIONS,
        Permission.EMERGENCY,
        Permission.ANNOUNCE,
        Permission.PUBLISH_ARTICLES,
        Permission.METRICS,
    }
)
_ADMIN_ONLY = frozenset({Permission.TOKENS_OF_OTHERS, Permission.PRIVACY, Permission.SETTINGS})
_AGENT = frozenset(Permission) - _LEAD_ONLY - _ADMIN_ONLY - {Permission.ALL_METRICS, Permission.PROACTIVE}
_LEAD = _AGENT | _LEAD_ONLY

PERMISSIONS: dict[str, frozenset[Permission]] = {
    Role.CUSTOMER: _CUSTOMER,
    Role.AGENT: _AGENT,
    Role.LEAD: _LEAD,
    Role.MANAGER: _LEAD | {Permission.ALL_METRICS, Permission.PROACTIVE},
    Role.ADMIN: frozenset(Permission),
}


def role_may(role: str, permission: Permission) -> bool:
    return permission in PERMISSIONS.get(role, frozenset())
