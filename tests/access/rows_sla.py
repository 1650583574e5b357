"""What tickets are promised; calendars and policies."""

from tests.access.outcomes import ADMINS_ONLY
from tests.access.row import Row
from tests.access.rows_api import on_ticket as api_on_ticket
from tests.access.rows_desk import on_ticket as desk_on_ticket
from tests.access.rows_settings import page

_CALENDAR = {"name": "Another", "time_zone": "UTC", "mon": "09:00–17:00", "confirmed": "1"}
_POLICY = {"name": "Another", "first_response_2": "1 h", "confirmed": "1"}


def _act(part: str, thing: str, **data: object) -> Row:
    return Row("settings/" + part, ADMINS_ONLY, "POST", data, {"pk": thing})


SLA = [
    *desk_on_ticket("promises/", "GET"),
    *api_on_ticket("clocks/"),
    Row("settings/calendars/", ADMINS_ONLY),
    *page("calendars/new/", _CALENDAR),
    *page("calendars/<int:pk>/", _CALENDAR, pk="calendar"),
    _act("calendars/<int:pk>/archive/", "calendar"),
    _act("calendars/<int:pk>/default/", "calendar"),
    Row("settings/sla/", ADMINS_ONLY),
    Row("settings/sla/progress/", ADMINS_ONLY),
    *page("sla/new/", _POLICY),
    *page("sla/<int:pk>/", _POLICY, pk="policy"),
    _act("sla/<int:pk>/move/", "policy", down="1"),
    _act("sla/<int:pk>/switch/", "policy", off="1"),
    _act("sla/<int:pk>/archive/", "policy"),
]
