"""Pictures that stand in the words: the editor names them by their address here, messages and mails by their content id."""

import re
from collections.abc import Iterable, Sequence

from accounts.models import User
from tickets.models import Attachment

_OWN_PICTURE = re.compile(r'src="[^"]*?/attachments/([0-9a-f-]{36})/[^"]*"')


def pictures_in(html: str, *, uploaded_by: User) -> Iterable[Attachment]:
    """The person's own pictures in the words that were not sent yet."""
    keys = _OWN_PICTURE.findall(html)
    return Attachment.objects.filter(key__in=keys, uploaded_by=uploaded_by, message=None) if keys else []


def with_content_ids(html: str, files: Sequence[Attachment]) -> str:
    """The words with each of these pictures under its content id."""
    names = {str(file.key): file.content_id for file in files if file.content_id}
    return _OWN_PICTURE.sub(lambda found: f'src="cid:{names[found[1]]}"' if found[1] in names else found[0], html)
