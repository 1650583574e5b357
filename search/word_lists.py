"""Lists of words that we wrote, in YAML."""

from pathlib import Path
from typing import Any

import yaml

# libyaml reads them ten times as quickly: of the first question that a process is asked, half a second.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_words(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506  # a safe loader
