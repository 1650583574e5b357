"""A second brand beside the default one, with an address, a look, words and a mailbox of its own."""

import base64

import pytest

from accounts.actions.brands import add_brand
from accounts.models import Brand
from mail.keeping import change_mailbox
from mail.models import Mailbox
from tests.factories import MailboxFactory

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
LOGO = f"data:image/png;base64,{base64.b64encode(PIXEL).decode()}"
HOST = "help.northwind.test"
LOOK = {
    "name": "Northwind",
    "host": HOST,
    "colour": "#8a1c4a",
    "logo": LOGO,
    "welcome": {"en": "Hello from the north", "de": "Moin aus dem Norden"},
    "footer": {"en": "Northwind Ltd"},
    "contact": {"en": "Call +44 1632 960107"},
}


@pytest.fixture
def northwind(admin, mailbox) -> Brand:
    """Beside the default brand, whose mailbox is support@example.com."""
    return add_brand(actor=admin, **LOOK)


@pytest.fixture
def their_mailbox(admin, northwind) -> Mailbox:
    box = MailboxFactory(address="help@northwind.test", name="Northwind Help", is_default=False)
    change_mailbox(box, actor=admin, brand_id=northwind.pk)
    return Mailbox.objects.get(pk=box.pk)
