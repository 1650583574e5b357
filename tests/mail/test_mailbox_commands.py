"""`manage.py ensure_mailbox` and `manage.py mailbox`: an address that mail is taken for."""

import pytest
from django.core.management import CommandError, call_command

from demo.loading.people import create_house
from helpdesk.support_address import checked_address, default_address
from mail.models import Mailbox

pytestmark = pytest.mark.django_db


def boxes() -> list[tuple[str, str, bool]]:
    return list(Mailbox.objects.order_by("address").values_list("address", "name", "is_default"))


def test_the_first_start_makes_the_mailbox_and_the_next_ones_nothing(settings):
    settings.SUPPORT_ADDRESS, settings.SUPPORT_NAME = "help@acme.test", "Acme"
    call_command("ensure_mailbox")
    settings.SUPPORT_ADDRESS = "other@acme.test"
    call_command("ensure_mailbox")
    assert boxes() == [("help@acme.test", "Acme", True)]


@pytest.mark.parametrize("address", ["support@example.com", "help@acme.test"])
def test_the_demo_is_loaded_beside_a_mailbox_that_was_there(settings, address):
    settings.SUPPORT_ADDRESS = address
    call_command("ensure_mailbox")
    create_house()
    call_command("ensure_mailbox")
    assert {"support@example.com", address} == {box for box, _name, _default in boxes()}
    assert [box for box, _name, is_default in boxes() if is_default] == [address]


def test_mailboxes_are_added_and_changed_and_one_is_the_default():
    call_command("mailbox", "Help@Acme.test")
    call_command("mailbox", "sales@acme.test", name="Sales")
    assert boxes() == [("help@acme.test", "Support", True), ("sales@acme.test", "Sales", False)]
    call_command("mailbox", "sales@acme.test", default=True)
    call_command("mailbox", "help@acme.test", name="Help")
    assert boxes() == [("help@acme.test", "Help", False), ("sales@acme.test", "Sales", True)]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("support", "S"),
        ("a b@c.de", "S"),
        ("a+b@c.de", "S"),
        ("a@c.de", " "),
        ("a@c.de", "x\ny"),
        ("a@c.de", "x" * 101),
    ],
)
def test_nonsense_is_one_line_and_changes_nothing(address, name):
    with pytest.raises(CommandError) as refused:
        call_command("mailbox", address, name=name)
    assert len(str(refused.value).splitlines()) == 1
    assert boxes() == []


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("help.acme.test", "support@help.acme.test"),
        ("localhost", "support@example.com"),
        ("192.168.10.20", "support@example.com"),
        ("[::1]", "support@example.com"),
        ("desk.localhost", "support@example.com"),
    ],
)
def test_the_default_address_is_of_the_sites_domain(host, address):
    assert default_address(host) == address
    assert checked_address(address) == address
