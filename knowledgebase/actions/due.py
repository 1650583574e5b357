"""Whoever cares for an article hears that it is due for a look, once each time it falls due."""

from django.db import transaction
from django.db.models import BigIntegerField, Exists, F, OuterRef
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from accounts.models import User
from helpdesk import clock
from knowledgebase.actions.changes import told
from knowledgebase.models import Article, ArticleChange, ArticleStatus, Translation

_AT_ONCE = 500


@transaction.atomic
def claim_due() -> list[Article]:
    """What readers see, has fallen due and whose owner does not know; its history says that they do from here on.

    Two workers get each once: its row is locked. Whoever gets them tells the owners in the same transaction.
    """
    shown = Translation.objects.filter(article=OuterRef("pk"), status=ArticleStatus.PUBLISHED)
    who = Cast(KeyTextTransform("owner", "data"), BigIntegerField())
    known = ArticleChange.objects.annotate(who=who).filter(
        article=OuterRef("pk"), kind="owner_told", at__gte=OuterRef("review_due_at"), who=OuterRef("owner")
    )
    due = Article.objects.filter(
        Exists(shown), ~Exists(known), review_due_at__lte=clock.now(), owner__in=User.objects.staff()
    )
    locked = due.select_for_update(of=("self",), skip_locked=True).select_related("owner").order_by("pk")
    articles = list(locked[:_AT_ONCE])
    for article in articles:
        told(
            article,
            "owner_told",
            None,
            owner=article.owner_id,
            name=article.owner.display_name if article.owner else "",
        )
    return articles


def titles_of(articles: list[Article]) -> dict[int, str]:
    """As readers know each: in the language it was written in."""
    texts = Translation.objects.filter(article__in=articles, language=F("article__source_language"))
    return dict(texts.values_list("article", "title"))
