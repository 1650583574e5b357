"""Up to where the writer of a message had read, from the body or from If-Match."""

import re
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from accounts.api.base import ApiRequest


def seen_by(request: ApiRequest, words: dict[str, Any]) -> int | None:
    """The lower of both when both are given; None when neither is. Raises ValidationError for another kind of ETag."""
    header = request.headers.get("If-Match")
    if header is None:
        return words.get("seen_seq")
    found = re.fullmatch(r'"([0-9]{1,9})"', header.strip())
    if found is None:
        raise ValidationError({"If-Match": [_('Send the ticket\'s ETag, such as "4".')]})
    return min(int(found[1]), words.get("seen_seq", int(found[1])))
