"""Where a server tells that mail has come (IDLE), it is fetched at once; whoever watches lets go when the account changes."""

import pytest

from helpdesk import clock
from mail.fetching.fetch import fetch_waiting
from mail.fetching.keeping import connect_imap
from mail.fetching.watching import Watching
from mail.imap_models import ImapAccount
from tests.faults.house import eventually
from tests.mail import corpus
from tests.mail.imap_server import PASSWORD, USER, ImapServer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server():
    running = ImapServer()
    yield running
    running.stop()


def is_due() -> bool:
    return ImapAccount.objects.filter(due_at__lte=clock.now()).exists()


def test_new_mail_is_fetched_at_once_and_one_process_watches(server, mailbox, admin, monkeypatch):
    monkeypatch.setattr("mail.fetching.watching.PIECE", 2)  # who goes looks up that soon
    words = {"host": "127.0.0.1", "port": server.port, "security": "none", "user": USER, "password": PASSWORD}
    connect_imap(mailbox, actor=admin, **words)
    fetch_waiting()
    assert not is_due()
    watching = [Watching(), Watching()]
    for process in watching:
        process.begin()
    eventually(lambda: server.counted("IDLE") == 1 and is_due(), "what came before is fetched")
    fetch_waiting()
    assert not is_due()
    server.deliver(corpus.plain())
    eventually(is_due, "the server tells, and it is due")
    assert server.counted("IDLE") == 1
    for process in watching:
        process.stop.set()
    server.deliver(corpus.plain())  # whoever waits looks up, and goes
    eventually(lambda: ImapAccount.objects.filter(watched_until=None).exists(), "it is let go")


def test_who_could_not_be_watched_is_tried_again_once_it_is_mended(mailbox, admin):
    words = {"host": "127.0.0.1", "port": 1, "security": "none", "user": USER, "password": "wrong"}
    account = connect_imap(mailbox, actor=admin, **words)
    ImapAccount.objects.update(fetched_at=clock.now())
    process = Watching()
    [taken] = process._take_unwatched()
    process._watch(taken)
    assert process._take_unwatched() == []

    connect_imap(mailbox, actor=admin, password=PASSWORD)

    assert process._take_unwatched() == [account]
