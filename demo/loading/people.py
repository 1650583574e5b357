"""Rows for the company, its staff and its customers."""

from collections.abc import Iterable

from django.contrib.auth.hashers import make_password
from django.db import connection

from accounts.models import EmailAddress, Organization, Team, User
from accounts.phones import PhoneKind, further_phones
from demo.company import COMPANIES, MAILBOX, PASSWORD, SIGNATURE, STAFF, TEAMS
from demo.macros import create_macros
from demo.people import Customer
from mail.models import Mailbox

# Time zone, notes, a further address.
KNOWN = {
    "ann@example.net": (
        "Europe/London",
        "Writes from home in the evening. Likes a link better than a long answer.",
        "ann.lee@home.example",
    ),
    "chloe.kaur@nightingale.example": (
        "Asia/Kolkata",
        "Speaks for the whole team: keep the invoices to her.",
        "chloe@kaur.example",
    ),
}


def create_house() -> None:
    """Teams, staff and the mailbox."""
    teams = {plan.name: Team.objects.create(name=plan.name, levels=list(plan.levels)) for plan in TEAMS}
    password = make_password(PASSWORD)
    User.objects.bulk_create(
        User(
            email=member.email,
            name=member.name,
            role=member.role,
            level=member.level,
            language=member.language,
            password=password,
        )
        for member in STAFF
    )
    for member in STAFF:
        person = User.objects.get(email=member.email)
        for name in member.teams:
            teams[name].members.add(person)
    address, name = MAILBOX
    is_first = not Mailbox.objects.filter(is_default=True).exists()  # `ensure_mailbox` may have made another
    Mailbox.objects.get_or_create(
        address=address, defaults={"name": name, "is_default": is_first, "signature_html": SIGNATURE}
    )
    create_macros(teams)


def create_customers(people: Iterable[Customer]) -> None:
    """The customers' companies and the people who write."""
    Organization.objects.bulk_create(
        Organization(
            name=company.name,
            tier=company.tier,
            domains=[company.domain],
            shares_tickets=company.shares_tickets,
            notes=company.notes,
        )
        for company in COMPANIES
    )
    organizations = {row.name: row for row in Organization.objects.all()}
    unusable = make_password(None)
    User.objects.bulk_create(
        (
            User(
                email=person.email,
                name=person.name,
                language=person.language,
                phone=person.phone,
                organization=organizations[person.company.name] if person.company else None,
                password=unusable,
            )
            for person in people
        ),
        ignore_conflicts=True,
    )


def tell_more() -> None:
    """What colleagues wrote down of a few: so that the card beside a ticket shows what it can."""
    for address, (time_zone, notes, further) in KNOWN.items():
        person = User.objects.filter(email=address).first()
        if person is None:
            continue
        person.time_zone, person.notes = time_zone, notes
        person.further_phones = further_phones(
            [{"kind": PhoneKind.MOBILE, "number": "+44 7700 900128"}], first=person.phone
        )
        person.save(update_fields=["time_zone", "notes", "further_phones"])
        if further:
            EmailAddress.objects.get_or_create(
                address=further, defaults={"person": person, "added_at": person.created_at}
            )


def backdate_people() -> None:
    """Nobody joined after the first words they wrote: staff and customers of the last two years."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE accounts_user SET created_at = created_at - make_interval(days => 100 + (id::int * 37) % 600);
            UPDATE accounts_organization SET created_at = created_at - make_interval(days => 700 + (id::int * 41) % 500)
            """
        )
