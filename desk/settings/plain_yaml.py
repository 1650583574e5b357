"""YAML as people mean it: days, times and the code of Norway are texts, wherever nobody put them in quotation marks.

By the words of YAML 1.1, `2026-12-25` is a date, `17:00` the number 1020, and `NO` is false. What is written here stands in
quotation marks where it would be read so; what an admin writes does not.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml

_BOOL, _INT, _TIMESTAMP = (f"tag:yaml.org,2002:{name}" for name in ("bool", "int", "timestamp"))
# Those of YAML 1.1 without hours and minutes: a narrower reading, so that whatever was written comes back as it was.
_NARROWER = {
    _BOOL: re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z"),
    _INT: re.compile(r"[-+]?(?:0|[1-9][0-9_]*|0[0-7_]+|0b[01_]+|0x[0-9a-fA-F_]+)\Z"),
}


# A file of 5 MB has fewer; a few lines of aliases could have more than any memory holds.
MOST_NODES = 1_000_000


class PlainLoader(yaml.SafeLoader):
    """Only plain data, and nothing twice; raises yaml.YAMLError."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        # By itself YAML takes the last and is silent about what was lost.
        seen = set()
        for key, _value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"“{key.value}” stands here twice", key.start_mark)
            seen.add(key.value if isinstance(key, yaml.ScalarNode) else None)
        return super().construct_mapping(node, deep)

    def construct_scalar(self, node: yaml.ScalarNode | yaml.MappingNode) -> Any:
        # JSON writes what lies beyond 16 bits as two halves; one alone is no character, and no database takes it.
        found = super().construct_scalar(node)
        if not isinstance(found, str) or found.isascii():
            return found
        try:
            return found.encode("utf-16", "surrogatepass").decode("utf-16")
        except UnicodeDecodeError:
            raise yaml.constructor.ConstructorError(None, None, "half a character", node.start_mark) from None


PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, _NARROWER.get(tag, pattern)) for tag, pattern in resolvers if tag != _TIMESTAMP]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def load_plain(text: str) -> Any:
    """What the text says, its aliases written out. Raises yaml.YAMLError."""
    try:
        loader = PlainLoader(text)
        node = loader.get_single_node()
        if node is None:
            return None
        _written_out(node, {})
        return loader.construct_document(node)
    except RecursionError:
        raise yaml.YAMLError("it is nested too deep") from None


def _written_out(node: yaml.Node, known: dict[int, int | None]) -> int:
    """How many nodes it has once its aliases are written out; each is counted once, however often it is named."""
    number = known.get(id(node), 0)
    if number is None:
        raise yaml.constructor.ConstructorError(None, None, "it contains itself", node.start_mark)
    if number == 0:
        known[id(node)] = None
        number = known[id(node)] = 1 + sum(_written_out(part, known) for part in _parts(node))
    if number > MOST_NODES:
        raise yaml.constructor.ConstructorError(None, None, "its aliases make too much of it", node.start_mark)
    return number


def _parts(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.SequenceNode):
        yield from node.value
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield key
            yield value
