"""The verbs on IMAP accounts: connecting a mailbox, fetching now. A password goes in and never comes out."""

import re
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.setting_changes import Description, note_setting, require_setting
from helpdesk import clock
from helpdesk.nudge import nudge_once
from mail.checking.asking import ask_for_check
from mail.imap_models import AfterFetching, Begin, ImapAccount, Security, SignIn
from mail.models import Mailbox
from tickets.content import storable
from tickets.errors import Invalid

IMAP = "imap_account"
MOST_FOLDERS = 20
USUAL_HOSTS = {SignIn.GOOGLE: "imap.gmail.com", SignIn.MICROSOFT: "outlook.office365.com"}
_HOST = re.compile(r"[a-z0-9]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\.?|[0-9a-f:]+", re.ASCII)
_TEXTS = ("host", "security", "sign_in", "user", "client_id", "tenant", "begin", "after", "move_to")
_SECRETS = ("password", "client_secret")
_FIELDS = ("is_on", "port", "folders", *_TEXTS)
_CHOICES = {"security": Security, "sign_in": SignIn, "begin": Begin, "after": AfterFetching}


@transaction.atomic
def connect_imap(mailbox: Mailbox, *, actor: Actor, **words: Any) -> ImapAccount:
    """Fetch the mailbox's mail from there from now on, or change how. Its connection is tested by a worker at once.

    An empty `password` or `client_secret` leaves the one there is. Raises PermissionDenied but for admins, Invalid with what to
    write instead.
    """
    require_setting(actor)
    account = ImapAccount.objects.filter(mailbox=mailbox).first()
    before = imap_described(account) if account else None
    now = clock.now()
    account = account or ImapAccount(mailbox=mailbox, created_at=now, due_at=now)
    new_secrets = _set(account, words)
    _refuse_wrong(account)
    if before is not None:
        _refuse_secret_meant_for_another(account, before, is_written=bool(words.get("password")))
    if before is not None and (before["host"], before["user"]) != (account.host, account.user):
        account.read_folders.all().delete()
    if before is not None and any(before[name] != getattr(account, name) for name in ("user", "sign_in", "client_id")):
        account.refresh_token = account.access_token = ""
        account.access_until = None
    account.due_at = now
    account.failures, account.trouble = 0, ""
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as taken:
        raise Invalid(_("Somebody connected this mailbox at this very moment. Open the page again.")) from taken
    after = imap_described(account)
    said = {name: _("a new one") if name in new_secrets else "" for name in _SECRETS}
    noted = note_setting(
        IMAP, account.pk, mailbox.address, actor=actor,
        before=None if before is None else before | dict.fromkeys(_SECRETS, ""),
        after=after | said if before is not None else after,
    )  # fmt: skip
    if noted and account.is_on:
        ask_for_check(mailbox, by=actor)
        fetch_soon(account)
    return account


def fetch_now(mailbox: Mailbox, *, actor: Actor) -> bool:
    """Without waiting for its turn; False where nothing is fetched."""
    require_setting(actor)
    account = ImapAccount.objects.filter(mailbox=mailbox, is_on=True).first()
    if account is None:
        return False
    fetch_soon(account)
    return True


def fetch_soon(account: ImapAccount) -> None:
    """Let a worker ask the server now; several times at once are one."""
    ImapAccount.objects.filter(pk=account.pk, due_at__gt=clock.now()).update(due_at=clock.now())
    transaction.on_commit(_nudge_fetching, robust=True)


def imap_described(account: ImapAccount) -> dict[str, Any]:
    """As history and file know it: without its secrets, which are entered anew where the file is read."""
    return {"mailbox": account.mailbox.address, **{name: getattr(account, name) for name in _FIELDS}}


def _nudge_fetching() -> None:
    from mail.tasks import fetch_mail

    nudge_once(fetch_mail)


def _set(account: ImapAccount, words: dict[str, Any]) -> list[str]:
    """Which secrets are new."""
    new_secrets = []
    for name, value in words.items():
        if name in _TEXTS:
            setattr(account, name, storable(str(value)).strip())
        elif name == "folders":
            account.folders = _folders(value)
        elif name in _SECRETS:
            secret = storable(str(value))
            if secret and secret != getattr(account, name):
                setattr(account, name, secret)
                new_secrets.append(name)
        elif name in _FIELDS:
            setattr(account, name, value)
        else:
            raise TypeError(f"{name} of an IMAP account is not changed here")
    account.folders = account.folders or ["INBOX"]
    if account.sign_in in USUAL_HOSTS and not account.host:
        account.host = USUAL_HOSTS[SignIn(account.sign_in)]
    account.host = account.host.lower()
    return new_secrets


def _folders(names: Iterable[Any]) -> list[str]:
    """In their order, each once. What servers call INBOX has one name in whatever letters."""
    cleaned = [" ".join(storable(str(name)).split()) for name in names]
    return list(dict.fromkeys("INBOX" if name.upper() == "INBOX" else name for name in cleaned if name))


def _refuse_wrong(account: ImapAccount) -> None:
    for name, choices in _CHOICES.items():
        if getattr(account, name) not in choices.values:
            raise Invalid(_("Choose one of the offered values."))
    if not _HOST.fullmatch(account.host) or len(account.host) > 253:
        raise Invalid(_("Write the name of the server alone, such as imap.example.com."))
    if isinstance(account.port, bool) or not isinstance(account.port, int) or not 1 <= account.port <= 65535:
        raise Invalid(_("Write a port from 1 to 65535; IMAP's are usually 993 and 143."))
    if not account.user or len(account.user) > 254:
        raise Invalid(_("Write the user name that the server knows, often the whole address."))
    if account.is_on and account.sign_in == SignIn.PASSWORD and not account.password:
        raise Invalid(_("Write the password of this user."))
    if account.is_on and account.sign_in != SignIn.PASSWORD and not account.client_id:
        raise Invalid(_("Write the client ID of the application that you registered for this help desk."))
    if len(account.folders) > MOST_FOLDERS or any(len(name) > 200 for name in account.folders):
        raise Invalid(_("Name up to 20 folders, each of at most 200 characters."))
    if account.after != AfterFetching.MOVE:
        return
    if not account.move_to or len(account.move_to) > 200:
        raise Invalid(_("Name the folder that fetched mail is moved to."))
    if account.move_to in account.folders or account.move_to.upper() == "INBOX" and "INBOX" in account.folders:
        raise Invalid(_("Fetched mail cannot be moved to a folder that is fetched. Name another one."))


def _refuse_secret_meant_for_another(account: ImapAccount, before: Description, *, is_written: bool) -> None:
    """Written again, it may be the same: who mends the name of the server has one password."""
    moved = (before["host"], before["port"], before["user"]) != (account.host, account.port, account.user)
    if moved and account.sign_in == SignIn.PASSWORD and account.password and not is_written:
        raise Invalid(_("Write the password again: the old one is not sent to another server or for another user."))
