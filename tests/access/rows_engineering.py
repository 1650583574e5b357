"""Problems with their incidents, and issues in trackers: on the desk and by the API."""

from tests.access import rows_api, rows_desk

ENGINEERING = [
    *rows_desk.on_ticket("incidents/", "GET"),
    *rows_desk.on_ticket("incidents/", data={"html": "<p>Fixed.</p>", "incident": "1-1"}),
    *rows_api.on_ticket("incidents/preview/", "POST", {"html": "<p>Fixed.</p>"}),
    *rows_api.on_ticket("incidents/answer/", "POST", {"html": "<p>Fixed.</p>"}),
]
