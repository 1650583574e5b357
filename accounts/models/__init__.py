from accounts.models.address import EmailAddress
from accounts.models.change import DirectoryChange
from accounts.models.organization import Organization
from accounts.models.setting import SettingChange
from accounts.models.sign_in import SignInCode, SpentTry
from accounts.models.team import Team
from accounts.models.token import ApiToken, IdempotentAnswer, Scope
from accounts.models.user import Availability, Role, User

__all__ = [
    "ApiToken",
    "DirectoryChange",
    "EmailAddress",
    "Availability",
    "IdempotentAnswer",
    "Organization",
    "Role",
    "Scope",
    "SettingChange",
    "SignInCode",
    "SpentTry",
    "Team",
    "User",
]
