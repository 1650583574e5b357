"""The people behind a mail: who wrote it, who is copied, and whether the writer takes part."""

import itertools
import re
from collections.abc import Iterable

from django.conf import settings

from accounts.models import Organization, User
from accounts.models.user import normal_email
from accounts.people import people_by_address
from accounts.permissions import Permission
from accounts.personal import hashed
from helpdesk.insert import insert_new
from mail.authentication import results_of_ours
from mail.mailboxes import Mailboxes
from mail.parsing import Address, ParsedMail
from outbox.models import UNREACHABLE, OutboundEmail, OutboundRecipient
from tickets.access import may
from tickets.actions.conversation import may_write_as_customer
from tickets.models import Ticket

MOST_COPIED = 20
MOST_ASKED = 200  # of a mail to thousands, the first
MACHINE_ADDRESS = re.compile(
    r"(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)(?:[+-].*)?@", re.IGNORECASE
)
# RFC 8601, with the policy as the large receivers write it: "dmarc=fail (p=REJECT …)", "policy.dmarc=reject", Microsoft's
# "action=oreject".
_QUOTED = re.compile(r'"[^"]*"')
_DMARC = re.compile(r"\bdmarc\s*=", re.IGNORECASE)
_DMARC_FAILED = re.compile(r"\bdmarc\s*=\s*fail\b", re.IGNORECASE)
_STRICT_POLICY = re.compile(
    r"(?<![\w.])(?:p|action|(?:header\.|domain )?policy|policy\.dmarc|policy\.published-domain-policy)"
    r"\s*[=:]?\s*o?(?:reject|quarantine)\b",
    re.IGNORECASE,
)


def failed_dmarc(mail: ParsedMail) -> bool:
    """Where servers of ours are named, what they say. Else every such header counts: a forged one could only ever harm the mail
    that carries it.
    """
    values = mail.authentication_results
    if settings.MAIL_AUTHSERV_ID:
        values = tuple(value for value in results_of_ours(mail) if _DMARC.search(_QUOTED.sub("", value)))[:1]
    results = [result for value in values for result in _QUOTED.sub("", value).split(";")]
    return any(_DMARC_FAILED.search(result) and _STRICT_POLICY.search(result) for result in results)


def takes_part(person: User, ticket: Ticket, *, answers: OutboundEmail | None) -> bool:
    """Whether this sender's mail joins the ticket; `answers` is the mail of ours that it answers, where that is known.

    A staff person speaks for us by mail only in answer to a mail that we sent to them: a sender's address is easily forged,
    a ticket's number and its customer's Message-IDs and reply address are known to others.
    """
    if answers_as_staff(person, ticket):
        return answers is not None and answers.recipients.filter(address=person.email).exists()
    return person.is_active and may_write_as_customer(person, ticket)


def answers_as_staff(person: User, ticket: Ticket) -> bool:
    """Our own people answer from their mail program too; what they asked themselves they ask as customers."""
    return person.is_staff and person.pk != ticket.requester_id and may(person, Permission.REPLY, ticket)


def copied_people(mail: ParsedMail, sender: User, mailboxes: Mailboxes) -> list[User]:
    """The people in To and Cc who are neither the sender nor we nor machines nor unreachable, at most 20."""
    wanted = copied_addresses(mail, mailboxes)
    wanted.pop(sender.email, None)
    if not wanted:
        return []
    asked = dict(itertools.islice(wanted.items(), MOST_ASKED))
    names = {hashed(address): address for address in asked} | {address: address for address in asked}
    gone = OutboundRecipient.objects.filter(address__in=names, state__in=UNREACHABLE)
    suppressed = {names[name] for name in gone.values_list("address", flat=True)}
    reachable = [address for address in asked.values() if address.email not in suppressed][:MOST_COPIED]
    copied = {person.pk: person for person in people_for_addresses(reachable)}  # once each, by whichever address
    copied.pop(sender.pk, None)
    return list(copied.values())


def copied_addresses(mail: ParsedMail, mailboxes: Mailboxes) -> dict[str, Address]:
    """Whom else the mail was written to, but for us and machines."""
    return {
        address.email: address
        for address in (*mail.to, *mail.cc)
        if address.email != mail.from_email
        and not mailboxes.owns(address.email)
        and not MACHINE_ADDRESS.match(address.email)
    }


def people_for_addresses(addresses: Iterable[Address]) -> list[User]:
    """The person behind each address, made as a customer when unknown, in few statements however many they are."""
    named: dict[str, str] = {}
    for address in addresses:
        email = normal_email(address.email)
        named[email] = named.get(email) or address.name
    known = people_by_address(named)
    missing = sorted(email for email in named if email not in known)  # one order, so that two mails never deadlock
    if missing:
        organizations = _organizations({email.rpartition("@")[2] for email in missing})
        fresh = [
            User(email=email, name=named[email][:150], organization=organizations.get(email.rpartition("@")[2]))
            for email in missing
        ]
        for person in fresh:
            person.set_unusable_password()
        known |= {person.email: person for person in insert_new(fresh, unique="email")}
        elsewhere = [email for email in missing if email not in known]  # made by another worker at this very moment
        known |= people_by_address(elsewhere)
    people = [known[email] for email in named if email in known and known[email].is_active]
    _fill_in_names(sorted((person for person in people if not person.name), key=lambda person: person.email), named)
    return people


def _fill_in_names(people: list[User], names: dict[str, str]) -> None:
    for person in people:
        if names[person.address]:
            person.name = names[person.address][:150]
            User.objects.filter(pk=person.pk, name="").update(name=person.name)


def _organizations(domains: set[str]) -> dict[str, Organization]:
    found = Organization.objects.filter(domains__overlap=sorted(domains))
    return {domain: organization for organization in found for domain in organization.domains if domain in domains}
