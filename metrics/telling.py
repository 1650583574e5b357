"""Figures as plain data, as the API and the command line give them."""

from datetime import datetime
from typing import Any

from accounts.models import Team
from metrics.actions.restating import restated_at
from metrics.catalogue import Metric, figures
from metrics.figures import Figure
from metrics.keeping import as_of, keep_few_stale
from metrics.questions import Inquiry


def told(asked: Inquiry, team: Team | None) -> dict[str, Any]:
    """Every metric for the period, counted from what happened so far."""
    keep_few_stale()
    period = asked.period
    return {
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        "time_zone": period.zone.key,
        "team": team.pk if team else None,
        "as_of": as_of(asked.now),
        "restated_at": restated_at(period),
        "results": [_plain(metric, figure) for metric, figure in figures(asked)],
    }


def utc(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _plain(metric: Metric, figure: Figure) -> dict[str, Any]:
    return {
        "key": metric.key,
        "name": str(metric.name),
        "value": figure.value,
        "unit": metric.unit.value,
        "n": figure.n,
        "definition": str(metric.definition),
        "excludes": str(metric.excludes),
        "period_rule": str(metric.period_rule),
        "p90": figure.p90,
        "mean": figure.mean,
        "share": figure.share,
        "low": figure.low,
        "high": figure.high,
        "parts": [
            {"by": part.by, "key": part.key, "name": part.name, "value": part.value, "n": part.n}
            for part in figure.parts
        ],
    }
