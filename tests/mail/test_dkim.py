"""Mail that no receiving server of ours judged: its own signature proves the sender, and a broken one is told or stopped."""

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mail import dns
from mail.authentication import sender_check
from mail.dkim_check import with_own_results
from mail.models import InboundReason, InboundState
from mail.parsing import parse_message
from tests.mail import corpus

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
_FORM = serialization.PrivateFormat.PKCS8
PEM = KEY.private_bytes(serialization.Encoding.PEM, _FORM, serialization.NoEncryption())
PUBLIC = "".join(
    KEY.public_key()
    .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    .decode()
    .splitlines()[1:-1]
)


class Zone:
    """What domains publish; `asked` counts."""

    def __init__(self, policy: str = "") -> None:
        self.records = {"s1._domainkey.example.net": [f"v=DKIM1; k=rsa; p={PUBLIC}"]}
        self.asked: list[str] = []
        self.is_away = False
        if policy:
            self.records["_dmarc.example.net"] = [f"v=DMARC1; p={policy}"]

    def txt(self, name: str) -> list[str]:
        self.asked.append(name)
        if self.is_away:
            raise dns.Unanswered(name)
        return self.records.get(name, [])


def signed(domain: str = "example.net", **headers: str) -> bytes:
    raw = corpus.plain(**headers).replace(b"\n", b"\r\n")
    return dkim.sign(raw, b"s1", domain.encode(), PEM, include_headers=[b"from", b"subject"]) + raw


def forged(**headers: str) -> bytes:
    return signed(**headers).replace(b"invoice is wrong", b"account is here")


@pytest.fixture
def zone(monkeypatch):
    def published(policy: str = "") -> Zone:
        found = Zone(policy)
        monkeypatch.setattr(dns, "txt", found.txt)
        return found

    return published


@pytest.mark.parametrize(
    ("raw", "policy", "check"),
    [
        (signed(), "", "verified"),
        (signed(From="ann@mail.example.net"), "", "verified"),  # by a domain above
        (signed(domain="other.org"), "", ""),  # somebody's, not the sender's
        (forged(), "", "failed"),
        (forged(), "none", "failed"),
        (forged(), "reject", "failed"),
        (corpus.plain(), "reject", ""),
    ],
)
def test_the_signature_of_the_senders_domain_decides(zone, raw, policy, check):
    zone(policy).records["s1._domainkey.other.org"] = [f"v=DKIM1; k=rsa; p={PUBLIC}"]
    assert sender_check(with_own_results(parse_message(raw), raw)) == check


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("policy", "state"),
    [("reject", InboundState.QUARANTINED), ("quarantine", InboundState.QUARANTINED), ("none", InboundState.CREATED)],
)
def test_what_fails_is_stopped_where_its_domain_wants_that(receive, zone, policy, state):
    zone(policy)
    row = receive(forged())
    assert (row.state, row.reason) == (state, InboundReason.DMARC_FAILED if policy != "none" else "")


@pytest.mark.django_db
def test_a_policy_for_subdomains_counts_for_them(receive, zone):
    zone().records["_dmarc.example.net"] = ["v=DMARC1; p=none; sp=reject"]
    row = receive(forged(From="ann@mail.example.net"))
    assert row.reason == InboundReason.DMARC_FAILED


@pytest.mark.django_db
def test_the_ticket_tells_who_is_confirmed(receive, zone, client, agent):
    zone()
    row = receive(signed())
    assert row.verdict["sender"] == "verified"
    client.force_login(agent)
    assert "Sender confirmed" in client.get(f"/desk/tickets/{row.ticket_id}/").content.decode()


@pytest.mark.django_db
def test_a_colleagues_address_with_a_broken_signature_says_nothing_for_us(receive, zone, agent):
    from mail.seen import SEEN
    from outbox.posting import Address, post_email

    zone().records["s1._domainkey.example.com"] = [f"v=DKIM1; k=rsa; p={PUBLIC}"]
    ticket = receive().ticket
    notice = post_email(
        kind="notification", from_header="support@example.com", to=[Address(agent.email)], subject="News", text="…",
        ticket_id=ticket.pk, headers={SEEN: "1"},
    )  # fmt: skip
    words = {"From": agent.email, "In_Reply_To": notice.message_id, "Message_ID": "<a@example.com>"}
    row = receive(forged(domain="example.com", **words))
    assert (row.state, row.reason) == (InboundState.QUARANTINED, InboundReason.UNVERIFIED_STAFF)


@pytest.mark.django_db
def test_where_our_own_server_judged_nobody_asks_again(receive, zone, settings):
    settings.MAIL_AUTHSERV_ID = frozenset({"mx.example.com"})
    found = zone("reject")
    row = receive(forged(Authentication_Results="mx.example.com; dmarc=pass header.from=example.net"))
    assert (row.state, row.verdict["sender"], found.asked) == (InboundState.CREATED, "verified", [])


@pytest.mark.django_db
def test_a_result_under_our_own_name_in_a_header_is_nothing(receive, zone):
    zone("reject")
    row = receive(corpus.plain(Authentication_Results="helpdesk; dmarc=pass header.from=example.net"))
    assert "sender" not in row.verdict


@pytest.mark.django_db
def test_while_nobody_answers_mail_is_taken_as_it_always_was(receive, zone):
    zone("reject").is_away = True
    row = receive(forged())
    assert (row.state, row.verdict) == (InboundState.CREATED, {})


@pytest.mark.django_db
def test_unsigned_mail_asks_nobody_and_signed_mail_no_more_of_the_database(receive, zone):
    found = zone()
    receive(corpus.plain(Message_ID="<first@example.net>"))
    with CaptureQueriesContext(
        connection,
    ) as unsigned:
        receive(corpus.plain(Message_ID="<second@example.net>"))
    assert found.asked == []
    with CaptureQueriesContext(connection) as with_signature:
        receive(signed(Message_ID="<third@example.net>"))
    assert len(with_signature) == len(unsigned)


@pytest.mark.parametrize(
    "damage", [b"DKIM-Signature:\r\n", b"DKIM-Signature: v=1; d=\xff; b=!!\r\n" * 9, b"DKIM-Signature"]
)
def test_a_broken_signature_line_harms_nothing(zone, damage):
    zone("reject")
    raw = damage + corpus.plain()
    with_own_results(parse_message(raw), raw)
