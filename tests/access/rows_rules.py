"""Rules, giving out and webhooks: below /settings/, on the ticket, and by the API."""

from tests.access import rows_api, rows_desk
from tests.access.outcomes import ADMINS_ONLY
from tests.access.row import Row
from tests.access.rows_settings import page

V1 = "api/v1/"
_RULE = {"pk": "rule"}
_VERSION = {"pk": "rule", "number": "rule_version"}
_PARTS = {"when": {"events": ["ticket.opened"]}, "effects": [{"do": "stop"}]}
_FORM = {"name": "Another", "when": "events", "kinds": ["ticket.opened"], "effect": ["0"], "e0-do": "stop"}


def _act(part: str, **data: object) -> Row:
    return Row("settings/rules/" + part, ADMINS_ONLY, "POST", data, _RULE if "<" in part else {})


def _by_api(part: str, method: str = "GET", data: dict | None = None, **values: str) -> Row:
    return Row(V1 + part, ADMINS_ONLY, method, data or {}, values or ({"pk": "rule"} if "rules/<" in part else {}),
               json=method != "GET")  # fmt: skip


RULES = [
    Row("settings/rules/", ADMINS_ONLY),
    *page("rules/new/", _FORM),
    *page("rules/<int:pk>/", _FORM, pk="rule"),
    _act("builder/", act="add-effect"),
    _act("try/", **_FORM),
    _act("order/", order=[]),
    _act("<int:pk>/switch/", state="off"),
    _act("<int:pk>/duplicate/"),
    _act("<int:pk>/archive/"),
    Row("settings/rules/<int:pk>/versions/<int:number>/restore/", ADMINS_ONLY, "POST", values=_VERSION),
    Row("settings/assignment/", ADMINS_ONLY),
    Row("settings/assignment/<int:pk>/", ADMINS_ONLY, "POST", {"strategy": "", "capacity": "5"}, {"pk": "team"}),
    *page("webhooks/", {"name": "Other", "url": "https://other.example/"}),
    Row("settings/webhooks/<int:pk>/archive/", ADMINS_ONLY, "POST", values={"pk": "webhook_target"}),
    *rows_desk.on_ticket("rules/", "GET"),
    *rows_api.on_ticket("rules/"),
    _by_api("rules/"),
    _by_api("rules/", "POST", {"name": "x", **_PARTS}),
    _by_api("rules/order/", "POST", {"order": []}),
    _by_api("rules/try/", "POST", _PARTS),
    _by_api("rules/<int:pk>/"),
    _by_api("rules/<int:pk>/", "PATCH", {"description": "x"}),
    _by_api("rules/<int:pk>/archive/", "POST"),
    _by_api("rules/<int:pk>/restore/", "POST"),
    _by_api("rules/<int:pk>/duplicate/", "POST"),
    _by_api("rules/<int:pk>/run/", "POST", {"ticket": "{ticket}"}),
    _by_api("rules/<int:pk>/versions/"),
    _by_api("rules/<int:pk>/versions/<int:number>/restore/", "POST", **_VERSION),
    _by_api("teams/<int:pk>/assignment/", pk="team"),
    _by_api("teams/<int:pk>/assignment/", "PUT", {"strategy": "round_robin"}, pk="team"),
    _by_api("webhook-targets/"),
    _by_api("webhook-targets/", "POST", {"name": "Another", "url": "https://another.example/"}),
    _by_api("webhook-targets/<int:pk>/archive/", "POST", pk="webhook_target"),
    _by_api("webhook-targets/<int:pk>/restore/", "POST", pk="webhook_target"),
    _by_api("webhook-deliveries/"),
]
