"""What stands between a ticket and its being solved, and what closing for good ends."""

from django.utils.translation import gettext as _

from accounts.actors import Actor, is_human_agent
from tickets.errors import IllegalTransition
from tickets.fields import FieldOfForm, missing_fields
from tickets.forms import fields_of
from tickets.links import refuse_unfinished_children
from tickets.models import Ticket


class FieldsMissing(IllegalTransition):
    """The form asks for more; `keys` are the fields that a screen opens."""

    code = "fields_missing"

    def __init__(self, missing: list[FieldOfForm]) -> None:
        self.keys = [field.key for field in missing]
        names = ", ".join(field.name for field in missing)
        super().__init__(_("Before this is solved, fill in: %(fields)s.") % {"fields": names})


def refuse_closed(ticket: Ticket) -> None:
    """Raises IllegalTransition for what steers the work on a ticket or its promises, once nobody works on it any more."""
    if ticket.is_closed:
        raise IllegalTransition(_("This ticket is closed for good. Open a follow-up instead."))


def refuse_unsolvable(ticket: Ticket, actor: Actor) -> None:
    """Raises FieldsMissing, or IllegalTransition while children are unfinished. Only people of ours are held up: a customer
    who says that it is solved knows best, and what a machine solves nobody could fill in."""
    if not is_human_agent(actor):
        return
    if ticket.form_id is not None and (missing := missing_fields(fields_of(ticket.form_id), ticket.fields)):
        raise FieldsMissing(missing)
    refuse_unfinished_children(ticket, actor)
