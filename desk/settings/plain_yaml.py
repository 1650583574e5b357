"""YAML as people mean it: days, times and the code of Norway are texts, wherever nobody put them in quotation marks.

By the words of YAML 1.1, `2026-12-25` is a date, `17:00` the number 1020, and `NO` is false. What is written here stands in
quotation marks where it would be read so; what an admin writes does not.
"""

import re
from typing import Any

import yaml

_BOOL, _INT, _TIMESTAMP = (f"tag:yaml.org,2002:{name}" for name in ("bool", "int", "timestamp"))
# Those of YAML 1.1 without hours and minutes: a narrower reading, so that whatever was written comes back as it was.
_NARROWER = {
    _BOOL: re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z"),
    _INT: re.compile(r"[-+]?(?:0|[1-9][0-9_]*|0[0-7_]+|0b[01_]+|0x[0-9a-fA-F_]+)\Z"),
}


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


PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, _NARROWER.get(tag, pattern)) for tag, pattern in resolvers if tag != _TIMESTAMP]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
