"""The form in which a tag is kept, whoever types it wherever: on a ticket, in a rule, for a skill."""

import re

LONGEST_TAG = 50
_NOT_IN_TAGS = re.compile(r"[^\w.+#-]+", re.UNICODE)


def tag_name(typed: str) -> str:
    """Lower case; runs of other characters become one hyphen. Empty where nothing is left."""
    return _NOT_IN_TAGS.sub("-", typed.strip().lower()).strip("-")[:LONGEST_TAG]
