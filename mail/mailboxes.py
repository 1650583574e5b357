"""Which mailbox an address belongs to; making and changing mailboxes."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from accounts.brands import brand_of
from accounts.models import DEFAULT_BRAND, Team
from accounts.models.user import normal_email
from helpdesk.support_address import checked_address, checked_name
from mail.addresses import without_tag
from mail.blocking import names_of
from mail.models import BlockedSender, Mailbox, TrustedSender
from mail.rule_models import MailRule
from tickets.models import Level

# Rides in the statement that every mail needs.
_HAS_RULES = RawSQL("EXISTS (SELECT 1 FROM mail_mailrule WHERE is_on AND archived_at IS NULL)", [], BooleanField())


class Mailboxes:
    """All mailboxes, read once; they are few."""

    def __init__(self) -> None:
        boxes = list(Mailbox.objects.select_related("team").annotate(has_rules=_HAS_RULES).order_by("pk"))
        self.by_address: dict[str, Mailbox] = {alias: mailbox for mailbox in boxes for alias in mailbox.aliases}
        self.by_address |= {mailbox.address: mailbox for mailbox in boxes}
        self._rules: list[MailRule] | None = None if any(box.has_rules for box in boxes) else []
        self._blocked: frozenset[str] | None = None
        self.domains = {address.rpartition("@")[2] for address in self.by_address}

    @property
    def default(self) -> Mailbox | None:
        boxes = list(self.by_address.values())
        return next((box for box in boxes if box.is_default), boxes[0] if boxes else None)

    def get(self, pk: int | None) -> Mailbox | None:
        return next((box for box in self.by_address.values() if box.pk == pk), None)

    def team_for(self, pk: int | None) -> Team | None:
        """Whose queue a new ticket of this mailbox comes into."""
        mailbox = self.get(pk)
        team = mailbox.team if mailbox else None
        return team if team and team.serves(Level.FIRST_LINE) else None

    def brand_for(self, pk: int | None) -> int:
        """Whose a new ticket of this mailbox is: that of a brand which was put away is the default brand's."""
        mailbox = self.get(pk)
        brand = brand_of(mailbox.brand_id if mailbox else DEFAULT_BRAND)
        return DEFAULT_BRAND if brand.is_archived else brand.pk

    def find(self, address: str) -> Mailbox | None:
        """Also under an alias, and a plus-address of either."""
        lower = address.strip().lower()
        return self.by_address.get(lower) or self.by_address.get(without_tag(lower))

    def owns(self, address: str) -> bool:
        return self.find(address) is not None

    def takes(self, address: str) -> Mailbox | None:
        """Whose mail to this address is; that to the postmaster of a domain of ours is always somebody's (RFC 5321, 4.5.1).

        Where no mailbox is called so, it is the default mailbox's if that is of the same domain, else the first one's there.
        """
        mailbox, (name, _at, domain) = self.find(address), address.strip().lower().partition("@")
        if mailbox or name != "postmaster" or domain not in self.domains | {settings.SITE_HOST.lower()}:
            return mailbox
        there = [box for known, box in self.by_address.items() if known.endswith(f"@{domain}")]
        return next((box for box in there if box.is_default), there[0] if there else self.default)

    def has_domain(self, address: str) -> bool:
        return address.strip().lower().rpartition("@")[2] in self.domains

    def block_of(self, address: str) -> str:
        """What stops mail from this address: itself, its domain or a domain above; empty when nothing does."""
        if self._blocked is None:
            self._blocked = frozenset(BlockedSender.objects.order_by().values_list("what", flat=True))
        return next((what for what in names_of(address) if what in self._blocked), "")

    @property
    def rules(self) -> list[MailRule]:
        """Those that look at a mail before it becomes a ticket, in their order; where there are none, nobody asks."""
        if self._rules is None:
            self._rules = list(MailRule.objects.filter(is_on=True, archived_at=None))
        return self._rules

    def trusts(self, address: str) -> bool:
        """Asked only of mail that would be stopped, so that ordinary mail pays nothing for it."""
        return TrustedSender.objects.filter(address=normal_email(address)).exists()

    def first_of(self, addresses: Iterable[str]) -> Mailbox | None:
        """Of whom a mail was for, as `takes` says."""
        return next((box for address in addresses if (box := self.takes(address))), None)


def ensure_mailbox() -> bool:
    """Make the default mailbox of the settings where there is none at all; True if it was made. Two at once make one."""
    if Mailbox.objects.exists():
        return False
    mailbox = Mailbox(address=settings.SUPPORT_ADDRESS, name=settings.SUPPORT_NAME, is_default=True)
    Mailbox.objects.bulk_create([mailbox], ignore_conflicts=True)
    return True


def set_mailbox(address: str, *, name: str | None = None, default: bool = False) -> tuple[Mailbox, bool]:
    """The mailbox with this address, made (True) or changed; the first one is the default. Raises ValueError."""
    address = checked_address(address)
    name = checked_name(name) if name is not None else None
    with transaction.atomic():
        mailbox = Mailbox.objects.filter(address=address).first()
        is_new = mailbox is None
        mailbox = mailbox or Mailbox(address=address, name=settings.SUPPORT_NAME)
        mailbox.name = name or mailbox.name
        others = Mailbox.objects.filter(is_default=True).exclude(address=address)
        if default:
            others.update(is_default=False)
        mailbox.is_default = default or mailbox.is_default or not others.exists()
        mailbox.save()
    return mailbox, is_new
