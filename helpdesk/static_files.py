"""Static files as they are served: hashed, compressed, and a stylesheet that only imports others as one file.

Sixty imports would be sixty requests, of which each page waits for the last.
"""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

IN_ONE = ("css/app.css", "css/portal.css")
_IMPORT = re.compile(r'^@import url\("([^"]+)"\);\n', re.MULTILINE)
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


class InOne:
    """The storage of a stylesheet of imports, in which they stand instead of being named. None of them names a file itself."""

    def __init__(self, name: str, paths: dict[str, tuple[Any, str]]) -> None:
        self.name, self.paths = name, paths

    def open(self, path: str) -> ContentFile:
        return ContentFile(self._with_imports(self._read(self.name)).encode())

    def _with_imports(self, css: str) -> str:
        folder = PurePosixPath(self.name).parent
        return _IMPORT.sub(lambda found: _COMMENT.sub("", self._read(str(folder / found[1]))), _COMMENT.sub("", css))

    def _read(self, name: str) -> str:
        storage, path = self.paths[name]
        with storage.open(path) as file:
            return file.read().decode()


class StaticFiles(CompressedManifestStaticFilesStorage):
    def post_process(self, paths: dict[str, tuple[Any, str]], *args: Any, **options: Any) -> Iterator[Any]:
        in_one = {name: (InOne(name, paths), paths[name][1]) for name in IN_ONE if name in paths}
        return super().post_process({**paths, **in_one}, *args, **options)
