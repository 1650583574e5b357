"""Which mailbox an address belongs to."""

from collections.abc import Iterable

from mail.addresses import without_tag
from mail.models import Mailbox


class Mailboxes:
    """All mailboxes, read once; they are few."""

    def __init__(self) -> None:
        self.by_address = {mailbox.address: mailbox for mailbox in Mailbox.objects.order_by("pk")}
        self.domains = {address.rpartition("@")[2] for address in self.by_address}

    @property
    def default(self) -> Mailbox | None:
        boxes = list(self.by_address.values())
        return next((box for box in boxes if box.is_default), boxes[0] if boxes else None)

    def get(self, pk: int | None) -> Mailbox | None:
        return next((box for box in self.by_address.values() if box.pk == pk), None)

    def find(self, address: str) -> Mailbox | None:
        """Also under a plus-address of it."""
        lower = address.strip().lower()
        return self.by_address.get(lower) or self.by_address.get(without_tag(lower))

    def owns(self, address: str) -> bool:
        return self.find(address) is not None

    def has_domain(self, address: str) -> bool:
        return address.strip().lower().rpartition("@")[2] in self.domains

    def first_of(self, addresses: Iterable[str]) -> Mailbox | None:
        return next((box for address in addresses if (box := self.find(address))), None)
