"""What fills placeholders in, the only module that knows Liquid: it takes 3 MB, so a process reads it with its first text.

Which placeholders there are, and who asks: `tickets/placeholders.py`.
"""

import html as html_escapes
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from liquid import BoundTemplate, Environment
from liquid.exceptions import LiquidError
from liquid.undefined import Undefined

from tickets.errors import Invalid
from tickets.placeholders import LONGEST, PLACEHOLDERS

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_UNKNOWN = re.compile(r"^'?([\w.\[\]\"-]+)'? is undefined")


class Flag(Undefined):
    """What stands in the text for a value that is not there; false in a condition, and `default` replaces it."""

    def __str__(self) -> str:
        found = _UNKNOWN.match(self.hint or "")
        path = found[1] if found else self.name
        return f"[{PLACEHOLDERS.get(path, path)}?]"


class _Environment(Environment):
    # A template is written by people of ours, by mistake perhaps: it can neither run on nor read anything else.
    loop_iteration_limit = 500
    output_stream_limit = LONGEST
    context_depth_limit = 8


HTML = _Environment(undefined=Flag, autoescape=True)
# For what leaves without anybody looking at it again: a value that is missing is nothing.
SILENT_HTML = _Environment(autoescape=True)
SILENT_TEXT = _Environment()


def filled(template: str, values: Mapping[str, Any], environment: Environment) -> str:
    """Raises Invalid when it is no Liquid, or does not work with these values."""
    parsed = _parsed(template, environment)
    try:
        return parsed.render(**values)
    except LiquidError as problem:
        raise Invalid(_("The text does not work: %(problem)s") % {"problem": _first_line(problem)}) from problem


def names_in(template: str) -> tuple[set[str], list[str]]:
    """The values that it names, and the filters that there are not. Raises Invalid when it is no Liquid."""
    parsed = _parsed(template, HTML)
    named = {str(path) for path in parsed.global_variable_paths()}
    return named, sorted(set(parsed.filter_names()) - set(HTML.filters))


@lru_cache(maxsize=512)
def _parse(template: str, environment: Environment) -> BoundTemplate:
    return environment.from_string(template if environment is SILENT_TEXT else _TAG.sub(_as_typed, template))


def _parsed(template: str, environment: Environment) -> BoundTemplate:
    try:
        return _parse(template, environment)
    except LiquidError as problem:
        raise Invalid(
            _("A placeholder is not written right: %(problem)s") % {"problem": _first_line(problem)}
        ) from problem


def _as_typed(tag: re.Match[str]) -> str:
    """Editors write `>` and blanks inside a placeholder as entities."""
    return html_escapes.unescape(tag[0]).replace("\xa0", " ")


def _first_line(problem: LiquidError) -> str:
    return str(problem).strip().splitlines()[0] if str(problem).strip() else type(problem).__name__
