"""The mail that tells people what was done to their account. ACCOUNT_NOTICE_MAILER names this, for accounts stand below us."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from accounts.brands import brand_shown, showing
from accounts.languages import language_shown_to
from accounts.models import User
from accounts.notices import Notice
from mail.addresses import loop_token
from mail.models import Mailbox
from mail.outgoing import default_mailbox, from_header, house_of
from mail.parsing.automatic import LOOP_HEADER
from mail.texts.drawing import Rendered, draw
from mail.whose_brand import brand_of_customer
from outbox.posting import Address, post_email
from tickets.models import Ticket

KIND = "account_notice"


def post_account_notice(person: User, notice: Notice, *, by: User, address: str = "", also_to: str = "") -> None:
    """To their first address, and in a mail of its own to `also_to`. Nothing for who has no address.

    As the brand on whose page they did it; where somebody else did, as that of their newest request. Answers are requests to us.
    """
    receivers = [one for one in dict.fromkeys((person.email, also_to)) if one]
    newest = None if person.is_staff else Ticket.objects.filter(requester=person).order_by("-pk").first()
    written = newest.language if newest else ""
    language = translation.get_language() if by == person else written
    brand = brand_shown() if by == person else brand_of_customer(person)
    with showing(brand), translation.override(language_shown_to(person, language)):
        mailbox = default_mailbox()
        house = house_of(mailbox).name if mailbox else brand_shown().name
        texts = _texts(person, notice, by=by, address=address, house=house)
        for receiver in receivers:
            _post(Address(receiver, person.name), texts, mailbox)


def _texts(person: User, notice: Notice, *, by: User, address: str, house: str) -> Rendered:
    context = {
        "notice": str(notice),
        "person": person,
        "address": address,
        "is_by_us": by != person,
        "house": house,
        "page": f"{brand_shown().site}{reverse('profile')}",
    }
    return draw(KIND, context)


def _post(receiver: Address, texts: Rendered, mailbox: Mailbox | None) -> None:
    post_email(
        kind=KIND,
        from_header=from_header(mailbox, None) if mailbox else f"no-reply@{settings.SITE_HOST}",
        envelope_from=mailbox.address if mailbox else "",
        to=[receiver],
        subject=texts.subject,
        text=texts.text,
        html=texts.html,
        headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", LOOP_HEADER: loop_token()},
    )
