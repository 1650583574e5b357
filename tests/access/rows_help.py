"""The help centre, and articles by the API."""

from tests.access.outcomes import ELSEWHERE, HIDDEN, PUBLIC, SIGN_IN, SIGNED_IN, everybody
from tests.access.row import Row

ARTICLE = "help/<str:language>/articles/<str:slug>/"
V1 = "api/v1/articles/"
_OURS = everybody(anonymous=HIDDEN, customers=HIDDEN)
_OURS_BY_API = everybody(anonymous=SIGN_IN, customers=HIDDEN)
_PUBLIC, _INTERNAL = {"slug": "article_slug"}, {"slug": "internal_article_slug"}

HELP = [
    Row("help/", everybody(ELSEWHERE)),
    Row("help/sitemap.xml", PUBLIC),
    Row("robots.txt", PUBLIC),
    Row("help/<str:language>/", PUBLIC),
    Row("help/<str:language>/search/", PUBLIC, data={"q": "pay"}),
    Row("help/<str:language>/answers/", PUBLIC, "POST", {"subject": "How do I pay?", "text": ""}),
    Row("help/<str:language>/drafted/", PUBLIC),
    Row("help/<str:language>/solved/", PUBLIC),
    Row("help/<str:language>/solved/say/", PUBLIC, "POST"),
    Row("help/<str:language>/categories/<str:slug>/", PUBLIC, values={"slug": "category_slug"}),
    Row(ARTICLE, PUBLIC, values=_PUBLIC),
    Row(ARTICLE, _OURS, values=_INTERNAL),
    Row(ARTICLE + "feedback/", PUBLIC, "POST", {"helpful": "yes"}, _PUBLIC),
    Row(ARTICLE + "feedback/", _OURS, "POST", {"helpful": "yes"}, _INTERNAL),
    Row(V1, SIGNED_IN),
    Row(V1 + "search/", SIGNED_IN, data={"q": "pay"}),
    Row(V1 + "<int:pk>/", SIGNED_IN, values={"pk": "article"}),
    Row(V1 + "<int:pk>/", _OURS_BY_API, values={"pk": "internal_article"}),
    Row(V1 + "<int:pk>/feedback/", SIGNED_IN, "POST", {"is_helpful": True}, {"pk": "article"}, json=True),
    Row(V1 + "<int:pk>/feedback/", _OURS_BY_API, "POST", {"is_helpful": True}, {"pk": "internal_article"}, json=True),
]
