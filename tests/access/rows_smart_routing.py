"""Smart routing: below /settings/, on the ticket, and by the API."""

from tests.access import rows_api, rows_desk
from tests.access.outcomes import ADMINS_ONLY
from tests.access.row import Row

V1 = "api/v1/"
_FIELD = {"field": "smart_field"}

SMART_ROUTING = [
    Row("settings/smart-routing/", ADMINS_ONLY),
    Row("settings/smart-routing/progress/", ADMINS_ONLY),
    Row("settings/smart-routing/measure/", ADMINS_ONLY, "POST"),
    Row("settings/smart-routing/<slug:field>/", ADMINS_ONLY, "POST", {"threshold": ""}, _FIELD),
    *rows_desk.on_ticket("proposals/<slug:field>/accept/", field="smart_field"),
    *rows_desk.on_ticket("proposals/<slug:field>/dismiss/", field="smart_field"),
    *rows_desk.on_ticket("proposals/<slug:field>/undo/", field="smart_field"),
    Row(V1 + "smart-routing/", ADMINS_ONLY),
    Row(V1 + "smart-routing/measure/", ADMINS_ONLY, "POST", json=True),
    Row(V1 + "smart-routing/fields/<str:field>/", ADMINS_ONLY, "PUT", {"is_on": False}, _FIELD, json=True),
    *rows_api.on_ticket("proposals/"),
    *rows_api.on_ticket("proposals/<str:field>/accept/", "POST", field="smart_field"),
    *rows_api.on_ticket("proposals/<str:field>/dismiss/", "POST", field="smart_field"),
    *rows_api.on_ticket("proposals/<str:field>/undo/", "POST", field="smart_field"),
]
