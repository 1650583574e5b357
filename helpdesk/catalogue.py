"""The German catalogue: which texts there are, and whether each is translated.

Texts are found without gettext's tools (babel reads and writes the files), because no machine of ours needs them otherwise.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

LANGUAGE = "de"
FOLDER = Path(settings.BASE_DIR) / "locale" / LANGUAGE / "LC_MESSAGES"
PO, MO = FOLDER / "django.po", FOLDER / "django.mo"

# Modules whose texts nobody reads in a page or a mail: what commands print, tests, and what measures.
_NOT_SHOWN = ("tests/", "bench/", "scripts/", "node_modules/", ".")
_COMMANDS = "management/commands/"
_CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop"}
_PLURALS = {"ngettext", "ngettext_lazy"}
_CONTEXTS = {"pgettext", "pgettext_lazy"}
_SAY_NOTHING = (
    b'"POT-Creation-Date',
    b'"PO-Revision-Date',
    b'"Last-Translator',
    b'"Report-Msgid',
    b'"Generated-By',
    b'"Language-Team',
)


@dataclass(frozen=True, slots=True)
class Text:
    """One text: its words, its plural ("" where it has none), its context, and where it stands."""

    words: str
    plural: str = ""
    context: str = ""
    place: str = field(default="", compare=False)


def texts() -> dict[tuple[str, str], Text]:
    """By words and context, in the order in which they are found."""
    found: dict[tuple[str, str], Text] = {}
    for text in [*_of_templates(), *_of_modules()]:
        present = found.get((text.words, text.context))
        if present is None or text.plural and not present.plural:
            found[text.words, text.context] = text
    return found


def untranslated() -> list[Text]:
    catalogue = catalogue_written()
    return [text for text in texts().values() if not _is_said(catalogue, text)]


def catalogue_written() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def compiled(catalogue: Catalog) -> bytes:
    """What Django reads. It is committed, so that a server, a container and a test need no step that makes it."""
    catalogue.creation_date = catalogue.revision_date = datetime(
        2026, 1, 1, tzinfo=UTC
    )  # the same texts, the same file
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def bring_up_to_date(*, is_tidied: bool = False) -> None:
    """Add what is new to django.po and compile it; `is_tidied`: take out what nobody reads any more."""
    old = catalogue_written() if PO.exists() else Catalog(locale=LANGUAGE)
    new = Catalog(
        fuzzy=False,
        locale=LANGUAGE,
        project="Helpdesk",
        header_comment="# German. See helpdesk/catalogue.py.",
    )
    for text in texts().values():
        known = old.get(text.words, text.context or None)
        string = known.string if known and bool(known.pluralizable) == bool(text.plural) else ""
        key = (text.words, text.plural) if text.plural else text.words
        new.add(key, string, locations=[(text.place, 0)], context=text.context or None)
    for message in old:
        if message.id and message.string and not is_tidied and new.get(_words_of(message.id), message.context) is None:
            new.add(message.id, message.string, locations=message.locations, context=message.context)
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = BytesIO()
    write_po(file, new, width=130, sort_output=True, omit_header=False, include_lineno=False)
    PO.write_bytes(_without_dates(file.getvalue()))
    MO.write_bytes(compiled(catalogue_written()))


def _words_of(key: str | tuple[str, ...] | list[str]) -> str:
    return key if isinstance(key, str) else key[0]


def _is_said(catalogue: Catalog, text: Text) -> bool:
    message = catalogue.get(text.words, text.context or None)
    if message is None or message.fuzzy:
        return False
    if text.plural:
        return isinstance(message.string, tuple) and all(message.string)
    return bool(message.string)


def _without_dates(po: bytes) -> bytes:
    """Headers that change with every writing and say nothing."""
    return b"\n".join(line for line in po.split(b"\n") if not line.startswith(_SAY_NOTHING))


def _of_templates() -> Iterator[Text]:
    root = Path(settings.BASE_DIR) / "templates"
    for path in sorted(root.rglob("*")):
        if path.suffix in (".html", ".txt"):
            yield from _of_template(path.read_text(), f"templates/{path.relative_to(root).as_posix()}")


def _of_template(source: str, place: str) -> Iterator[Text]:
    """What Django turns a template into for gettext: calls in the order of the text, with blanks between."""
    for call in re.finditer(r"\b(gettext|_|ngettext|pgettext|npgettext)\((?=\s*u?['\"])", made := templatize(source)):
        arguments = _strings_from(made, call.end())
        if call[1] in ("gettext", "_"):
            yield Text(arguments[0], place=place)
        elif call[1] == "ngettext":
            yield Text(arguments[0], arguments[1], place=place)
        elif call[1] == "pgettext":
            yield Text(arguments[1], context=arguments[0], place=place)


def _strings_from(made: str, start: int) -> list[str]:
    """The literals that a call begins with."""
    literal = re.compile(r"""\s*u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\s*,?""", re.DOTALL)
    found = []
    while match := literal.match(made, start):
        found.append(ast.literal_eval(match[1].replace("\n", "\\n")))
        start = match.end()
    return found


def _of_modules() -> Iterator[Text]:
    base = Path(settings.BASE_DIR)
    for folder in sorted(base.iterdir()):
        if not (folder / "__init__.py").exists() or f"{folder.name}/".startswith(_NOT_SHOWN):
            continue
        for path in sorted(folder.rglob("*.py")):
            place = path.relative_to(base).as_posix()
            if _COMMANDS in place:
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    yield from _of_call(node, node.func.id, place)


def _of_call(call: ast.Call, name: str, place: str) -> Iterator[Text]:
    words = [
        argument.value
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
    if name in _CALLS and words:
        yield Text(words[0], place=place)
    elif name in _PLURALS and len(words) > 1:
        yield Text(words[0], words[1], place=place)
    elif name in _CONTEXTS and len(words) > 1:
        yield Text(words[1], context=words[0], place=place)
