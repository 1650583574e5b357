"""Reading folders into the ledger, each mail once, whoever dies in between.

The cursor (UIDVALIDITY and the last UID) only spares work; what counts is a row of FetchedMail for every number of the folder.
Once an hour, and when the cursor or the server's numbers are lost, the server's numbers are compared with those rows and what
lacks is fetched. Flags of the server decide nothing: what a person has read there is fetched all the same.

A mail is in the ledger, committed, before its row is written, and that before anything is done with it on the server. Who
takes over finds it in the ledger by its Message-ID and size, or stores it again, which is the same row.
"""

import logging
import time
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from imap_tools.mailbox import BaseMailBox

from helpdesk import clock
from helpdesk.faults import fault_point
from mail.fetching.alarm import settle_alarm, settle_missing
from mail.fetching.imap import (
    Head,
    Opened,
    Trouble,
    can_move,
    heads,
    mark_seen,
    move,
    opened,
    raw_mail,
    signed_in,
    uids_from,
)
from mail.imap_models import AfterFetching, Begin, FetchedMail, ImapAccount, ImapFolder
from mail.mailboxes import Mailboxes
from mail.models import InboundEmail
from mail.receiving import alias_named_in, key_of, message_id_of, store

SOURCE = "imap"
EVERY = timedelta(minutes=1)
EVERY_WHILE_WATCHED = timedelta(minutes=5)  # its news come by IDLE
AFTER_TROUBLE = (60, 120, 300, 900, 1800, 3600)  # seconds, by failures in a row
COMPARED_EVERY = timedelta(hours=1)
CLAIM = timedelta(minutes=5)
CLOCKS_DIFFER = timedelta(minutes=5)  # and servers tell whole seconds
SECONDS_A_TURN = 30  # then others come first
AT_ONCE = 50
_CLAIM = """
UPDATE mail_imapaccount SET claimed_until = statement_timestamp() + %s
WHERE id = (
    SELECT id FROM mail_imapaccount
    WHERE is_on AND due_at <= statement_timestamp()
        AND (claimed_until IS NULL OR claimed_until <= statement_timestamp())
    ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING *
"""
logger = logging.getLogger(__name__)


class TurnOver(Exception):
    """There is more, but others wait."""


def fetch_waiting(seconds: float = 120) -> int:
    """Each account that is due, by one worker at a time; how many turns it took. After so long the rest is for the next."""
    asked, until = 0, time.monotonic() + seconds
    while time.monotonic() < until and (account := claim()) is not None:
        asked += 1
        began = clock.now()
        try:
            fetch(account)
        except TurnOver:
            end(account, began, timedelta(0), "")
        except Trouble as trouble:
            logger.warning("Mail of %s was not fetched: %s", account.mailbox_id, trouble)
            wait = AFTER_TROUBLE[min(account.failures, len(AFTER_TROUBLE) - 1)]
            end(account, began, timedelta(seconds=wait), str(trouble)[:500])
        else:
            end(account, began, _pause(account), "", is_whole=True)
    return asked


def claim() -> ImapAccount | None:
    """The one that waits longest; no second worker reads its folders meanwhile."""
    return next(iter(ImapAccount.objects.raw(_CLAIM, [CLAIM])), None)


def fetch(account: ImapAccount) -> None:
    """Everything new in its folders. Raises Trouble, of one folder only after the others were read; TurnOver."""
    until = time.monotonic() + SECONDS_A_TURN
    troubles = []
    with signed_in(account) as box:
        for name in account.folders:
            begun = {"begun_at": clock.now()}
            folder, _is_new = ImapFolder.objects.get_or_create(account=account, name=name, defaults=begun)
            try:
                _Reading(account, folder, box, until).read()
            except Trouble as trouble:
                if trouble.at != "folder":
                    raise
                troubles.append(trouble)
    if troubles:
        raise troubles[0]


class _Reading:
    """One folder, once."""

    def __init__(self, account: ImapAccount, folder: ImapFolder, box: BaseMailBox, until: float) -> None:
        self.account, self.folder, self.box, self.until = account, folder, box, until
        self.mailboxes = Mailboxes()
        self.mailbox = self.mailboxes.get(account.mailbox_id)

    def read(self) -> None:
        seen = opened(self.box, self.folder.name)
        self._begin_anew_where_numbers_changed(seen)
        self._settle()
        is_comparing = self._is_to_be_compared()
        found = self._unknown() if is_comparing else uids_from(self.box, self.folder.last_uid + 1)
        for start in range(0, len(found), AT_ONCE):
            if start and time.monotonic() > self.until:
                raise TurnOver
            self._take(found[start : start + AT_ONCE])
            self._settle()
        if is_comparing:
            settle_missing(self.account, self.folder, len(self._unknown()))

    def _begin_anew_where_numbers_changed(self, seen: Opened) -> None:
        """The first time only mail from now on is asked for, unless all is wanted; a changed UIDVALIDITY leaves no number."""
        folder = self.folder
        if folder.uidvalidity == seen.uidvalidity:
            return
        is_first = folder.uidvalidity is None
        starts_now = is_first and self.account.begin == Begin.NEW
        folder.uidvalidity = seen.uidvalidity
        folder.first_uid = max(seen.uidnext, 1) if starts_now else 1
        folder.last_uid = folder.first_uid - 1
        folder.compared_at = clock.now() if starts_now else None
        if not is_first and self.account.begin == Begin.NEW:
            folder.since = folder.begun_at - CLOCKS_DIFFER
        folder.save()
        if not is_first:
            logger.warning("The server numbers folder %s anew: all of it is compared", folder.pk)

    def _is_to_be_compared(self) -> bool:
        compared = self.folder.compared_at
        return compared is None or compared < clock.now() - COMPARED_EVERY

    def _unknown(self) -> list[int]:
        """Numbers of the server that we have no row for."""
        on_server = uids_from(self.box, self.folder.first_uid, self._since())
        known = set(self._rows().filter(uid__gte=self.folder.first_uid).values_list("uid", flat=True))
        return [uid for uid in on_server if uid not in known]

    def _since(self) -> str:
        """After a loss of all numbers, nothing from before the folder was connected; by days, which servers count in zones."""
        return _search_day(self.folder.since - timedelta(days=1)) if self.folder.since else ""

    def _rows(self) -> QuerySet[FetchedMail]:
        return self.folder.mails.filter(uidvalidity=self._uidvalidity)

    @property
    def _uidvalidity(self) -> int:
        assert self.folder.uidvalidity is not None  # noqa: S101 - it is known once the folder was opened
        return self.folder.uidvalidity

    def _take(self, uids: Sequence[int]) -> None:
        found = heads(self.box, uids)
        known = self._known(found)
        for head in found:
            self._take_one(head, known.get((self._key(head), head.size)))
        last = max(uids)
        if last > self.folder.last_uid:
            self.folder.last_uid = last
            self.folder.save(update_fields=["last_uid"])

    def _take_one(self, head: Head, known: int | None) -> None:
        is_too_large = head.size > settings.MAIL_MAX_BYTES
        if known is None and (is_too_large or self._is_from_before(head)):
            self._write(head, None, is_too_large=is_too_large)
            return
        if known is None:
            raw = raw_mail(self.box, head.uid)
            if raw is None:
                return  # the next comparison finds that it lacks
            to = [*alias_named_in(raw, self.mailbox), self.mailbox.address] if self.mailbox else []
            known = store(raw, "", to, SOURCE, mailboxes=self.mailboxes).pk
            fault_point("after_fetched_mail_is_stored")
        self._write(head, known)

    def _is_from_before(self, head: Head) -> bool:
        return self.folder.since is not None and head.arrived_at is not None and head.arrived_at < self.folder.since

    def _write(self, head: Head, inbound: int | None, *, is_too_large: bool = False) -> None:
        is_settled = inbound is None or self.account.after == AfterFetching.LEAVE
        row = FetchedMail(
            folder=self.folder, uidvalidity=self._uidvalidity, uid=head.uid, inbound_id=inbound,
            is_too_large=is_too_large, is_settled=is_settled,
        )  # fmt: skip
        FetchedMail.objects.bulk_create([row], ignore_conflicts=True)

    def _known(self, found: Iterable[Head]) -> dict[tuple[str, int], int]:
        """Those that are in the ledger already, by key and size: fetched before a crash, or before the numbers changed."""
        keys = [key for head in found if (key := self._key(head))]
        rows = InboundEmail.objects.filter(key__in=keys).values_list("key", "size", "pk")
        return {(key, size): pk for key, size, pk in rows}

    def _key(self, head: Head) -> str:
        message_id = message_id_of(head.header)
        return key_of(self.mailbox, message_id) if message_id else ""

    def _settle(self) -> None:
        """Do on the server what is wanted with what was fetched, also by a worker that died before it came to that.

        Where moving is copying and deleting, the rows are marked before: rather is one left than copied again and again.
        """
        rows = self._rows().filter(is_settled=False)
        uids = list(rows.values_list("uid", flat=True)[: 10 * AT_ONCE])
        if not uids:
            return
        ours = rows.filter(uid__in=uids)
        if self.account.after == AfterFetching.MOVE:
            if not can_move(self.box):
                ours.update(is_settled=True)
            move(self.box, uids, self.account.move_to)
        elif self.account.after == AfterFetching.SEEN:
            mark_seen(self.box, uids)
        fault_point("after_fetched_mail_is_settled")
        ours.update(is_settled=True)


def end(account: ImapAccount, began: datetime, wait: timedelta, trouble: str, *, is_whole: bool = False) -> None:
    """Unless our claim ran out. Who asked for it meanwhile (`due_at` moved) is not made to wait."""
    now = clock.now()
    account.failures = account.failures + 1 if trouble else 0
    values = {"claimed_until": None, "asked_at": now, "trouble": trouble, "failures": account.failures}
    if is_whole:
        values["fetched_at"] = now
    is_ours = ImapAccount.objects.filter(pk=account.pk, claimed_until=account.claimed_until).update(**values)
    ImapAccount.objects.filter(pk=account.pk, due_at__lt=began).update(due_at=now + wait)
    if is_ours:
        account.trouble = trouble
        settle_alarm(account)


def _pause(account: ImapAccount) -> timedelta:
    watched = account.watched_until
    is_watched = watched is not None and watched > clock.now() and len(account.folders) == 1
    return EVERY_WHILE_WATCHED if is_watched else EVERY


def _search_day(moment: datetime) -> str:
    """As RFC 3501 writes it, whatever the language of this process."""
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return f"{moment.day}-{months[moment.month - 1]}-{moment.year}"
