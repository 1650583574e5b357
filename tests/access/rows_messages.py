"""Messages to customers: on the desk, by the API, and stopping them by the link of a mail."""

from tests.access.outcomes import HIDDEN, NO, PUBLIC, SIGN_IN, YES, everybody
from tests.access.row import Row

V1 = "api/v1/proactive-messages/"
DESK = "desk/messages/"
MANAGERS_ONLY = everybody(NO, anonymous=SIGN_IN, manager=YES, admin=YES)
_WORDS = {"subject": "News", "html": "<p>Hello</p>"}
_FORM = {**_WORDS, "mailbox": "{mailbox}", "when": "now", "per_hour": "10"}


def _desk(part: str, method: str = "GET", data: dict | None = None) -> Row:
    return Row(DESK + part, MANAGERS_ONLY, method, data or {}, {"pk": "proactive"})


def _api(part: str, method: str = "GET", data: dict | None = None) -> Row:
    return Row(V1 + part, MANAGERS_ONLY, method, data or {}, {"pk": "proactive"}, json=method != "GET")


MESSAGES = [
    Row(DESK, MANAGERS_ONLY),
    Row(DESK + "new/", MANAGERS_ONLY),
    Row(DESK + "new/", MANAGERS_ONLY, "POST", _FORM),
    _desk("<int:pk>/"),
    _desk("<int:pk>/", "POST", _FORM),
    _desk("<int:pk>/progress/"),
    _desk("<int:pk>/start/", "POST"),
    _desk("<int:pk>/stop/", "POST"),
    Row(V1, MANAGERS_ONLY),
    Row(V1, MANAGERS_ONLY, "POST", _WORDS, json=True),
    _api("<int:pk>/"),
    _api("<int:pk>/", "PATCH", {"subject": "More news"}),
    _api("<int:pk>/progress/"),
    _api("<int:pk>/recipients/"),
    _api("<int:pk>/start/", "POST"),
    _api("<int:pk>/stop/", "POST"),
    # Whoever has the mail has the link; nobody else can make one.
    Row("messages/<str:token>/stop/", PUBLIC, values={"token": "stop_token"}),
    Row("messages/<str:token>/stop/", PUBLIC, "POST", values={"token": "stop_token"}),
    Row("messages/<str:token>/stop/", everybody(HIDDEN), values={"token": "setting_change"}),
]
