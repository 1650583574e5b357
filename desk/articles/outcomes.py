"""What becomes of the words on a screen: they are saved, and then what the writer asked for is done with just these words."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from knowledgebase import actions
from knowledgebase.models import Translation
from tickets.errors import Invalid

SAVE, SUBMIT, PUBLISH, SCHEDULE, UNSCHEDULE = "save", "submit", "publish", "schedule", "unschedule"
ARCHIVE, UNARCHIVE = "archive", "unarchive"


@transaction.atomic
def done_with(
    text: Translation, *, actor: User, act: str, title: str, body: str, version: int, at: datetime | None = None
) -> str:
    """A sentence that says what was done, "" where nothing was to be done.

    Raises what the verbs refuse with: then nothing is saved.
    """
    saved = actions.save_draft(text, actor=actor, title=title, body=body, version=version)
    if act == SUBMIT:
        return _told(actions.submit(text, actor=actor), _("A lead reads it and publishes it."))
    if act == PUBLISH:
        now = saved.version if saved is not None else None
        return _told(actions.publish(text, actor=actor, version=now), _("Published. Readers find it within seconds."))
    if act == SCHEDULE:
        if at is None:
            raise Invalid(_("Choose the day and the time at which it is published."))
        return _told(actions.schedule(text, actor=actor, at=at), _("It will be published at the time you chose."))
    if act == UNSCHEDULE:
        return _told(actions.unschedule(text, actor=actor), _("It will not be published by itself any more."))
    if act == ARCHIVE:
        return _told(actions.archive(text, actor=actor), _("Archived. Readers do not find it any more."))
    if act == UNARCHIVE:
        return _told(actions.unarchive(text, actor=actor), _("It is a draft again. Read it, then publish it."))
    return _("Saved.") if saved is not None else ""


def _told(changed: Translation | None, sentence: str) -> str:
    return sentence if changed is not None else ""
