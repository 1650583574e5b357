"""What customers ask of their data: their own pages, the queue of admins, and both over the API."""

from tests.access.outcomes import ADMINS_ONLY, ELSEWHERE, HIDDEN, NO, SIGN_IN, everybody
from tests.access.row import Row
from tests.access.rows_api import V1

_CUSTOMERS = everybody(anonymous=SIGN_IN, staff=ELSEWHERE)
_CUSTOMERS_SEND = everybody(anonymous=SIGN_IN, staff=NO)
_ANNS = everybody(HIDDEN, anonymous=SIGN_IN, ann=ELSEWHERE, staff=ELSEWHERE)
_ERASURE = {"pk": "erasure"}
_PERSON = {"pk": "person"}

PRIVACY = [
    Row("profile/mails/", _CUSTOMERS),
    Row("profile/mails/", _CUSTOMERS_SEND, "POST"),
    Row("profile/data/", _CUSTOMERS),
    Row("profile/data/copy/", _CUSTOMERS_SEND, "POST"),
    Row("profile/data/erase/", everybody(anonymous=SIGN_IN, staff=ELSEWHERE, ann=ELSEWHERE)),
    Row("profile/data/erase/", _CUSTOMERS_SEND, "POST"),
    Row("profile/data/keep/", {**_CUSTOMERS_SEND}, "POST"),
    # It is being put together still.
    Row("profile/data/<uuid:key>/", _ANNS, values={"key": "data_copy"}),
    Row("settings/privacy/", ADMINS_ONLY),
    Row("settings/privacy/copies/", ADMINS_ONLY),
    Row("settings/privacy/<int:pk>/", ADMINS_ONLY, values=_ERASURE),
    Row("settings/privacy/<int:pk>/carry-out/", ADMINS_ONLY, "POST", values=_ERASURE),
    Row("settings/privacy/<int:pk>/decline/", ADMINS_ONLY, "POST", {"reason": "Unpaid bills."}, _ERASURE),
    Row("settings/privacy/people/<int:pk>/erase/", ADMINS_ONLY, "POST", values=_PERSON),
    Row("settings/privacy/people/<int:pk>/copy/", ADMINS_ONLY, "POST", values=_PERSON),
    Row(f"{V1}data-copies/", everybody(anonymous=SIGN_IN)),
    Row(f"{V1}data-copies/", everybody(anonymous=SIGN_IN), "POST", json=True),
    Row(f"{V1}data-copies/<uuid:key>/file/", everybody(HIDDEN, anonymous=SIGN_IN), values={"key": "data_copy"}),
    Row(f"{V1}erasures/", ADMINS_ONLY),
    Row(f"{V1}erasures/", ADMINS_ONLY, "POST", {"person": "{person}"}, json=True),
    Row(f"{V1}erasures/<int:pk>/", ADMINS_ONLY, values=_ERASURE),
    Row(f"{V1}erasures/<int:pk>/carry-out/", ADMINS_ONLY, "POST", values=_ERASURE, json=True),
    Row(f"{V1}erasures/<int:pk>/decline/", ADMINS_ONLY, "POST", {"reason": "Unpaid bills."}, _ERASURE, json=True),
    Row(f"{V1}erasures/<int:pk>/withdraw/", ADMINS_ONLY, "POST", values=_ERASURE, json=True),
]
