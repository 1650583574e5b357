"""Adding and changing customers and organizations. Who may is checked here; the shape of values is the caller's affair.

Every change leaves a `DirectoryChange`.
"""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.changes import note_change
from accounts.models import Organization, User
from accounts.models.change import ChangeKind
from accounts.models.user import normal_email
from accounts.people import find_person
from accounts.permissions import Permission, role_may
from accounts.phones import further_phones, may_be_kept, normal_phone
from accounts.public_domains import PUBLIC_DOMAINS
from accounts.setting_changes import note_setting

NO_NUMBER = gettext_lazy("“%(number)s” is no phone number. Write it such as +44 1632 960107.")
T = TypeVar("T", User, Organization)
MOST_BROUGHT_TOGETHER = 1_000  # by one change; a company of ours has fewer, a provider of mail has no end
ORGANIZATION = "organization"
# What decides about more than one person's comfort.
_LEADS_FIELDS = ("tier", "shares_tickets")


class AlreadyThere(Exception):
    """Something with this address or name exists: `thing`."""

    def __init__(self, thing: User | Organization) -> None:
        self.thing = thing
        super().__init__(str(thing))


class Refusal(Exception):
    """It cannot be done as things are; the sentence says what to do."""

    code = "refused"
    status_code = 409

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


def add_customer(*, actor: User, email: str, **fields: Any) -> User:
    """A new customer, with an address, a name or a phone number. Raises PermissionDenied, AlreadyThere, Refusal."""
    _require(actor)
    fields = _with_numbers(fields)
    fields["name"] = fields.get("name", "").strip() or ("" if email else fields.get("phone", ""))
    if not email and not fields["name"]:
        raise Refusal(_("Give an address, a name or a phone number."))
    owner = find_person(email)
    if owner is not None:
        raise AlreadyThere(owner)
    try:
        with transaction.atomic():
            return User.objects.create_user(email, **fields)
    except IntegrityError as error:
        raise AlreadyThere(User.objects.get(email=normal_email(email))) from error


def change_customer(person: User, *, actor: User, **fields: Any) -> User:
    """Change a customer, or oneself. Raises PermissionDenied for colleagues, Refusal for who was merged away.

    An address is given here to who has none; AlreadyThere when it is somebody else's. Further ones: accounts/addresses.py.
    """
    _require(actor)
    if person.is_staff and person != actor:
        raise PermissionDenied(_("Colleagues are changed in the settings."))
    if person.merged_into_id is not None:
        raise Refusal(_("This person was merged into another. Change that one."))
    fields = _with_numbers(fields, person)
    owner = find_person(fields.get("email", ""))
    if owner is not None and owner.pk != person.pk:
        raise AlreadyThere(owner)
    if not (fields.get("name", person.name).strip() or fields.get("email", person.email)):
        raise Refusal(_("Without an address they need a name, or nobody finds them."))
    if fields.get("manages_organization", person.manages_organization) != person.manages_organization:
        _refuse_no_manager(person, actor, fields)
    moves = "organization" in fields and _plain(fields["organization"]) != person.organization_id
    if moves and "manages_organization" not in fields:
        fields["manages_organization"] = False  # of the one that they leave
    with transaction.atomic():
        return _changed(person, fields, actor)


def _refuse_no_manager(person: User, actor: User, fields: dict[str, Any]) -> None:
    """Who reads the figures of an organization belongs to it; leads and admins say so."""
    if not role_may(actor.role, Permission.ORGANIZATIONS):
        raise PermissionDenied(_("Leads and admins say who manages an organization."))
    if fields["manages_organization"] and (person.is_staff or not fields.get("organization", person.organization)):
        raise Refusal(_("Give them an organization first: they read its figures."))


def add_organization(*, actor: User, name: str, **fields: Any) -> Organization:
    """Raises PermissionDenied, AlreadyThere, Refusal."""
    _require(actor)
    _require_lead(actor, Organization(), fields)
    refuse_wrong_domains(Organization(), fields.get("domains", ()))
    try:
        with transaction.atomic():
            organization = Organization.objects.create(name=name, **fields)
            after = organization_described(organization)
            note_setting(ORGANIZATION, organization.pk, name, actor=actor, before=None, after=after)
            _bring_together(organization, organization.domains, actor)
            return organization
    except IntegrityError as error:
        raise AlreadyThere(Organization.objects.get(name=name)) from error


def change_organization(organization: Organization, *, actor: User, **fields: Any) -> Organization:
    """Raises PermissionDenied, also for an agent who changes tier or sharing; AlreadyThere, Refusal."""
    _require(actor)
    _require_lead(actor, organization, fields)
    refuse_wrong_domains(organization, fields.get("domains", ()))
    try:
        with transaction.atomic():
            before = organization_described(organization)
            organization = _changed(organization, fields, actor)
            after = organization_described(organization)
            note_setting(ORGANIZATION, organization.pk, organization.name, actor=actor, before=before, after=after)
            _bring_together(organization, set(organization.domains) - set(before["domains"]), actor)
            return organization
    except IntegrityError as error:
        raise AlreadyThere(Organization.objects.get(name=fields["name"])) from error


def refuse_wrong_domains(organization: Organization, domains: Iterable[str]) -> None:
    """Whoever writes from a domain belongs to its organization, and may see its requests: so none that strangers share, and none
    of another one, where chance would say which.

    What an organization has already, it keeps. Raises Refusal.
    """
    added = set(domains) - set(organization.domains)
    if shared := added & PUBLIC_DOMAINS:
        words = {"domain": min(shared)}
        raise Refusal(
            _("Everybody can have an address at “%(domain)s”: strangers would belong to one organization.") % words
        )
    others = Organization.objects.exclude(pk=organization.pk)
    taken = others.filter(domains__overlap=sorted(added)).order_by("name").first() if added else None
    if taken is not None:
        words = {"domain": min(added & set(taken.domains)), "name": taken.name}
        raise Refusal(_("“%(domain)s” belongs to %(name)s. Take it out there first.") % words)


def _bring_together(organization: Organization, domains: Iterable[str], actor: User) -> None:
    """Known customers with addresses of these domains belong to it, as new ones do; whoever belongs elsewhere stays there."""
    among = reduce(or_, (models.Q(email__endswith=f"@{domain}") for domain in domains), models.Q(pk__in=()))
    alone = User.objects.customers().filter(among, organization=None).order_by("pk")
    for person in alone[:MOST_BROUGHT_TOGETHER]:
        _changed(person, {"organization": organization}, actor)


def organization_described(organization: Organization) -> dict[str, Any]:
    """As the history of settings and the file of the configuration know it."""
    return {
        "name": organization.name,
        "tier": str(organization.tier),
        "domains": list(organization.domains),
        "shares_tickets": organization.shares_tickets,
        "notes": organization.notes,
    }


def may_change(person: User, thing: User | Organization) -> bool:
    """Whether `person` may change this customer or organization at all."""
    if not role_may(person.role, Permission.PEOPLE):
        return False
    return isinstance(thing, Organization) or not thing.is_staff and thing.merged_into_id is None


def require_customer(person: User, actor: User) -> None:
    """Raises PermissionDenied for colleagues and for who may not, Refusal for who was merged away."""
    _require(actor)
    if person.is_staff:
        raise PermissionDenied(_("Colleagues are changed in the settings."))
    if person.merged_into_id is not None:
        raise Refusal(_("This person was merged into another. Change that one."))


def _changed(thing: T, fields: dict[str, Any], actor: User) -> T:
    """What is the same already is not written, and leaves no change."""
    changes = {}
    for name, value in fields.items():
        before = getattr(thing, name)
        if before != value:
            setattr(thing, name, value)
            changes[name] = [_plain(before), _plain(value)]
    if changes:
        thing.save(update_fields=list(changes))
        note_change(thing, ChangeKind.CHANGED, actor=actor, changes=changes)
    return thing


def _with_numbers(fields: dict[str, Any], person: User | None = None) -> dict[str, Any]:
    """Phone numbers as they are kept. Raises Refusal for one that is none."""
    fields = dict(fields)
    if "phone" in fields:
        fields["phone"] = normal_phone(fields["phone"])
    is_new = fields.get("phone") and fields["phone"] != (person.phone if person else "")
    if is_new and not may_be_kept(fields["phone"]):
        raise Refusal(NO_NUMBER % {"number": fields["phone"]})
    if "further_phones" in fields:
        first = fields.get("phone", person.phone if person else "")
        try:
            fields["further_phones"] = further_phones(fields["further_phones"], first=first)
        except ValueError as wrong:
            raise Refusal(NO_NUMBER % {"number": wrong}) from wrong
    return fields


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value


def _require(actor: User) -> None:
    if not role_may(actor.role, Permission.PEOPLE):
        raise PermissionDenied


def _require_lead(actor: User, organization: Organization, fields: dict[str, Any]) -> None:
    asked = [name for name in _LEADS_FIELDS if name in fields and fields[name] != getattr(organization, name)]
    if asked and not role_may(actor.role, Permission.ORGANIZATIONS):
        raise PermissionDenied(_("Tier and shared requests are set by leads and admins."))
