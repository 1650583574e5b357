"""What the first mailbox is called when nobody says otherwise, and which addresses and names a mailbox may have."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

# The last label begins with a letter, which no IP address does.
DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")


def default_address(site_host: str) -> str:
    """support@ the site's own domain, where it has one."""
    host = site_host.lower()
    is_domain = DOMAIN.fullmatch(host) and not host.endswith(".localhost")
    return f"support@{host}" if is_domain else "support@example.com"


def checked_address(text: str) -> str:
    """As it is stored. Raises ValueError with a sentence."""
    address = text.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise ValueError(f"{text!r} is no mail address; it should be like support@example.com.") from None
    if "+" in address or '"' in address:
        raise ValueError(f"{text!r} cannot be a mailbox: what follows a + names the ticket, and quotes are not taken.")
    if len(address) > 254:
        raise ValueError("A mailbox's address has at most 254 characters.")
    return address


def checked_name(text: str) -> str:
    """Without surrounding blanks. Raises ValueError with a sentence."""
    name = text.strip()
    if not name or len(name) > 100 or not name.isprintable():
        raise ValueError(f"A mailbox's name has 1 to 100 characters on one line, not {text[:120]!r}.")
    return name
