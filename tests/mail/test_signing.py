"""Signing what we send: the key, its record, and a signature that our own check of incoming mail believes."""

import pytest

from accounts.models import SettingChange
from mail import dns
from mail.authentication import SenderCheck, sender_check
from mail.checking.records import record_steps
from mail.dkim_check import with_own_results
from mail.parsing import parse_message
from mail.signing import key_of, make_key, remove_key, set_signing
from mail.signing_models import SigningKey
from outbox.sending import send_waiting
from tests.desk.conftest import signed_in
from tests.outbox.test_sending import post, server  # noqa: F401  # a fixture
from tickets.errors import Invalid, NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def key(mailbox, admin) -> SigningKey:
    made = make_key("example.com", actor=admin)
    set_signing(made, actor=admin, is_on=True)
    made.refresh_from_db()
    return made


@pytest.fixture
def zone(monkeypatch) -> dict[str, list[str]]:
    records: dict[str, list[str]] = {}
    monkeypatch.setattr(dns, "txt", lambda name: records.get(name, []))
    monkeypatch.setattr(dns, "mx", lambda name: ["mx.example.com"])
    return records


def test_what_is_sent_is_signed_so_that_a_receiver_believes_it(server, key, zone):  # noqa: F811
    zone[key.record_name] = [key.record]
    post()
    send_waiting(10)
    ((_recipients, content),) = server.taken

    assert sender_check(with_own_results(parse_message(content), content)) == SenderCheck.VERIFIED
    forged = content.replace(b"Hello", b"Money")
    assert sender_check(with_own_results(parse_message(forged), forged)) == SenderCheck.FAILED


def test_nothing_is_signed_before_it_is_switched_on(server, mailbox, admin):  # noqa: F811
    make_key("example.com", actor=admin)
    post()
    send_waiting(10)

    assert b"DKIM-Signature" not in server.taken[0][1]


def test_the_private_half_is_encrypted_and_stands_in_no_history(key):
    assert SigningKey.objects.filter(private_key__contains="PRIVATE").count() == 0
    assert "PRIVATE" in key.private_key
    assert "PRIVATE" not in str(list(SettingChange.objects.values_list("changes", flat=True)))


def test_a_new_key_has_another_name_and_signs_nothing_yet(key, admin):
    fresh = make_key("example.com", actor=admin)

    assert fresh.pk == key.pk
    assert (fresh.is_on, fresh.public_key == key.public_key) == (False, False)


def test_only_admins_and_only_for_a_domain_of_ours(mailbox, lead, admin):
    with pytest.raises(NotAllowed):
        make_key("example.com", actor=lead)
    with pytest.raises(Invalid):
        make_key("elsewhere.test", actor=admin)


def test_switching_on_twice_changes_nothing_and_a_removed_key_is_gone(key, admin, mailbox):
    assert set_signing(key, actor=admin, is_on=True) is False
    assert remove_key(key, actor=admin) is True
    assert remove_key(key, actor=admin) is False
    assert key_of(mailbox) is None


@pytest.mark.parametrize(
    ("record", "is_on", "good"),
    [("ours", True, True), ("ours", False, None), ("other", True, False), ("", True, False), ("", False, None)],
)
def test_the_connection_test_says_whether_the_record_stands(key, admin, mailbox, zone, record, is_on, good):
    set_signing(key, actor=admin, is_on=is_on)
    zone[key.record_name] = {"ours": [key.record], "other": ["v=DKIM1; p=AAAA"], "": []}[record]

    step = next(step for step in record_steps(mailbox).steps if step.what == "dkim")
    assert step.is_good is good
    assert key.record_name in step.words


def test_the_page_leads_from_the_key_to_signing(mailbox, admin):
    browser, page = signed_in(admin), f"/settings/mailboxes/{mailbox.pk}/signing/"
    assert "Make a key" in browser.get(page).content.decode()

    browser.post(page + "change/", {"to": "new"})
    shown = browser.get(page).content.decode()
    key = SigningKey.objects.get()
    assert key.record_name in shown
    assert "Start signing" in shown
    browser.post(page + "change/", {"to": "on"})
    assert "Mail is signed" in browser.get(page).content.decode()
