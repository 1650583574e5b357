"""Who gets what at every address of the project. A new address needs its rows here; the walk fails without."""

from tests.access.outcomes import (
    ELSEWHERE,
    HIDDEN,
    NO,
    NOWHERE,
    PUBLIC,
    SIGN_IN,
    SIGNED_IN,
    WHO_SEES_THE_PRIVATE_TICKET,
    WHO_SEES_THE_TICKET,
    YES,
    everybody,
)
from tests.access.row import Row
from tests.access.rows_answering import ANSWERING
from tests.access.rows_api import API
from tests.access.rows_articles import ARTICLES
from tests.access.rows_desk import DESK
from tests.access.rows_emergencies import EMERGENCIES
from tests.access.rows_engineering import ENGINEERING
from tests.access.rows_follow_through import FOLLOW_THROUGH
from tests.access.rows_handing_on import HANDING_ON
from tests.access.rows_help import HELP
from tests.access.rows_language_model import LANGUAGE_MODEL
from tests.access.rows_mail import MAIL
from tests.access.rows_messages import MESSAGES
from tests.access.rows_metrics import METRICS
from tests.access.rows_portal import PORTAL
from tests.access.rows_privacy import PRIVACY
from tests.access.rows_reviews import REVIEWS
from tests.access.rows_rules import RULES
from tests.access.rows_settings import SETTINGS
from tests.access.rows_sla import SLA
from tests.access.rows_smart_routing import SMART_ROUTING
from tests.access.rows_status import STATUS
from tests.access.rows_surveys import SURVEYS
from tests.access.rows_texts import TEXTS
from tests.access.rows_widget import WIDGET

_ONCE_IN_ELSEWHERE = everybody(ELSEWHERE, anonymous=YES)
_STAFF_AND_NOTES = everybody(anonymous=SIGN_IN, customers=HIDDEN)

_OMARS = everybody(HIDDEN, anonymous=SIGN_IN, omar=YES)

PROJECT = [
    Row("healthz/", PUBLIC),
    Row("readyz/", PUBLIC, walked_in="tests/helpdesk/test_health.py"),
]

SIGNING_IN = [
    Row("sign-in/", _ONCE_IN_ELSEWHERE),
    Row("sign-in/", everybody(staff=ELSEWHERE), "POST", {"email": "ann@example.net"}),
    # Nobody has said yet who they are: back to the beginning.
    Row("sign-in/code/", everybody(SIGN_IN)),
    Row("sign-in/password/", everybody(SIGN_IN)),
    # A link that leads nowhere; who is in already goes home.
    Row("sign-in/link/<str:token>/", everybody(ELSEWHERE, anonymous=HIDDEN), values={"token": "no_token"}),
    Row("sign-in/link/<str:token>/", everybody(HIDDEN), "POST", values={"token": "no_token"}),
    Row("sign-out/", PUBLIC, "POST"),
    Row("profile/password/", SIGNED_IN),
    Row("profile/password/", SIGNED_IN, "POST", {"send": "1"}),
    Row("profile/password/remove/", everybody(anonymous=SIGN_IN, staff=NO), "POST"),
    Row("profile/", SIGNED_IN),
    Row("profile/", SIGNED_IN, "POST", {"name": "Another Name"}),
    Row("profile/addresses/<int:pk>/", everybody(HIDDEN, anonymous=SIGN_IN, ann=ELSEWHERE), values={"pk": "address"}),
    Row(
        "profile/addresses/<int:pk>/",
        everybody(HIDDEN, anonymous=SIGN_IN, ann=YES),
        "POST",
        {"send": "1"},
        {"pk": "address"},
    ),
    Row("profile/addresses/add/", everybody(anonymous=SIGN_IN, staff=ELSEWHERE)),
    Row("profile/addresses/add/", everybody(anonymous=SIGN_IN, staff=NO), "POST", {"email": "more@example.net"}),
    Row("profile/addresses/add/code/", everybody(ELSEWHERE, anonymous=SIGN_IN)),
    Row("profile/addresses/<int:pk>/remove/", everybody(anonymous=SIGN_IN, staff=NO), "POST", values={"pk": "address"}),
    Row("profile/tokens/", SIGNED_IN),
    Row("profile/tokens/", SIGNED_IN, "POST", {"name": "Script", "scopes": ["read"]}),
    Row("profile/tokens/<int:pk>/revoke/", _OMARS, "POST", values={"pk": "omars_token"}),
]

SHARED = [
    Row("live/events/", SIGNED_IN, walked_in="tests/access/test_streams.py"),
    # Whoever has no pass is nobody here, signed in or not.
    Row("live/presence/", everybody(NO), "POST", {"tab": "one"}),
    Row("attachments/", SIGNED_IN, "POST"),
    Row("attachments/<uuid:key>/<path:name>", WHO_SEES_THE_TICKET, values={"key": "file"}),
    Row("attachments/<uuid:key>/<path:name>", WHO_SEES_THE_PRIVATE_TICKET, values={"key": "private_file"}),
    Row("attachments/<uuid:key>/<path:name>", _STAFF_AND_NOTES, values={"key": "note_file"}),
    Row("messages/<int:pk>/frame/", WHO_SEES_THE_TICKET, values={"pk": "message"}),
    Row("messages/<int:pk>/frame/", WHO_SEES_THE_PRIVATE_TICKET, values={"pk": "private_message"}),
    Row("messages/<int:pk>/frame/", _STAFF_AND_NOTES, values={"pk": "note"}),
]

DEMO = [
    Row("demo/mail/", NOWHERE, in_the_demo=True),
    Row("demo/mail/write/", NOWHERE, in_the_demo=True),
    Row("demo/mail/write/", NOWHERE, "POST", in_the_demo=True),
    Row("demo/mail/<int:pk>/", NOWHERE, values={"pk": "email"}, in_the_demo=True),
    Row("demo/mail/<int:pk>/", NOWHERE, "POST", values={"pk": "email"}, in_the_demo=True),
    Row("demo/mail/<int:pk>/frame/", NOWHERE, values={"pk": "email"}, in_the_demo=True),
    Row(
        "demo/mail/<int:pk>/files/<int:attachment>/",
        NOWHERE,
        values={"pk": "email_with_file", "attachment": "mailed_file"},
        in_the_demo=True,
    ),
]

ROWS = [
    *PROJECT,
    *SIGNING_IN,
    *SHARED,
    *DESK,
    *FOLLOW_THROUGH,
    *ANSWERING,
    *HANDING_ON,
    *ENGINEERING,
    *SETTINGS,
    *MAIL,
    *SLA,
    *RULES,
    *SMART_ROUTING,
    *EMERGENCIES,
    *METRICS,
    *REVIEWS,
    *STATUS,
    *PRIVACY,
    *SURVEYS,
    *MESSAGES,
    *WIDGET,
    *LANGUAGE_MODEL,
    *TEXTS,
    *PORTAL,
    *HELP,
    *ARTICLES,
    *API,
    *DEMO,
]
