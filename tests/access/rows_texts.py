"""The texts of mails and the general settings, in the settings and over the API."""

from tests.access.outcomes import ADMINS_ONLY
from tests.access.row import Row

V1 = "api/v1/"
_TEXT = {"code": "mail_text_kind", "language": "language"}
_BY_API = {"kind": "mail_text_kind", "language": "language"}
_WORDS = {"body": "Hello {{ requester.name }}"}

TEXTS = [
    Row("settings/general/", ADMINS_ONLY),
    Row("settings/general/", ADMINS_ONLY, "POST", {"desk_name": "Acme"}),
    Row(V1 + "general-settings/", ADMINS_ONLY),
    Row(V1 + "general-settings/", ADMINS_ONLY, "PATCH", {"desk_name": "Acme"}, json=True),
    Row("settings/texts/", ADMINS_ONLY),
    Row("settings/texts/<slug:code>/<slug:language>/", ADMINS_ONLY, values=_TEXT),
    Row("settings/texts/<slug:code>/<slug:language>/", ADMINS_ONLY, "POST", _WORDS, _TEXT),
    Row("settings/texts/<slug:code>/<slug:language>/preview/", ADMINS_ONLY, "POST", _WORDS, _TEXT),
    Row("settings/texts/<slug:code>/<slug:language>/reset/", ADMINS_ONLY, "POST", values=_TEXT),
    Row(V1 + "mail-texts/", ADMINS_ONLY),
    Row(V1 + "mail-texts/<str:kind>/<str:language>/", ADMINS_ONLY, values=_BY_API),
    Row(V1 + "mail-texts/<str:kind>/<str:language>/", ADMINS_ONLY, "PATCH", _WORDS, _BY_API, json=True),
    Row(V1 + "mail-texts/<str:kind>/<str:language>/", ADMINS_ONLY, "DELETE", values=_BY_API),
    Row(V1 + "mail-texts/<str:kind>/<str:language>/preview/", ADMINS_ONLY, "POST", _WORDS, _BY_API, json=True),
]
