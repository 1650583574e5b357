"""The tags that rules ask about, by the names that they have today: so people read them, and another desk's file holds them."""

from typing import Any

from tickets.tag_names import TagNames, with_tags_of_today


def of_today(conditions: Any, names: TagNames | None = None) -> Any:
    """Of a rule that is kept. `names`: for whoever asks of many rules."""
    return with_tags_of_today(conditions, field="tags", among="value", names=names or TagNames())
