"""What policies name, by names and addresses instead of keys: so another desk can read the file, and people the history."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounts.directory import Refusal
from accounts.models import Team, User
from tickets.models import TicketForm
from tickets.tag_names import TagNames, with_tags_of_today

# What something of each sort is known by.
_KNOWN_BY: dict[str, tuple[Any, str]] = {
    "team": (Team, "name"),
    "form": (TicketForm, "name"),
    "person": (User, "email"),
}
_TERM_SORTS = {"people": "person", "person": "person", "team": "team"}

Renaming = Callable[[str, Any], Any]


def name_of(sort: str, key: Any) -> Any:
    """The key itself of what is gone: nothing is found by it later, and the sentence says so."""
    model, field = _KNOWN_BY[sort]
    return model.objects.filter(pk=key).values_list(field, flat=True).first() or key


def key_of(sort: str, name: Any) -> Any:
    """Raises Refusal for a name that nothing here has. A key is one: so stood it in files and changes of earlier days."""
    if not isinstance(name, str):
        return name
    model, field = _KNOWN_BY[sort]
    key = model.objects.filter(**{field: name}).order_by("pk").values_list("pk", flat=True).first()
    if key is None:
        raise Refusal(_("There is nothing called “%(name)s” that the policy could mean.") % {"name": name})
    return key


def renamed_terms(terms: Mapping[str, Any], renamed: Renaming) -> dict[str, Any]:
    """What has not the form of terms is left as it is: the verb says what is wrong with it."""
    return {
        name: [_act(one, renamed) for one in given] if name in ("warn", "breach") and isinstance(given, list) else given
        for name, given in terms.items()
    }


def renamed_conditions(tree: Any, renamed: Renaming) -> Any:
    """As `renamed_terms`."""
    if not isinstance(tree, Mapping):
        return tree
    if "field" not in tree:
        return {
            kind: [renamed_conditions(part, renamed) for part in parts] if isinstance(parts, list) else parts
            for kind, parts in tree.items()
        }
    if tree["field"] not in ("team", "form") or not isinstance(tree.get("is"), list):
        return dict(tree)
    return {**tree, "is": [renamed(tree["field"], value) for value in tree["is"]]}


def _act(given: Any, renamed: Renaming) -> Any:
    if not isinstance(given, Mapping):
        return given
    return {
        name: _each(value, _TERM_SORTS[name], renamed) if name in _TERM_SORTS and value is not None else value
        for name, value in given.items()
    }


def _each(value: Any, sort: str, renamed: Renaming) -> Any:
    return [renamed(sort, one) for one in value] if isinstance(value, list) else renamed(sort, value)


def of_today(conditions: Any, names: TagNames | None = None) -> Any:
    """Of a policy that is kept, with the names that tags have today. `names`: for whoever asks of many policies."""
    return with_tags_of_today(conditions, field="tag", among="is", names=names or TagNames())
