"""The settings: pages below /settings/, and their part of the API."""

from tests.access.outcomes import ADMINS_ONLY, LEADS_ONLY, NO, SIGN_IN, everybody
from tests.access.row import Row

SETTINGS = [
    Row("settings/", LEADS_ONLY),
    Row("settings/history/", ADMINS_ONLY),
    # Of a kind that nobody can put back any more.
    Row("settings/changes/<int:pk>/undo/", everybody(NO, anonymous=SIGN_IN), "POST", values={"pk": "setting_change"}),
]
