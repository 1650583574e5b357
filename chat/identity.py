"""Who a website says its visitor is: address, name and time, signed with the widget's secret.

The signature is the HMAC-SHA256 (hexadecimal) of the three, one a line: `email\\nname\\ntimestamp`. It is made on the website's
server, so that no visitor can say that they are somebody else.
"""

import hmac
from dataclasses import dataclass
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from accounts.models.user import normal_email
from chat.models import Widget
from helpdesk import clock

# A page that is kept open, or comes from a cache, is older than its click; who copied it from somewhere is older still.
LONGEST_AGE = 3600
_FAST_CLOCK = 300


class NotBelieved(Exception):
    """They stay anonymous; the sentence tells the website's developers why, in the console."""


@dataclass(frozen=True, slots=True)
class Identity:
    email: str
    name: str


def signature_of(secret: str, *, email: str, name: str, timestamp: str) -> str:
    return hmac.new(secret.encode(), f"{email}\n{name}\n{timestamp}".encode(), sha256).hexdigest()


def identity_of(widget: Widget, *, email: str, name: str, timestamp: str, signature: str) -> Identity:
    """Whom the website vouches for. Raises NotBelieved."""
    accepted = [widget.secret] if widget.secret else []
    if widget.former_secret and widget.former_until is not None and widget.former_until > clock.now():
        accepted.append(widget.former_secret)
    if not accepted:
        raise NotBelieved(_("The desk has no secret for signed visitors yet. Make one in the settings of the widget."))
    signed = {"email": email, "name": name, "timestamp": timestamp}
    matches = [hmac.compare_digest(signature_of(secret, **signed), _ascii(signature)) for secret in accepted]
    if not any(matches):
        raise NotBelieved(_("The signature is wrong. Sign email, name and timestamp, one a line, with the secret."))
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12):
        raise NotBelieved(_("The timestamp is to be whole seconds since 1970."))
    age = clock.now().timestamp() - int(timestamp)
    if age > LONGEST_AGE or age < -_FAST_CLOCK:
        raise NotBelieved(_("The signature is too old. Sign anew whenever the page is made; it counts for an hour."))
    try:
        validate_email(email)
    except ValidationError:
        raise NotBelieved(_("What was signed as email is no email address.")) from None
    return Identity(normal_email(email), name.strip()[:150])


def _ascii(text: str) -> str:
    """compare_digest takes no other text."""
    return text.strip().lower() if text.isascii() else ""
