"""A sign-in at a provider that a program began: what belongs to it travels sealed, since a program has no session.

Whoever it was begun by ends it, within a quarter of an hour; to everybody else the words say nothing.
"""

import json
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from helpdesk import clock
from helpdesk.encrypted import encrypted, opened
from mail.fetching.oauth import consent_address, new_verifier
from mail.imap_models import ImapAccount
from tickets.errors import Invalid

LIFE = timedelta(minutes=15)
_MARK = "encrypted:"


def begun_consent(account: ImapAccount, *, by: User) -> str:
    """The address at the provider where this person says yes; in a browser in which they are signed in here."""
    verifier = new_verifier()
    return consent_address(account, state=sealed(account, by, verifier=verifier), verifier=verifier)


def sealed(account: ImapAccount, by: User, **words: str) -> str:
    about = {"mailbox": account.mailbox_id, "by": by.pk, "until": (clock.now() + LIFE).isoformat(), **words}
    return encrypted(json.dumps(about)).removeprefix(_MARK)


def unsealed(text: str, by: User) -> dict[str, Any] | None:
    """What this person sealed lately; None for anything else."""
    found = opened(_MARK + text) if text else ""
    about: dict[str, Any] = json.loads(found) if found.startswith("{") else {}
    is_theirs = about.get("by") == by.pk and datetime.fromisoformat(about["until"]) > clock.now()
    return about if is_theirs else None


def device_code_in(account: ImapAccount, text: str, by: User) -> str:
    """The provider's code of a sign-in that this person began for this mailbox. Raises Invalid."""
    about = unsealed(text, by)
    if about is None or about["mailbox"] != account.mailbox_id or "device_code" not in about:
        raise Invalid(_("This sign-in was not begun here, or is over already. Begin it again."))
    return str(about["device_code"])
