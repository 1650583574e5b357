"""A tree of conditions as the builder's form holds it: nodes in their order, each with the number of the one around it.

`node` lists the numbers, "n3-parent", "n3-kind" … are what node 3 says. What a condition says, whoever has such a tree knows.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import QueryDict

from routing.conditions import KINDS

MOST_NODES = 200


def read_tree(post: QueryDict, condition: Callable[[QueryDict, str], dict[str, Any]]) -> dict[str, Any]:
    """`condition` reads one by the beginning of its inputs' names ("n3-").

    Nodes whose parent is none of the groups before them are left out: nobody's browser sends such.
    """
    groups: dict[str, list[Any]] = {}
    root: dict[str, Any] = {"all": []}
    for number in post.getlist("node")[:MOST_NODES]:
        given = f"n{number}-"
        kind = post.get(f"{given}kind", "")
        node: dict[str, Any] = {kind: []} if kind in KINDS else condition(post, given)
        parent = groups.get(post.get(f"{given}parent", ""))
        if parent is not None:
            parent.append(node)
        elif not groups and kind in KINDS:
            root = node
        else:
            continue
        if kind in KINDS:
            groups[number] = node[kind]
    return root


def change_tree(tree: dict[str, Any], act: str, blank: Callable[[], dict[str, Any]]) -> None:
    """What a button says: "add-condition:0" into node 0, "add-group:0", "remove:3". `blank` makes a condition to be filled in."""
    name, _colon, number = act.partition(":")
    nodes = list(_walk(tree, None))
    if not number.isdecimal() or len(number) > 4 or int(number) >= len(nodes):
        return
    node, parts = nodes[int(number)]
    inside = node.get(next(iter(node))) if "field" not in node else None
    if name == "add-condition" and inside is not None:
        inside.append(blank())
    elif name == "add-group" and inside is not None:
        inside.append({"any": [blank()]})
    elif name == "remove" and parts is not None:
        parts[:] = [part for part in parts if part is not node]


def _walk(node: dict[str, Any], parts: list[Any] | None) -> Iterator[tuple[dict[str, Any], list[Any] | None]]:
    """Each node with the list that it stands in, in the order of their numbers."""
    yield node, parts
    if "field" not in node:
        inside = next(iter(node.values()))
        for part in list(inside):
            yield from _walk(part, inside)
