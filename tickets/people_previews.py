"""What merging two people would do, in sentences, before somebody does it; asked by the screen and the API."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.people import told_apart
from tickets.actions.merging_people import refuse_people_merge, tickets_naming
from tickets.errors import Refused
from tickets.models import Ticket
from tickets.previews import Preview


def preview_people_merge(person: User, *, actor: User, into: User) -> Preview:
    """Tickets are counted as far as `actor` sees them; those of private teams follow too."""
    try:
        refuse_people_merge(person, into, actor=actor)
    except Refused as refusal:
        return Preview(refusal=str(refusal))
    names = dict(zip(("person", "survivor"), told_apart(person, into), strict=True))
    count = tickets_naming(person).filter(pk__in=Ticket.objects.visible_to(actor).order_by().values("pk")).count()
    preview = Preview()
    if count:
        preview.sentences.append(
            ngettext(
                "One ticket of %(person)s becomes one of %(survivor)s.",
                "%(count)s tickets of %(person)s become tickets of %(survivor)s.",
                count,
            )
            % {**names, "count": count}
        )
    if person.email:
        preview.sentences.append(_addresses_after(person, into))
    preview.sentences += _columns_after(person, into)
    preview.sentences.append(_("It can be undone. What happens until then stays with %(survivor)s.") % names)
    preview.warnings = _warnings(person, into)
    return preview


def _addresses_after(person: User, into: User) -> str:
    given = [person.email, *person.addresses.values_list("address", flat=True)]
    return ngettext(
        "Mail from %(addresses)s is from %(survivor)s then. Answers go to %(first)s, or to where they wrote from.",
        "Mail from %(addresses)s is from %(survivor)s then. Answers go to %(first)s, or to where they wrote from.",
        len(given),
    ) % {"addresses": ", ".join(given), "survivor": into.display_name, "first": into.email}


def _columns_after(person: User, into: User) -> list[str]:
    """Which name and organization win, and what is filled in."""
    sentences = []
    if person.name and person.name != into.name:
        sentences.append(_("The name is %(name)s.") % {"name": into.name or person.name})
    if into.organization is not None:
        sentences.append(_("The organization is %(name)s.") % {"name": into.organization.name})
    elif person.organization is not None:
        sentences.append(_("%(name)s becomes the organization.") % {"name": person.organization.name})
    if person.phone and person.phone != into.phone:
        sentences.append(_("The phone number %(phone)s comes along.") % {"phone": person.phone})
    if person.notes:
        sentences.append(_("The notes of both are kept."))
    return sentences


def _warnings(person: User, into: User) -> list[str]:
    warnings = [
        _("%(survivor)s sees all of these requests in the portal. Be sure that they are one person.")
        % {"survivor": into.display_name}
    ]
    if person.organization is not None and into.organization not in (None, person.organization):
        warnings.append(
            _("They do not belong to %(name)s any more, but their tickets there do.")
            % {"name": person.organization.name}
        )
    return warnings
