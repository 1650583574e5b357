"""What readers do: search, open what they found, say whether it helped. It changes no article."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from accounts.permissions import Permission
from helpdesk import clock
from knowledgebase.models import Article, Feedback, SearchSession, Translation
from search.words import words_of
from tickets.access import require
from tickets.content import storable

LONGEST_COMMENT = 2_000
LONGEST_SEARCH = 200
# Who types on searches once, however often the page asked.
_SAME_SEARCH = timedelta(minutes=1)
# Whoever opened an article and goes back to the list of what was found has not searched a second time.
_COMES_BACK = timedelta(minutes=30)


@transaction.atomic
def give_feedback(translation: Translation, *, reader: str, is_helpful: bool, comment: str = "") -> Feedback | None:
    """Whether it helped; a second word of the same reader takes the place of the first. None when it says the same."""
    comment = storable(comment).strip()[:LONGEST_COMMENT]
    current = Translation.objects.select_for_update(of=("self",)).get(pk=translation.pk)
    known = Feedback.objects.filter(translation=current, reader=reader).first()
    if known is not None and (known.is_helpful, known.comment) == (is_helpful, comment or known.comment):
        return None
    if known is not None and known.is_helpful == is_helpful:
        comment = comment or known.comment
    values = {"is_helpful": is_helpful, "comment": comment, "at": clock.now(), "read_at": None}
    if known is None or known.comment != comment:
        values["told_at"] = None  # the article's owner hears of it (desk/notifications/feedback.py)
    feedback, _is_new = Feedback.objects.update_or_create(translation=current, reader=reader, defaults=values)
    given = Feedback.objects.filter(translation=current)
    current.helpful_count = given.filter(is_helpful=True).count()
    current.unhelpful_count = given.filter(is_helpful=False).count()
    current.save(update_fields=["helpful_count", "unhelpful_count"])
    return feedback


@transaction.atomic
def put_feedback_away(feedback: Feedback, *, actor: User) -> bool:
    """Somebody of ours has read it. False when it was read."""
    require(actor, Permission.WRITE_ARTICLES)
    return bool(Feedback.objects.filter(pk=feedback.pk, read_at=None).update(read_at=clock.now()))


@transaction.atomic
def record_search(*, reader: str, query: str, language: str, found: int) -> SearchSession:
    """One row for what somebody looked for; while they type on, and when they come back to what was found, the same one."""
    now = clock.now()
    query = " ".join(storable(query).split())[:LONGEST_SEARCH]
    same = SearchSession.objects.filter(reader=reader, query=query, language=language, at__gt=now - _COMES_BACK)
    if (again := same.exclude(reader="").first()) is not None:
        return again
    last = (
        SearchSession.objects.filter(reader=reader, at__gt=now - _SAME_SEARCH, clicked=None).exclude(reader="").first()
    )
    values = {"query": query, "words": " ".join(words_of(query))[:200], "found": min(found, 1000), "at": now}
    if last is not None and (query.startswith(last.query) or last.query.startswith(query)):
        for name, value in values.items():
            setattr(last, name, value)
        last.save(update_fields=list(values))
        return last
    return SearchSession.objects.create(reader=reader, language=language, **values)


def record_click(*, session: int, reader: str, article: Article) -> bool:
    """They opened something that their search had found. False for a search of somebody else."""
    rows = SearchSession.objects.filter(Q(clicked=None) | ~Q(clicked=article), pk=session, reader=reader)
    return bool(rows.update(clicked=article))
