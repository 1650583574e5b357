"""What the views of articles share."""

from django.http import Http404

from accounts.permissions import Permission, role_may
from desk.http import DeskRequest
from desk.lists import sidebar
from knowledgebase.models import Article, Translation

_LARGEST = 2**63


def find_article(pk: int) -> Article:
    """People of ours may see every article."""
    found = (
        Article.objects.select_related("category", "section", "owner").filter(pk=pk).first() if pk < _LARGEST else None
    )
    if found is None:
        raise Http404
    return found


def find_text(pk: int, language: str) -> Translation:
    found = Translation.objects.select_related("article__category", "article__section", "article__owner", "published")
    text = found.filter(article=pk, language=language).first() if pk < _LARGEST else None
    if text is None:
        raise Http404
    return text


def may_publish(request: DeskRequest) -> bool:
    return role_may(request.user.role, Permission.PUBLISH_ARTICLES)


def around(request: DeskRequest) -> dict[str, object]:
    """What the frame of every page shows."""
    return {"counts": sidebar(request.user), "nav_key": "articles", "may_publish": may_publish(request)}
