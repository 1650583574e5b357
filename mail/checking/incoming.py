"""Where a mailbox's mail is fetched: reached, signed in, every folder there."""

import imaplib
from contextlib import suppress

from django.utils.translation import gettext as _
from imap_tools.errors import ImapToolsError
from imap_tools.mailbox import BaseMailBox

from mail.checking.steps import Findings
from mail.fetching.imap import Trouble, connected, folder_names, opened, sign_in, told
from mail.imap_models import AfterFetching, ImapAccount, Security


def incoming_steps(account: ImapAccount | None) -> Findings:
    """Stops at the first thing without which nothing else can be tested."""
    found = Findings("incoming")
    if account is None or not account.is_on:
        found.hint("connect", _("Nothing is fetched: your mail server has to deliver to this help desk by SMTP."))
        return found
    try:
        box = connected(account)
    except Trouble as trouble:
        found.bad(trouble.at, str(trouble))
        return found
    try:
        with told(account):
            _look_around(box, account, found)
    except Trouble as trouble:
        found.bad(trouble.at, str(trouble))
    finally:
        with suppress(ImapToolsError, imaplib.IMAP4.error, OSError):
            box.logout()
    return found


def _look_around(box: BaseMailBox, account: ImapAccount, found: Findings) -> None:
    found.good("connect", _("%(host)s answers on port %(port)s.") % {"host": account.host, "port": account.port})
    if account.security == Security.NONE:
        advice = _("Choose TLS unless this server stands inside of your own network.")
        found.hint("encryption", _("The connection is not encrypted: the password can be read on the way."), advice)
    else:
        found.good("encryption", _("The connection is encrypted, and the certificate is valid."))
    sign_in(box, account)
    found.good("login", _("Signed in as %(user)s.") % {"user": account.user})
    for name in account.folders:
        try:
            seen = opened(box, name)
        except Trouble as trouble:
            found.bad("folder", str(trouble), _("Correct the folder's name above."))
        else:
            found.good("folder", _("Folder %(name)s is there: %(count)s mails.") % {"name": name, "count": seen.count})
    if account.after == AfterFetching.MOVE and account.move_to not in folder_names(box):
        words = _("There is no folder “%(name)s” to move fetched mail to.") % {"name": account.move_to}
        found.bad("folder", words, _("Make it in your mail program, or name another one above."))
    if "IDLE" in box.client.capabilities:
        found.good("idle", _("The server tells at once when mail comes."))
    else:
        found.hint("idle", _("The server does not tell when mail comes, so it is asked once a minute."))
