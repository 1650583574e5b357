"""Case reviews: for leads of the team and managers; agents read what was written about theirs."""

from tests.access.outcomes import HIDDEN, LEADS_ONLY, NO, SIGN_IN, STAFF_ONLY, YES, everybody
from tests.access.row import Row
from tests.access.rows_api import V1

# One of the first line that nobody has gone through: the lead leads no team.
_MAY = everybody(HIDDEN, anonymous=SIGN_IN, customers=NO, manager=YES, admin=YES)
_MAY_SHARE = everybody(NO, anonymous=SIGN_IN, lead=HIDDEN, manager=YES, admin=YES)
_REVIEW = {"pk": "case_review"}
_SCORES = {"empathy": 4, "accuracy": 5, "completeness": 3, "tone": 4}
_SHARED = {**_REVIEW, "kind": "news_kind"}

REVIEWS = [
    Row("metrics/reviews/", STAFF_ONLY),
    Row("metrics/reviews/draw/", LEADS_ONLY, "POST"),
    Row("metrics/reviews/export.csv", LEADS_ONLY),
    Row("metrics/reviews/export.xlsx", LEADS_ONLY),
    Row("metrics/reviews/<int:pk>/", _MAY, values=_REVIEW),
    Row("metrics/reviews/<int:pk>/", _MAY, "POST", {**_SCORES, "version": 0}, values=_REVIEW),
    Row("metrics/reviews/<int:pk>/share/", _MAY_SHARE, "POST", {"kind": "lesson"}, values=_REVIEW),
    Row(V1 + "metrics/reviews/", STAFF_ONLY),
    Row(V1 + "metrics/reviews/draw/", LEADS_ONLY, "POST", json=True),
    Row(V1 + "metrics/reviews/<int:pk>/", _MAY, values=_REVIEW),
    Row(V1 + "metrics/reviews/<int:pk>/", _MAY, "PATCH", _SCORES, _REVIEW, json=True),
    Row(V1 + "metrics/reviews/<int:pk>/shared/<slug:kind>/", _MAY, "PUT", values=_SHARED, json=True),
    Row(V1 + "metrics/reviews/<int:pk>/shared/<slug:kind>/", _MAY, "DELETE", values=_SHARED, json=True),
]
