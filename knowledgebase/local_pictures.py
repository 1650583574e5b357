"""Pictures that lie beside an article's file: taken in with it, each once, however often the file comes."""

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

from django.core.files.base import ContentFile

from knowledgebase.actions import add_picture, picture_url
from knowledgebase.front_matter import LOCAL_PICTURE, ArticleFile
from knowledgebase.models import Article, Picture
from tickets.attachments import safe_filename
from tickets.errors import Refused


def with_pictures(file: ArticleFile, article: Article, folder: Path, name: str) -> ArticleFile:
    """The file with the addresses of what was taken in. `name`: of the file in the folder; nothing outside of that is read.

    What is not there, too large or no picture stays as it is named: whoever imports is told of it.
    """

    def taken_in(found: re.Match[str]) -> str:
        path = (folder / name).parent / unquote(found[1])
        if folder.resolve() not in path.resolve().parents or not path.is_file():
            return found[0]
        try:
            address = picture_url(_picture_of(article, path))
        except Refused:
            return found[0]
        return found[0].removesuffix(found[1]) + address

    return replace(file, body=LOCAL_PICTURE.sub(taken_in, file.body))


def _picture_of(article: Article, path: Path) -> Picture:
    """The one that was taken in before, where it says the same."""
    content, name = path.read_bytes(), safe_filename(path.name)
    for known in Picture.objects.filter(article=article, filename=name, size=len(content)).order_by("pk"):
        with known.file.open("rb") as kept:
            if kept.read() == content:
                return known
    return add_picture(article, actor=None, upload=ContentFile(content, name=path.name))
