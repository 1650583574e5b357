"""Pictures for articles: taken in, and found again for whoever may read the article."""

import re
import uuid
from urllib.parse import unquote

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.files import File
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission
from knowledgebase.markdown import pictures_of
from knowledgebase.models import Article, Picture, Translation, visibilities_of
from tickets.access import require
from tickets.attachments import raster_type, safe_filename, too_large
from tickets.errors import Invalid

_UNSAFE_IN_ADDRESS = re.compile(r"[^\w.-]+")
_TAKEN_IN = re.compile(r"/help/pictures/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/.")


@transaction.atomic
def add_picture(article: Article, *, actor: User | None, upload: File) -> Picture:
    """Raises Invalid for what is too large, or no picture that every browser shows. Nobody does: an import."""
    if actor is not None:
        require(actor, Permission.WRITE_ARTICLES)
    name = safe_filename(upload.name or "")
    size = upload.size or 0
    if size > settings.ATTACHMENT_MAX_BYTES:
        raise Invalid(too_large(name))
    kind = raster_type(upload.read(16))
    upload.seek(0)
    if kind is None:
        raise Invalid(_("“%(name)s” is no picture. Use PNG, JPEG, GIF or WebP.") % {"name": name})
    return Picture.objects.create(
        article=article, filename=name, content_type=kind, size=size, file=upload, uploaded_by=actor
    )


def picture_url(picture: Picture) -> str:
    """Without what Markdown would read as its own."""
    name = _UNSAFE_IN_ADDRESS.sub("-", picture.filename).strip("-") or "picture"
    return reverse("help:picture", args=[picture.key, name])


def unshown_pictures(body: str) -> list[str]:
    """Of an article's pictures those that its readers would not see, as the words name them: not taken in, or no longer there."""
    sources = pictures_of(body)
    keys = {source: found[1] for source in sources if (found := _TAKEN_IN.match(source))}
    kept = Picture.objects.filter(key__in=keys.values()).values_list("key", flat=True) if keys else ()
    there = {str(key) for key in kept}
    missing = [source for source in sources if keys.get(source) not in there]
    return [unquote(source) for source in missing if not source.startswith(settings.STATIC_URL)]


def picture_for(person: User | AnonymousUser, key: uuid.UUID) -> Picture:
    """What a reader of the article may see; people of ours also while it is a draft. Raises Picture.DoesNotExist."""
    picture = Picture.objects.select_related("article").get(key=key, article__visibility__in=visibilities_of(person))
    if getattr(person, "is_staff", False) and person.is_active:
        return picture
    if not Translation.objects.readable_by(person).filter(article=picture.article_id).exists():
        raise Picture.DoesNotExist
    return picture
