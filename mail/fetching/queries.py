"""How fetching goes, for those who look."""

from dataclasses import dataclass

from django.db.models import Count, Q

from mail.imap_models import ImapAccount, ImapFolder
from mail.models import Mailbox


@dataclass(frozen=True, slots=True)
class Fetching:
    """An account, and of each folder that it reads what was fetched and what could not be."""

    account: ImapAccount
    folders: list[ImapFolder]  # with `fetched_count` and `large_count`


def fetching_of(mailbox: Mailbox) -> Fetching | None:
    """None where nothing was ever connected."""
    account = ImapAccount.objects.filter(mailbox=mailbox).first()
    if account is None:
        return None
    read = account.read_folders.filter(name__in=account.folders).annotate(
        fetched_count=Count("mails", filter=Q(mails__inbound__isnull=False)),
        large_count=Count("mails", filter=Q(mails__is_too_large=True)),
    )
    return Fetching(account, list(read))
