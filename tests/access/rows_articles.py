"""Writing articles, at the desk and by the API."""

from collections.abc import Mapping

from tests.access import rows_api, rows_desk
from tests.access.outcomes import ELSEWHERE, HIDDEN, LEADS_ONLY, PUBLIC, STAFF_ONLY, everybody
from tests.access.row import Row
from tests.access.world import CUSTOMERS, STAFF

DESK = "desk/articles/"
_DRAFT, _PUBLISHED = {"pk": "draft"}, {"pk": "article"}
_TEXT = DESK + "<int:pk>/<str:language>/"
_WORDS = {"title": "Paying", "body": "By card.", "version": "1"}
_PLACE = {"place": "{category}", "visibility": "public"}
_PICTURE = "help/pictures/<uuid:key>/<str:name>"
_OURS = everybody(anonymous=HIDDEN, customers=HIDDEN)
_CATEGORY = DESK + "categories/<int:pk>/"
_SECTION = DESK + "sections/<int:pk>/"

V1 = "api/v1/"
_BY_API = V1 + "articles/<int:pk>/"
_TEXT_BY_API = _BY_API + "texts/<str:language>/"
_AT_DESK = {"category": "{category_slug}", "visibility": "public"}


def by_api(
    part: str, method: str, data: Mapping[str, object], may: Mapping[str, str] = STAFF_ONLY, **values: str
) -> Row:
    """On the published article unless `values` name another thing."""
    return Row(V1 + part, may, method, data, values or _PUBLISHED, json=method != "GET")


BY_API = [
    Row(
        V1 + "articles/", STAFF_ONLY, "POST", {"title": "X", "language": "en", "category": "{category_slug}"}, json=True
    ),
    Row(
        _BY_API,
        {**LEADS_ONLY, **dict.fromkeys(CUSTOMERS, HIDDEN)},
        "PUT",
        _AT_DESK,
        {"pk": "internal_article"},
        json=True,
    ),
    Row(V1 + "article-texts/", STAFF_ONLY),
    Row(_BY_API + "texts/", STAFF_ONLY, values=_DRAFT),
    by_api("articles/<int:pk>/texts/", "POST", {"language": "de", "title": "X"}),
    *rows_desk.on_ticket("article/", "GET"),
    *rows_desk.on_ticket("article/"),
    *rows_desk.on_ticket("suggested/", "GET"),
    *rows_desk.on_ticket("suggested/"),
    *rows_desk.on_ticket("suggested/insert/", data={"kind": "article", "target": "{article}"}),
    *rows_api.on_ticket("suggestions/"),
    *rows_api.on_ticket("suggestions/", "POST"),
    *rows_api.on_ticket("suggestions/insert/", "POST", {"kind": "article", "target": "{article}"}),
    *rows_api.on_ticket("article-draft/"),
    *rows_api.on_ticket("articles/"),
    *rows_api.on_ticket("articles/", "POST", {"title": "X", "language": "en", "category": "{category_slug}"}),
    by_api("articles/<int:pk>/changes/", "GET", {}),
    by_api("articles/<int:pk>/tickets/", "GET", {}),
    by_api("articles/<int:pk>/verify/", "POST", {}, LEADS_ONLY),
    Row(_BY_API + "pictures/", STAFF_ONLY, "POST", values=_DRAFT),
    Row(_TEXT_BY_API, STAFF_ONLY, values=_DRAFT),
    Row(_TEXT_BY_API, STAFF_ONLY, "PUT", {"title": "X", "body": "x", "version": 1}, _DRAFT, json=True),
    Row(_TEXT_BY_API + "revisions/", STAFF_ONLY, values=_DRAFT),
    Row(_TEXT_BY_API + "revisions/<int:number>/", STAFF_ONLY, values={**_DRAFT, "number": "rule_version"}),
    Row(
        _TEXT_BY_API + "revisions/<int:number>/restore/",
        STAFF_ONLY,
        "POST",
        values={**_DRAFT, "number": "rule_version"},
        json=True,
    ),
    Row(_TEXT_BY_API + "submit/", STAFF_ONLY, "POST", {}, _DRAFT, json=True),
    Row(_TEXT_BY_API + "translated/", STAFF_ONLY, "POST", {}, _DRAFT, json=True),
    *[
        Row(_TEXT_BY_API + part, LEADS_ONLY, "POST", data, _DRAFT, json=True)
        for part, data in (
            ("publish/", {}),
            ("schedule/", {"at": "{tomorrow}"}),
            ("unschedule/", {}),
            ("archive/", {}),
            ("unarchive/", {}),
            ("address/", {"slug": "elsewhere"}),
        )
    ],
    Row(V1 + "article-categories/", STAFF_ONLY),
    Row(V1 + "article-categories/", LEADS_ONLY, "POST", {"name": "Apps", "language": "en"}, json=True),
    Row(V1 + "article-categories/order/", LEADS_ONLY, "POST", {"order": []}, json=True),
    by_api("article-categories/<int:pk>/", "PUT", {"names": {"en": "Apps"}}, LEADS_ONLY, pk="category"),
    by_api("article-categories/<int:pk>/", "DELETE", {}, LEADS_ONLY, pk="empty_category"),
    by_api("article-categories/<int:pk>/sections/", "POST", {"name": "A", "language": "en"}, LEADS_ONLY, pk="category"),
    by_api("article-categories/<int:pk>/sections/order/", "POST", {"order": []}, LEADS_ONLY, pk="category"),
    by_api("article-sections/<int:pk>/", "PUT", {"names": {"en": "Back"}}, LEADS_ONLY, pk="section"),
    by_api("article-sections/<int:pk>/", "DELETE", {}, LEADS_ONLY, pk="section"),
]

ARTICLES = [
    Row(DESK, STAFF_ONLY),
    Row(DESK + "new/", STAFF_ONLY),
    Row(DESK + "new/", STAFF_ONLY, "POST", {"title": "Another", "language": "en", **_PLACE}),
    Row(DESK + "gaps/", STAFF_ONLY),
    Row(DESK + "gaps/close/", STAFF_ONLY, "POST", {"language": "en", "words": "refund"}),
    Row(V1 + "article-gaps/", STAFF_ONLY),
    Row(V1 + "article-gaps/close/", STAFF_ONLY, "POST", {"language": "en", "words": "refund"}, json=True),
    Row(V1 + "article-gaps/reopen/", STAFF_ONLY, "POST", {"language": "en", "words": "refund"}, json=True),
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
    Row(_TEXT + "feedback/<int:feedback>/read/", STAFF_ONLY, "POST", values={**_PUBLISHED, "feedback": "feedback"}),
    Row(_TEXT + "history/", STAFF_ONLY, values=_DRAFT),
    Row(_TEXT + "restore/", STAFF_ONLY, "POST", {"revision": "1", "version": "1"}, _DRAFT),
    *BY_API,
    Row(_PICTURE, PUBLIC, values={"key": "picture"}),
    Row(_PICTURE, _OURS, values={"key": "draft_picture"}),
]
