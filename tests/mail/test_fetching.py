"""Mail fetched by IMAP: everything once, whatever dies, is renumbered or was read by a person."""

from datetime import timedelta

import pytest

from helpdesk import clock
from mail.fetching import fetch as fetching
from mail.fetching.keeping import connect_imap
from mail.imap_models import FetchedMail, ImapAccount, ImapFolder
from mail.models import InboundEmail
from mail.processing import process_batch
from mail.receiving import store
from outbox.models import OutboundEmail
from tests.mail import corpus
from tests.mail.imap_server import PASSWORD, USER, ImapServer
from tickets.models import Ticket


@pytest.fixture
def server():
    running = ImapServer()
    yield running
    running.stop()


@pytest.fixture
def connect(server, mailbox, admin):
    def connected(**words) -> ImapAccount:
        usual = {"host": "127.0.0.1", "port": server.port, "security": "none", "user": USER, "password": PASSWORD}
        account = connect_imap(mailbox, actor=admin, **{**usual, **words})
        assert fetching.fetch_waiting() == 1
        account.refresh_from_db()
        assert account.trouble == ""
        return account

    return connected


def mail(number: int = 1, **headers: str) -> bytes:
    words = {"Message_ID": f"<m{number}@example.net>", "Subject": f"Mail {number}", "To": USER, **headers}
    return corpus.plain(f"Hello {number}, help.", **words).replace(b"\n", b"\r\n")


def fetch(account: ImapAccount) -> ImapAccount:
    ImapAccount.objects.filter(pk=account.pk).update(due_at=clock.now())
    fetching.fetch_waiting()
    account.refresh_from_db()
    return account


def compare(account: ImapAccount) -> ImapAccount:
    ImapFolder.objects.update(compared_at=clock.now() - timedelta(hours=2))
    return fetch(account)


def stored() -> list[str]:
    process_batch(100)
    return sorted(InboundEmail.objects.values_list("subject", flat=True))


def test_new_mail_becomes_a_ticket_byte_for_byte_and_what_was_there_before_stays(server, connect):
    server.deliver(mail(1))
    account = connect()
    server.deliver(raw := mail(2))
    assert fetch(account).fetched_at is not None
    assert stored() == ["Mail 2"]
    row = InboundEmail.objects.get()
    assert (bytes(row.raw), row.source, row.mailbox_id) == (raw, "imap", account.mailbox_id)
    assert Ticket.objects.get().subject == "Mail 2"


def test_everything_that_is_there_comes_where_that_was_chosen(server, connect):
    for number in range(1, 4):
        server.deliver(mail(number))
    connect(begin="all")
    assert stored() == ["Mail 1", "Mail 2", "Mail 3"]


def test_what_a_person_read_or_deleted_there_is_fetched_all_the_same(server, connect):
    account = connect()
    server.deliver(mail(1), flags={"\\Seen"})
    server.deliver(mail(2), flags={"\\Deleted"})
    fetch(account)
    assert stored() == ["Mail 1", "Mail 2"]
    assert not server.counted("EXPUNGE")


def test_asked_again_nothing_comes_twice_and_no_body_is_read_twice(server, connect):
    account = connect(begin="all")
    server.deliver(mail(1))
    for _again in range(3):
        compare(fetch(account))
    assert stored() == ["Mail 1"]
    assert server.counted("FETCH", "BODY.PEEK[])") == 1


def test_renumbered_by_the_server_nothing_is_missed_and_nothing_comes_twice(server, connect):
    server.deliver(mail(1), at=clock.now() - timedelta(days=40))
    account = connect()
    server.deliver(mail(2))
    fetch(account)
    server.folders["INBOX"].renumber()
    server.deliver(mail(3))
    fetch(account)
    assert stored() == ["Mail 2", "Mail 3"]
    assert server.counted("FETCH", "BODY.PEEK[])") == 2


def test_a_mail_behind_the_cursor_is_found_by_the_comparison(server, connect):
    account = connect(begin="all")
    server.deliver(mail(1))
    fetch(account)
    ImapFolder.objects.update(last_uid=7)
    server.folders["INBOX"].uidnext = 5
    server.deliver(mail(5))
    fetch(account)
    assert stored() == ["Mail 1"]
    compare(account)
    assert stored() == ["Mail 1", "Mail 5"]


@pytest.mark.parametrize("point", ["after_fetched_mail_is_stored", "after_fetched_mail_is_settled"])
@pytest.mark.parametrize("after", ["seen", "move"])
def test_a_worker_that_dies_loses_and_doubles_nothing(server, connect, monkeypatch, point, after):
    class Died(BaseException):
        pass

    def die(name: str) -> None:
        if name == point:
            raise Died

    account = connect(after=after, move_to="Archive")
    server.deliver(mail(1))
    server.deliver(mail(2))
    with monkeypatch.context() as patched:
        patched.setattr(fetching, "fault_point", die)
        with pytest.raises(Died):
            fetch(account)
    ImapAccount.objects.update(claimed_until=None)
    fetch(account)
    assert stored() == ["Mail 1", "Mail 2"]
    assert FetchedMail.objects.filter(is_settled=True).count() == 2
    if after == "move":
        assert [one.uid for one in server.folders["INBOX"].mails] == []
        assert len(server.folders["Archive"].mails) == 2
    else:
        assert all("\\Seen" in one.flags for one in server.folders["INBOX"].mails)


def test_the_mailbox_of_a_former_desk_moves_in_whole_although_the_worker_dies_on_the_way(server, connect, monkeypatch):
    class Died(BaseException):
        pass

    met = []

    def die(name: str) -> None:
        met.append(name)
        if met.count("after_fetched_mail_is_stored") == 3:
            raise Died

    old = [mail(1), mail(2, Subject="Grüße"), mail(3, In_Reply_To="<m1@example.net>"), mail(4, From=""), mail(5)]
    for number, raw in enumerate(old):
        server.deliver(raw, at=clock.now() - timedelta(days=400 - number))
    with monkeypatch.context() as patched:
        patched.setattr(fetching, "fault_point", die)
        with pytest.raises(Died):
            connect(begin="all")
    ImapAccount.objects.update(claimed_until=None)
    fetch(ImapAccount.objects.get())
    assert [bytes(row.raw) for row in InboundEmail.objects.order_by("pk")] == old
    assert len(stored()) == 5
    assert server.counted("FETCH", "BODY.PEEK[])") <= 6


def test_where_the_server_cannot_move_it_is_copied_once_and_only_ours_is_taken_out(server, connect):
    server.capabilities.remove("MOVE")
    account = connect(after="move", move_to="Archive")
    server.deliver(mail(9), flags={"\\Deleted"})  # by a person, who may change their mind
    server.folders["INBOX"].mails[0].uid = 0
    server.deliver(mail(1))
    fetch(account)
    fetch(account)
    assert len(server.folders["Archive"].mails) == 1
    assert [one.uid for one in server.folders["INBOX"].mails] == [0]


def test_while_one_worker_reads_no_second_one_does(server, connect):
    account = connect()
    ImapAccount.objects.filter(pk=account.pk).update(due_at=clock.now())
    assert fetching.claim() is not None
    assert fetching.claim() is None


def test_one_unreadable_mail_stops_no_other_and_is_told(server, connect, admin):
    def told() -> list[str]:
        return list(OutboundEmail.objects.filter(kind="mail_trouble").order_by("pk").values_list("subject", flat=True))

    account = connect(begin="all")
    server.unreadable.add(server.deliver(mail(1)))
    server.deliver(mail(2))
    fetch(account)
    assert stored() == ["Mail 2"]
    compare(account)
    compare(account)
    assert ImapFolder.objects.get().missing == 1
    assert told() == ["Mail of support@example.com is missing here"]
    assert "lists 1 mail in the folder INBOX" in " ".join(OutboundEmail.objects.get(kind="mail_trouble").text.split())
    server.unreadable.clear()
    compare(account)
    assert stored() == ["Mail 1", "Mail 2"]
    assert ImapFolder.objects.get().missing == 0
    assert told()[1:] == ["Mail of support@example.com is fetched again"]


def test_a_mail_that_is_too_large_stays_there_and_is_told(server, connect, settings):
    settings.MAIL_MAX_BYTES = 500
    account = connect()
    server.deliver(mail(1) + b"x" * 600)
    server.deliver(mail(2))
    fetch(account)
    assert stored() == ["Mail 2"]
    assert FetchedMail.objects.filter(is_too_large=True).count() == 1


def test_what_came_by_another_door_is_the_same_mail(server, connect):
    account = connect()
    raw = mail(1)
    store(raw, "", [USER], "smtp")
    server.deliver(b"Received: by them\r\n" + raw)
    fetch(account)
    assert stored() == ["Mail 1"]


def test_several_folders_are_read_and_one_that_is_missing_holds_up_none(server, connect):
    account = connect(begin="all")
    server.deliver(mail(1))
    ImapAccount.objects.update(folders=["Gone", "INBOX"])
    account = fetch(account)
    assert stored() == ["Mail 1"]
    assert account.trouble == "There is no folder “Gone” on the server. There are: INBOX, Archive"


def test_folders_with_letters_of_other_alphabets_are_read(server, connect):
    server.folders["Büro & Söhne"] = type(server.folders["INBOX"])()
    server.deliver(mail(1), folder="Büro & Söhne")
    connect(folders=["Büro & Söhne"], begin="all")
    assert stored() == ["Mail 1"]


def test_admins_hear_once_that_it_fails_and_once_that_it_works_again(server, connect, admin):
    account = connect()
    server.password = "other"
    for _try in range(5):
        account = fetch(account)
    assert account.trouble.startswith("127.0.0.1 refused the user name or the password.")
    assert account.failures == 5
    assert account.due_at > clock.now() + timedelta(minutes=10)
    assert list(OutboundEmail.objects.filter(kind="mail_trouble").values_list("subject", flat=True)) == [
        "Mail of support@example.com is not being fetched"
    ]
    server.password = PASSWORD
    account = fetch(account)
    assert (account.trouble, account.failures) == ("", 0)
    assert OutboundEmail.objects.filter(kind="mail_trouble").count() == 2
