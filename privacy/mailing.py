"""Mails about somebody's own data, in their language."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import translation

from accounts.brands import brand_shown, showing
from accounts.languages import language_shown_to
from accounts.models import User
from mail.addresses import loop_token
from mail.outgoing import default_mailbox, from_header, house_of
from mail.parsing.automatic import LOOP_HEADER
from mail.texts.drawing import draw
from mail.whose_brand import brand_of_customer
from outbox.posting import Address, post_email

if TYPE_CHECKING:
    from privacy.models import DataCopy, Erasure

KIND_READY = "data_ready"
KIND_CARRIED_OUT = "erasure_carried_out"
KIND_DECLINED = "erasure_declined"


def post_ready(copy: "DataCopy") -> None:
    """The file is there, and until when: with the link to the page that asks who they are."""
    _post(KIND_READY, copy.person, {"copy": copy})


def post_carried_out(erasure: "Erasure") -> None:
    """The last mail they get from us: it is erased with all others once it has left."""
    _post(KIND_CARRIED_OUT, erasure.person, {"erasure": erasure})


def post_declined(erasure: "Erasure") -> None:
    _post(KIND_DECLINED, erasure.person, {"erasure": erasure})


def _post(kind: str, person: User, context: dict[str, Any]) -> None:
    with showing(brand_of_customer(person)):
        _post_shown(kind, person, context)


def _post_shown(kind: str, person: User, context: dict[str, Any]) -> None:
    mailbox = default_mailbox()
    if mailbox is None or not person.email:
        return
    with translation.override(language_shown_to(person)):
        page = brand_shown().site + reverse("portal:your_data")
        context |= {"person": person, "mailbox": house_of(mailbox), "page": page}
        texts = draw(kind, context)
    post_email(
        kind=kind,
        from_header=from_header(mailbox, None),
        envelope_from=mailbox.address,
        to=[Address(person.email, person.name)],
        subject=texts.subject,
        text=texts.text,
        html=texts.html,
        headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", LOOP_HEADER: loop_token()},
    )
