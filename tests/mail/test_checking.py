"""The test of a mailbox's connections: what it says of the server that sends, and of what the domain publishes."""

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink

from helpdesk.embedded.ports import free_port
from mail import dns
from mail.checking.asking import ask_for_check
from mail.checking.run import run_checks
from mail.imap_models import ConnectionCheck
from mail.providers import set_provider

pytestmark = pytest.mark.django_db
GOOD = {
    ("example.com", "MX"): ["mx.example.com"],
    ("example.com", "TXT"): ["v=spf1 include:_spf.example.net -all", "something else"],
    ("_dmarc.example.com", "TXT"): ["v=DMARC1; p=reject"],
}


@pytest.fixture
def published(monkeypatch):
    """Records of the domain, as changed."""

    def publish(**changed) -> None:
        records = GOOD | {("_dmarc.example.com" if name == "dmarc" else "example.com", "MX" if name == "mx" else "TXT"): value
                          for name, value in changed.items()}  # fmt: skip
        monkeypatch.setattr(dns, "_records", lambda name, kind: records.get((name, kind), []))

    publish()
    return publish


def found(mailbox, admin, part: str) -> dict[str, tuple[bool | None, str]]:
    ask_for_check(mailbox, by=admin)
    run_checks()
    steps = ConnectionCheck.objects.filter(mailbox=mailbox).first().steps
    return {
        step["what"]: (step["is_good"], f"{step['words']} {step['advice']}".strip())
        for step in steps
        if step["part"] == part
    }


def test_a_domain_in_order_is_told(mailbox, admin, published):
    steps = found(mailbox, admin, "records")
    assert {what: good for what, (good, _words) in steps.items()} == {
        "mx": True,
        "spf": True,
        "dmarc": True,
        "dkim": None,
    }
    assert "We do not sign mail of example.com (DKIM)" in steps["dkim"][1]


def test_where_a_provider_sends_it_is_the_one_that_signs(mailbox, admin, published):
    set_provider(mailbox, actor=admin, kind="postmark", key="k")
    assert "(DKIM) is up to Postmark" in found(mailbox, admin, "records")["dkim"][1]


@pytest.mark.parametrize(
    ("changed", "what", "good", "said"),
    [
        ({"mx": []}, "mx", False, "names no server that takes its mail"),
        ({"txt": []}, "spf", False, "has no SPF record"),
        ({"txt": ["v=spf1 -all", "v=spf1 ~all"]}, "spf", False, "has 2 SPF records"),
        ({"txt": ["v=spf1 +all"]}, "spf", False, "allows everybody to send"),
        ({"txt": ["v=spf1 mx ?all"]}, "spf", None, "forbids nobody to send"),
        ({"txt": ["v=spf1 redirect=_spf.example.net"]}, "spf", True, "redirect="),
        ({"dmarc": []}, "dmarc", False, "Publish a TXT record at _dmarc.example.com such as: v=DMARC1; p=none"),
        ({"dmarc": ["v=DMARC1; p=none"]}, "dmarc", None, "only watches"),
        ({"dmarc": ["v=DMARC1; p=none", "v=DMARC1; p=reject"]}, "dmarc", False, "several DMARC records"),
    ],
)
def test_a_record_that_is_wrong_is_told_with_what_to_publish(mailbox, admin, published, changed, what, good, said):
    published(**changed)
    is_good, words = found(mailbox, admin, "records")[what]
    assert is_good is good
    assert said in words


def test_a_record_that_was_just_published_is_seen_by_the_next_test(mailbox, admin, monkeypatch):
    records: dict[tuple[str, str], list[str]] = {}
    monkeypatch.setattr(dns, "_asked", lambda name, kind: records.get((name, kind), []))
    assert found(mailbox, admin, "records")["spf"][0] is False

    records["example.com", "TXT"] = ["v=spf1 mx -all"]

    assert found(mailbox, admin, "records")["spf"][0] is True


def test_the_policy_of_the_domain_above_holds_for_a_part_of_it(mailbox, admin, published):
    published()
    mailbox.address = "support@help.example.com"
    mailbox.save()
    is_good, words = found(mailbox, admin, "records")["dmarc"]
    assert is_good
    assert "p=reject" in words


def test_where_no_name_server_answers_that_is_told(mailbox, admin, monkeypatch):
    def nobody(name: str, kind: str) -> list[str]:
        raise dns.Unanswered(name)

    monkeypatch.setattr(dns, "_records", nobody)
    is_good, words = found(mailbox, admin, "records")["dns"]
    assert is_good is None and "No name server answered for example.com" in words


class Refusing(Sink):
    async def handle_MAIL(self, server, session, envelope, address, options):
        return "553 not yours"


@pytest.mark.parametrize(("handler", "good"), [(Sink, True), (Refusing, False)])
def test_the_server_that_sends_is_asked_whether_it_takes_the_sender(mailbox, admin, published, settings, handler, good):
    server = Controller(handler(), hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    said = found(mailbox, admin, "outgoing")
    server.stop()
    assert said["connect"][0] is True
    assert said["sender"][0] is good
    assert good or "It said: 553 not yours" in said["sender"][1]


def test_a_server_that_does_not_answer_and_none_at_all_are_told(mailbox, admin, published, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    said = (
        f"Nothing answers at 127.0.0.1 on port {settings.EMAIL_PORT}. Check the port, and that the server lets mail in."
    )
    assert found(mailbox, admin, "outgoing")["connect"] == (False, said)
    settings.EMAIL_HOST, settings.DEMO = "", False
    assert "No mail server is set up" in found(mailbox, admin, "outgoing")["connect"][1]
