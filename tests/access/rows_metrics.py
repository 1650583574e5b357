"""Figures: for team leads, managers and admins."""

from tests.access.outcomes import LEADS_ONLY
from tests.access.row import Row
from tests.access.rows_api import V1

_WEEK = {"from": "2026-03-02", "to": "2026-03-08"}

METRICS = [
    Row(V1 + "metrics/", LEADS_ONLY, data=_WEEK),
]
