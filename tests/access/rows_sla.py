"""What tickets are promised; calendars and policies."""

from tests.access.outcomes import ADMINS_ONLY, LEADS_ONLY
from tests.access.row import Row
from tests.access.rows_api import on_ticket as api_on_ticket
from tests.access.rows_desk import on_ticket as desk_on_ticket
from tests.access.rows_settings import by_api, page

_CALENDAR = {"name": "Another", "time_zone": "UTC", "mon": "09:00–17:00", "confirmed": "1"}
_FILE = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n"
_HOURS = {"time_zone": "UTC", "weekly": {"mon": [["09:00", "17:00"]]}}
_TERMS = {"targets": {"first_response": {"business": False, "seconds": {"2": 3600}}}}
_POLICY = {"name": "Another", "first_response_2": "1 h", "confirmed": "1"}


def _act(part: str, thing: str, **data: object) -> Row:
    return Row("settings/" + part, ADMINS_ONLY, "POST", data, {"pk": thing})


SLA = [
    *desk_on_ticket("promises/", "GET"),
    *api_on_ticket("clocks/"),
    Row("settings/calendars/", ADMINS_ONLY),
    *page("calendars/new/", _CALENDAR),
    Row("settings/calendars/regions/", ADMINS_ONLY),
    Row("settings/calendars/preview/", ADMINS_ONLY, "POST", _CALENDAR),
    *page("calendars/<int:pk>/", _CALENDAR, pk="calendar"),
    *page("calendars/<int:pk>/figures/", pk="corrected_calendar"),
    _act("calendars/figures/<int:pk>/take-back/", "restatement"),
    _act("calendars/<int:pk>/archive/", "calendar"),
    _act("calendars/<int:pk>/default/", "calendar"),
    Row("settings/coverage/", LEADS_ONLY),
    by_api("coverage/", "GET", may=LEADS_ONLY),
    Row("settings/sla/", ADMINS_ONLY),
    Row("settings/sla/conditions/", ADMINS_ONLY, "POST", {"act": "add-condition:0"}),
    Row("settings/sla/progress/", ADMINS_ONLY),
    *page("sla/new/", _POLICY),
    *page("sla/<int:pk>/", _POLICY, pk="policy"),
    _act("sla/<int:pk>/move/", "policy", down="1"),
    _act("sla/<int:pk>/switch/", "policy", off="1"),
    _act("sla/<int:pk>/archive/", "policy"),
    by_api("calendars/", "GET"),
    by_api("calendars/", "POST", {"name": "Another", "hours": _HOURS}),
    by_api("calendars/days-in-file/", "POST", {"content": _FILE, "time_zone": "UTC"}),
    by_api("calendars/<int:pk>/", "GET", pk="calendar"),
    by_api("calendars/<int:pk>/", "PATCH", {"name": "Another"}, pk="calendar"),
    by_api("calendars/<int:pk>/days-off/", "GET", pk="calendar"),
    by_api("calendars/<int:pk>/preview/", "POST", {"hours": _HOURS}, pk="calendar"),
    by_api("calendars/<int:pk>/archive/", "POST", pk="calendar"),
    by_api("calendars/<int:pk>/restore/", "POST", pk="calendar"),
    by_api("calendars/<int:pk>/default/", "POST", pk="calendar"),
    by_api("policies/", "GET"),
    by_api("policies/", "POST", {"name": "Another", "terms": _TERMS}),
    by_api("policies/order/", "POST", {"order": []}),
    by_api("policies/order/preview/", "POST", {"order": []}),
    by_api("policies/preview/", "POST", {"terms": _TERMS}),
    by_api("policies/recomputation/", "GET"),
    by_api("policies/<int:pk>/", "GET", pk="policy"),
    by_api("policies/<int:pk>/", "PATCH", {"description": "For all"}, pk="policy"),
    by_api("policies/<int:pk>/preview/", "POST", {"terms": _TERMS}, pk="policy"),
    by_api("policies/<int:pk>/archive/", "POST", pk="policy"),
    by_api("policies/<int:pk>/restore/", "POST", pk="policy"),
]
