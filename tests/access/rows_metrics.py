"""Figures: for team leads, managers and admins."""

from tests.access.outcomes import LEADS_ONLY
from tests.access.row import Row
from tests.access.rows_api import V1

_WEEK = {"from": "2026-03-02", "to": "2026-03-08"}

METRICS = [
    *(Row(f"metrics/{section}", LEADS_ONLY) for section in ("", "responsiveness/", "levels/", "sla/", "volume/")),
    *(Row(f"metrics/{page}", LEADS_ONLY) for page in ("self-service/", "team/", "team/export.csv")),
    Row("metrics/self-service/<slug:end>/", LEADS_ONLY, values={"end": "session_end"}),
    Row("metrics/choices/<slug:name>/", LEADS_ONLY, values={"name": "narrowing"}),
    Row("metrics/export.csv", LEADS_ONLY),
    Row("metrics/export.xlsx", LEADS_ONLY),
    Row("metrics/figures/<slug:key>/", LEADS_ONLY, values={"key": "figure"}),
    Row("metrics/figures/<slug:key>/export.csv", LEADS_ONLY, values={"key": "figure"}),
    Row("metrics/figures/<slug:key>/export.xlsx", LEADS_ONLY, values={"key": "figure"}),
    *(Row(V1 + f"metrics/{page}", LEADS_ONLY, data=_WEEK) for page in ("", "agents/", "self-service/")),
]
