"""IMAP accounts, for the history and the file of the whole configuration: without their passwords."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actors import Actor
from accounts.directory import Refusal
from accounts.setting_changes import Description
from accounts.setting_kinds import Kind, Shape, row_of
from mail.fetching.keeping import IMAP, connect_imap, imap_described
from mail.imap_models import AfterFetching, Begin, ImapAccount, Security, SignIn
from mail.models import Mailbox


def _fields(fields: Description) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name in IMAP_ACCOUNTS.shapes and name != "mailbox"}


def _add(actor: Actor, fields: Description) -> ImapAccount:
    """Without its password nothing could be fetched, so it waits, switched off, until that is entered."""
    mailbox = Mailbox.objects.filter(address=fields["mailbox"]).first()
    if mailbox is None:
        raise Refusal(_("There is no mailbox %(address)s.") % {"address": fields["mailbox"]})
    return connect_imap(mailbox, actor=actor, **{**_fields(fields), "is_on": False})


IMAP_ACCOUNTS = Kind(
    code=IMAP,
    name=gettext_lazy("Fetching mail"),
    section="imap_accounts",
    identity="mailbox",
    labels={
        "mailbox": gettext_lazy("Mailbox"),
        "is_on": gettext_lazy("Fetch mail"),
        "host": gettext_lazy("Server"),
        "port": gettext_lazy("Port"),
        "security": gettext_lazy("Encryption"),
        "sign_in": gettext_lazy("How to sign in"),
        "user": gettext_lazy("User name"),
        "client_id": gettext_lazy("Client ID"),
        "tenant": gettext_lazy("Directory (tenant) ID"),
        "folders": gettext_lazy("Folders"),
        "begin": gettext_lazy("Which mail becomes tickets"),
        "after": gettext_lazy("What happens to fetched mail"),
        "move_to": gettext_lazy("Moved to"),
        "password": gettext_lazy("Password"),
        "client_secret": gettext_lazy("Client secret"),
    },
    things=lambda: ImapAccount.objects.select_related("mailbox").order_by("mailbox__address"),
    find=row_of(ImapAccount),
    describe=imap_described,
    add=_add,
    change=lambda account, actor, fields: connect_imap(account.mailbox, actor=actor, **_fields(fields)),
    shapes={
        "mailbox": Shape.TEXT,
        "is_on": Shape.FLAG,
        "host": Shape.TEXT,
        "port": Shape.NUMBER_OR_NONE,
        "security": Shape.TEXT,
        "sign_in": Shape.TEXT,
        "user": Shape.TEXT,
        "client_id": Shape.TEXT,
        "tenant": Shape.TEXT,
        "folders": Shape.TEXTS,
        "begin": Shape.TEXT,
        "after": Shape.TEXT,
        "move_to": Shape.TEXT,
    },
    required=("host", "user"),
    words={
        "security": dict(Security.choices),
        "sign_in": dict(SignIn.choices),
        "begin": dict(Begin.choices),
        "after": dict(AfterFetching.choices),
    },
)
