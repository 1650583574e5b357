"""Problems with their incidents, and issues in trackers: on the desk and by the API."""

from tests.access import rows_api, rows_desk
from tests.access.outcomes import (
    ADMINS_ONLY,
    HIDDEN,
    STAFF_ON_THE_PRIVATE_TICKET,
    STAFF_ONLY,
    everybody,
)
from tests.access.row import Row

V1 = "api/v1/"
SETTINGS = "settings/trackers/"
_TRACKER = {"name": "Other", "kind": "gitlab", "base": "https://gitlab.com", "project": "acme/other"}
_WORDS = {"html": "<p>Fixed.</p>"}


def _of_private(part: str, method: str, data: dict, *, is_api: bool, **values: str) -> list[Row]:
    """As `on_ticket`, where the address names a thing of the ticket beside it."""
    start = V1 + "tickets/<int:number>/" if is_api else "desk/tickets/<int:number>/"
    return [
        Row(
            start + part,
            who,
            method,
            data,
            {"number": f"{prefix}ticket", **{name: value.format(prefix) for name, value in values.items()}},
            htmx=not is_api and method == "POST",
            json=is_api and method != "GET",
        )
        for who, prefix in ((STAFF_ONLY, ""), (STAFF_ON_THE_PRIVATE_TICKET, "private_"))
    ]


ENGINEERING = [
    *rows_desk.on_ticket("incidents/", "GET"),
    *rows_desk.on_ticket("incidents/", data={**_WORDS, "incident": "1-1"}),
    *rows_api.on_ticket("incidents/preview/", "POST", _WORDS),
    *rows_api.on_ticket("incidents/answer/", "POST", _WORDS),
    Row("desk/issues/<int:pk>/answer/", STAFF_ONLY, values={"pk": "issue"}),
    Row("desk/issues/<int:pk>/answer/", STAFF_ONLY, "POST", {**_WORDS, "incident": "1-1"}, {"pk": "issue"}),
    *rows_desk.on_ticket("issues/", "GET"),
    *rows_desk.on_ticket("issues/link/", "GET"),
    *rows_desk.on_ticket("issues/link/", data={"q": "#8"}),
    *rows_desk.on_ticket("issues/new/", "GET"),
    *rows_desk.on_ticket("issues/new/", data={"tracker": "{tracker}", "title": "Crash", "body": "It crashes."}),
    *rows_desk.on_ticket("issues/<int:pk>/comment/", "GET", pk="issue"),
    *rows_desk.on_ticket("issues/<int:pk>/comment/", data={"words": "Any news?"}, pk="issue"),
    *rows_desk.on_ticket("issues/<int:pk>/unlink/", pk="issue"),
    *_of_private("issues/calls/<int:pk>/retry/", "POST", {}, is_api=False, pk="{}call"),
    Row(SETTINGS, ADMINS_ONLY),
    Row(SETTINGS + "new/", ADMINS_ONLY),
    Row(SETTINGS + "new/", ADMINS_ONLY, "POST", _TRACKER),
    Row(SETTINGS + "<int:pk>/", ADMINS_ONLY, values={"pk": "tracker"}),
    Row(SETTINGS + "<int:pk>/", ADMINS_ONLY, "POST", {**_TRACKER, "name": "App"}, {"pk": "tracker"}),
    Row(SETTINGS + "<int:pk>/test/", ADMINS_ONLY, values={"pk": "tracker"}),
    Row(SETTINGS + "<int:pk>/test/", ADMINS_ONLY, "POST", values={"pk": "tracker"}),
    Row(SETTINGS + "<int:pk>/archive/", ADMINS_ONLY, "POST", values={"pk": "tracker"}),
    # Whoever does not sign is told nothing.
    Row("hooks/trackers/<uuid:key>/", everybody(HIDDEN), "POST", values={"key": "tracker_key"}),
    Row(V1 + "trackers/", STAFF_ONLY),
    Row(V1 + "trackers/", ADMINS_ONLY, "POST", _TRACKER, json=True),
    Row(V1 + "trackers/<int:pk>/", STAFF_ONLY, values={"pk": "tracker"}),
    Row(V1 + "trackers/<int:pk>/", ADMINS_ONLY, "PATCH", {"name": "App 2"}, {"pk": "tracker"}, json=True),
    Row(V1 + "trackers/<int:pk>/check/", ADMINS_ONLY, "POST", values={"pk": "tracker"}, json=True),
    Row(V1 + "issues/", STAFF_ONLY),
    Row(V1 + "issues/<int:pk>/answer/", STAFF_ONLY, "POST", _WORDS, {"pk": "issue"}, json=True),
    *rows_api.on_ticket("issues/"),
    *rows_api.on_ticket("issues/", "POST", {"address": "#8"}),
    *rows_api.on_ticket("issues/draft/"),
    *rows_api.on_ticket("issues/create/", "POST", {"tracker": "{tracker}", "title": "Crash"}),
    *rows_api.on_ticket("issues/<int:issue>/comments/", "POST", {"text": "Any news?"}, issue="issue"),
    *rows_api.on_ticket("issues/<int:issue>/", "DELETE", issue="issue"),
    *_of_private("tracker-calls/<int:pk>/retry/", "POST", {}, is_api=True, pk="{}call"),
]
