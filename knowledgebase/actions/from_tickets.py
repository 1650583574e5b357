"""An article of what a ticket was solved with."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission
from knowledgebase.actions.writing import add_article
from knowledgebase.models import ArticleLink, Category, Section, Translation, Visibility
from knowledgebase.models.links import LinkedBy
from tickets.access import refuse_put_away, require
from tickets.door import current_passage, verb
from tickets.errors import IllegalTransition
from tickets.events import EventKind, record
from tickets.locking import locked
from tickets.models import Ticket


@verb
def make_article(
    ticket: Ticket,
    *,
    actor: User,
    title: str,
    body: str,
    category: Category,
    language: str,
    section: Section | None = None,
    visibility: str = Visibility.PUBLIC,
    tags: Sequence[str] = (),
    gap: str = "",
) -> Translation:
    """A draft, linked with the ticket, whose log says so. What stands in it is what its writer has read and sends.

    `gap`: as for an article that is begun without a ticket.
    """
    ticket = locked(ticket)
    require(actor, Permission.WRITE_ARTICLES)
    refuse_put_away(ticket)
    if not ticket.is_solved:
        raise IllegalTransition(_("Solve the ticket first: an article tells what helped."))
    fields: dict[str, Any] = {"section": section, "visibility": visibility, "tags": tags, "gap": gap}
    made = add_article(actor=actor, title=title, body=body, category=category, language=language, **fields)
    ArticleLink.objects.create(
        article=made.article, ticket=ticket, by=LinkedBy.MADE, person=actor, at=current_passage().now()
    )
    record(ticket, EventKind.ARTICLE_MADE, actor=actor, article=made.article_id, title=made.title)
    return made
