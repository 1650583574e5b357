"""Figures: for team leads, managers and admins."""

from tests.access.outcomes import LEADS_ONLY
from tests.access.row import Row
from tests.access.rows_api import V1

_WEEK = {"from": "2026-03-02", "to": "2026-03-08"}

_ISSUE = {"pk": "emerging_issue"}

METRICS = [
    *(Row(f"metrics/{section}", LEADS_ONLY) for section in ("", "responsiveness/", "levels/", "sla/", "volume/")),
    *(
        Row(f"metrics/{page}", LEADS_ONLY)
        for page in (
            "quality/",
            "self-service/",
            "team/",
            "team/export.csv",
            "voice/",
            "voice/area/",
            "voice/export.csv",
            "wallboard/",
        )
    ),
    Row("metrics/self-service/<slug:end>/", LEADS_ONLY, values={"end": "session_end"}),
    Row("metrics/emerging/", LEADS_ONLY),
    Row("metrics/emerging/<int:pk>/", LEADS_ONLY, values=_ISSUE),
    Row("metrics/emerging/<int:pk>/problem/", LEADS_ONLY, "POST", values=_ISSUE),
    Row("metrics/emerging/<int:pk>/no-issue/", LEADS_ONLY, "POST", values=_ISSUE),
    Row(V1 + "metrics/emerging/", LEADS_ONLY),
    Row(V1 + "metrics/wallboard/", LEADS_ONLY),
    Row(V1 + "metrics/emerging/<int:pk>/problem/", LEADS_ONLY, "POST", values=_ISSUE, json=True),
    Row(V1 + "metrics/emerging/<int:pk>/dismissed/", LEADS_ONLY, "PUT", values=_ISSUE, json=True),
    Row(V1 + "metrics/emerging/<int:pk>/dismissed/", LEADS_ONLY, "DELETE", values=_ISSUE, json=True),
    Row("metrics/choices/<slug:name>/", LEADS_ONLY, values={"name": "narrowing"}),
    Row("metrics/export.csv", LEADS_ONLY),
    Row("metrics/figures/<slug:key>/", LEADS_ONLY, values={"key": "figure"}),
    Row("metrics/figures/<slug:key>/export.csv", LEADS_ONLY, values={"key": "figure"}),
    *(
        Row(V1 + f"metrics/{page}", LEADS_ONLY, data=_WEEK)
        for page in ("", "agents/", "breaches/", "self-service/", "voice/")
    ),
]
