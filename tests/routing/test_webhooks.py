"""Webhooks: written in the act's transaction, signed, sent once, tried again when refused, never into our own network."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from standardwebhooks import Webhook

from integrations.keeping import add_tracker
from integrations.models import TrackerKind
from outbox.models import DeliveryState, WebhookDelivery
from outbox.reaching import Inside, address_of, is_outside, post
from outbox.webhooks import MOST_ATTEMPTS, send_webhooks
from routing.actions import add_target, archive_target
from routing.models import RuleFailure
from tests.factories import make_rule, make_ticket
from tickets.errors import Invalid

pytestmark = pytest.mark.django_db


@pytest.fixture
def receiver(settings):
    """A server that keeps what it gets and answers with the next of `answers` (200 at the end)."""
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = True
    got: list = []
    answers: list[int] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append((dict(self.headers), body))
            self.send_response(answers.pop(0) if answers else 200)
            self.end_headers()

        def log_message(self, *_args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    server.got, server.answers = got, answers
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def target(receiver, admin):
    return add_target(actor=admin, name="CRM", url=f"http://127.0.0.1:{receiver.server_port}/hook")


def test_what_a_rule_sends_is_signed_and_names_rule_event_and_ticket(receiver, target):
    rule = make_rule(effects=[{"do": "webhook", "target": target.pk}])
    ticket = make_ticket()

    assert send_webhooks(10) == 1

    headers, body = receiver.got[0]
    Webhook(target.secret).verify(body, {name.lower(): value for name, value in headers.items()})
    sent = json.loads(body)
    assert sent["type"] == "rule.acted"
    assert sent["data"]["rule"] == {"id": rule.pk, "name": rule.name}
    assert sent["data"]["ticket"]["number"] == ticket.pk
    delivery = WebhookDelivery.objects.get()
    assert (delivery.state, delivery.answer_status) == (DeliveryState.SENT, 200)
    assert send_webhooks(10) == 0


def test_a_refused_one_is_tried_again_later_with_the_same_id_and_given_up_in_the_end(receiver, target):
    make_rule(effects=[{"do": "webhook", "target": target.pk}])
    make_ticket()
    receiver.answers += [503] * MOST_ATTEMPTS

    for _attempt in range(MOST_ATTEMPTS):
        assert send_webhooks(10) == 1
        assert send_webhooks(10) == 0  # not before its time
        WebhookDelivery.objects.filter(state="queued").update(due_at="2026-01-01T00:00:00Z")

    assert {headers["webhook-id"] for headers, _body in receiver.got} == {WebhookDelivery.objects.get().message_id}
    assert WebhookDelivery.objects.get().state == DeliveryState.FAILED


def test_who_is_gone_is_asked_no_more(receiver, target):
    make_rule(effects=[{"do": "webhook", "target": target.pk}])
    make_ticket()
    receiver.answers.append(410)

    send_webhooks(10)

    assert WebhookDelivery.objects.get().state == DeliveryState.FAILED


def test_a_rule_that_calls_an_archived_one_fails(target, admin):
    make_rule(effects=[{"do": "webhook", "target": target.pk}])
    archive_target(target, actor=admin)

    make_ticket()

    assert not WebhookDelivery.objects.exists()
    assert RuleFailure.objects.count() == 1


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://10.0.0.1/x", "http://[::1]/", "http://169.254.169.254/"])
def test_our_own_network_is_called_only_where_the_settings_allow_it(url, settings):
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = False

    with pytest.raises(ValueError, match="private network"):
        address_of(url)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104  # nothing listens
        "224.0.0.1", "::1",
        "fe80::1", "fd00::1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::",
        "::127.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b:1::a00:1", "fec0::1",
    ],
)  # fmt: skip
def test_an_address_inside_is_known_in_every_dress(address):
    assert not is_outside(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:4700:4700::1111", "::ffff:93.184.215.14"])
def test_an_address_outside_may_be_called(address):
    assert is_outside(address)


def test_a_name_that_leads_inside_as_well_is_refused(settings, monkeypatch):
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = False
    found = [(2, 1, 6, "", ("93.184.215.14", 443)), (2, 1, 6, "", ("10.0.0.1", 443))]
    monkeypatch.setattr("outbox.reaching.socket.getaddrinfo", lambda *_args, **_more: found)

    with pytest.raises(Inside):
        address_of("https://two-faced.example/hook")


def test_what_was_looked_up_is_what_is_called_and_under_its_name(receiver, admin, monkeypatch):
    """A name that means something else a moment later leads nowhere else."""
    asked = []

    def first_answer(host, port, *_rest, **_more):
        asked.append(host)
        return [(2, 1, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr("outbox.reaching.socket.getaddrinfo", first_answer)
    port = receiver.server_port

    assert post(f"http://crm.example:{port}/hook", b"{}", {}, timeout=5) == 200

    assert asked == ["crm.example", "127.0.0.1"]
    assert receiver.got[0][0]["Host"] == f"crm.example:{port}"


def test_without_its_secret_nothing_is_signed_nor_sent(receiver, target, settings):
    make_rule(effects=[{"do": "webhook", "target": target.pk}])
    settings.SECRET_KEY = "another key, as long as it has to be, without the old one"  # noqa: S105
    make_ticket()

    assert send_webhooks(10) == 1

    assert receiver.got == []
    delivery = WebhookDelivery.objects.get()
    assert delivery.state == DeliveryState.QUEUED
    assert "cannot be signed" in delivery.last_error


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://[", "begins with"),
        ("https://crm.example:99999/", "begins with"),
        ("ftp://crm.example/", "begins with"),
        ("http://localhost:6379/", "private network"),
        ("http://2130706433/", "private network"),
        ("http://[::ffff:10.0.0.1]/", "private network"),
    ],
)
def test_an_address_that_cannot_be_called_is_refused_before_it_is_kept(url, words, admin, settings):
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = False

    with pytest.raises(Invalid, match=words):
        add_target(actor=admin, name="CRM", url=url)
    with pytest.raises(Invalid, match=words):
        add_tracker(
            actor=admin, kind=TrackerKind.GITLAB, name="App", project="a/b", base=url.replace("http:", "https:")
        )
