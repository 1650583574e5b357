"""The settings: pages below /settings/, and their part of the API."""

from collections.abc import Mapping

from tests.access.outcomes import ADMINS_ONLY, ELSEWHERE, HIDDEN, LEADS_ONLY, PUBLIC, everybody
from tests.access.row import Row

V1 = "api/v1/"


def page(
    part: str, data: Mapping[str, object] | None = None, may: Mapping[str, str] = ADMINS_ONLY, **values: str
) -> list[Row]:
    """A page with a form: seen, and sent."""
    route = "settings/" + part
    return [Row(route, may, values=values), Row(route, may, "POST", data or {}, values)]


SETTINGS = [
    Row("settings/", LEADS_ONLY),
    Row("settings/history/", ADMINS_ONLY),
    # A lead may take back what a lead may change; of this one the verb says no.
    Row("settings/changes/<int:pk>/undo/", ADMINS_ONLY, "POST", values={"pk": "setting_change"}),
    Row("settings/teams/", ADMINS_ONLY),
    *page("teams/new/", {"name": "Second line", "levels": [2]}),
    *page("teams/<int:pk>/", {"name": "Second line", "levels": [2]}, pk="team"),
    Row("settings/teams/<int:pk>/archive/", ADMINS_ONLY, "POST", values={"pk": "idle_team"}),
    Row("settings/agents/", ADMINS_ONLY),
    *page("agents/invite/", {"email": "new@example.com", "name": "Nele New", "role": "agent", "level": 1}),
    *page("agents/<int:pk>/", {"name": "Bea", "role": "agent", "level": 1}, pk="colleague"),
    *page("agents/<int:pk>/deactivate/", pk="colleague"),
    Row("settings/agents/<int:pk>/reactivate/", ADMINS_ONLY, "POST", values={"pk": "colleague"}),
    Row("settings/agents/<int:pk>/invite-again/", ADMINS_ONLY, "POST", values={"pk": "invited"}),
    Row("settings/tags/", LEADS_ONLY),
    *page("tags/new/", {"name": "invoice"}, LEADS_ONLY),
    *page("tags/<int:pk>/", {"name": "invoice"}, LEADS_ONLY, pk="tag"),
    Row("settings/tags/<int:pk>/merge/", LEADS_ONLY, "POST", {"into": "nothing"}, {"pk": "tag"}),
    Row("settings/tags/<int:pk>/archive/", LEADS_ONLY, "POST", values={"pk": "tag"}),
    # Whoever holds the mail: its link is signed. A wrong one is nobody's.
    Row("invitation/<int:pk>/<str:token>/", PUBLIC, values={"pk": "invited", "token": "invitation"}),
    Row(
        "invitation/<int:pk>/<str:token>/",
        everybody(ELSEWHERE),  # to the desk
        "POST",
        {"new_password1": "a long one indeed", "new_password2": "a long one indeed"},
        {"pk": "invited", "token": "invitation"},
    ),
    Row("invitation/<int:pk>/<str:token>/", everybody(HIDDEN), values={"pk": "person", "token": "invitation"}),
]
