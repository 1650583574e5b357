"""Writing articles, at the desk and by the API."""

from tests.access.outcomes import ELSEWHERE, HIDDEN, LEADS_ONLY, PUBLIC, STAFF_ONLY, everybody
from tests.access.row import Row
from tests.access.world import STAFF

DESK = "desk/articles/"
_DRAFT, _PUBLISHED = {"pk": "draft"}, {"pk": "article"}
_TEXT = DESK + "<int:pk>/<str:language>/"
_WORDS = {"title": "Paying", "body": "By card.", "version": "1"}
_PLACE = {"place": "{category}", "visibility": "public"}
_PICTURE = "help/pictures/<uuid:key>/<str:name>"
_OURS = everybody(anonymous=HIDDEN, customers=HIDDEN)
_CATEGORY = DESK + "categories/<int:pk>/"
_SECTION = DESK + "sections/<int:pk>/"

ARTICLES = [
    Row(DESK, STAFF_ONLY),
    Row(DESK + "new/", STAFF_ONLY),
    Row(DESK + "new/", STAFF_ONLY, "POST", {"title": "Another", "language": "en", **_PLACE}),
    Row(DESK + "preview/", STAFF_ONLY, "POST", {"body": "**Now**"}, htmx=True),
    Row(DESK + "categories/", STAFF_ONLY),
    Row(DESK + "categories/add/", LEADS_ONLY, "POST", {"name": "Shipping"}),
    Row(DESK + "categories/order/", LEADS_ONLY, "POST", {"move": "{category}", "way": "down"}),
    Row(_CATEGORY, LEADS_ONLY, "POST", {"name_en": "Paying"}, {"pk": "category"}),
    Row(_CATEGORY + "remove/", LEADS_ONLY, "POST", values={"pk": "empty_category"}),
    Row(_CATEGORY + "sections/", LEADS_ONLY, "POST", {"name": "Invoices"}, {"pk": "category"}),
    Row(_CATEGORY + "sections/order/", LEADS_ONLY, "POST", {"order": "{section}"}, {"pk": "category"}),
    Row(_SECTION, LEADS_ONLY, "POST", {"name_en": "Money back"}, {"pk": "section"}),
    Row(_SECTION + "remove/", LEADS_ONLY, "POST", values={"pk": "section"}),
    Row(DESK + "<int:pk>/", {**STAFF_ONLY, **dict.fromkeys(STAFF, ELSEWHERE)}, values=_PUBLISHED),
    Row(DESK + "<int:pk>/properties/", LEADS_ONLY, "POST", {**_PLACE, "tags": "pay"}, _PUBLISHED, htmx=True),
    # Of a draft its writers decide, too.
    Row(DESK + "<int:pk>/properties/", STAFF_ONLY, "POST", {**_PLACE, "tags": "pay"}, _DRAFT, htmx=True),
    Row(DESK + "<int:pk>/verify/", LEADS_ONLY, "POST", {"days": "90"}, _PUBLISHED),
    Row(DESK + "<int:pk>/pictures/", STAFF_ONLY, "POST", values=_DRAFT),
    Row(DESK + "<int:pk>/translate/", STAFF_ONLY, "POST", {"language": "de"}, _PUBLISHED),
    Row(_TEXT, STAFF_ONLY, values=_DRAFT),
    Row(_TEXT, STAFF_ONLY, "POST", {**_WORDS, "act": "submit"}, _DRAFT),
    Row(_TEXT, LEADS_ONLY, "POST", {**_WORDS, "act": "publish"}, _PUBLISHED),
    Row(_TEXT + "save/", STAFF_ONLY, "POST", _WORDS, _DRAFT),
    Row(_TEXT + "address/", LEADS_ONLY, "POST", {"slug": "paying-us"}, _PUBLISHED),
    Row(_TEXT + "translated/", STAFF_ONLY, "POST", values=_DRAFT, htmx=True),
    Row(_TEXT + "history/", STAFF_ONLY, values=_DRAFT),
    Row(_TEXT + "restore/", STAFF_ONLY, "POST", {"revision": "1", "version": "1"}, _DRAFT),
    Row(_PICTURE, PUBLIC, values={"key": "picture"}),
    Row(_PICTURE, _OURS, values={"key": "draft_picture"}),
]
