"""Which brand it is: of an address, of a ticket's column, of what is being shown. Asks no database: brands are kept in memory
with the general settings.

A page is shown as the brand whose address was called (accounts/middleware.py), a mail as that of its ticket: whoever draws one
says so by `showing`, and whatever is drawn within asks `brand_shown`.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from accounts.branding import BrandNow
from accounts.general import general, is_async, kept
from accounts.models.brand import DEFAULT_BRAND

_shown: ContextVar[int] = ContextVar("brand_shown", default=DEFAULT_BRAND)


def brands() -> Sequence[BrandNow]:
    """Those in use, the default one first."""
    return [brand for brand in general().brands if not brand.is_archived]


def brands_ever() -> Sequence[BrandNow]:
    """Also those that were put away: tickets keep theirs."""
    return general().brands


def has_several() -> bool:
    """Whether anybody needs to know of which brand something is."""
    return sum(not brand.is_archived for brand in general().brands) > 1


def brand_of(pk: int | None) -> BrandNow:
    """Also one that was put away since; the default one for what no process knows yet."""
    kept = general().brands
    return next((brand for brand in kept if brand.pk == pk), kept[0])


def house_name(mailbox_name: str, mailbox_brand: int | None, brand: BrandNow) -> str:
    """As whom a mailbox writes to a brand's customers: where the brand has none of its own, under the brand's name."""
    return mailbox_name if brand.is_default or mailbox_brand == brand.pk else brand.name


def brand_at(host: str) -> BrandNow | None:
    """Whose portal is at this address, with or without a port. Every request asks, so that only for an address which nobody
    knows the database is asked whether it is a new one."""
    domain, _port = split_domain_port(host.lower())
    found = _named(kept().brands, domain)
    if found is None and domain and not validate_host(domain, settings.ALLOWED_HOSTS) and not is_async():
        found = _named(general().brands, domain)
    return found


def _named(found: Sequence[BrandNow], domain: str) -> BrandNow | None:
    return next(
        (one for one in found if one.host and not one.is_archived and split_domain_port(one.host)[0] == domain), None
    )


def mailbox_of(pk: int) -> int | None:
    """From which a brand's customers are answered; None: from the default one, whose customers know no other address."""
    return None if pk == DEFAULT_BRAND else brand_of(pk).mailbox_id


def brand_shown() -> BrandNow:
    return brand_of(_shown.get())


@contextmanager
def showing(brand: BrandNow) -> Iterator[None]:
    """What is drawn within is this brand's."""
    token = _shown.set(brand.pk)
    try:
        yield
    finally:
        _shown.reset(token)
