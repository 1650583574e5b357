"""Known issues: read by everybody, published by leads; the link of a mail is the key, whoever holds it."""

from tests.access.outcomes import HIDDEN, LEADS_ONLY, PUBLIC, SIGN_IN, SIGNED_IN, STAFF_ONLY, YES, everybody
from tests.access.row import Row
from tests.access.rows_api import V1

_ISSUE = {"pk": "known_issue"}
_TOKEN = {"token": "issue_token"}
_NEWS = {"state": "identified", "text": "We know why."}
_ONE = {"title": "Exports fail", "affected": "Exports", "text": "We look into it."}
_GERMAN = {"title-de": "Ausfuhr stockt", "affected-de": "Ausfuhr"}

STATUS = [
    Row("status/", PUBLIC),
    Row("status/<int:pk>/subscribe/", PUBLIC, values=_ISSUE),
    Row("status/<int:pk>/subscribe/", PUBLIC, "POST", {"email": "new@example.net"}, _ISSUE),
    Row("status/confirm/<str:token>/", PUBLIC, values=_TOKEN),
    Row("status/confirm/<str:token>/", PUBLIC, "POST", values=_TOKEN),
    Row("status/unsubscribe/<str:token>/", PUBLIC, values=_TOKEN),
    Row("status/unsubscribe/<str:token>/", PUBLIC, "POST", values=_TOKEN),
    Row("desk/known-issues/", STAFF_ONLY),
    Row("desk/known-issues/new/", LEADS_ONLY),
    Row("desk/known-issues/new/", LEADS_ONLY, "POST", {**_ONE, "state": "investigating"}),
    Row("desk/known-issues/<int:pk>/", STAFF_ONLY, values=_ISSUE),
    Row("desk/known-issues/<int:pk>/", LEADS_ONLY, "POST", _NEWS, _ISSUE),
    Row("desk/known-issues/<int:pk>/<slug:code>/", LEADS_ONLY, values={**_ISSUE, "code": "german"}),
    Row("desk/known-issues/<int:pk>/<slug:code>/", LEADS_ONLY, "POST", _GERMAN, {**_ISSUE, "code": "german"}),
    Row(f"{V1}known-issues/", SIGNED_IN),
    Row(f"{V1}known-issues/", LEADS_ONLY, "POST", _ONE, json=True),
    Row(f"{V1}known-issues/<int:pk>/", SIGNED_IN, values=_ISSUE),
    Row(f"{V1}known-issues/<int:pk>/updates/", LEADS_ONLY, "POST", _NEWS, _ISSUE, json=True),
    Row(
        f"{V1}known-issues/<int:pk>/translations/<slug:code>/",
        LEADS_ONLY,
        "PUT",
        {"title": "Ausfuhr stockt"},
        {**_ISSUE, "code": "german"},
        json=True,
    ),
    Row(f"{V1}known-issues/<int:pk>/subscription/", everybody(HIDDEN, anonymous=SIGN_IN, ann=YES), values=_ISSUE),
    Row(f"{V1}known-issues/<int:pk>/subscription/", SIGNED_IN, "PUT", values=_ISSUE, json=True),
    Row(f"{V1}known-issues/<int:pk>/subscription/", SIGNED_IN, "DELETE", values=_ISSUE),
    Row(f"{V1}known-issues/<int:pk>/subscriptions/", STAFF_ONLY, "POST", {"email": "n@example.net"}, _ISSUE, json=True),
    Row(f"{V1}known-issue-subscriptions/confirm/", SIGNED_IN, "POST", {"token": "{issue_token}"}, json=True),
    Row(f"{V1}known-issue-subscriptions/end/", SIGNED_IN, "POST", {"token": "{issue_token}"}, json=True),
]
