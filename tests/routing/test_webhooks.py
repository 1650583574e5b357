"""Webhooks: written in the act's transaction, signed, sent once, tried again when refused, never into our own network."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from standardwebhooks import Webhook

from outbox.models import DeliveryState, WebhookDelivery
from outbox.webhooks import MOST_ATTEMPTS, refuse_inside, send_webhooks
from routing.actions import add_target, archive_target
from routing.models import RuleFailure
from tests.factories import make_rule, make_ticket

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
        refuse_inside(url)
