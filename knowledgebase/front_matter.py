"""An article as a file: Markdown below a few lines of YAML that say what it is."""

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

import yaml
from django.conf import settings

from knowledgebase.models.article import LONGEST_BODY, LONGEST_TITLE, Visibility
from tickets.content import storable

# What people write for it elsewhere.
_VISIBILITIES = {**{value: value for value in Visibility.values}, "signed-in": "signed_in", "private": "internal"}
_STATUSES = {"draft", "review", "published", "archived"}
_LANGUAGE_NAMES = {"english": "en", "german": "de", "deutsch": "de"}
_HEADING = re.compile(r"#[ \t]+(.+?)[ \t#]*(?:\n|\Z)")
# A picture that lies beside the file; what has an address of its own is left to the article.
LOCAL_PICTURE = re.compile(r"!\[[^\]\n]*\]\(\s*<?(?![a-z][a-z0-9+.-]*:|/|#)([^)\s>]+)", re.IGNORECASE)

_PICTURE = re.compile(r"(!\[[^\]\n]*\]\()[^)\n]*\)")


class BadFile(ValueError):
    """A sentence that says what to mend."""


class _AsTyped(yaml.SafeLoader):
    """A title `No` or `1.10` is what stands there; other tools' dates, even impossible ones, are words as well."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in pairs if tag == "tag:yaml.org,2002:null"]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


@dataclass(frozen=True, slots=True)
class ArticleFile:
    """`key` is the same for all languages of an article."""

    key: str
    title: str
    body: str
    category: str
    language: str
    section: str = ""
    visibility: str = Visibility.PUBLIC
    tags: list[str] = field(default_factory=list)
    slug: str = ""
    status: str = "published"
    # By name; None: the file does not say, and what is set stays. None in the list: where the category stands.
    brands: list[str] | None = None


def read_file(path: PurePosixPath, text: str) -> ArticleFile:
    """`path` is relative to the folder; fields of other tools are left alone. Raises BadFile."""
    fields, body = _split(text)
    body = body.strip()
    # Many tools write the title above the text as well, or only there.
    heading = _HEADING.match(body)
    title = _word(fields, "title", needed=heading is None) or (heading[1] if heading else "")
    if heading is not None and heading[1].casefold() == title.casefold():
        body = body[heading.end() :]
    if len(title) > LONGEST_TITLE:
        raise BadFile(f"the title is longer than {LONGEST_TITLE} characters")
    if len(body) > LONGEST_BODY:
        raise BadFile(f"the text is longer than {LONGEST_BODY:,} characters; make two articles of it")
    language = _language(_word(fields, "language") or _language_of(path))
    return ArticleFile(
        key=key_of(path, language),
        title=title,
        body=body.strip() + "\n",
        category=_word(fields, "category") or _category_of(path),
        section=_word(fields, "section"),
        language=language,
        visibility=_one_of(fields, "visibility", _VISIBILITIES, Visibility.PUBLIC),
        tags=_tags(fields.get("tags")),
        slug=_word(fields, "slug"),
        status=_one_of(fields, "status", {status: status for status in _STATUSES}, "published"),
        brands=_brands(fields["brands"]) if fields.get("brands") is not None else None,
    )


def without_addresses(body: str) -> str:
    """Its words, wherever its pictures lie: what was taken in has another address than in its file."""
    return _PICTURE.sub(r"\1)", body).strip()


def write_file(article: ArticleFile) -> str:
    """The same, so that `read_file` reads it back."""
    fields: dict[str, Any] = {"title": article.title, "category": article.category}
    if article.section:
        fields["section"] = article.section
    fields |= {"visibility": str(article.visibility), "language": article.language, "tags": list(article.tags)}
    fields |= {"slug": article.slug} if article.slug else {}
    fields |= {"status": str(article.status)} if article.status != "published" else {}
    fields |= {"brands": list(article.brands)} if article.brands is not None else {}
    head = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=1000)
    return f"---\n{head}---\n\n{article.body.strip()}\n"


def key_of(path: PurePosixPath, language: str) -> str:
    """`billing/refunds.de.md` and `de/billing/refunds.md` are translations of `billing/refunds.md`."""
    plain = path.with_suffix("")
    if plain.suffix == f".{language}":
        plain = plain.with_suffix("")
    parts = plain.parts
    if len(parts) > 1 and parts[0] in dict(settings.LANGUAGES):
        parts = parts[1:]
    key = "/".join(parts)
    if len(key) > 200:
        raise BadFile("the name is longer than 200 characters")
    return key


def _language_of(path: PurePosixPath) -> str:
    """Where none is told: that of its name, or of the folder at the top; "" if neither says one."""
    named = path.with_suffix("").suffix.removeprefix(".").lower(), path.parts[0] if len(path.parts) > 1 else ""
    return next((code for code in named if code in dict(settings.LANGUAGES)), "")


def _category_of(path: PurePosixPath) -> str:
    """Where no category is named: that of its folder."""
    folders = [part for part in path.parts[:-1] if part not in dict(settings.LANGUAGES)]
    return folders[-1].replace("-", " ").replace("_", " ").capitalize() if folders else "General"


def _split(text: str) -> tuple[dict[str, Any], str]:
    lines = text.replace("\r\n", "\n").replace("\x00", "").lstrip("\ufeff").split("\n")
    if lines[0].strip() != "---":
        raise BadFile("it does not begin with front matter: a line of three dashes, then title and category")
    end = next((place for place, line in enumerate(lines[1:], 1) if line.strip() == "---"), None)
    if end is None:
        raise BadFile("its front matter does not end: a second line of three dashes is missing")
    try:
        fields = yaml.load("\n".join(lines[1:end]), Loader=_AsTyped) or {}  # noqa: S506  # a safe loader
    except (yaml.YAMLError, ValueError, LookupError, AttributeError, RecursionError) as problem:
        mark = getattr(problem, "problem_mark", None)
        where = f" in line {mark.line + 2}" if mark is not None else ""
        raise BadFile(f"its front matter is no YAML{where}; put texts with a colon in quotes") from None
    if not isinstance(fields, dict):
        raise BadFile("its front matter has no fields, such as `title: How to pay`")
    return {str(name).strip().lower(): value for name, value in fields.items()}, "\n".join(lines[end + 1 :])


def _word(fields: dict[str, Any], name: str, *, needed: bool = False) -> str:
    value = fields.get(name)
    if value is None or (isinstance(value, str) and not value.strip()):
        if needed:
            raise BadFile(f"{name} is missing")
        return ""
    if isinstance(value, list | dict):
        raise BadFile(f"{name} must be a text")
    return storable(str(value)).strip()


def _one_of(fields: dict[str, Any], name: str, known: dict[str, str], usual: str) -> str:
    value = _word(fields, name).lower() or usual
    if value not in known:
        raise BadFile(f"{name} is {value!r}; it must be one of {', '.join(sorted(known))}")
    return known[value]


def _language(code: str) -> str:
    code = code.lower().replace("_", "-")
    code = _LANGUAGE_NAMES.get(code, code).split("-")[0] or settings.LANGUAGE_CODE
    if not (code.isascii() and code.isalpha() and 2 <= len(code) <= 3):
        raise BadFile(f"language is {code!r}; it must be a code such as en or de")
    return code


def _brands(value: Any) -> list[str]:
    found = value.split(",") if isinstance(value, str) else value
    if not isinstance(found, list) or any(isinstance(name, list | dict) for name in found):
        raise BadFile("brands must be a list of names, such as [Acme, Northwind]")
    return list(dict.fromkeys(str(name).strip() for name in found if str(name).strip()))


def _tags(value: Any) -> list[str]:
    if value is None:
        return []
    found = value.split(",") if isinstance(value, str) else value
    if not isinstance(found, list) or any(isinstance(tag, list | dict) for tag in found):
        raise BadFile("tags must be a list, such as [billing, refund]")
    told = (storable(str(tag)).strip().lower() for tag in found if tag is not None)
    tags = list(dict.fromkeys(tag for tag in told if tag))
    if any(len(tag) > 50 for tag in tags):
        raise BadFile("a tag is longer than 50 characters")
    return tags
