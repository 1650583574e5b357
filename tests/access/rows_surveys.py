"""Surveys: answered by the token of a mail, rated in the portal, read by leads, set by admins."""

from tests.access.outcomes import (
    ADMINS_ONLY,
    CUSTOMERS_CHANGE_THE_PRIVATE_TICKET,
    HIDDEN,
    LEADS_ONLY,
    NO,
    PUBLIC,
    REQUESTER_CHANGES_THE_TICKET,
    SIGN_IN,
    SIGNED_IN,
    YES,
    everybody,
)
from tests.access.row import Row
from tests.access.rows_api import TICKET, V1

_TOKEN = {"token": "survey_token"}
_KIND = {"kind": "survey_kind"}
_PLAN = {"is_on": "on", "delay_hours": "24", "sample_percent": "100", "rest_days": "7"}
_SCORE = {"score": 4}
# Only who asked rates, and the ticket is not solved.
_ANN_ONLY = everybody(NO, anonymous=SIGN_IN, ann=YES, charlie=HIDDEN)
_ANN_ON_THE_PRIVATE_TICKET = everybody(HIDDEN, anonymous=SIGN_IN, ann=YES, insider=NO, admin=NO)

SURVEYS = [
    # The link of the mail is the key, whoever holds it.
    Row("surveys/<str:token>/", PUBLIC, values=_TOKEN),
    Row("surveys/<str:token>/", PUBLIC, "POST", {"score": "4"}, _TOKEN),
    Row("surveys/<str:token>/stop/", PUBLIC, values=_TOKEN),
    Row("surveys/<str:token>/stop/", PUBLIC, "POST", values=_TOKEN),
    Row(
        "requests/<int:number>/rating/",
        {**REQUESTER_CHANGES_THE_TICKET, "ann": NO},
        "POST",
        {"score": "4"},
        {"number": "ticket"},
    ),
    Row(
        "requests/<int:number>/rating/",
        {**CUSTOMERS_CHANGE_THE_PRIVATE_TICKET, "ann": NO},
        "POST",
        {"score": "4"},
        {"number": "private_ticket"},
    ),
    Row("metrics/comments/", LEADS_ONLY),
    Row("settings/surveys/", ADMINS_ONLY),
    Row("settings/surveys/<slug:kind>/", ADMINS_ONLY, values=_KIND),
    Row("settings/surveys/<slug:kind>/", ADMINS_ONLY, "POST", _PLAN, _KIND),
    Row("settings/surveys/<slug:kind>/preview/", ADMINS_ONLY, values=_KIND),
    Row(V1 + "surveys/", LEADS_ONLY),
    Row(V1 + "surveys/answer/", SIGNED_IN, "POST", {"token": "{survey_token}", **_SCORE}, json=True),
    Row(V1 + "surveys/stop/", SIGNED_IN, "POST", {"token": "{survey_token}"}, json=True),
    Row(V1 + "survey-plans/", ADMINS_ONLY),
    Row(V1 + "survey-plans/<str:kind>/", ADMINS_ONLY, "PATCH", {"rest_days": 8}, _KIND, json=True),
    Row(TICKET + "rating/", _ANN_ONLY, "POST", _SCORE, {"number": "ticket"}, json=True),
    Row(TICKET + "rating/", _ANN_ON_THE_PRIVATE_TICKET, "POST", _SCORE, {"number": "private_ticket"}, json=True),
]
