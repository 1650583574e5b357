"""Emergencies and their plans: on the desk, by the link of a mail, below /settings/, and by the API."""

from tests.access import rows_api, rows_desk
from tests.access.outcomes import (
    ADMINS_ONLY,
    HIDDEN,
    LEADS_ON_THE_PRIVATE_TICKET,
    LEADS_ONLY,
    PUBLIC,
    STAFF_ON_THE_PRIVATE_TICKET,
    STAFF_ONLY,
    everybody,
)
from tests.access.row import Row
from tests.access.rows_settings import page

V1 = "api/v1/"
_FORM = {
    "name": "Other",
    "repeats": "1",
    "step": ["0"],
    "s0-who": "person:{colleague}",
    "s0-how": ["desk"],
    "s0-minutes": "5",
}
_PLAN = {"name": "Other", "steps": [{"person": "{colleague}", "how": ["desk"], "minutes": 5}]}
_REASON = {"plan": "{plan}", "reason": "Nobody can sign in."}


def _answer(part: str, is_api: bool, may: dict, may_on_private: dict) -> list[Row]:
    """As `on_ticket`, where the address names the emergency alone."""
    return [
        Row(
            (V1 if is_api else "desk/") + f"emergencies/<int:pk>/{part}/",
            who,
            "POST",
            values={"pk": f"{prefix}emergency"},
            htmx=not is_api,
            json=is_api,
        )
        for who, prefix in ((may, ""), (may_on_private, "private_"))
    ]


def _by_api(part: str, method: str, data: dict | None = None, **values: str) -> Row:
    return Row(V1 + "emergency-plans/" + part, ADMINS_ONLY, method, data or {}, values, json=method != "GET")


EMERGENCIES = [
    Row("desk/emergencies/", STAFF_ONLY),
    # Whoever holds the mail: its link is signed.
    Row("desk/emergencies/answer/<str:token>/", PUBLIC, values={"token": "call_token"}),
    Row("desk/emergencies/answer/<str:token>/", PUBLIC, "POST", values={"token": "call_token"}),
    Row("desk/emergencies/answer/<str:token>/", everybody(HIDDEN), values={"token": "key"}),
    *[
        row
        for is_api in (False, True)
        for row in _answer("acknowledge", is_api, STAFF_ONLY, STAFF_ON_THE_PRIVATE_TICKET)
    ],
    *[
        row
        for is_api in (False, True)
        for row in _answer("stand-down", is_api, LEADS_ONLY, LEADS_ON_THE_PRIVATE_TICKET)
    ],
    *rows_desk.on_ticket("emergency/", "GET", may=LEADS_ONLY, may_on_private=LEADS_ON_THE_PRIVATE_TICKET),
    *rows_desk.on_ticket("emergency/", data=_REASON, may=LEADS_ONLY, may_on_private=LEADS_ON_THE_PRIVATE_TICKET),
    Row("settings/emergencies/", ADMINS_ONLY),
    *page("emergencies/new/", _FORM),
    *page("emergencies/<int:pk>/", _FORM, pk="plan"),
    Row("settings/emergencies/steps/", ADMINS_ONLY, "POST", {"act": "add"}),
    Row("settings/emergencies/<int:pk>/archive/", ADMINS_ONLY, "POST", values={"pk": "plan"}),
    Row(V1 + "emergencies/", STAFF_ONLY),
    *rows_api.on_ticket("emergencies/"),
    *rows_api.on_ticket("emergencies/", "POST", _REASON, LEADS_ONLY, LEADS_ON_THE_PRIVATE_TICKET),
    _by_api("", "GET"),
    _by_api("", "POST", _PLAN),
    _by_api("<int:pk>/", "GET", pk="plan"),
    _by_api("<int:pk>/", "PUT", _PLAN, pk="plan"),
    _by_api("<int:pk>/archive/", "POST", pk="plan"),
    _by_api("<int:pk>/restore/", "POST", pk="plan"),
]
