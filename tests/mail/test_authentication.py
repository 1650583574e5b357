"""What our own receiving server found out of the sender: believed from it alone, shown, and no colleague's voice without."""

import pytest
from django.urls import reverse

from mail.authentication import sender_check
from mail.models import InboundReason, InboundState
from mail.parsing import parse_message
from mail.seen import SEEN
from outbox.posting import Address, post_email
from tests.mail import corpus

pytestmark = pytest.mark.django_db
OURS = "mx.example.com"


@pytest.fixture(autouse=True)
def _our_server(settings):
    settings.MAIL_AUTHSERV_ID = frozenset({OURS})


@pytest.mark.parametrize(
    ("results", "check"),
    [
        (f"{OURS}; dmarc=pass header.from=example.net", "verified"),
        (f"{OURS} 1; spf=pass smtp.mailfrom=ann@example.net", "verified"),
        (f"{OURS}; dkim=pass header.d=mail.example.net; spf=fail smtp.mailfrom=x.y", "verified"),
        (f"{OURS}; dkim=pass header.i=@example.net", "verified"),
        (f"{OURS}; dkim=pass header.d=other.org", ""),
        (f"{OURS}; dmarc=fail (p=none) header.from=example.net", "failed"),
        (f"{OURS}; spf=fail smtp.mailfrom=ann@example.net; dkim=none", "failed"),
        (f"{OURS}; spf=softfail smtp.mailfrom=ann@example.net", ""),
        (f'{OURS}; spf=none (x "y; dmarc=pass")', ""),
        ("mx.evil.example; dmarc=pass header.from=example.net", ""),
        ("none", ""),
    ],
)
def test_only_our_servers_results_count_and_only_for_the_senders_domain(results, check):
    assert sender_check(parse_message(corpus.plain(Authentication_Results=results))) == check


def test_what_came_with_the_mail_below_our_servers_word_does_not_count(receive):
    ours, forged = f"{OURS}; dmarc=fail (p=none) header.from=example.net", f"{OURS}; dmarc=pass header.from=example.net"
    raw = f"Authentication-Results: {ours}\n".encode() + corpus.plain(Authentication_Results=forged)
    assert sender_check(parse_message(raw)) == "failed"


@pytest.mark.parametrize(
    ("server", "state"), [(OURS, InboundState.QUARANTINED), ("mx.list.example", InboundState.CREATED)]
)
def test_where_servers_of_ours_are_named_no_other_ones_word_stops_a_mail(receive, server, state):
    assert receive(Authentication_Results=f"{server}; dmarc=fail (p=reject) header.from=example.net").state == state


@pytest.mark.parametrize(
    ("result", "check"), [("dmarc=pass", ""), ("spf=fail", ""), ("spf=fail; dmarc=fail (p=none)", "failed")]
)
def test_without_the_setting_only_what_harms_the_mail_itself_is_believed(settings, result, check):
    settings.MAIL_AUTHSERV_ID = frozenset()
    mail = parse_message(corpus.plain(Authentication_Results=f"{OURS}; {result} header.from=example.net"))
    assert sender_check(mail) == check


@pytest.mark.parametrize(
    ("result", "badge"), [("dmarc=pass", "Sender confirmed"), ("dmarc=fail (p=none)", "Sender not confirmed")]
)
def test_the_message_shows_a_plain_badge(receive, client, agent, result, badge):
    row = receive(Authentication_Results=f"{OURS}; {result} header.from=example.net")
    client.force_login(agent)
    assert badge in client.get(reverse("desk:ticket", args=[row.ticket_id])).content.decode()


@pytest.mark.parametrize(("result", "is_taken"), [("dmarc=pass", True), ("dmarc=fail (p=none)", False)])
def test_a_forged_colleague_says_nothing_for_us(receive, agent, result, is_taken):
    ticket = receive().ticket
    notice = post_email(
        kind="notification", from_header="support@example.com", to=[Address(agent.email)], subject="News", text="…",
        ticket_id=ticket.pk, ticket_message_id=ticket.messages.latest("pk").pk, headers={SEEN: str(ticket.conversation_seq)},
    )  # fmt: skip

    row = receive(
        From=agent.email,
        Message_ID="<2@x>",
        In_Reply_To=notice.message_id,
        Authentication_Results=f"{OURS}; {result} header.from=example.com",
    )

    assert row.state == (InboundState.APPENDED if is_taken else InboundState.QUARANTINED)
    assert row.reason == ("" if is_taken else InboundReason.UNVERIFIED_STAFF)
    assert ticket.messages.filter(from_staff=True).exists() == is_taken
