"""Further addresses of a mailbox: what comes to one opens a ticket there, and is answered from it."""

import pytest

from mail.keeping import change_mailbox
from mail.models import Mailbox
from mail.receiving import alias_named_in
from outbox.models import OutboundEmail
from tests.mail import corpus
from tickets.actions import reply
from tickets.content import Body
from tickets.errors import Invalid

pytestmark = pytest.mark.django_db


@pytest.fixture
def alias(mailbox, admin) -> str:
    change_mailbox(mailbox, actor=admin, aliases=["Help@Example.com", "help@example.com"])
    mailbox.refresh_from_db()
    return "help@example.com"


def sent_from(kind: str) -> tuple[str, str]:
    mail = OutboundEmail.objects.filter(kind=kind).order_by("-pk")[0]
    return mail.from_header.partition("<")[2].rstrip(">"), mail.reply_to.partition("<")[2].partition("+")[0]


def test_what_comes_to_an_alias_is_answered_from_it_until_they_write_elsewhere(receive, mailbox, alias, agent):
    ticket = receive(to=alias).ticket
    assert (ticket.mailbox, sent_from("acknowledgement")) == (mailbox, (alias, "help"))

    reply(ticket, actor=agent, body=Body.from_text("Unplug it."), seen_seq=1)
    mail = OutboundEmail.objects.get(kind="reply")
    assert (sent_from("reply"), mail.envelope_from) == ((alias, "help"), mailbox.address)

    back = mail.reply_to.partition("<")[2].rstrip(">")
    row = receive(to=back, Message_ID="<two@example.net>", Subject="Re: it")
    assert (row.state, row.ticket) == ("appended", ticket)
    reply(ticket, actor=agent, body=Body.from_text("Plug it in."), seen_seq=3)
    assert sent_from("reply") == (alias, "help")

    main = back.replace("help+", "support+")
    receive(to=main, Message_ID="<three@example.net>", Subject="Re: it")
    reply(ticket, actor=agent, body=Body.from_text("Throw it away."), seen_seq=5)
    assert sent_from("reply") == (mailbox.address, "support")


def test_what_a_provider_keeps_in_one_mailbox_tells_its_alias(mailbox, alias):
    raw = corpus.plain(To="Ann <ann@example.net>", Cc=f"Us <{alias}>", Delivered_To=mailbox.address)
    assert alias_named_in(raw, mailbox) == [alias]
    assert alias_named_in(corpus.plain(To=mailbox.address), mailbox) == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("help@elsewhere.test", "Add a mailbox of its own"),
        ("help+x@example.com", "without a"),
        ("nonsense", "Write an address"),
        ("sales@example.com", "is a mailbox already"),
        ("agent@example.com", "A colleague signs in"),
    ],
)
def test_what_cannot_be_an_alias_is_refused(mailbox, admin, agent, wrong, said):
    Mailbox.objects.create(address="sales@example.com", name="Sales")
    with pytest.raises(Invalid, match=said):
        change_mailbox(mailbox, actor=admin, aliases=[wrong])


def test_by_the_api_and_on_the_screen(client, mailbox, admin):
    client.force_login(admin)
    page = {"name": "Support", "aliases": "help@example.com\ninfo@example.com", "is_default": "on"}
    assert client.post(f"/settings/mailboxes/{mailbox.pk}/", page).status_code == 302
    path = f"/api/v1/mailboxes/{mailbox.pk}/"
    assert client.get(path).json()["aliases"] == ["help@example.com", "info@example.com"]
    assert "help@example.com\ninfo@example.com" in client.get(f"/settings/mailboxes/{mailbox.pk}/").content.decode()
    assert client.patch(path, {"aliases": []}, content_type="application/json").json()["aliases"] == []
