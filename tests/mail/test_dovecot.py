"""The same against Dovecot, where the machine has it: fetched once, renumbered, and moved."""

import getpass
import grp
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from helpdesk import clock
from helpdesk.embedded.ports import free_port
from mail.fetching.fetch import fetch_waiting
from mail.fetching.keeping import connect_imap
from mail.imap_models import ImapAccount
from mail.models import InboundEmail
from tests.faults.house import eventually
from tests.mail import corpus

DOVECOT = shutil.which("dovecot", path=f"{os.environ['PATH']}:/usr/sbin")
pytestmark = pytest.mark.skipif(
    DOVECOT is None,
    reason="NO DOVECOT ON THIS MACHINE (apt-get install dovecot-imapd): the test's own server stands in",
)
CONFIG = """
base_dir = {folder}/run
log_path = {folder}/log
protocols = imap
ssl = no
disable_plaintext_auth = no
default_login_user = {login}
default_internal_user = {user}
default_internal_group = {group}
first_valid_uid = 0
mail_location = maildir:{folder}/mail
listen = 127.0.0.1
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
}}
service anvil {{
  chroot =
}}
passdb {{
  driver = static
  args = password=s3cret
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}
}}
namespace inbox {{
  inbox = yes
  mailbox Done {{
    auto = create
  }}
}}
"""


class Dovecot:
    """As root its mails are somebody else's, because it takes none of root's."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        is_root = os.getuid() == 0
        owner = pwd.getpwnam("nobody" if is_root else getpass.getuser())
        group = grp.getgrgid(owner.pw_gid).gr_name
        folder.chmod(0o755)
        self.inbox = folder / "mail"
        for name in ("cur", "new", "tmp"):
            (self.inbox / name).mkdir(parents=True)
        if is_root:
            for made in (self.inbox, *self.inbox.iterdir()):
                os.chown(made, owner.pw_uid, owner.pw_gid)
        ours = {"user": "dovecot", "group": "dovecot", "login": "dovenull"}
        theirs = {"user": owner.pw_name, "group": group, "login": owner.pw_name}
        words = {"folder": folder, "port": self.port, "uid": owner.pw_uid, "gid": owner.pw_gid}
        (folder / "conf").write_text(CONFIG.format(**words, **(ours if is_root else theirs)))
        self._process = subprocess.Popen([DOVECOT, "-F", "-c", folder / "conf"], stderr=subprocess.DEVNULL)

    def deliver(self, number: int) -> None:
        """As a delivery agent does."""
        raw = corpus.plain(f"Hello {number}.", Message_ID=f"<d{number}@example.net>", Subject=f"Mail {number}")
        name = f"{time.time():.6f}.{number}.test"
        (self.inbox / "tmp" / name).write_bytes(raw)
        (self.inbox / "tmp" / name).rename(self.inbox / "new" / name)

    def renumber(self) -> None:
        """As after its indexes were lost."""
        for lost in self.inbox.glob("dovecot*"):
            lost.unlink()

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(20)


@pytest.fixture
def dovecot():
    with tempfile.TemporaryDirectory(prefix="dovecot") as folder:
        running = Dovecot(Path(folder))
        yield running
        running.stop()


@pytest.fixture
def account(dovecot, mailbox, admin) -> ImapAccount:
    words = {"host": "127.0.0.1", "port": dovecot.port, "security": "none", "user": "support", "password": "s3cret"}
    connected = connect_imap(mailbox, actor=admin, after="move", move_to="Done", **words)
    eventually(lambda: fetch(connected).trouble == "", "dovecot answers")
    return connected


def fetch(account: ImapAccount) -> ImapAccount:
    ImapAccount.objects.filter(pk=account.pk).update(due_at=clock.now())
    fetch_waiting()
    account.refresh_from_db()
    return account


def test_fetched_once_and_moved_also_after_it_was_renumbered(dovecot, account):
    for number in range(5):
        dovecot.deliver(number)
    fetch(account)
    assert account.trouble == ""
    ids = sorted(InboundEmail.objects.values_list("message_id", flat=True))
    assert ids == [f"d{number}@example.net" for number in range(5)]
    assert len(list(dovecot.inbox.glob(".Done/[cn]*/*"))) == 5
    dovecot.renumber()
    dovecot.deliver(9)
    fetch(account)
    assert InboundEmail.objects.count() == 6
