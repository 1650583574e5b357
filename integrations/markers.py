"""The word in what we wrote to a tracker by which we know it again."""

import re

_MARKER = re.compile(r"\bhelpdesk-[0-9a-f]{32}\b")


def is_ours(text: str) -> bool:
    """So that what we sent does not come back as news."""
    return _MARKER.search(text) is not None
