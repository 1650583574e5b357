"""What the verbs of articles share: locking a text, keeping a revision, and the line in the article's history."""

from typing import Any

from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from helpdesk import clock
from knowledgebase.models import Article, ArticleChange, Revision, Translation
from knowledgebase.models.article import LONGEST_BODY, LONGEST_SLUG, LONGEST_TITLE
from search.words import fold
from tickets.content import storable
from tickets.errors import Invalid, Refused


class EditedMeanwhile(Refused):
    """Somebody else saved since the writer opened the text: nothing is overwritten, both texts are shown."""

    code = "edited_meanwhile"
    sentence = gettext_lazy(
        "Somebody else saved this article meanwhile. Your text is kept here: compare, then save again."
    )

    def __init__(self, translation: Translation) -> None:
        self.translation = translation
        super().__init__()


def locked(translation: Translation) -> Translation:
    """The text as it is now, so that nobody else changes it until the end of the transaction."""
    return (
        Translation.objects.select_for_update(of=("self",))
        .select_related("article", "published")
        .get(pk=translation.pk)
    )


def told(article: Article, kind: str, actor: User | None, language: str = "", **data: Any) -> None:
    ArticleChange.objects.create(article=article, kind=kind, actor=actor, language=language, data=data, at=clock.now())


def keep_revision(translation: Translation, actor: User | None) -> Revision:
    """What is written now as a revision; the newest one where it says the same."""
    newest = translation.revisions.first()
    if newest is not None and (newest.title, newest.body) == (translation.title, translation.body):
        return newest
    number = (translation.revisions.aggregate(last=Max("number"))["last"] or 0) + 1
    return Revision.objects.create(
        translation=translation,
        number=number,
        title=translation.title,
        body=translation.body,
        author=actor,
        at=clock.now(),
    )


def checked(title: str, body: str) -> tuple[str, str]:
    """Raises Invalid with what is to be mended."""
    title, body = " ".join(storable(title).split()), storable(body).replace("\r\n", "\n")
    if not title:
        raise Invalid(_("Give the article a title."))
    if len(title) > LONGEST_TITLE:
        raise Invalid(_("The title is too long: %(most)s characters at most.") % {"most": LONGEST_TITLE})
    if len(body) > LONGEST_BODY:
        raise Invalid(_("The article is too long. Make two of it."))
    return title, body


def free_slug(wanted: str, language: str, *, besides: Translation | None = None) -> str:
    """A readable address that no other text of this language has or had."""
    stem = plain_slug(wanted)
    slug, number = stem, 2
    while who_has(slug, language, besides=besides) is not None:
        slug, number = f"{stem}-{number}", number + 1
    return slug


def plain_slug(wanted: str) -> str:
    """The same where nobody has it."""
    return slugify(fold(wanted))[: LONGEST_SLUG - 6].strip("-") or "article"


def who_has(slug: str, language: str, *, besides: Translation | None = None) -> Translation | None:
    """The text that readers come to by this address, now or from a former one; None where it is free."""
    texts = Translation.objects.exclude(pk=besides.pk) if besides is not None else Translation.objects.all()
    of_now = texts.filter(language=language, slug=slug).first()
    if of_now is not None:
        return of_now
    return texts.filter(old_slugs__language=language, old_slugs__slug=slug).first()
