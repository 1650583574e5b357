"""Pictures that lie beside an article's file: written with it, and taken in with it, each once, however often the file comes."""

import os
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, unquote

from django.core.files.base import ContentFile

from knowledgebase.actions import add_picture, picture_url
from knowledgebase.front_matter import LOCAL_PICTURE, ArticleFile
from knowledgebase.models import Article, Picture
from tickets.attachments import safe_filename
from tickets.errors import Refused

# `help:picture`, in an article's words.
_TAKEN_IN = re.compile(r"(!\[[^\]\n]*\]\()/help/pictures/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/[^)\s]+")


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


def with_files(file: ArticleFile, folder: Path, path: Path) -> ArticleFile:
    """The file with its own pictures written into the folder, from where `with_pictures` knows them again. `path`: its own."""

    def written(found: re.Match[str]) -> str:
        picture = Picture.objects.filter(key=found[2], article__key=file.key).first()
        if picture is None or not picture.file.storage.exists(str(picture.file.name)):
            return found[0]
        place = folder / "pictures" / str(picture.key) / picture.filename
        place.parent.mkdir(parents=True, exist_ok=True)
        with picture.file.open("rb") as kept:
            place.write_bytes(kept.read())
        return found[1] + quote(Path(os.path.relpath(place, path.parent)).as_posix())

    return replace(file, body=_TAKEN_IN.sub(written, file.body))


def _picture_of(article: Article, path: Path) -> Picture:
    """The one that was taken in before, where it says the same."""
    content, name = path.read_bytes(), safe_filename(path.name)
    for known in Picture.objects.filter(article=article, filename=name, size=len(content)).order_by("pk"):
        with known.file.open("rb") as kept:
            if kept.read() == content:
                return known
    return add_picture(article, actor=None, upload=ContentFile(content, name=path.name))
