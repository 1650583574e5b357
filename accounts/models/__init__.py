from accounts.models.organization import Organization
from accounts.models.team import Team
from accounts.models.user import Role, User

__all__ = ["Organization", "Role", "Team", "User"]
