"""Customers of the demo who tried to help themselves: what they asked, read, and whether that was enough. Drawn by lot."""

from datetime import timedelta
from random import Random

from helpdesk import clock
from knowledgebase.actions import ask_help, end_with_ticket, read_in_session, record_click, record_search, solve_session
from knowledgebase.models import HelpPlace, HelpSession, Translation
from tickets.models import Channel, Ticket

SESSIONS = 220
SPAN_DAYS = 60
SOLVED = 0.5  # the rest ends silently
READ = 0.8
TICKETS = 40
OFFERED = 3
_NOT_WRITTEN = (
    ("vpn keeps disconnecting", 7),
    ("export to elster", 5),
    ("change company name on old invoices", 4),
    ("shared inbox on android", 3),
)


def help_themselves(random: Random) -> None:
    texts = list(Translation.objects.filter(language="en", published__isnull=False).order_by("pk"))
    if len(texts) < OFFERED:
        return
    now = clock.now()
    for place in range(SESSIONS):
        asked_at = now - timedelta(minutes=random.randrange(60, SPAN_DAYS * 24 * 60))
        shown = random.sample(texts, OFFERED)
        with clock.at(asked_at):
            reader = f"demo:self:{place}"
            search = record_search(reader=reader, query=shown[0].title.lower(), language="en", found=OFFERED)
            session = _asked(shown)
        if random.random() < READ:
            with clock.at(asked_at + timedelta(minutes=1)):
                record_click(session=search.pk, reader=reader, article=shown[0].article)
                read_in_session(session.pk, shown[0].article)
        if random.random() < SOLVED:
            with clock.at(asked_at + timedelta(minutes=random.randrange(2, 9))):
                solve_session(session.pk)
    _end_in_tickets(random, texts)
    for query, times in _NOT_WRITTEN:
        for number in range(times):
            with clock.at(now - timedelta(hours=random.randrange(5, 25 * 24))):
                record_search(reader=f"demo:{query}:{number}", query=query, language="en", found=0)


def _end_in_tickets(random: Random, texts: list[Translation]) -> None:
    """Of the newest requests of the portal, what their customers had looked at first."""
    written = Ticket.objects.filter(channel=Channel.PORTAL).select_related("requester").order_by("-opened_at")
    for ticket in written[:TICKETS]:
        shown = random.sample(texts, OFFERED)
        with clock.at(ticket.opened_at - timedelta(minutes=5)):
            session = _asked(shown, ticket.subject)
            read_in_session(session.pk, shown[-1].article)
        with clock.at(ticket.opened_at):
            end_with_ticket(session.pk, ticket)


def _asked(shown: list[Translation], question: str = "") -> HelpSession:
    place = HelpPlace.FORM if question else HelpPlace.SEARCH
    question = question if len(question.split()) > 2 else f"How do I: {shown[0].title}"
    articles = [text.article_id for text in shown]
    session = ask_help(None, place=place, question=question, language="en", shown=articles)
    assert session is not None  # noqa: S101 - these are questions
    return session
