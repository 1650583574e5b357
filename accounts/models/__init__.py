from accounts.models.ability import AgentSkill, Capacity, Proficiency, Skill
from accounts.models.address import EmailAddress
from accounts.models.brand import DEFAULT_BRAND, Brand
from accounts.models.change import DirectoryChange
from accounts.models.general import GeneralSettings
from accounts.models.organization import Organization
from accounts.models.setting import SettingChange
from accounts.models.sign_in import SignInCode, SpentTry
from accounts.models.team import Team
from accounts.models.token import ApiToken, IdempotentAnswer, Scope
from accounts.models.user import AfterSending, Availability, Role, User

__all__ = [
    "AfterSending",
    "AgentSkill",
    "ApiToken",
    "Brand",
    "Capacity",
    "DEFAULT_BRAND",
    "DirectoryChange",
    "EmailAddress",
    "Availability",
    "GeneralSettings",
    "IdempotentAnswer",
    "Organization",
    "Proficiency",
    "Role",
    "Scope",
    "SettingChange",
    "SignInCode",
    "Skill",
    "SpentTry",
    "Team",
    "User",
]
