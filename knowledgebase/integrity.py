"""What `manage.py check_integrity` asks of articles."""

from collections.abc import Iterator

from django.db import connection
from django.db.models import Count, F, Q

from knowledgebase.models import ArticleStatus, Passage, Translation
from search.sentences import LANGUAGES, is_here
from tickets.integrity import MOST

_MADE = """
WITH told AS (
    SELECT DISTINCT ticket_id, (data->>'article')::bigint AS article_id FROM tickets_event WHERE kind = 'article.made'
), kept AS (
    SELECT ticket_id, article_id FROM knowledgebase_articlelink WHERE by = 'made'
)
SELECT coalesce(told.ticket_id, kept.ticket_id), coalesce(told.article_id, kept.article_id)
FROM told FULL JOIN kept USING (ticket_id, article_id)
WHERE kept.ticket_id IS NULL OR told.ticket_id IS NULL LIMIT %s
"""


def check_articles() -> Iterator[str]:
    """Articles are published with a text and read, their feedback is counted, and tickets are linked with those made of them"""
    broken = Q(status=ArticleStatus.PUBLISHED, published=None) | ~Q(published__translation=F("pk")) & Q(
        published__isnull=False
    )
    for text in Translation.objects.filter(broken)[:MOST]:
        yield f"article {text.article_id} in {text.language}: it is published without a text of its own"
    counted = Translation.objects.annotate(
        yes=Count("feedback", filter=Q(feedback__is_helpful=True)),
        no=Count("feedback", filter=Q(feedback__is_helpful=False)),
    )
    for text in counted.exclude(yes=F("helpful_count"), no=F("unhelpful_count"))[:MOST]:
        yield f"article {text.article_id} in {text.language}: {text.yes} readers helped and {text.no} not, but it says otherwise"
    if is_here():
        unread = Passage.objects.filter(language__in=LANGUAGES, sentence=None).values_list(
            "translation__article_id", "language"
        )
        for article, language in unread.order_by("translation").distinct()[:MOST]:
            yield f"article {article} in {language}: its sentences were not read yet, so fewer questions find it"
    with connection.cursor() as cursor:
        cursor.execute(_MADE, [MOST])
        for number, article in cursor.fetchall():
            yield f"#{number}: whether article {article} was made of it, its events and its links do not agree"
