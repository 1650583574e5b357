"""The help widget: its script and frame are for everybody, its parts for its own script alone; what it is like, admins say."""

from tests.access.outcomes import ADMINS_ONLY, NO, NOWHERE, PUBLIC, everybody
from tests.access.row import Row
from tests.access.rows_api import V1

_IN = "widget/<str:language>/"
# Without the header that only the frame's own script sends, signed in or not.
_NOBODY = everybody(NO)
_SITES = {"sites": ["https://shop.example.com"]}
_FORM = {"sites": "https://shop.example.com", "colour": "#0f766e", "side": "end", "greeting": ""}

WIDGET = [
    Row("widget.js", PUBLIC),
    Row("widget/", PUBLIC),
    Row(_IN, _NOBODY),
    Row(f"{_IN}search/", _NOBODY, "POST", {"q": "how do I pay"}),
    Row(f"{_IN}articles/<str:slug>/", _NOBODY, values={"slug": "article_slug"}),
    Row(f"{_IN}drafted/", _NOBODY),
    Row(f"{_IN}solved/", _NOBODY, "POST"),
    Row(f"{_IN}identity/", _NOBODY, "POST"),
    Row(f"{_IN}answers/", _NOBODY, "POST", {"subject": "how do I pay"}),
    Row(f"{_IN}ask/", _NOBODY),
    Row(f"{_IN}ask/", _NOBODY, "POST"),
    Row(f"{_IN}ask/questions/", _NOBODY, "POST"),
    Row(f"{_IN}confirm/", _NOBODY, "POST"),
    Row(f"{_IN}requests/", _NOBODY),
    Row(f"{_IN}requests/<int:number>/", _NOBODY, values={"number": "ticket"}),
    Row(f"{_IN}requests/<int:number>/answer/", _NOBODY, "POST", values={"number": "ticket"}),
    Row("settings/widget/", ADMINS_ONLY),
    Row("settings/widget/", ADMINS_ONLY, "POST", _FORM),
    Row("settings/widget/secret/", ADMINS_ONLY, "POST"),
    Row(f"{V1}widget/", ADMINS_ONLY),
    Row(f"{V1}widget/", ADMINS_ONLY, "PATCH", _SITES, json=True),
    Row(f"{V1}widget/secret/", ADMINS_ONLY, "POST", json=True),
    # The link of the mail is the key; nobody has one that is no longer ours.
    Row("answers/<str:token>/", NOWHERE, at="/answers/nonsense/"),
    Row("answers/<str:token>/", NOWHERE, "POST", at="/answers/nonsense/"),
    Row("demo/site/", NOWHERE, in_the_demo=True),
]
