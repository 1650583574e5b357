"""Connecting a mailbox to an IMAP server: what is refused, what a test of it says, and that nobody reads the password."""

import socket

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import SettingChange
from mail.checking.asking import ask_for_check
from mail.checking.run import run_checks
from mail.fetching import imap
from mail.fetching.imap import unnamed
from mail.fetching.keeping import connect_imap
from mail.imap_models import ConnectionCheck, ImapAccount
from tests.mail.certificates import self_signed
from tests.mail.imap_server import PASSWORD, USER, ImapServer
from tickets.errors import Invalid


@pytest.fixture
def server():
    running = ImapServer()
    yield running
    running.stop()


@pytest.fixture
def words(server):
    return {"host": "127.0.0.1", "port": server.port, "security": "none", "user": USER, "password": PASSWORD}


def findings(mailbox, admin) -> dict[str, tuple[bool | None, str]]:
    """What → whether it is good, and the words; of getting mail alone."""
    ask_for_check(mailbox, by=admin)
    run_checks()
    steps = ConnectionCheck.objects.filter(mailbox=mailbox).first().steps
    return {step["what"]: (step["is_good"], step["words"]) for step in steps if step["part"] == "incoming"}


def test_all_is_well(mailbox, admin, words):
    connect_imap(mailbox, actor=admin, **words)
    found = findings(mailbox, admin)
    assert found["login"] == (True, "Signed in as support@example.com.")
    assert found["folder"] == (True, "Folder INBOX is there: 0 mails.")
    assert found["idle"] == (True, "The server tells at once when mail comes.")


@pytest.mark.parametrize(
    ("change", "what", "said"),
    [
        ({"password": "wrong"}, "login", "refused the user name or the password. It said: [AUTHENTICATIONFAILED]"),
        ({"host": "nowhere.invalid"}, "connect", "There is no server with the name nowhere.invalid."),
        ({"port": 1}, "connect", "Nothing answers at 127.0.0.1 on port 1."),
        ({"security": "tls"}, "encryption", "does not speak TLS on port"),
        ({"security": "starttls"}, "encryption", "offers no STARTTLS"),
        ({"folders": ["Suport"]}, "folder", "There is no folder “Suport” on the server. There are: INBOX, Archive"),
        ({"after": "move", "move_to": "Done"}, "folder", "There is no folder “Done” to move fetched mail to."),
    ],
)
def test_what_is_wrong_is_said_in_words(mailbox, admin, words, change, what, said):
    connect_imap(mailbox, actor=admin, **{**words, **change})
    is_good, sentence = findings(mailbox, admin)[what]
    assert is_good is False
    assert said in sentence


def test_a_name_server_that_does_not_answer_is_no_wrong_name():
    assert (
        unnamed(socket.gaierror(socket.EAI_AGAIN, "")) == "No name server answered for %(host)s. Try again in a minute."
    )
    assert "Check its spelling" in unnamed(socket.gaierror(socket.EAI_NONAME, ""))


@pytest.mark.parametrize("command", ["LOGIN", "SELECT"])
def test_a_server_that_hangs_up_is_told_with_what_to_check(mailbox, admin, server, words, command):
    server.ends_at = command
    connect_imap(mailbox, actor=admin, **words)
    is_good, sentence = findings(mailbox, admin)["talk"]
    assert is_good is False
    assert sentence.startswith("127.0.0.1 ended the connection without a word. Check the port, that this user may")


def test_a_server_that_waits_for_tls_is_told_as_one_that_may_want_another_encryption(
    mailbox, admin, words, tmp_path, monkeypatch
):
    monkeypatch.setattr(imap, "SECONDS", 0.3)
    secure = ImapServer(tls=self_signed(tmp_path))
    connect_imap(mailbox, actor=admin, **{**words, "port": secure.port})
    _good, sentence = findings(mailbox, admin)["connect"]
    secure.stop()
    assert "in time. Check the port and the encryption" in sentence


def test_a_certificate_that_nobody_trusts_is_told(mailbox, admin, words, tmp_path):
    secure = ImapServer(tls=self_signed(tmp_path))
    connect_imap(mailbox, actor=admin, **{**words, "port": secure.port, "security": "tls"})
    is_good, sentence = findings(mailbox, admin)["encryption"]
    secure.stop()
    assert is_good is False
    assert sentence.startswith("The certificate of 127.0.0.1 is not valid: self-signed certificate")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"host": "https://imap.example.com"}, "Write the name of the server alone"),
        ({"port": 70000}, "Write a port from 1 to 65535"),
        ({"user": ""}, "Write the user name"),
        ({"password": ""}, "Write the password"),
        ({"after": "move"}, "Name the folder that fetched mail is moved to."),
        ({"after": "move", "move_to": "inbox"}, "cannot be moved to a folder that is fetched"),
        ({"sign_in": "google"}, "Write the client ID"),
        ({"folders": [f"F{number}" for number in range(21)]}, "Name up to 20 folders"),
        ({"security": "rot13"}, "Choose one of the offered values."),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_stored(mailbox, admin, words, change, said):
    with pytest.raises(Invalid, match=said):
        connect_imap(mailbox, actor=admin, **{**words, **change})
    assert not ImapAccount.objects.exists()


def test_only_admins_connect_a_mailbox(mailbox, lead, words):
    with pytest.raises(PermissionDenied):
        connect_imap(mailbox, actor=lead, **words)


def test_saved_again_nothing_is_noted(mailbox, admin, words):
    for _again in range(2):
        connect_imap(mailbox, actor=admin, **words)
    assert SettingChange.objects.filter(kind="imap_account").count() == 1


def test_the_password_is_stored_encrypted_and_in_no_history(mailbox, admin, words):
    account = connect_imap(mailbox, actor=admin, **words)
    connect_imap(mailbox, actor=admin, password="n3w")
    stored = ImapAccount.objects.filter(pk=account.pk).extra(select={"plain": "password::text"}).values("plain")
    assert stored[0]["plain"].startswith("encrypted:")
    told = str(list(SettingChange.objects.values_list("changes", flat=True)))
    assert "n3w" not in told and PASSWORD not in told and "a new one" in told


def test_a_password_is_not_sent_to_another_server(mailbox, admin, words):
    connect_imap(mailbox, actor=admin, **words)
    with pytest.raises(Invalid, match="Write the password again"):
        connect_imap(mailbox, actor=admin, host="localhost")
    # Who mends the server's name writes the same one again.
    assert connect_imap(mailbox, actor=admin, host="localhost", password=PASSWORD).host == "localhost"


def test_a_form_that_is_refused_keeps_every_word(client, mailbox, admin):
    client.force_login(admin)
    answer = client.post(
        f"/settings/mailboxes/{mailbox.pk}/fetching/",
        {"is_on": "on", "sign_in": "password", "host": "https://x", "port": "993", "security": "tls", "user": USER,
         "folders": "INBOX\nSupport", "begin": "new", "after": "leave"},
    )  # fmt: skip
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Write the name of the server alone" in page and "INBOX\nSupport" in page and 'value="https://x"' in page


def test_by_the_api_as_on_the_screen(client, mailbox, admin, words):
    client.force_login(admin)
    start = f"/api/v1/mailboxes/{mailbox.pk}/"
    assert client.get(f"{start}imap/").status_code == 404
    given = client.patch(f"{start}imap/", words, content_type="application/json").json()
    assert given["user"] == USER and "password" not in given
    assert client.post(f"{start}check/").status_code == 202
    run_checks()
    assert client.get(f"{start}check/").json()["state"] == "done"
    assert client.post(f"{start}imap/fetch/").status_code == 202
