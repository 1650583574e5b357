"""The German catalogue: which texts customers read, and whether each is translated.

Texts are found without gettext's tools (babel reads and writes the files), because no machine of ours needs them otherwise. What
people of ours read alone is left out: half of it would be worse than none, so they read English
(accounts/languages.py).
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

# Templates that customers see, with all that these include and extend.
_TEMPLATES = (
    "40*.html", "500.html", "portal/**/*.html", "accounts/**/*.html", "ui/_field.html", "ui/_empty.html", "ui/_pager.html",
    *(f"mail/{kind}/*" for kind in ("acknowledgement", "identity_code", "reply", "sign_in_code", "stopped_answer", "survey",
                                                    "side_conversation", "known_issue", "known_issue_confirm", "data_ready",
                                                    "proactive", "erasure_carried_out", "erasure_declined")),
)  # fmt: skip
# Pages of accounts that only people of ours open.
_OF_OURS = ("accounts/_hours.html", "accounts/invitation")
_MODULES = (
    "portal/**/*.py", "accounts/address_views.py", "accounts/addresses.py", "accounts/forms.py", "accounts/forms_tokens.py",
    "accounts/http.py", "accounts/languages.py", "accounts/limits.py", "accounts/phones.py", "accounts/profile.py",
    "accounts/signing_in.py", "accounts/token_views.py", "accounts/views.py", "accounts/models/address.py",
    "accounts/models/token.py", "helpdesk/templatetags/ui.py", "metrics/questions.py",
    "metrics/actions/answering.py", "tickets/attachments.py", "tickets/errors.py", "tickets/fields.py", "tickets/file_views.py",
    "tickets/handled_by.py", "tickets/ratings.py", "tickets/views.py",
    "tickets/actions/opening.py", "tickets/actions/conversation.py", "tickets/actions/copying.py", "tickets/actions/lifecycle.py",
    "tickets/actions/rating.py", "tickets/actions/fields.py", "mail/outgoing.py", "mail/sign_in.py",
    "privacy/actions.py", "privacy/models.py", "status/actions.py", "status/models.py",
)  # fmt: skip
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
_LINKED = re.compile(r"""{%\s*(?:include|extends|still)\s+["']([^"']+)["']""")


@dataclass(frozen=True, slots=True)
class Text:
    """One text: its words, its plural ("" where it has none), its context, and where it stands."""

    words: str
    plural: str = ""
    context: str = ""
    place: str = field(default="", compare=False)


def texts_of_customers() -> dict[tuple[str, str], Text]:
    """By words and context, in the order in which they are found."""
    found: dict[tuple[str, str], Text] = {}
    for text in [*_of_templates(), *_of_modules()]:
        present = found.get((text.words, text.context))
        if present is None or text.plural and not present.plural:
            found[text.words, text.context] = text
    return found


def untranslated() -> list[Text]:
    catalogue = catalogue_written()
    return [text for text in texts_of_customers().values() if not _is_said(catalogue, text)]


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
        header_comment="# German for customers. See helpdesk/catalogue.py.",
    )
    for text in texts_of_customers().values():
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
    left = [path for pattern in _TEMPLATES for path in sorted(root.glob(pattern)) if path.is_file()]
    seen: set[Path] = set()
    while left:
        path = left.pop(0)
        name = path.relative_to(root).as_posix()
        if path in seen or not path.exists() or name.startswith(_OF_OURS):
            continue
        seen.add(path)
        source = path.read_text()
        yield from _of_template(source, f"templates/{name}")
        left += [root / linked for linked in _LINKED.findall(source)]


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
    for pattern in _MODULES:
        for path in sorted(base.glob(pattern)):
            place = path.relative_to(base).as_posix()
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
