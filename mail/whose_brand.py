"""As which brand we write to somebody first, where no request and no page of theirs says it."""

from accounts.branding import BrandNow
from accounts.brands import brand_of, brand_shown, has_several
from accounts.models import User
from tickets.models import Ticket


def brand_of_customer(person: User) -> BrandNow:
    """That of their newest request; the one that is shown for who has none, and for people of ours."""
    if person.is_staff or not has_several():
        return brand_shown()
    newest = Ticket.objects.filter(requester=person).order_by("-pk").values_list("brand_id", flat=True).first()
    return brand_shown() if newest is None else brand_of(newest)
