import json
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import Team
from helpdesk import clock
from metrics.keeping import keep_stale
from metrics.period import Period
from metrics.questions import EVERYTHING, Inquiry, Scope, team_called
from metrics.telling import told, utc


class Command(BaseCommand):
    help = "Every metric for the days from … to … (both included), as the dashboards and the API have it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="first", type=_day, required=True, help="the first day, such as 2026-01-01")
        parser.add_argument("--to", dest="last", type=_day, required=True, help="the last day, included")
        parser.add_argument("--time-zone", default=settings.TIME_ZONE, help="whose days these are; default %(default)s")
        parser.add_argument("--team", default="", help="only tickets of this team: its name or number")
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(
        self, *args: Any, first: date, last: date, time_zone: str, team: str, json: bool, **options: Any
    ) -> None:
        if time_zone not in available_timezones():
            raise CommandError(f"There is no time zone {time_zone!r}. Write one such as Europe/Berlin.")
        try:
            period = Period(first, last, ZoneInfo(time_zone))
        except ValueError as problem:
            raise CommandError(str(problem)) from problem
        of_team = _team(team) if team else None
        scope = Scope(teams=frozenset({of_team.pk})) if of_team else EVERYTHING
        keep_stale()
        answer = told(Inquiry(period, clock.now(), scope), of_team)
        answer["as_of"] = utc(answer["as_of"])
        answer["restated_at"] = utc(answer["restated_at"]) if answer["restated_at"] else None
        self.stdout.write(_as_json(answer) if json else _as_table(answer))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise ArgumentTypeError(f"{text!r} is no day. Write one such as 2026-01-31.") from problem


def _team(given: str) -> Team:
    found = team_called(given)
    if found is None:
        raise CommandError(f"There is no team {given!r}.")
    return found


def _as_json(answer: dict[str, Any]) -> str:
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _as_table(answer: dict[str, Any]) -> str:
    lines = [f"{answer['from']} to {answer['to']}, {answer['time_zone']}, as of {answer['as_of']}"]
    if answer["restated_at"]:
        lines.append(f"Business times were counted anew by a corrected calendar at {answer['restated_at']}.")
    for figure in answer["results"]:
        value = "–" if figure["value"] is None else f"{figure['value']:.6g}"
        lines.append(f"{figure['name']:<40} {value:>12} {figure['unit']:<8} of {figure['n']}")
        lines += [
            f"    {part['name']:<36} {'–' if part['value'] is None else format(part['value'], '.6g'):>12}"
            for part in figure["parts"]
        ]
    return "\n".join(lines)
