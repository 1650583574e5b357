"""Figures: for team leads, managers and admins."""

from tests.access.outcomes import HIDDEN, LEADS_ONLY, NO, SIGN_IN, YES, everybody
from tests.access.row import Row
from tests.access.rows_api import V1
from tests.access.rows_settings import by_api

_WEEK = {"from": "2026-03-02", "to": "2026-03-08"}

# Maya's own mail with figures; to other leads it does not exist.
MANAGERS = everybody(NO, anonymous=SIGN_IN, lead=HIDDEN, manager=YES, admin=HIDDEN)
_FOR_ALL = everybody(NO, anonymous=SIGN_IN, lead=NO, manager=YES, admin=YES)
_DASHBOARD, _MAIL = {"pk": "dashboard"}, {"pk": "report_mail"}
_NEW = {"name": "Mine", "items": ["csat"]}
_WEEKLY = {"page": "overview", "rhythm": "weekly", "at": "08:00", "time_zone": "UTC"}

DASHBOARDS = [
    Row("metrics/dashboards/", LEADS_ONLY),
    Row("metrics/dashboards/new/", LEADS_ONLY),
    Row("metrics/dashboards/new/", LEADS_ONLY, "POST", {"name": "Mine", "visibility": "private", "items": "csat"}),
    Row("metrics/dashboards/<int:pk>/", LEADS_ONLY, values=_DASHBOARD),
    Row("metrics/dashboards/<int:pk>/edit/", _FOR_ALL, values=_DASHBOARD),
    Row("metrics/dashboards/<int:pk>/delete/", _FOR_ALL, "POST", values=_DASHBOARD),
    Row("metrics/mails/new/", LEADS_ONLY),
    Row("metrics/mails/<int:pk>/", MANAGERS, values=_MAIL),
    Row("metrics/mails/<int:pk>/preview/", MANAGERS, values=_MAIL),
    Row("metrics/mails/<int:pk>/preview/mail/", MANAGERS, values=_MAIL),
    *(Row(f"metrics/mails/<int:pk>/{act}/", MANAGERS, "POST", values=_MAIL) for act in ("send", "pause", "delete")),
    Row(V1 + "dashboards/", LEADS_ONLY),
    Row(V1 + "dashboards/", LEADS_ONLY, "POST", _NEW, json=True),
    Row(V1 + "dashboards/<int:pk>/", LEADS_ONLY, values=_DASHBOARD),
    Row(V1 + "dashboards/<int:pk>/", _FOR_ALL, "PATCH", {"name": "Ours"}, _DASHBOARD, json=True),
    Row(V1 + "dashboards/<int:pk>/", _FOR_ALL, "DELETE", values=_DASHBOARD, json=True),
    Row(V1 + "dashboards/<int:pk>/restore/", _FOR_ALL, "POST", values=_DASHBOARD, json=True),
    Row(V1 + "report-mails/", LEADS_ONLY),
    Row(V1 + "report-mails/", LEADS_ONLY, "POST", _WEEKLY, json=True),
    Row(V1 + "report-mails/<int:pk>/", MANAGERS, values=_MAIL),
    Row(V1 + "report-mails/<int:pk>/", MANAGERS, "PATCH", {"is_paused": True}, _MAIL, json=True),
    Row(V1 + "report-mails/<int:pk>/", MANAGERS, "DELETE", values=_MAIL, json=True),
    Row(V1 + "report-mails/<int:pk>/preview/", MANAGERS, values=_MAIL),
    *(
        Row(V1 + f"report-mails/<int:pk>/{act}/", MANAGERS, "POST", values=_MAIL, json=True)
        for act in ("restore", "send")
    ),
]

_ISSUE = {"pk": "emerging_issue"}
_WORTH = {"pk": "article", "worth": "article_worth"}
_EXPORTED: list[tuple[str, dict[str, str]]] = [
    *((page, {}) for page in ("team", "voice", "comments", "emerging", "self-service", "self-service/articles",
                              "self-service/searches")),
    ("self-service/<slug:end>", {"end": "session_end"}),
    ("self-service/searches/<slug:which>", {"which": "search_list"}),
    ("self-service/articles/<int:pk>/<slug:worth>", _WORTH),
    ("wallboard/<slug:number>", {"number": "wall_number"}),
    ("emerging/<int:pk>", _ISSUE),
]  # fmt: skip

METRICS = [
    *DASHBOARDS,
    *(Row(f"metrics/{section}", LEADS_ONLY) for section in ("", "responsiveness/", "levels/", "sla/", "volume/")),
    *(
        Row(f"metrics/{page}", LEADS_ONLY)
        for page in (
            "quality/",
            "self-service/",
            "team/",
            "voice/",
            "voice/area/",
            "wallboard/",
        )
    ),
    *(
        Row(f"metrics/{page}/export.{form}", LEADS_ONLY, values=values)
        for page, values in _EXPORTED
        for form in ("csv", "xlsx")
    ),
    Row("metrics/self-service/articles/<int:pk>/<slug:worth>/", LEADS_ONLY, values=_WORTH),
    Row("metrics/wallboard/<slug:number>/", LEADS_ONLY, values={"number": "wall_number"}),
    Row("metrics/self-service/<slug:end>/", LEADS_ONLY, values={"end": "session_end"}),
    Row("metrics/emerging/", LEADS_ONLY),
    Row("metrics/emerging/<int:pk>/", LEADS_ONLY, values=_ISSUE),
    Row("metrics/emerging/<int:pk>/problem/", LEADS_ONLY, "POST", values=_ISSUE),
    Row("metrics/emerging/<int:pk>/no-issue/", LEADS_ONLY, "POST", values=_ISSUE),
    Row(V1 + "metrics/emerging/", LEADS_ONLY),
    Row(V1 + "metrics/wallboard/", LEADS_ONLY),
    Row(V1 + "metrics/wallboard/<slug:number>/", LEADS_ONLY, values={"number": "wall_number"}),
    by_api("metrics/restatements/", "GET"),
    by_api("metrics/restatements/", "POST", {"calendar": 1}),
    by_api("metrics/restatements/<int:pk>/", "GET", pk="restatement"),
    by_api("metrics/restatements/<int:pk>/", "DELETE", pk="restatement"),
    Row(V1 + "metrics/emerging/<int:pk>/problem/", LEADS_ONLY, "POST", values=_ISSUE, json=True),
    Row(V1 + "metrics/emerging/<int:pk>/dismissed/", LEADS_ONLY, "PUT", values=_ISSUE, json=True),
    Row(V1 + "metrics/emerging/<int:pk>/dismissed/", LEADS_ONLY, "DELETE", values=_ISSUE, json=True),
    Row("metrics/choices/<slug:name>/", LEADS_ONLY, values={"name": "narrowing"}),
    Row("metrics/export.csv", LEADS_ONLY),
    Row("metrics/export.xlsx", LEADS_ONLY),
    Row("metrics/figures/<slug:key>/", LEADS_ONLY, values={"key": "figure"}),
    Row("metrics/self-service/searches/<slug:which>/", LEADS_ONLY, values={"which": "search_list"}),
    Row("metrics/figures/<slug:key>/export.csv", LEADS_ONLY, values={"key": "figure"}),
    Row("metrics/figures/<slug:key>/export.xlsx", LEADS_ONLY, values={"key": "figure"}),
    Row(V1 + "metrics/figures/<slug:key>/", LEADS_ONLY, data=_WEEK, values={"key": "figure"}),
    *(
        Row(V1 + f"metrics/{page}", LEADS_ONLY, data=_WEEK)
        for page in (
            "",
            "agents/",
            "breaches/",
            "events/",
            "levels/",
            "self-service/",
            "self-service/searches/",
            "self-service/sessions/",
            "voice/",
        )
    ),
]
