"""How people and their telephones end a mail, by language: every line as their programs or habits have it."""

from pathlib import Path

import yaml

_HERE = Path(__file__).parent

TELEPHONES: dict[str, list[str]] = yaml.safe_load((_HERE / "telephones.yaml").read_text())
CLOSINGS: dict[str, list[str]] = yaml.safe_load((_HERE / "closings.yaml").read_text())
