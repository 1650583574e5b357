"""What a proactive message says to one person: its placeholders filled in, and below it how to get no more."""

from typing import Any

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import translation

from accounts.brands import brand_shown
from accounts.models import User
from mail.outgoing import language_of
from mail.proactive.models import ProactiveMessage
from mail.texts.drawing import Rendered, draw
from mail.texts.links import text_with_links
from tickets.placeholders import PLACEHOLDERS, fill_silently, require_liquid

# Of the list of all placeholders those that are known without a ticket and an agent.
NAMES = {
    path: name
    for path, name in PLACEHOLDERS.items()
    if path.partition(".")[0] in ("requester", "organization", "mailbox")
}
_SIGNER = Signer(salt="mail.proactive")


def require_placeholders(template: str) -> None:
    """Raise Invalid for what is no template, or asks for what is not known of a person."""
    require_liquid(template, NAMES)


def wording_for(message: ProactiveMessage, person: User, *, stop_link: str) -> Rendered:
    """In the person's language, as far as the words around it go."""
    values = _values(message, person)
    subject = " ".join(fill_silently(message.subject, values, is_html=False).split())
    html = fill_silently(message.html, values, is_html=True)
    with translation.override(language_of(person)):
        context = {
            "subject": subject,
            "words": text_with_links(html),
            "words_html": html,
            "mailbox": message.mailbox,
            "stop_link": stop_link,
            "language": translation.get_language(),
        }
        return draw("proactive", context)


def stop_link(person: User) -> str:
    return brand_shown().site + reverse("portal:stop_messages", args=[_SIGNER.sign(str(person.pk))])


def person_of_token(token: str) -> User | None:
    try:
        key = _SIGNER.unsign(token)
    except BadSignature:
        return None
    return User.objects.filter(pk=int(key)).first() if key.isdecimal() else None


def _values(message: ProactiveMessage, person: User) -> dict[str, dict[str, Any]]:
    words = person.name.split()
    return {
        "requester": {
            "name": person.name,
            "first_name": words[0] if words else "",
            "last_name": words[-1] if len(words) > 1 else "",
            "email": person.email,
            "language": person.language,
        },
        "organization": {"name": person.organization.name if person.organization else ""},
        "mailbox": {"name": message.mailbox.name, "address": message.mailbox.address},
    }
