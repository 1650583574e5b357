"""Waiting for news where a server tells them (IMAP's IDLE), so that mail is fetched within seconds.

Threads of the process that takes mail by SMTP: one looks which accounts nobody watches, and begins one for each. They fetch
nothing; they only let a worker do it at once, so that whatever goes wrong here costs a minute. `watched_until` is a lease: of
several such processes one watches an account, and when it dies another begins.
"""

import logging
import threading
import time
from datetime import timedelta
from typing import Any

from django.db import Error, connections
from django.db.models import Q

from helpdesk import clock
from mail.fetching.imap import Trouble, opened, signed_in
from mail.fetching.keeping import fetch_soon
from mail.imap_models import ImapAccount

LOOK_EVERY = 10  # seconds
LEASE = timedelta(seconds=90)
PIECE = 30  # seconds of waiting; then the lease is renewed, and who was changed or switched off is let go
RENEW_IDLE = 20 * 60  # RFC 2177: servers end it after 30 minutes
LEAVE_ALONE = 10 * 60  # what offers no IDLE, or failed
_REACHED_BY = ("host", "port", "security", "sign_in", "user", "client_id", "folders", "is_on")

logger = logging.getLogger(__name__)


class Watching:
    """Of one process."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self._left_alone: dict[tuple[Any, ...], float] = {}

    def begin(self) -> None:
        threading.Thread(target=self._look_for_accounts, name="watching", daemon=True).start()

    def _look_for_accounts(self) -> None:
        while not self.stop.is_set():
            try:
                for account in self._take_unwatched():
                    threading.Thread(target=self._watch, args=(account,), daemon=True).start()
            except Error as problem:
                logger.debug("Nobody's mail is watched just now: %s", problem)
            finally:
                connections.close_all()
            self.stop.wait(LOOK_EVERY)

    def _take_unwatched(self) -> list[ImapAccount]:
        """Ours until the lease ends; only of those that work."""
        now = clock.now()
        free = Q(watched_until=None) | Q(watched_until__lte=now)
        accounts = ImapAccount.objects.filter(free, is_on=True, failures=0, fetched_at__isnull=False)
        taken = []
        for account in accounts:
            if self._left_alone.get(_as_it_is(account), 0) > time.monotonic():
                continue
            if ImapAccount.objects.filter(free, pk=account.pk).update(watched_until=now + LEASE):
                account.watched_until = now + LEASE
                taken.append(account)
        return taken

    def _watch(self, account: ImapAccount) -> None:
        try:
            watch(account, self.stop)
        except (Trouble, Error, OSError) as problem:
            logger.info("Mail of %s is no longer watched: %s", account.mailbox_id, problem)
            self._left_alone[_as_it_is(account)] = time.monotonic() + LEAVE_ALONE
        try:
            ours = ImapAccount.objects.filter(pk=account.pk, watched_until=account.watched_until)
            if ours.update(watched_until=None):
                fetch_soon(account)
        except Error as problem:
            logger.debug("The lease runs out by itself: %s", problem)
        finally:
            connections.close_all()


def _as_it_is(account: ImapAccount) -> tuple[Any, ...]:
    """What was left alone is another one as soon as somebody mends it."""
    return (account.pk, account.password, *(str(getattr(account, name)) for name in _REACHED_BY))


def watch(account: ImapAccount, stop: threading.Event) -> None:
    """Until the account is changed. Raises Trouble, also where there is no IDLE. Only its first folder can be watched."""
    with signed_in(account) as box:
        if "IDLE" not in box.client.capabilities:
            raise Trouble("the server offers no IDLE")
        opened(box, account.folders[0])
        box.idle.start()
        began = time.monotonic()
        fetch_soon(account)  # what came before we began to listen
        while not stop.is_set():
            asked = time.monotonic()
            if box.idle.poll(timeout=PIECE):
                fetch_soon(account)
            elif time.monotonic() - asked < PIECE / 2:
                raise Trouble("the connection ended")
            if time.monotonic() - began > RENEW_IDLE:
                box.idle.stop()
                box.idle.start()
                began = time.monotonic()
            if not _renew(account):
                break
        box.idle.stop()  # a server that idles answers no goodbye


def _renew(account: ImapAccount) -> bool:
    """Whether it is still ours to watch, and the same."""
    until = clock.now() + LEASE
    same = {name: getattr(account, name) for name in _REACHED_BY}
    rows = ImapAccount.objects.filter(pk=account.pk, watched_until=account.watched_until, **same)
    is_ours = bool(rows.update(watched_until=until))
    connections.close_all()
    account.watched_until = until if is_ours else account.watched_until
    return is_ours
