"""Articles that are due for a look are told to who cares for them: by mail, because they are about no ticket."""

from collections import defaultdict

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from desk.notifications.feedback import links_of
from desk.notifications.kinds import Channel, NotificationKind, is_wanted
from desk.notifications.settings import settings_of
from helpdesk import clock
from knowledgebase.actions import claim_due, titles_of
from knowledgebase.models import Article
from mail.notifying import ARTICLES_DUE, post_about_articles


@transaction.atomic
def tell_of_due() -> int:
    """How many mails were written. Nothing to who does not want it: the list of articles shows what is due."""
    owned: dict[User, list[Article]] = defaultdict(list)
    articles = claim_due()
    for article in articles:
        if article.owner is not None:
            owned[article.owner].append(article)
    titles = titles_of(articles)
    return sum(
        _tell(owner, [(titles.get(one.pk, one.key), _page_of(one)) for one in due]) for owner, due in owned.items()
    )


def _tell(owner: User, due: list[tuple[str, str]]) -> bool:
    if not is_wanted(settings_of(owner).choices, NotificationKind.ARTICLE_DUE, Channel.EMAIL):
        return False
    queue = f"{reverse('articles:articles')}?state=check&owner=me"
    links = links_of(owner, NotificationKind.ARTICLE_DUE, page=queue)
    post_about_articles(owner, kind=ARTICLES_DUE, context={"due": due}, links=links, at=clock.now())
    return True


def _page_of(article: Article) -> str:
    return settings.SITE_URL + reverse("articles:article", args=[article.pk])
