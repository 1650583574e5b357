"""What a tag was called before: a rule or a policy that names it by an earlier name, renamed or merged since, still means it.

The names of one tag hang together by `TagRename`; none of them is ever given to another tag (search/tags.py), so that whoever
knows one of them knows the tag.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db import connection

from tickets.models import TagRename, Ticket

_OF_A_TICKET = """
WITH RECURSIVE names(name) AS (
    SELECT tag.name FROM tickets_ticket_tags one JOIN tickets_tag tag ON tag.id = one.tag_id WHERE one.ticket_id = %s
    UNION SELECT rename.old FROM tickets_tagrename rename JOIN names ON rename.new = names.name
)
SELECT name FROM names
"""


def every_name_on(ticket: Ticket) -> frozenset[str]:
    """All names, of today and earlier ones, of the tags that the ticket carries now; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_A_TICKET, [ticket.pk])
        return frozenset(name for (name,) in cursor.fetchall())


class TagNames:
    """All renamings, read once, and only when somebody asks."""

    def every_name(self, names: Iterable[str]) -> frozenset[str]:
        """Of the tags that go or went by these names: those too that they had before, and have had since."""
        found: set[str] = set()
        left = list(names)
        while left:
            name = left.pop()
            if name not in found:
                found.add(name)
                left += self._neighbours.get(name, ())
        return frozenset(found)

    def today(self, name: str) -> str:
        """What the tag of this name is called now."""
        return self._today.get(name, name)

    @cached_property
    def _renames(self) -> list[tuple[str, str]]:
        return list(TagRename.objects.order_by("pk").values_list("old", "new"))

    @cached_property
    def _neighbours(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for old, new in self._renames:
            found[old].add(new)
            found[new].add(old)
        return dict(found)

    @cached_property
    def _today(self) -> dict[str, str]:
        """The newest renaming among all names of a tag says what it is called."""
        found: dict[str, str] = {}
        for old, new in self._renames:
            for name in self.every_name([old]):
                found[name] = new
        return found


def with_tags_of_today(tree: Any, *, field: str, among: str, names: TagNames) -> Any:
    """Stored conditions (all, any, none; checked, so that they are not deep) with their tags' names of today.

    `field`: what a condition on tags asks about; `among`: where its values stand.
    """
    if isinstance(tree, list):
        return [with_tags_of_today(part, field=field, among=among, names=names) for part in tree]
    if not isinstance(tree, dict):
        return tree
    if tree.get("field") == field and isinstance(tree.get(among), list):
        return {**tree, among: list(dict.fromkeys(names.today(str(name)) for name in tree[among]))}
    if "field" in tree:
        return tree
    return {key: with_tags_of_today(part, field=field, among=among, names=names) for key, part in tree.items()}
